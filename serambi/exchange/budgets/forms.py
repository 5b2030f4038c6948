"""Which year and quarter a budget is written for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

QUARTERS = (("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV"))


class BudgetPeriod(forms.Form):
    """Year and quarter, as the address has them."""

    year = forms.ChoiceField(label=_("Year"))
    quarter = forms.ChoiceField(label=_("Quarter"), choices=QUARTERS)

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        self.has_years = bool(years)
        field = self.fields["year"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(year), str(year)) for year in years]

    def chosen(self) -> tuple[int, int]:
        """Return year and quarter of a form that is valid."""
        return int(self.cleaned_data["year"]), int(self.cleaned_data["quarter"])
