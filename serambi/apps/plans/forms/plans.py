"""What is typed about the plan, its pillars, missions, goals and strategies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.forms.fields import PartForm, chooser
from serambi.apps.plans.forms.widgets import DayField
from serambi.apps.plans.models import Goal, MasterPlan, Mission, Pillar, Strategy, SubDimension
from serambi.apps.regions.models import Area
from serambi.ui.widgets import PlainSelect


class PlanForm(PartForm):
    legal_basis_date = DayField(label=_("Date"), required=False)

    class Meta:
        model = MasterPlan
        fields = [
            "name",
            "name_en",
            "start_year",
            "end_year",
            "legal_basis",
            "legal_basis_number",
            "legal_basis_date",
            "version",
            "vision",
            "source",
        ]
        widgets = {
            "legal_basis": PlainSelect,
            "vision": forms.Textarea(attrs={"rows": 3}),
            "source": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "end_year": _("Empty while it has not been published."),
            "legal_basis_number": _("For example 12 Tahun 2025."),
            "source": _("Where the plan and what is said about it can be read."),
        }


class NewPlanForm(PlanForm):
    """A plan to begin with, and the region it is for."""

    region: forms.ModelChoiceField[Area] = forms.ModelChoiceField(
        Area.objects.none(), label=_("Region"), widget=PlainSelect
    )

    def __init__(self, data: Any = None, *, regions: list[Area]) -> None:
        super().__init__(data, initial={"region": regions[0].pk if len(regions) == 1 else None})
        chooser(self, "region").queryset = Area.objects.filter(pk__in=[one.pk for one in regions])


class PillarForm(PartForm):
    class Meta:
        model = Pillar
        fields = ["name", "name_en", "weight"]
        localized_fields = ["weight"]
        help_texts = {"weight": _("How much the pillar counts within the plan, beside the other pillars.")}


class SubDimensionForm(PartForm):
    class Meta:
        model = SubDimension
        fields = ["name", "name_en", "weight"]
        localized_fields = ["weight"]
        help_texts = {"weight": _("How much it counts within its pillar, beside the other sub-dimensions.")}


class GoalForm(PartForm):
    class Meta:
        model = Goal
        fields = ["pillar", "sub_dimension", "code", "text"]
        widgets = {
            "pillar": PlainSelect,
            "sub_dimension": PlainSelect,
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self, data: Any = None, *, plan: MasterPlan, instance: Goal | None = None, initial: Any = None
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        pillars = list(plan.pillars.prefetch_related("sub_dimensions"))
        parts = [(one.display_name, [(p.pk, p.display_name) for p in one.sub_dimensions.all()]) for one in pillars]
        chooser(self, "pillar").queryset = plan.pillars.all()
        chooser(self, "sub_dimension").choices = [("", "–"), *parts]


class StrategyForm(PartForm):
    class Meta:
        model = Strategy
        fields = ["code", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class MissionForm(PartForm):
    class Meta:
        model = Mission
        fields = ["development_plan", "number", "text", "source"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"development_plan": _("For example RPJMD 2025–2029.")}
