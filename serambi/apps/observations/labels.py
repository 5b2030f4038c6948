"""How figures, periods and their grades are written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from serambi.methods.periods import Frequency
from serambi.ui import formats
from serambi.ui.numbers import for_input

__all__ = [
    "FREQUENCY_EXAMPLES",
    "FREQUENCY_NOUNS",
    "figure",
    "for_input",
    "plain_number",
    "significant_decimals",
]

# The length of a period as a noun: "is counted by month".
FREQUENCY_NOUNS: Mapping[str, str | Promise] = {
    Frequency.DAY: _("day"),
    Frequency.MONTH: _("month"),
    Frequency.QUARTER: _("quarter"),
    Frequency.SEMESTER: _("semester"),
    Frequency.YEAR: _("year"),
}
FREQUENCY_EXAMPLES: Mapping[str, str] = {
    Frequency.DAY: "2024-03-14",
    Frequency.MONTH: "2024-03",
    Frequency.QUARTER: "2024-Q1",
    Frequency.SEMESTER: "2024-S1",
    Frequency.YEAR: "2024",
}


def significant_decimals(value: Decimal | float | None) -> int:
    """Return how many decimals say something: 2 for 1.250000, 0 for 1000."""
    amount = formats.exact(value)
    if amount is None:
        return 0
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def figure(value: Decimal | float | None, unit: str = "") -> str:
    """Return the value with every decimal that was recorded and its unit; an en dash for what is missing."""
    if unit in {"Rp", "IDR", "rupiah"} and significant_decimals(value):
        return f"Rp{plain_number(value)}"  # the formats round rupiah to whole ones; a figure is shown as recorded
    return formats.with_unit(value, significant_decimals(value), unit)


def plain_number(value: Decimal | float | None) -> str:
    """Return the value with every decimal that was recorded, without its unit."""
    return formats.number(value, significant_decimals(value))
