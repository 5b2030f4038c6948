"""Fields of more than one form: a day, a long text, an amount, and a program by its code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from serambi.apps.plans.errors import AmountTooFine, PlanError
from serambi.apps.plans.models import Program
from serambi.apps.plans.queries import get_program_for
from serambi.apps.plans.services import read_rupiah, write_rupiah


def day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def long_text(label: Any, *, rows: int = 3, limit: int = 4000, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def seen() -> forms.IntegerField:
    """Return the field of the version that the person looked at."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class _AmountInput(forms.TextInput):
    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def format_value(self, value: Any) -> str | None:
        return write_rupiah(value) if isinstance(value, Decimal) else super().format_value(value)


class AmountField(forms.Field):
    """Rupiah or so many of a unit, read without guessing as people type them; the value is a Decimal or None."""

    widget = _AmountInput

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_rupiah(text)
        except AmountTooFine as error:
            told = _("“%(text)s” has more than two decimals. Write two at most.") % {"text": text}
            raise ValidationError(told, code=error.code) from error
        except PlanError as error:
            raise ValidationError(str(error), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class ProgramField(forms.CharField):
    """A program by its code, as everybody calls it; the value is the program. user: who asks."""

    user: Any = None

    def clean(self, value: Any) -> Program | None:
        code = str(super().clean(value) or "").strip()
        if not code:
            return None
        try:
            return get_program_for(self.user, code)
        except Http404 as error:
            message = _("There is no program “%(code)s”. Write the code as the register has it.") % {"code": code}
            raise ValidationError(message) from error
