"""Amounts of what was promised: rupiah, or so many of a unit, exact on every engine."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models import RupiahField
from serambi.ui import formats


class AmountColumn(RupiahField):
    """Holds a Decimal as a whole number of hundredths, for the reason for which rupiah are held as sen.

    One column serves money and everything else that is counted, so that sums are made in one way
    (`docs/decisions/0005-money-in-sen.md`).
    """

    description = _("Amount in rupiah or in a unit")

    def recorded_text(self, value: Any) -> str:
        """Return an amount of the audit record as people read it; its unit stands beside it."""
        return plain_text(Decimal(str(value)))


def plain_text(amount: Decimal) -> str:
    """Return an amount with no more decimals than it has, two at most."""
    return formats.number(amount, 0 if amount == amount.to_integral_value() else 2)


def amount_text(amount: Decimal | None, unit: str) -> str:
    """Return an amount as a sentence has it, shortened where it is money. unit: "" for rupiah."""
    if amount is None:
        return formats.MISSING
    return f"{plain_text(amount)} {unit}" if unit else formats.money(amount)


def exact_text(amount: Decimal | None, unit: str) -> str:
    """Return an amount to its last digit. unit: "" for rupiah."""
    if amount is None:
        return formats.MISSING
    if unit:
        return f"{plain_text(amount)} {unit}"
    return formats.rupiah(amount) if amount == amount.to_integral_value() else f"Rp{plain_text(amount)}"
