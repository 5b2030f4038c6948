"""Reading a number that a person wrote, in Indonesian or in English notation: the one place where that is done.

Indonesian writes 1.234,5 and English 1,234.5. `readings` says what digits mean in each of the two; whoever knows the
notation of a whole column chooses between them, and `read_number` takes what both agree on, or asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from serambi.ui import formats, locales
from serambi.ui.refusals import Refusal

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_MONEY = re.compile(r"^(?P<sign>[+-]?)(?:Rp|IDR)\.?", re.IGNORECASE)
_WHOLE = r"(?:\d+|[1-9]\d{0,2}(?:%s\d{3})+)"
_POINT = re.compile(rf"{_WHOLE % ','}(?:\.\d*)?|\.\d+", re.ASCII)
_COMMA = re.compile(rf"{_WHOLE % '[.]'}(?:,\d*)?|,\d+", re.ASCII)


class NotANumber(Refusal):
    code = "not_a_number"
    sentence = _("“%(text)s” is not a number. Write for example %(example)s.")
    field = "value"


class AmbiguousNumber(Refusal):
    """A text that is one number in Indonesian and another in English.

    facts: text; small and large, as Decimal; and both as they are written without doubt.
    """

    code = "ambiguous_number"
    sentence = _("“%(text)s” can be two numbers. Write %(large_text)s or %(small_text)s.")
    field = "value"


@dataclass(frozen=True, slots=True)
class Readings:
    """What digits mean when a point begins the decimals, and when a comma does; None where they mean nothing then."""

    point: Decimal | None
    comma: Decimal | None

    @property
    def are_two(self) -> bool:
        return self.point is not None and self.comma is not None and self.point != self.comma

    @property
    def agreed(self) -> Decimal | None:
        """Return the number where there is only one; None where there are two or none."""
        return None if self.are_two else self.comma if self.point is None else self.point


def readings(digits: str) -> Readings:
    """Return what digits with their marks mean, without a sign, a space or a word around them.

    >>> readings("1.234,5"), readings("1.234")
    (Readings(point=None, comma=Decimal('1234.5')), Readings(point=Decimal('1.234'), comma=Decimal('1234')))
    """
    point = Decimal(digits.replace(",", "")) if _POINT.fullmatch(digits) else None
    comma = Decimal(digits.replace(".", "").replace(",", ".")) if _COMMA.fullmatch(digits) else None
    return Readings(point, comma)


def read_number(text: str, *, whole: bool = False) -> Decimal:
    """Return the number that the text says in Indonesian (1.234,5) or in English (1,234.5).

    Spaces between thousands, `Rp` before and `%` after are read over. whole: whether only a whole number is possible,
    which makes 1.234 a thousand. Raises AmbiguousNumber for what is two different numbers (1.234 is a thousand in
    Indonesian and one and a quarter in English), NotANumber for what is none.

    >>> read_number("1.234,5"), read_number("1,234.5"), read_number("12,75"), read_number("1.234.567")
    (Decimal('1234.5'), Decimal('1234.5'), Decimal('12.75'), Decimal('1234567'))
    """
    bare = _SPACES.sub("", text).replace("−", "-").removesuffix("%")
    bare = _MONEY.sub(r"\g<sign>", bare).removesuffix(",-")
    sign, digits = (-1, bare[1:]) if bare[:1] == "-" else (1, bare.removeprefix("+"))
    found = readings(digits)
    if found.are_two:
        small, large = sorted((sign * number for number in (found.point, found.comma) if number is not None), key=abs)
        if whole:
            return large
        texts = {"small_text": for_input(small), "large_text": for_input(large)}
        raise AmbiguousNumber(text=text, small=small, large=large, **texts)
    if found.agreed is None:
        raise NotANumber(text=text, example=formats.number(Decimal("1234.5"), 1))
    return sign * found.agreed


def for_input(value: Decimal | float | None) -> str:
    """Return the number as a form shows it for editing: no thousands, and nothing that reads as two numbers.

    1.234 in a form could be a thousand; so three decimals get a zero more.

    >>> for_input(Decimal("1234.500000")), for_input(Decimal("1.234")), for_input(None)
    ('1234,5', '1,2340', '')
    """
    amount = formats.exact(value)
    if amount is None:
        return ""
    exponent = amount.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    text = f"{amount:.{4 if decimals == 3 else decimals}f}"
    return text.replace(".", locales.current().decimal)
