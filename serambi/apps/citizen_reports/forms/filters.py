"""What people look for; what cannot be read does not narrow anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.citizen_reports.models import State
from serambi.apps.citizen_reports.queries import WantedClusters, WantedReports
from serambi.apps.citizen_reports.queries.reports import FilterChoices
from serambi.ui.widgets import PlainSelect

Choices = Sequence[tuple[str, Any]]


def _choice(label: Any, choices: Choices = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=PlainSelect)


class ReportFilter(forms.Form):
    """The filters above the list of citizen reports."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )
    state = _choice(
        _("State"),
        [
            ("", pgettext_lazy("citizen reports", "Open")),
            ("overdue", pgettext_lazy("citizen reports", "Overdue")),
            ("unassigned", pgettext_lazy("citizen reports", "Without an agency")),
            *State.choices,
            ("all", _("All states")),
        ],
    )
    category = _choice(_("Category"))
    village = _choice(_("Village"))
    district = _choice(_("District"))
    agency = _choice(_("Agency"))

    def __init__(self, data: Any, *, choices: FilterChoices) -> None:
        super().__init__(data)
        self._fill("category", _("All categories"), choices.categories)
        self._fill("village", _("All villages"), choices.villages)
        self._fill("district", _("All districts"), choices.districts)
        self._fill("agency", _("All agencies"), [("-", _("none yet")), *choices.agencies])

    def _fill(self, name: str, every: Any, choices: Choices) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]  # the fields above

    @property
    def wanted(self) -> WantedReports:
        self.is_valid()
        given = self.cleaned_data
        exact = {name: given.get(name, "") for name in ("category", "village", "district", "agency")}
        return WantedReports(
            text=given.get("q", "").strip(),
            state=given.get("state", "") or "open",
            sort=str(self.data.get("sort", "")),
            **exact,
        )


class ClusterFilter(forms.Form):
    """Which piles to show."""

    category = _choice(_("Category"))
    district = _choice(_("District"))

    def __init__(self, data: Any, *, categories: Choices, districts: Choices) -> None:
        super().__init__(data)
        self.fields["category"].choices = [("", _("All categories")), *categories]  # type: ignore[attr-defined]  # above
        self.fields["district"].choices = [("", _("All districts")), *districts]  # type: ignore[attr-defined]  # likewise

    @property
    def wanted(self) -> WantedClusters:
        self.is_valid()
        given = self.cleaned_data
        return WantedClusters(given.get("category", ""), given.get("district", ""))


class NumbersFilter(forms.Form):
    """Of which category the public sees the villages."""

    category = _choice(_("Category"))

    def __init__(self, data: Any, *, categories: Choices) -> None:
        super().__init__(data)
        self.fields["category"].choices = [("", _("All categories")), *categories]  # type: ignore[attr-defined]  # above

    @property
    def wanted(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("category", ""))
