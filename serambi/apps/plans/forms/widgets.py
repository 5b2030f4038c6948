"""Controls of the plan's forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from serambi.apps.plans.amounts import read_rupiah, write_rupiah
from serambi.apps.plans.errors import PlanError


class DayInput(forms.DateInput):
    """A date as browsers offer it; where they do not, a text in the form 2026-03-20 or as the language writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput

    def prepare_value(self, value: Any) -> Any:
        return value.date() if isinstance(value, dt.datetime) else value


class AmountInput(forms.TextInput):
    """A text in which an amount of money is typed, shown as the reader's language types it."""

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def format_value(self, value: Any) -> str | None:
        return write_rupiah(value) if isinstance(value, Decimal) else super().format_value(value)


class AmountField(forms.Field):
    """Rupiah as people type them; the value is a Decimal, or None for nothing."""

    widget = AmountInput

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_rupiah(text)
        except PlanError as error:
            raise ValidationError(str(error), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True
