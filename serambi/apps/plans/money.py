"""Rupiah in the database, to the sen and exact on every engine."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from serambi.ui import formats

SEN = Decimal("0.01")
LARGEST = Decimal("90_000_000_000_000_000")  # what a 64-bit column of sen holds, with room to sum


class RupiahField(models.BigIntegerField):  # type: ignore[type-arg]  # the stubs cannot say that the value is a Decimal
    """Holds Decimal rupiah as a whole number of sen.

    SQLite keeps decimals as floating-point numbers, which are exact to fifteen digits only; a province's budget has
    sixteen. Whole numbers are exact and add up exactly on both engines, so sums may be made in SQL.
    """

    description = _("Amount in rupiah")

    if TYPE_CHECKING:  # what the checker takes for the column's type, in place of a whole number
        _pyi_private_set_type: Decimal | Combinable  # type: ignore[assignment]  # a column of sen is not one of int
        _pyi_private_get_type: Decimal  # type: ignore[assignment]  # likewise

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else (Decimal(value) * SEN).quantize(SEN)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            amount = Decimal(str(value)).quantize(SEN, rounding=ROUND_HALF_UP)
        except ArithmeticError as error:
            raise ValidationError(_("“%(value)s” is not an amount of money."), params={"value": value}) from error
        if abs(amount) > LARGEST:
            raise ValidationError(_("The amount is too large."))
        return amount

    def get_prep_value(self, value: Any) -> int | None:
        amount = self.to_python(value)
        return None if amount is None else int(amount / SEN)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def recorded_text(self, value: Any) -> str:
        """Return an amount of the audit record as people read it, with sen only where there are some."""
        amount = Decimal(str(value))
        text = formats.number(abs(amount), 0 if amount == amount.to_integral_value() else 2)
        return f"{formats.MINUS if amount < 0 else ''}Rp{text}"

    def formfield(self, **kwargs: Any) -> forms.Field:
        options: dict[str, Any] = {
            "required": not self.blank,
            "label": self.verbose_name,
            "help_text": self.help_text,
            "max_digits": 19,
            "decimal_places": 2,
            "validators": [MinValueValidator(0)],
            **kwargs,
        }
        options.pop("min_value", None)
        options.pop("max_value", None)
        form_class = options.pop("form_class", forms.DecimalField)
        field: forms.Field = form_class(**options)
        return field
