"""What is typed about a program's activities, milestones, money, risks and participants."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.plans.forms.fields import (
    AreaGroup,
    AreasField,
    OrganizationField,
    PartForm,
    area_groups,
    areas,
    chooser,
    organizations,
)
from serambi.apps.plans.forms.widgets import AmountField, DayField
from serambi.apps.plans.labels import SCALE
from serambi.apps.plans.models import Activity, BudgetLine, Milestone, Participation, Program, Risk
from serambi.ui.widgets import PlainSelect

_AMOUNT = _("Rupiah, for example 1.250.000.000 or 1250000000,50.")


class ActivityForm(PartForm):
    organization = OrganizationField(label=_("Agency"), required=False)
    locations = AreasField(label=_("Locations"))
    starts_on = DayField(label=_("Start"), required=False)
    ends_on = DayField(label=pgettext_lazy("date", "End"), required=False)

    class Meta:
        model = Activity
        fields = [
            "name",
            "code",
            "organization",
            "stage",
            "starts_on",
            "ends_on",
            "locations",
            "sipd_year",
            "sipd_code",
        ]
        widgets = {"stage": PlainSelect}

    def __init__(self, data: Any = None, *, program: Program, today: dt.date, instance: Activity | None = None) -> None:
        chosen = list(instance.locations.all()) if instance is not None else []
        initial = {"locations": chosen}
        if instance is None:
            initial["organization"] = program.lead_id  # type: ignore[assignment]  # a mixed bag, as forms take it
        super().__init__(data, instance=instance, initial=initial)
        organizations(self, "organization").offer(today=today, chosen=instance.organization if instance else None)
        areas(self, "locations").offer(program.plan, chosen=chosen)

    def location_groups(self) -> list[AreaGroup]:
        return area_groups(self["locations"])


class MilestoneForm(PartForm):
    due_on = DayField(label=_("Due"))
    reached_on = DayField(label=_("Reached"), required=False, help_text=_("Empty while it has not been reached."))

    class Meta:
        model = Milestone
        fields = ["name", "due_on", "reached_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"name": _("What can be seen to be there, for example “20 units open”.")}


class ReachForm(PartForm):
    """On what day a milestone was reached."""

    reached_on = DayField(label=_("Reached on"))

    class Meta:
        model = Milestone
        fields = ["reached_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class BudgetLineForm(PartForm):
    """One year's money from one source."""

    ceiling = AmountField(label=_("Ceiling"), help_text=_AMOUNT)
    realization = AmountField(
        label=_("Realization"),
        required=False,
        help_text=_("Empty while nothing was reported; write 0 only where nothing was spent."),
    )

    class Meta:
        model = BudgetLine
        fields = ["year", "fund_source", "activity", "ceiling", "realization", "sipd_code", "source"]
        widgets = {"fund_source": PlainSelect, "activity": PlainSelect}

    def __init__(self, data: Any = None, *, program: Program, instance: BudgetLine | None = None) -> None:
        super().__init__(data, instance=instance)
        chooser(self, "activity").queryset = program.activities.all()
        chooser(self, "activity").empty_label = _("The whole program")


class RealizationForm(PartForm):
    """How much of a budget line was spent."""

    realization = AmountField(
        label=_("Realization"),
        required=False,
        help_text=_("Empty while nothing was reported; write 0 only where nothing was spent."),
    )

    class Meta:
        model = BudgetLine
        fields = ["realization"]


def _scale(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=list(SCALE.items()), coerce=int, widget=forms.RadioSelect)


class RiskForm(PartForm):
    likelihood = _scale(_("Likelihood"))
    impact = _scale(_("Impact"))
    owner = OrganizationField(label=_("Owner"), required=False, help_text=_("Who watches the risk and answers it."))

    class Meta:
        model = Risk
        fields = ["description", "likelihood", "impact", "owner", "response", "is_closed"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "response": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "description": _("What could keep the program from its target."),
            "is_closed": _("The risk has passed or was dealt with; it stays on the page, below the others."),
        }

    def __init__(self, data: Any = None, *, program: Program, today: dt.date, instance: Risk | None = None) -> None:
        super().__init__(data, instance=instance, initial={} if instance else {"owner": program.lead_id})
        organizations(self, "owner").offer(today=today, chosen=instance.owner if instance else None)


class ParticipationForm(PartForm):
    """Who takes part, in what role and with what; the organization stays once it was named."""

    organization = OrganizationField(label=_("Organization"))

    class Meta:
        model = Participation
        fields = ["organization", "support", "note"]
        widgets = {"support": forms.RadioSelect}
        help_texts = {"note": _("What it brings: people, data, money, a place.")}

    def __init__(self, data: Any = None, *, today: dt.date, instance: Participation | None = None) -> None:
        super().__init__(data, instance=instance)
        if instance is not None:
            del self.fields["organization"]
        else:
            organizations(self, "organization").offer(today=today)
