"""A database column that holds a period of statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from serambi.methods.periods import NotAPeriod, Period


class PeriodField(models.CharField):  # type: ignore[type-arg]  # the stubs cannot say that the value is a Period
    """Stores a Period as its text (`2024`, `2024-S1`, `2024-Q1`, `2024-03`, `2024-03-14`)."""

    description = _("Period")

    if TYPE_CHECKING:  # what django-stubs reads to know the type in constructors, filters and values_list
        _pyi_private_set_type: Period | str | Combinable  # type: ignore[assignment]  # a Period instead of a number
        _pyi_private_get_type: Period  # type: ignore[assignment]  # the same

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Period | None:
        return None if value is None else Period.parse(value)

    def to_python(self, value: Any) -> Period | None:
        if value is None or isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value).strip())
        except NotAPeriod as error:
            raise ValidationError(
                _("“%(value)s” is not a period. Write 2024, 2024-S1, 2024-Q1, 2024-03 or 2024-03-14."),
                code="not_a_period",
                params={"value": value},
            ) from error

    def get_prep_value(self, value: Any) -> str | None:
        period = self.to_python(value)
        return None if period is None else str(period)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": forms.CharField, **kwargs})
