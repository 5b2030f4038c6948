"""What is typed about a version of the plan, and the filters of its pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.forms.fields import PartForm
from serambi.apps.plans.forms.widgets import DayField
from serambi.apps.plans.models import PlanVersion
from serambi.apps.plans.queries.comparisons import ChangeKind, WantedChanges
from serambi.apps.plans.queries.versions import WantedPrograms
from serambi.apps.plans.version_words import Naming, kind_label
from serambi.ui.widgets import PlainSelect

ANY = [("", "–")]
NOW = "now"


class VersionForm(PartForm):
    legal_basis_date = DayField(label=_("Date of the regulation"), required=False)
    effective_on = DayField(label=_("In force from"), required=False)

    class Meta:
        model = PlanVersion
        fields = ["number", "legal_basis", "legal_basis_number", "legal_basis_date", "effective_on", "reason"]
        labels = {"legal_basis_number": _("Number of the regulation")}
        widgets = {"legal_basis": PlainSelect, "reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "number": _("For example 2, or 2025-1."),
            "legal_basis": _("Choose “None yet” while the regulation is being drafted."),
            "legal_basis_number": _("For example 12 Tahun 2025."),
            "reason": _("Why the plan is amended, and on whose decision."),
        }


class _Filter(forms.Form):
    def asked(self, name: str) -> str:
        """Return what is chosen; what an address says wrongly is left open."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def offer(self, name: str, pairs: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ANY, *pairs]


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=PlainSelect)


def _search(placeholder: Any) -> forms.CharField:
    box = forms.TextInput(attrs={"type": "search", "placeholder": placeholder})
    return forms.CharField(label=_("Search"), required=False, max_length=100, widget=box)


class VersionFilter(_Filter):
    """What a version is narrowed to."""

    q = _search(_("Any word of the text"))
    pillar = _choice(_("Pillar"))
    lead = _choice(_("Lead"))

    def __init__(self, data: Any, *, naming: Naming, leads: list[str]) -> None:
        super().__init__(data)
        self.offer("pillar", naming.pillars.items())
        self.offer("lead", ((lead, f"{lead} – {naming.organizations.get(lead, '')}".rstrip(" –")) for lead in leads))

    def wanted(self) -> WantedPrograms:
        return WantedPrograms(words=self.asked("q"), pillar=self.asked("pillar"), lead=self.asked("lead"))


class ComparisonFilter(_Filter):
    """Which two versions are compared, and what of it is looked at."""

    before = forms.ChoiceField(label=_("Earlier"), required=False, widget=PlainSelect)
    after = forms.ChoiceField(label=_("Later"), required=False, widget=PlainSelect)
    kind = _choice(_("In what way"))
    pillar = _choice(_("Pillar"))
    lead = _choice(_("Lead"))
    q = _search(_("Code or name"))

    def __init__(self, data: Any, *, sides: list[tuple[str, str]], naming: Naming, leads: list[str]) -> None:
        super().__init__(data)
        for name in ("before", "after"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = sides
        self.offer("kind", ((kind.value, kind_label(kind)) for kind in ChangeKind))
        self.offer("pillar", naming.pillars.items())
        self.offer("lead", ((lead, f"{lead} – {naming.organizations.get(lead, '')}".rstrip(" –")) for lead in leads))

    def wanted(self) -> WantedChanges:
        return WantedChanges(
            words=self.asked("q"), pillar=self.asked("pillar"), lead=self.asked("lead"), kind=self.asked("kind")
        )


class TakeBackForm(forms.Form):
    """Why an adoption is taken back, for the record."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept in the record for whoever asks."),
    )  # fmt: skip
