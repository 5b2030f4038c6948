"""Fields that several forms of this app have: periods and areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from serambi.apps.regions.models import Area
from serambi.methods.periods import NotAPeriod, Period
from serambi.ui.widgets import PlainSelect


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
