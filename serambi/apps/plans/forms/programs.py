"""What is typed about a program."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.plans.errors import ChangedMeanwhile, PlanError
from serambi.apps.plans.forms.fields import (
    AreaGroup,
    AreasField,
    OrganizationField,
    PartForm,
    PersonField,
    area_groups,
    areas,
    chooser,
    organizations,
)
from serambi.apps.plans.forms.widgets import DayField
from serambi.apps.plans.models import Horizon, MasterPlan, Pillar, Program, Stage, Strategy
from serambi.ui.doors import show_error
from serambi.ui.widgets import PlainSelect


class ProgramForm(PartForm):
    """What was agreed about a program. seen: when it was last changed, as the person who edits it saw it."""

    lead = OrganizationField(label=_("Lead agency"), required=False)
    person_in_charge = PersonField(label=_("Person in charge"), required=False)
    locations = AreasField(label=_("Locations"))
    starts_on = DayField(label=_("Start"), required=False)
    ends_on = DayField(label=pgettext_lazy("date", "End"), required=False)
    horizon = forms.ChoiceField(
        label=_("Horizon"), required=False, choices=[("", "–"), *Horizon.choices], widget=PlainSelect
    )
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Program
        fields = [
            "code",
            "name",
            "name_en",
            "description",
            "pillar",
            "sub_dimension",
            "strategy",
            "missions",
            "horizon",
            "is_quick_win",
            "weight",
            "lead",
            "person_in_charge",
            "starts_on",
            "ends_on",
            "locations",
            "sipd_year",
            "sipd_code",
            "source",
        ]
        widgets = {
            # Where scripts run, the choices below follow the pillar; where not, they stand under the pillars' names.
            "pillar": PlainSelect(
                attrs={
                    "hx-get": reverse_lazy("plans:program_places"),
                    "hx-target": "#program-places",
                    "hx-select": "#program-places",
                    "hx-swap": "outerHTML",
                }
            ),
            "sub_dimension": PlainSelect,
            "strategy": PlainSelect,
            "missions": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 4}),
            "source": forms.Textarea(attrs={"rows": 2}),
        }
        localized_fields = ["weight"]
        help_texts = {
            "code": _("Letters, digits, points and hyphens; it stands in the address of the program’s page."),
            "weight": _("How much the program counts within its sub-dimension, beside the others in it."),
            "sub_dimension": _("Leave it empty where the plan names the pillar only."),
            "sipd_code": _("As it stands in SIPD in that year, for example 2.16.03.2.02.0009."),
            "source": _("Where this is written: the plan’s page, a regulation, an address."),
        }

    def __init__(self, data: Any = None, *, plan: MasterPlan, today: dt.date, instance: Program | None = None) -> None:
        chosen = list(instance.locations.all()) if instance is not None else []
        initial = {"locations": chosen, "seen": instance.updated_at.isoformat() if instance is not None else None}
        super().__init__(data, instance=instance, initial=initial)
        self.plan = plan
        self._pillars = list(plan.pillars.prefetch_related("sub_dimensions"))
        self._strategies = list(
            Strategy.objects.filter(goal__pillar__plan=plan).select_related("goal").order_by("goal__code", "code")
        )
        chooser(self, "missions").queryset = plan.missions.all()
        organizations(self, "lead").offer(today=today, chosen=instance.lead if instance else None)
        areas(self, "locations").offer(plan, chosen=chosen)
        chooser(self, "pillar").queryset = plan.pillars.all()
        chooser(self, "pillar").choices = [("", "–"), *((one.pk, one.display_name) for one in self._pillars)]
        self.offer_places(None)

    def offer_places(self, pillar: int | None) -> None:
        """Offer the sub-dimensions and strategies of one pillar, or of all of them under the pillars' names."""
        pillars = [one for one in self._pillars if pillar in (None, one.pk)]
        parts = [(one.display_name, [(p.pk, p.display_name) for p in one.sub_dimensions.all()]) for one in pillars]
        ways = [
            (one.display_name, [(s.pk, str(s)) for s in self._strategies if s.goal.pillar_id == one.pk])
            for one in pillars
        ]
        for name, groups in (("sub_dimension", parts), ("strategy", ways)):
            chooser(self, name).choices = [("", "–"), *((label, pairs) for label, pairs in groups if pairs)]

    def refuse(self, error: PlanError) -> None:
        """Show what the service refused; who was told of somebody else's change has seen it when sending again."""
        show_error(self, error)
        if isinstance(error, ChangedMeanwhile):
            sent = cast(QueryDict, self.data).copy()
            sent["seen"] = self.instance.updated_at.isoformat()
            self.data = sent

    def location_groups(self) -> list[AreaGroup]:
        return area_groups(self["locations"])

    def details(self) -> dict[str, Any]:
        """Return what the services take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @property
    def chosen_pillar(self) -> Pillar | None:
        """Return the pillar that the form shows as chosen."""
        value = self["pillar"].value()
        return next((one for one in self._pillars if str(one.pk) == str(value)), None)


class StageForm(PartForm):
    """How far a program has come."""

    stage = forms.ChoiceField(label=_("Stage"), choices=[pair for pair in Stage.choices if pair[0] != Stage.UNREPORTED],
                              widget=forms.RadioSelect)  # fmt: skip
    since = DayField(
        label=_("Since"), required=False, help_text=_("Empty means today, where the stage is another than before.")
    )

    class Meta:
        model = Program
        fields = ["stage", "stage_note"]
        widgets = {"stage_note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "stage_note": _("What was done, what holds it up, what comes next. Needed when a program is stopped.")
        }


class ReasonForm(forms.Form):
    """Why something is done, for the record."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept in the record for whoever asks."),
    )
