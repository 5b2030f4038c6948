"""Fields that several forms of this app have: numbers in two notations, periods, areas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from serambi.apps.regions.models import Area
from serambi.methods.periods import NotAPeriod, Period
from serambi.ui.numbers import for_input, read_number
from serambi.ui.refusals import Refusal
from serambi.ui.widgets import PlainSelect


class NumberField(forms.CharField):
    """A number as Indonesian (1.234,5) or English (1,234.5) writes it; gives a Decimal, or None when it is empty.

    What is two different numbers in the two languages (1.234) is refused rather than guessed.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 40, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return for_input(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_number(text) if text else None
        except Refusal as error:
            raise ValidationError(str(error), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PeriodField(forms.CharField):
    """A period of any length: 2024, 2024-S1, 2024-Q1, 2024-03."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 10, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Period) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Period.parse(text.strip().upper())
        except NotAPeriod as error:
            raise ValidationError(
                _("“%(value)s” is not a period. Write 2024, 2024-S1, 2024-Q1, 2024-03 or 2024-03-14."),
                code="not_a_period",
                params={"value": text},
            ) from error


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the stubs make forms generic, Django does not
    """One area, by code and name, since names repeat."""

    widget = PlainSelect

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.code} {obj.name}" if isinstance(obj, Area) else str(obj)
