"""Reading a number that a person typed, in Indonesian or in English notation, never guessing."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from serambi.apps.observations.errors import AmbiguousNumber, NotANumber
from serambi.apps.observations.labels import for_input
from serambi.ui import formats

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*", re.ASCII)
_PLAIN = re.compile(r"\d*[.,]?\d+|\d+[.,]", re.ASCII)


def read_number(text: str, *, whole: bool = False) -> Decimal:
    """Return the number that the text says in Indonesian (1.234,5) or in English (1,234.5).

    Spaces between thousands, `Rp` before and `%` after are read over. whole: whether only a whole number is possible,
    which makes 1.234 a thousand. Raises AmbiguousNumber for what is two different numbers (1.234 is a thousand in
    Indonesian and one and a quarter in English), NotANumber for what is none.

    >>> read_number("1.234,5"), read_number("1,234.5"), read_number("12,75"), read_number("1.234.567")
    (Decimal('1234.5'), Decimal('1234.5'), Decimal('12.75'), Decimal('1234567'))
    """
    bare = _SPACES.sub("", text).replace("−", "-").removesuffix("%")
    bare = re.sub(r"^(?P<sign>[+-]?)(?:Rp|IDR)\.?", r"\g<sign>", bare, flags=re.IGNORECASE).removesuffix(",-")
    sign, digits = (bare[0], bare[1:]) if bare[:1] in {"+", "-"} else ("", bare)
    try:
        point = _decimal_mark(digits, text, whole=whole)
    except _TwoReadings as two:
        small, large = Decimal(sign + two.small), Decimal(sign + two.large)
        texts = {"small_text": for_input(small), "large_text": for_input(large)}
        raise AmbiguousNumber(text=text, small=small, large=large, **texts) from None
    thousands = {".": ",", ",": ".", "": ".,"}[point]
    number = digits
    for mark in thousands:
        number = number.replace(mark, "")
    try:
        return Decimal(sign + number.replace(",", "."))
    except InvalidOperation as error:
        raise NotANumber(text=text, example=formats.number(Decimal("1234.5"), 1)) from error


def _decimal_mark(digits: str, text: str, *, whole: bool) -> str:
    """Return which of `.` and `,` begins the decimals, "" for neither."""
    if re.fullmatch(r"\d+", digits, re.ASCII):
        return ""
    has_both = "." in digits and "," in digits
    if has_both:
        point = max(".,", key=digits.rfind)
        before, _, after = digits.rpartition(point)
        if _GROUPED.fullmatch(before) and re.fullmatch(r"\d+", after, re.ASCII):
            return point
    elif _GROUPED.fullmatch(digits):
        mark = "." if "." in digits else ","
        if whole or digits.count(mark) > 1:
            return ""
        raise _TwoReadings(digits, mark)
    elif _PLAIN.fullmatch(digits):
        return "." if "." in digits else ","
    raise NotANumber(text=text, example=formats.number(Decimal("1234.5"), 1))


class _TwoReadings(Exception):
    def __init__(self, digits: str, mark: str) -> None:
        super().__init__(digits)
        self.small, self.large = digits.replace(mark, "."), digits.replace(mark, "")
