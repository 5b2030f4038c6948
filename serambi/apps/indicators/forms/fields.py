"""Fields that several forms of this app have: numbers in two notations, periods, areas."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from serambi.apps.regions.models import Area
from serambi.methods.periods import NotAPeriod, Period
from serambi.ui import locales
from serambi.ui.widgets import PlainSelect

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}((?P=mark)\d{3})*", re.ASCII)


class NumberField(forms.CharField):
    """A number as Indonesian (1.234,5) or English (1,234.5) writes it; gives a Decimal, or None when it is empty.

    What is two different numbers in the two languages (1.234) is refused rather than guessed.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 40, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return number_of(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def number_of(text: str) -> Decimal:
    """Return the number that a text says. Raises ValidationError."""
    bare = _SPACES.sub("", text).replace("−", "-").removesuffix("%").removeprefix("Rp")
    marks = {mark for mark in ".," if mark in bare}
    if len(marks) == 2:
        point = max(".,", key=bare.rfind)
        bare = bare.replace("," if point == "." else ".", "")
    elif marks and _GROUPED.fullmatch(bare):
        point = marks.pop()
        if bare.count(point) == 1:
            raise ValidationError(
                _("“%(text)s” can mean two numbers. Write %(small)s or %(large)s."),
                code="ambiguous_number",
                params={
                    "text": text,
                    "small": bare.replace(point, locales.current().decimal) + "0",
                    "large": bare.replace(point, ""),
                },
            )
        bare = bare.replace(point, "")
    else:
        point = marks.pop() if marks else "."
    try:
        found = Decimal(bare.replace(point, "."))
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise ValidationError(
            _("“%(text)s” is not a number. Write for example %(example)s."),
            code="not_a_number",
            params={"text": text, "example": f"1234{locales.current().decimal}5"},
        )
    return found


def written(value: Decimal | None) -> str:
    """Return a number as a form shows it for editing: no thousands, nothing that reads as two numbers."""
    if value is None:
        return ""
    number = value.normalize()
    exponent = number.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    text = f"{number:.{4 if decimals == 3 else decimals}f}"
    return text.replace(".", locales.current().decimal)


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
