"""Which part of the figures stands on a sheet: of one series, or of several for one period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.observations import queries
from serambi.apps.observations.forms.fields import AreaChoice, PeriodChoice
from serambi.apps.observations.models import FrequencyChoice, Series, SeriesQuerySet
from serambi.apps.observations.queries import SheetColumn
from serambi.apps.regions.models import AreaLevel, AreaQuerySet
from serambi.methods.periods import Frequency, Period
from serambi.ui.widgets import PlainSelect

_YEARS = 15
_OF_A_YEAR = frozenset({Frequency.MONTH, Frequency.QUARTER, Frequency.SEMESTER})
_MOST_SERIES = 12


class SeriesSheetFilter(forms.Form):
    """A district and a span of periods of one series: a year, or from one period to another."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    area = AreaChoice(label=_("Area"), required=False, empty_label=_("The whole region"))

    def __init__(self, data: Any, *, series: Series, areas: AreaQuerySet, today: dt.date) -> None:
        super().__init__(data)
        self.frequency, self.today = Frequency(series.frequency), today
        self.fields["area"].queryset = areas.filter(level__lt=AreaLevel.VILLAGE)  # type: ignore[attr-defined]  # a model choice
        if self.frequency in _OF_A_YEAR:
            years = [(year, str(year)) for year in range(today.year, today.year - _YEARS, -1)]
            self.fields["year"].choices = years  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["year"]
        for name, label in (("first", _("From")), ("last", _("Until"))):
            self.fields[name] = PeriodChoice(
                label=label, frequency=series.frequency, today=today, required=False, empty=_("Automatic")
            )
        self.is_valid()

    @property
    def periods(self) -> list[Period]:
        """Return the periods of the sheet, oldest first: at most 36, none when the last comes before the first."""
        given = self.cleaned_data
        if self.frequency in _OF_A_YEAR:
            year = Period(Frequency.YEAR, dt.date(given.get("year") or self.today.year, 1, 1))
            of_year = list(year.parts(self.frequency))
            first: Period | None = given.get("first")
            last: Period | None = given.get("last")
            named = first or last
            if named is None:
                return of_year
            # One end alone means: to the end, or from the beginning, of the year that it names.
            return queries.periods_between(
                first or Period.of(dt.date(named.year, 1, 1), self.frequency),
                last or Period.of(dt.date(named.year, 12, 31), self.frequency),
            )
        until = given.get("last") or Period.of(self.today, self.frequency)
        begin = given.get("first") or until.previous(queries.TABLE_COLUMNS[self.frequency] - 1)
        return queries.periods_between(begin, until)


class PeriodSheetFilter(forms.Form):
    """Several series for one period: the length of the period, the level of the areas, the period, and which series."""

    frequency = forms.ChoiceField(label=_("Frequency"), required=False, choices=FrequencyChoice.choices)
    level = forms.TypedChoiceField(
        label=_("Area level"), required=False, choices=AreaLevel.choices, coerce=int, empty_value=None
    )
    area = AreaChoice(label=_("Area"), required=False, empty_label=_("The whole region"))
    series = forms.ModelMultipleChoiceField(
        label=_("Series"), required=False, to_field_name="code", queryset=Series.objects.none()
    )

    def __init__(self, data: Any, *, recordable: SeriesQuerySet, areas: AreaQuerySet, today: dt.date) -> None:
        self.known = list(recordable)
        first = self.known[0] if self.known else None
        frequency = _one_of(data.get("frequency"), FrequencyChoice.values, first.frequency if first else "month")
        fitting = [series for series in self.known if series.frequency == frequency]
        level = fitting[0].area_level if fitting else AreaLevel.REGENCY
        asked = str(data.get("level", ""))
        self.at_level = int(asked) if asked in {str(one) for one in AreaLevel.values} else int(level)
        self.of_frequency = Frequency(frequency)
        self.fitting = [series for series in fitting if series.area_level == self.at_level]
        given = data.copy()
        given["frequency"], given["level"] = frequency, str(self.at_level)
        ended = Period.of(today, self.of_frequency).previous()
        period = queries.period_or_none(given.get("period", ""))
        if period is None or period.frequency is not self.of_frequency:
            given["period"] = str(ended)
        super().__init__(given)
        self.fields["level"].choices = [one for one in AreaLevel.choices if one[0] > AreaLevel.PROVINCE]  # type: ignore[attr-defined]  # a choice field
        self.fields["area"].queryset = areas.filter(level__lt=AreaLevel.VILLAGE)  # type: ignore[attr-defined]  # a model choice
        codes = [series.pk for series in self.fitting]
        self.fields["series"].queryset = recordable.filter(pk__in=codes)  # type: ignore[attr-defined]  # a model choice
        self.fields["series"].widget = PlainSelectMultiple(
            choices=[(series.code, series.display_name) for series in self.fitting], attrs={"size": 4, "multiple": True}
        )
        self.fields["period"] = PeriodChoice(label=_("Period"), frequency=self.of_frequency, today=today)
        self.order_fields(["frequency", "period", "level", "area", "series"])
        self.is_valid()

    @property
    def period(self) -> Period | None:
        found = self.cleaned_data.get("period")
        return found if isinstance(found, Period) else None

    @property
    def columns(self) -> list[SheetColumn]:
        """Return a column for each series chosen, the first twelve that fit when none is."""
        period = self.period
        if period is None:
            return []
        chosen = {series.pk for series in self.cleaned_data.get("series") or []}
        shown = [series for series in self.fitting if series.pk in chosen] or self.fitting[:_MOST_SERIES]
        return [SheetColumn(series, period, str(series.pk)) for series in shown[: queries.MOST_COLUMNS]]


class PlainSelectMultiple(PlainSelect, forms.SelectMultiple):
    """Several of a list of choices, drawn at once."""

    allow_multiple_selected = True


def _one_of(text: Any, allowed: list[str], otherwise: str) -> str:
    return text if text in allowed else otherwise
