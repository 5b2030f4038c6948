"""What people look for in lists and tables; what cannot be read does not narrow anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.observations import queries
from serambi.apps.observations.forms.fields import AreaChoice, PeriodChoice
from serambi.apps.observations.models import FrequencyChoice, Series
from serambi.apps.regions.models import Area, AreaQuerySet
from serambi.ui.widgets import PlainSelect


def search_box() -> forms.CharField:
    return forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )


class ProducerChoice(forms.ModelChoiceField[Organization]):
    """A choice of organizations by abbreviation."""

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {
            "to_field_name": "abbreviation",
            "queryset": Organization.objects.none(),
            "widget": PlainSelect,
        }
        super().__init__(**{**defaults, **kwargs})

    def label_from_instance(self, obj: Organization) -> str:
        return f"{obj.abbreviation} – {obj.name}"


class SeriesFilter(forms.Form):
    """The filters above the list of series."""

    q = search_box()
    producer = forms.ChoiceField(label=_("Producing agency"), required=False, widget=PlainSelect)
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=PlainSelect)
    frequency = forms.ChoiceField(
        label=_("Frequency"),
        required=False,
        choices=[("", _("All frequencies")), *FrequencyChoice.choices],
        widget=PlainSelect,
    )
    stale = forms.BooleanField(label=_("Not updated"), required=False)
    illustration = forms.BooleanField(label=_("Illustration"), required=False)
    state = forms.ChoiceField(
        label=_("Archive"),
        required=False,
        choices=[("", _("In use")), ("archived", _("Archived")), ("all", _("All"))],
        widget=PlainSelect,
    )
    area = AreaChoice(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, choices: queries.SeriesChoices, sees_archived: bool) -> None:
        super().__init__(data)
        self._producers = {one.abbreviation: one for one in choices.producers}
        self.fields["producer"].choices = [  # type: ignore[attr-defined]  # a choice
            ("", _("All agencies")),
            *((one.abbreviation, f"{one.abbreviation} – {one.name}") for one in choices.producers),
        ]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]  # a choice
            ("", _("All units")),
            *((unit, unit) for unit in choices.units),
        ]
        self.fields["area"].queryset = Area.objects.filter(valid_until__isnull=True)  # type: ignore[attr-defined]  # too
        if not sees_archived:
            del self.fields["state"]

    def wanted(self, sort: str) -> queries.WantedSeries:
        self.is_valid()
        given = self.cleaned_data
        return queries.WantedSeries(
            text=given.get("q", ""),
            producer=self._producers.get(given.get("producer", "")),
            unit=given.get("unit", ""),
            frequency=given.get("frequency", ""),
            area=given.get("area"),
            illustration=given.get("illustration", False),
            stale=given.get("stale", False),
            state=given.get("state", ""),
            sort=sort,
        )


class TableFilter(forms.Form):
    """Which part of a series is shown: an area with what lies in it, and from when to when."""

    area = AreaChoice(label=_("Area"), required=False, empty_label=_("The whole region"))

    def __init__(self, data: Any, *, series: Series, areas: AreaQuerySet, today: dt.date) -> None:
        super().__init__(data)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]  # a model choice
        for name, label in (("first", _("From")), ("last", _("Until"))):
            self.fields[name] = PeriodChoice(
                label=label, frequency=series.frequency, today=today, required=False, empty=_("Automatic")
            )
        self.is_valid()

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name)


class CellForm(forms.Form):
    """For which area and period a figure is to be recorded."""

    area = AreaChoice(label=_("Area"), empty_label=None)

    def __init__(self, data: Any, *, series: Series, areas: Sequence[Area] | AreaQuerySet, today: dt.date) -> None:
        super().__init__(data)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]  # a model choice
        self.fields["period"] = PeriodChoice(label=_("Period"), frequency=series.frequency, today=today)


class PreliminaryFilter(forms.Form):
    """The filters above the figures that wait to be made final."""

    q = search_box()
    series = forms.ModelChoiceField(
        label=_("Series"),
        required=False,
        to_field_name="code",
        queryset=Series.objects.none(),
        widget=PlainSelect,
        empty_label=_("All series"),
    )
    producer = ProducerChoice(label=_("Producing agency"), required=False, empty_label=_("All agencies"))

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.fields["series"].queryset = queries.series_with_preliminary()  # type: ignore[attr-defined]  # a choice
        self.fields["producer"].queryset = queries.producers(user)  # type: ignore[attr-defined]  # a model choice
        self.is_valid()

    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"series": given.get("series"), "producer": given.get("producer"), "text": given.get("q", "")}
