"""Rupiah as people type them: read without guessing, and written back the same way."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import get_language

from serambi.apps.plans.errors import AmountAmbiguous, AmountBelowZero, AmountTooFine, AmountTooLarge, AmountUnreadable
from serambi.apps.plans.money import LARGEST, SEN
from serambi.ui import formats

_CURRENCY = re.compile(r"^(?:rp|idr)\.?", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f]")


def read_rupiah(text: str) -> Decimal:
    """Return the amount that a text says, read in the language of the reader, to the sen.

    Points and commas may stand between thousands and before the sen as either language writes them, as long as only
    one reading is possible: 1.250.000.000, 1250000000,50, 1,250,000,000.50. What the reader's own language writes
    before decimals and another language would write between thousands (“1,250” in Indonesian) is refused, and so is
    the reverse with few digits (“12.50” in Indonesian): a mistake here is a thousandfold one. `Rp` before and `,-`
    after are read over.

    Raises AmountUnreadable, AmountAmbiguous, AmountTooFine, AmountBelowZero or AmountTooLarge.

    >>> from django.utils import translation
    >>> with translation.override("id"):
    ...     read_rupiah("Rp1.250.000.000"), read_rupiah("1250000000,50"), read_rupiah("1,250,000,000.50")
    (Decimal('1250000000.00'), Decimal('1250000000.50'), Decimal('1250000000.50'))
    """
    bare = _CURRENCY.sub("", _SPACES.sub("", text)).removesuffix(",-").removesuffix(".-")
    if re.fullmatch(r"[-−][\d.,]+", bare, re.ASCII):
        raise AmountBelowZero
    if not re.fullmatch(r"\d[\d.,]*", bare, re.ASCII):
        raise _unreadable(text)
    whole, decimals = _split(bare, text)
    if len(decimals) > 2:
        raise AmountTooFine(text=text)
    if len(whole.lstrip("0")) > len(str(LARGEST)) or Decimal(f"{whole}.{decimals or 0}") > LARGEST:
        raise AmountTooLarge(text=text)
    return Decimal(f"{whole}.{decimals or 0}").quantize(SEN)


def write_rupiah(amount: Decimal) -> str:
    """Return an amount as the reader's language types it, without a currency; sen only where there are any."""
    return formats.number(amount, 0 if amount == amount.to_integral_value() else 2)


def _split(bare: str, text: str) -> tuple[str, str]:
    """Return the digits before and after the decimal mark."""
    marks = {mark for mark in bare if mark in ".,"}
    if not marks:
        return bare, ""
    if len(marks) == 2:
        point = max(".,", key=bare.rfind)
        before, _, after = bare.rpartition(point)
        thousands = "." if point == "," else ","
        if point in before or not _is_grouped(before, thousands):
            raise _unreadable(text)
        return before.replace(thousands, ""), after
    (mark,) = marks
    if bare.count(mark) > 1:
        if not _is_grouped(bare, mark):
            raise _unreadable(text)
        return bare.replace(mark, ""), ""
    return _split_at_one(bare, mark, text)


def _split_at_one(bare: str, mark: str, text: str) -> tuple[str, str]:
    """Read a text in which one mark stands once: between thousands, or before the decimals."""
    before, _, after = bare.partition(mark)
    if not after:
        raise _unreadable(text)
    native_decimal = "." if get_language() == "en" else ","
    could_be_thousands = _is_grouped(bare, mark)
    if mark == native_decimal:
        if could_be_thousands:
            raise _ambiguous(text, thousands=before + after, decimals=f"{before}.{after[:2]}")
        return before, after
    if could_be_thousands:
        return before + after, ""
    if len(after) > 2:
        raise _unreadable(text)
    # A machine writes 1250000.50; a person who types 12.50 may have lost a zero.
    if len(before) > 3 or before == "0":
        return before, after
    raise _ambiguous(text, thousands=f"{before}{after}".ljust(len(before) + 3, "0"), decimals=f"{before}.{after[:2]}")


def _is_grouped(digits: str, mark: str) -> bool:
    return re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})*", digits, re.ASCII) is not None


def _unreadable(text: str) -> AmountUnreadable:
    return AmountUnreadable(text=text, example=formats.number(Decimal(1_250_000_000), 0))


def _ambiguous(text: str, *, thousands: str, decimals: str) -> AmountAmbiguous:
    return AmountAmbiguous(
        text=text, whole=formats.number(Decimal(thousands), 0), decimal=formats.number(Decimal(decimals), 2)
    )
