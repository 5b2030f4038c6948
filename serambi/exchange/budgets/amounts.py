"""Numbers of tables that machines made: read strictly, written so that they cannot be read in two ways."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from serambi.exchange.tables.book import Value
from serambi.ui.numbers import readings

_GROUPED_ONCE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_MISSING: Final = frozenset({"", "-", "–", "—"})
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says as a number. value: None where nothing stands there, or nothing readable.

    is_readable: False where something stands there that has no reading, or more than one.
    """

    value: Decimal | None
    is_readable: bool = True


_EMPTY: Final = Reading(None)
_UNREADABLE: Final = Reading(None, is_readable=False)


def read_number(cell: Value) -> Reading:
    """Return the number in a cell, exactly.

    Marks between thousands are read where the digits allow no other reading (`1.250.000`, `1,250.50`). What could be
    a thousand or a decimal (`1.250`) is not readable, and neither is a number that is broken by a space. A dash and
    an empty cell are missing. `Rp` before and `%` after are read over; brackets make a number negative.

    >>> read_number("1.250.000,50").value, read_number("14,790 750 "), read_number("1.250")
    (Decimal('1250000.50'), Reading(value=None, is_readable=False), Reading(value=None, is_readable=False))
    """
    if cell is None:
        return _EMPTY
    if isinstance(cell, bool):
        return _UNREADABLE
    if isinstance(cell, int | Decimal):
        return Reading(Decimal(cell)) if Decimal(cell).is_finite() else _UNREADABLE
    if isinstance(cell, float):
        return Reading(Decimal(repr(cell))) if math.isfinite(cell) else _UNREADABLE
    return _read_text(cell) if isinstance(cell, str) else _UNREADABLE


def _read_text(text: str) -> Reading:
    bare = _SPACES.sub(" ", text).strip()
    if bare in _MISSING:
        return _EMPTY
    bare = re.sub(r"^rp\.? ?", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r" ?%$", "", bare)
    is_negative = False
    if bracketed := re.fullmatch(r"\((.*)\)", bare):
        bare, is_negative = bracketed[1], True
    elif bare[:1] in ("-", "−"):
        bare, is_negative = bare[1:], True
    number = readings(bare).agreed
    if number is None:
        return _UNREADABLE
    return Reading(-number if is_negative else number)


def write_number(number: Decimal | None) -> str:
    """Return a number as plain text that `read_number` and spreadsheets read back exactly; "" for what is missing.

    A number that could be taken for thousands gets a zero more.

    >>> write_number(Decimal("1.250")), write_number(Decimal("1250000.50")), write_number(Decimal("1E+3"))
    ('1.2500', '1250000.50', '1000')
    """
    if number is None:
        return ""
    text = format(number, "f")
    return f"{text}0" if _GROUPED_ONCE.fullmatch(text.lstrip("-")) else text
