"""What people look for; what cannot be read does not narrow anything."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.progress.models import State
from serambi.apps.progress.queries import NOT_BEGUN, WantedAgencies
from serambi.ui.widgets import PlainSelect


class PeriodFilter(forms.Form):
    """The filters above the agencies of a period."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), ("silent", _("Not sent in")), (NOT_BEGUN, _("Not begun")), *State.choices],
        widget=PlainSelect,
    )
    late = forms.BooleanField(label=_("Late"), required=False)

    @property
    def wanted(self) -> WantedAgencies:
        self.is_valid()
        given = self.cleaned_data
        return WantedAgencies(
            text=given.get("q", "").strip(),
            state=given.get("state", ""),
            only_late=given.get("late", False),
            sort=str(self.data.get("sort", "")),
        )


class HolidayYearForm(forms.Form):
    """Which year of holidays to look at."""

    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100, required=False)
