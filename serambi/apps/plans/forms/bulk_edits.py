"""What is to be set in many programs at once."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.plans.forms.widgets import DayField
from serambi.apps.plans.models import Horizon, MasterPlan, Pillar, Stage, SubDimension
from serambi.apps.plans.services import BulkSettings
from serambi.ui.widgets import PlainSelect

LEAVE = [("", gettext_lazy("– leave as it is –"))]
NONE = "none"
_ARCHIVE, _RESTORE = "archive", "restore"
_YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


def _choice(label: Any, choices: list[Any] | None = None, help_text: Any = "") -> forms.ChoiceField:
    options = [*LEAVE, *(choices or [])]
    return forms.ChoiceField(label=label, required=False, choices=options, widget=PlainSelect, help_text=help_text)


class BulkEditForm(forms.Form):
    """Everything that can be set in many programs; what is left empty stays as it is in each.

    programs: the ids of the chosen ones, in one field, because a browser may send a thousand fields only.
    """

    programs = forms.CharField(required=False, widget=forms.HiddenInput)
    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)
    lead = _choice(gettext_lazy("Lead agency"))
    add = _choice(gettext_lazy("Add a supporting agency"))
    remove = _choice(gettext_lazy("Remove a supporting agency or partner"))
    place = _choice(gettext_lazy("Pillar and sub-dimension"))
    horizon = _choice(gettext_lazy("Horizon"), [(NONE, gettext_lazy("no horizon")), *Horizon.choices])
    quick = _choice(gettext_lazy("Quick win"), _YES_NO)
    shift_months = forms.IntegerField(
        label=gettext_lazy("Move start and end by months"),
        required=False,
        help_text=gettext_lazy("12 is a year later, −3 a quarter earlier. A day that is missing stays missing."),
    )
    stage = _choice(gettext_lazy("Stage"), [pair for pair in Stage.choices if pair[0] != Stage.UNREPORTED])
    since = DayField(label=pgettext_lazy("stage", "In this stage since"), required=False)
    stage_note = forms.CharField(
        label=gettext_lazy("Note on the stage"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Empty leaves the notes as they are."),
    )
    archived = _choice(
        gettext_lazy("Archive"),
        [(_ARCHIVE, gettext_lazy("archive them")), (_RESTORE, gettext_lazy("restore them into the register"))],
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("It is kept in the record for whoever asks."),
    )

    def __init__(self, data: Any = None, *, plan: MasterPlan, today: dt.date, programs: str = "") -> None:
        super().__init__(data, initial={"programs": programs})
        self._organizations = {str(one.pk): one for one in Organization.objects.valid_on(today)}
        self._pillars = list(plan.pillars.prefetch_related("sub_dimensions"))
        offered = _grouped(list(self._organizations.values()))
        self._offer("lead", [(NONE, _("no lead agency")), *offered])
        self._offer("add", offered)
        self._offer("remove", _grouped(list(Organization.objects.order_by("abbreviation"))))
        self._removable = {str(one.pk): one for one in Organization.objects.all()}
        self._offer("place", [(pillar.display_name, _places(pillar)) for pillar in self._pillars])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*LEAVE, *choices]

    def program_ids(self) -> list[int]:
        """Return the ids of the chosen programs; what is no number is left out."""
        value = str(self["programs"].value() or "")
        return [int(part) for part in value.split(",") if part.isdecimal() and len(part) < 19]

    def settings(self) -> BulkSettings:
        """Return what is to be set, as the service takes it."""
        given = self.cleaned_data
        found: BulkSettings = {}
        if given["lead"]:
            found["lead"] = None if given["lead"] == NONE else self._organizations[given["lead"]]
        if given["add"]:
            found["add"] = self._organizations[given["add"]]
        if given["remove"]:
            found["remove"] = self._removable[given["remove"]]
        if given["place"]:
            found["place"] = self._place(given["place"])
        if given["horizon"]:
            found["horizon"] = "" if given["horizon"] == NONE else given["horizon"]
        if given["quick"]:
            found["is_quick_win"] = given["quick"] == "yes"
        if given["shift_months"]:
            found["shift_months"] = given["shift_months"]
        if given["stage"]:
            found |= {"stage": given["stage"], "stage_note": given["stage_note"], "since": given["since"]}
        if given["archived"]:
            found["archived"] = given["archived"] == _ARCHIVE
        return found

    def _place(self, value: str) -> tuple[Pillar, SubDimension | None]:
        code, _dash, part = value.partition("/")
        pillar = next(one for one in self._pillars if one.code == code)
        return pillar, next((one for one in pillar.sub_dimensions.all() if one.code == part), None)

    def summary(self) -> str:
        """Return in words what is set, in the language of the person."""
        found = []
        for bound in self.visible_fields():
            value = self.cleaned_data.get(bound.name)
            if value in (None, "", 0) or bound.name in ("reason", "stage_note", "since"):
                continue
            found.append(f"{bound.label}: {self._text(bound.name, value)}")
        return "; ".join(found)

    def _text(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return str(value)
        flat: dict[str, str] = {}
        for key, label in cast("list[tuple[Any, Any]]", field.choices):
            if isinstance(label, list | tuple):
                flat |= {str(one): f"{key}: {text}" if name == "place" else str(text) for one, text in label}
            else:
                flat[str(key)] = str(label)
        return flat.get(str(value), str(value))


def _grouped(organizations: list[Organization]) -> list[Any]:
    found: dict[str, list[tuple[str, str]]] = {sector.value: [] for sector in Sector}
    for one in sorted(organizations, key=lambda organization: organization.abbreviation):
        found[one.sector].append((str(one.pk), f"{one.abbreviation} – {one.name}"))
    return [(Sector(sector).label, pairs) for sector, pairs in found.items() if pairs]


def _places(pillar: Pillar) -> list[tuple[str, str]]:
    parts = [(f"{pillar.code}/{part.code}", part.display_name) for part in pillar.sub_dimensions.all()]
    return [*parts, (f"{pillar.code}/", _("no sub-dimension named"))]
