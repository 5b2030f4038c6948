"""Fields that several of the plan's forms have: organizations, areas, and forms whose rules the services keep."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Model, Q
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.plans.models import MasterPlan
from serambi.apps.regions.models import Area, AreaLevel
from serambi.ui.widgets import PlainSelect


class PartForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs make forms generic, Django does not
    """Fields of a model without its rules: what is right is said once, by the services, in sentences.

    Nothing is written to the instance; what was typed is in `cleaned_data`, for the service.
    """

    def _post_clean(self) -> None:
        """Leave the instance alone."""


class OrganizationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # likewise
    """One organization, chosen among those that exist today and the one that was chosen before."""

    widget = PlainSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(Organization.objects.none(), **{"empty_label": "–", **options})

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.abbreviation} – {obj.name}" if isinstance(obj, Organization) else str(obj)

    def offer(self, *, today: dt.date, chosen: Organization | None = None) -> None:
        """Read the choices, the regency's own agencies before the other sectors."""
        valid = Organization.objects.valid_on(today)
        if chosen is not None:
            valid = valid | Organization.objects.filter(pk=chosen.pk)
        self.queryset = valid
        found: dict[str, list[tuple[int, str]]] = {sector.value: [] for sector in Sector}
        for organization in valid.order_by("abbreviation"):
            found[organization.sector].append((organization.pk, self.label_from_instance(organization)))
        groups = [(Sector(sector).label, pairs) for sector, pairs in found.items() if pairs]
        self.choices = [("", self.empty_label), *groups]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # likewise
    """One person who works for some organization."""

    widget = PlainSelect

    def __init__(self, **options: Any) -> None:
        people = User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("name")
        super().__init__(people, **{"empty_label": "–", **options})

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.name}, {obj.position}" if isinstance(obj, User) and obj.position else str(obj)


def chooser(form: forms.BaseForm, name: str) -> forms.ModelChoiceField[Any]:
    """Return a form's field in which one or more rows are chosen."""
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


def organizations(form: forms.BaseForm, name: str) -> OrganizationField:
    return cast(OrganizationField, form.fields[name])


def areas(form: forms.BaseForm, name: str) -> AreasField:
    return cast(AreasField, form.fields[name])


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """Areas to choose from under one heading. is_open: one of them is chosen."""

    name: str
    choices: tuple[BoundWidget, ...]
    is_open: bool


class AreasField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # likewise
    """Areas of the plan's region: the whole region, districts and villages."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(Area.objects.none(), required=False, **options)

    def offer(self, plan: MasterPlan, *, chosen: list[Area]) -> None:
        """Read the choices: what exists, and what was chosen before."""
        inside = Q(code=plan.region.code) | Q(code__startswith=f"{plan.region.code}.")
        areas = Area.objects.filter(inside, Q(valid_until__isnull=True) | Q(pk__in=[area.pk for area in chosen]))
        self.queryset = areas.order_by("code")


def area_groups(bound: BoundField) -> list[AreaGroup]:
    """Return the choices of an areas field by district, the region itself first."""
    groups: dict[str, tuple[str, list[BoundWidget]]] = {}
    offered = cast(AreasField, bound.field).queryset
    for area, choice in zip(offered or (), bound.subwidgets, strict=True):
        district = area.code[:8] if area.level >= AreaLevel.DISTRICT else ""
        name = area.name if district else str(_("The whole region"))
        groups.setdefault(district, (name, []))[1].append(choice)
    return [
        AreaGroup(name, tuple(choices), any(choice.data["selected"] for choice in choices))
        for name, choices in groups.values()
    ]
