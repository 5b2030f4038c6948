"""Controls of the plan's forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from serambi.apps.plans.amounts import read_rupiah, write_rupiah
from serambi.apps.plans.errors import PlanError


class PlainSelect(forms.Select):
    """A select written in one go.

    Django renders each option by a template of its own: two hundred options of the register's filters cost more than
    the register.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        parts = [self._part(key, label, chosen) for key, label in self.choices]
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", "{}", ((part,) for part in parts)),
        )

    def _part(self, key: Any, label: Any, chosen: set[str]) -> SafeString:
        if isinstance(label, list | tuple):
            return format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, chosen))
        return _options([(key, label)], chosen)


def _options(pairs: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            ("" if key is None else key, SafeString(" selected") if str(key) in chosen else "", label)
            for key, label in pairs
        ),
    )


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
