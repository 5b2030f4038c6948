"""Form fields for periods of one frequency."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from serambi.apps.observations.errors import WrongFrequency
from serambi.apps.observations.labels import FREQUENCY_EXAMPLES, FREQUENCY_NOUNS
from serambi.apps.regions.models import Area
from serambi.methods.periods import Frequency, NotAPeriod, Period
from serambi.ui import formats
from serambi.ui.widgets import PlainSelect

# How far back the choice of periods reaches, in periods; an older one can be named in the address.
_CHOICES = {Frequency.MONTH: 120, Frequency.QUARTER: 60, Frequency.SEMESTER: 40, Frequency.YEAR: 40}


class PeriodChoice(forms.CharField):
    """A period of one frequency: chosen from a list, or a date for a daily series.

    today: the list ends with the period of this day. later_first: the latest at the top.
    """

    def __init__(self, *, frequency: str, today: dt.date, empty: Any = None, **kwargs: Any) -> None:
        self.frequency = Frequency(frequency)
        super().__init__(**kwargs)
        if self.frequency is Frequency.DAY:
            self.widget = forms.DateInput(attrs={"type": "date", "max": today.isoformat()})
            return
        last = Period.of(today, self.frequency)
        periods = [last.previous(back) for back in range(_CHOICES[self.frequency])]
        self.choices = [] if empty is None else [("", empty)]
        self.choices += [(str(period), formats.period(period)) for period in periods]
        self.widget = PlainSelect(choices=self.choices)
        self.widget.is_required = self.required

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Offer the period that was given even when it is older than the list."""
        self._offer(data)
        return super().bound_data(data, initial)

    def prepare_value(self, value: Any) -> Any:
        self._offer(str(value) if isinstance(value, Period) else value)
        return str(value) if isinstance(value, Period) else value

    def _offer(self, text: Any) -> None:
        if not isinstance(self.widget, forms.Select) or not text or text in {key for key, _name in self.choices}:
            return
        try:
            period = Period.parse(str(text))
        except NotAPeriod:
            return
        if period.frequency is self.frequency:
            self.widget.choices = [*self.choices, (str(period), formats.period(period))]

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            period = Period.parse(text.strip())
        except NotAPeriod as error:
            raise ValidationError(
                _("“%(period)s” is not a period. Write for example %(example)s."),
                code="not_a_period",
                params={"period": text, "example": FREQUENCY_EXAMPLES[self.frequency]},
            ) from error
        if period.frequency is not self.frequency:
            refused = WrongFrequency(
                series=_("This series"),
                expected=FREQUENCY_NOUNS[self.frequency],
                period=formats.period(period),
                given=FREQUENCY_NOUNS[period.frequency],
                example=FREQUENCY_EXAMPLES[self.frequency],
            )
            raise ValidationError(str(refused), code=refused.code)
        return period


class AreaChoice(forms.ModelChoiceField[Area]):
    """A choice of areas by code, each with its name and kind, since names repeat."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"to_field_name": "code", "queryset": Area.objects.none(), "widget": PlainSelect, **kwargs}
        super().__init__(**kwargs)

    def label_from_instance(self, obj: Area) -> str:
        return f"{obj.name} ({obj.get_kind_display()}, {obj.code})"

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Area) else super().prepare_value(value)
