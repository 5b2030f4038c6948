"""Form fields that forms of several apps have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from serambi.ui.numbers import for_input, read_number
from serambi.ui.refusals import Refusal


class NumberField(forms.CharField):
    """A number as Indonesian (1.234,5) or English (1,234.5) writes it; gives a Decimal, or None when it is empty.

    What is two different numbers in the two languages (1.234) is refused rather than guessed. whole: whether only whole
    numbers are possible, so that 1.234 is a thousand.
    """

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        self.whole = whole
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 40, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return for_input(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_number(text, whole=self.whole)
        except Refusal as error:
            raise ValidationError(str(error), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
