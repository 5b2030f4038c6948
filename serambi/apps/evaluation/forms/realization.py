"""What the table of money and work is narrowed to; what cannot be read does not narrow anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.evaluation.queries.realization import By, WantedRealization
from serambi.apps.plans.models import FundSource
from serambi.ui.widgets import PlainSelect


class RealizationFilter(forms.Form):
    """The filters above the table. years: with budget lines, the last first."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )
    year = forms.ChoiceField(label=_("Year"), required=False, widget=PlainSelect)
    pillar = forms.ChoiceField(label=_("Pillar"), required=False, widget=PlainSelect)
    agency = forms.ChoiceField(label=_("Agency"), required=False, widget=PlainSelect)
    fund = forms.ChoiceField(
        label=_("Source of fund"), required=False, choices=[("", _("All")), *FundSource.choices], widget=PlainSelect
    )

    def __init__(
        self,
        data: Any,
        *,
        years: Sequence[int],
        usual: int,
        pillars: Sequence[tuple[str, str]],
        agencies: Sequence[str],
    ) -> None:
        super().__init__(data)
        self.usual = usual
        offered = sorted({*years, usual}, reverse=True)
        self._offer("year", [("", str(usual)), *((str(year), str(year)) for year in offered if year != usual)])
        self._offer("pillar", [("", _("All")), *pillars])
        self._offer("agency", [("", _("All agencies")), *((name, name) for name in agencies)])

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # all of these are choices

    @property
    def wanted(self) -> WantedRealization:
        self.is_valid()
        given = self.cleaned_data
        by = str(self.data.get("by", ""))
        return WantedRealization(
            year=int(given.get("year") or self.usual),
            by=By(by) if by in set(By) else By.PILLAR,
            pillar=given.get("pillar", ""),
            agency=given.get("agency", ""),
            fund=given.get("fund", ""),
            text=given.get("q", "").strip(),
            sort=str(self.data.get("sort", "")),
        )
