"""How a column writes its numbers, decided from all of its cells; and its cells read in that notation, exactly.

A cell such as "1.234" is a thousand to one reader and a little more than one to another. Only the other cells of the
column can tell; where they do not, the column is asked about and never guessed. See docs/methods/notation.md.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from serambi.ui.numbers import Readings, readings

from .book import Percent, Value
from .texts import is_missing, text_of
from .understanding import Quantity


class Notation(StrEnum):
    """point: 1,458,477.50. comma: 1.458.477,50. plain: no cell needs to know. mixed: cells of both kinds.

    ambiguous: there are cells with two readings, and no cell that has only one.
    """

    POINT = "point"
    COMMA = "comma"
    PLAIN = "plain"
    MIXED = "mixed"
    AMBIGUOUS = "ambiguous"


class Issue(StrEnum):
    """Why a cell gives no number although something is written in it."""

    AMBIGUOUS = "ambiguous_number"
    NEITHER = "not_a_number"
    WORDS = "words_without_number"
    DATE = "date_for_number"


@dataclass(frozen=True, slots=True)
class Decision:
    """The notation of a column and the cells it rests on: how many can only be read with a point, a comma, or both."""

    notation: Notation
    point: int = 0
    comma: int = 0
    either: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as a quantity, and why its value is missing where it should not be."""

    quantity: Quantity
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """The parts of a cell's text: one or two numbers and the words around them."""

    first: Readings
    second: Readings | None
    unit: str


_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d])")
_NUMBER = r"\d(?:[\d.,]*\d)?"
_WRITTEN = re.compile(
    rf"(?P<before>[^\d(+\-−–]*)"
    rf"(?P<bracket>\(\s*)?(?P<sign>[-−–+]\s*)?(?P<first>{_NUMBER})(?P<dash>[.,]\s?-{{1,2}}|[.,]\s?[–—])?(?:\s*\))?"
    rf"(?:\s*(?:-|–|—|s/d|s\.d\.?|sd|sampai dengan|sampai|hingga|to)\s*(?P<second>{_NUMBER}))?"
    rf"(?P<after>.*)",
    re.IGNORECASE,
)
_LONE_DIGIT = re.compile(r"(?<![^\W\d_])\d")  # a digit that does not belong to a word such as m2
_CURRENCY = re.compile(r"^(?:rp|idr)\b\.?\s*|^rupiah$", re.IGNORECASE)
_COMPARISON = re.compile(r"^(?:[<>]=?|[≥≤±~≈]|=)$")


def decide(values: Iterable[Value]) -> Decision:
    """Return the notation of a column from all its cells. Numbers of the spreadsheet itself say nothing about texts.

    >>> decide(["98,86", "1.824", "-", 100.0]).notation, decide(["1.234", "5.678"]).notation
    (<Notation.COMMA: 'comma'>, <Notation.AMBIGUOUS: 'ambiguous'>)
    """
    point = comma = either = 0
    for value in values:
        written = _parts(text_of(value)) if isinstance(value, str) else None
        for number in (written.first, written.second) if written else ():
            if number is None:
                continue
            if number.are_two:
                either += 1
            elif number.comma is None and number.point is not None:
                point += 1
            elif number.point is None and number.comma is not None:
                comma += 1
    if point and comma:
        notation = Notation.MIXED
    elif point or comma:
        notation = Notation.POINT if point else Notation.COMMA
    else:
        notation = Notation.AMBIGUOUS if either else Notation.PLAIN
    return Decision(notation, point, comma, either)


def read_quantity(value: Value, notation: Notation) -> Reading:
    """Return a cell as a quantity. Numbers of a spreadsheet are taken as they are shown, not as their binary expansion.

    >>> read_quantity("24 Dokumen", Notation.PLAIN).quantity
    Quantity(value=Decimal('24'), unit='Dokumen', text='24 Dokumen', upper=None)
    >>> read_quantity("Rp 1.000,-", Notation.PLAIN).quantity.value, read_quantity(0.1, Notation.COMMA).quantity.value
    (Decimal('1000'), Decimal('0.1'))
    >>> read_quantity("1.234", Notation.AMBIGUOUS).issue
    <Issue.AMBIGUOUS: 'ambiguous_number'>
    """
    # Decimals of other texts can be equal, such as 1 and 1.0; nothing else in a cell is.
    return _read(value, notation) if isinstance(value, Decimal) else _read_once(value, notation)


def _read(value: Value, notation: Notation) -> Reading:
    text = text_of(value)
    if not isinstance(value, str):
        return _of_spreadsheet(value, text)
    if is_missing(text):
        return Reading(Quantity(None, text=text))
    written = _parts(text)
    if written is None:
        return Reading(Quantity(None, unit="", text=text), Issue.WORDS)
    numbers = [number for number in (written.first, written.second) if number is not None]
    values = [_chosen(number, notation) for number in numbers]
    if None not in values:
        return Reading(Quantity(values[0], written.unit, text, values[1] if len(values) > 1 else None))
    ambiguous = any(number.are_two for number in numbers)
    issue = Issue.AMBIGUOUS if ambiguous and notation in (Notation.MIXED, Notation.AMBIGUOUS) else Issue.NEITHER
    return Reading(Quantity(None, written.unit, text), issue)


# Tables say the same few numbers again and again, and all who read one share it. Typed: 0.5 is another cell than 50%.
_read_once = lru_cache(maxsize=4096, typed=True)(_read)


def _of_spreadsheet(value: Value, text: str) -> Reading:
    number = exact(value)
    if number is not None or value is None:
        return Reading(Quantity(number, "%" if isinstance(value, Percent) else "", text))
    issue = Issue.DATE if isinstance(value, dt.date | dt.time | dt.timedelta) else Issue.WORDS
    return Reading(Quantity(None, text=text), issue)


def exact(value: Value) -> Decimal | None:
    """Return the number of a spreadsheet's cell, exactly as it is shown; None for anything that is no number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Percent):
        return value.points if math.isfinite(value) else None
    if isinstance(value, float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return None
        return Decimal(int(number)) if number == number.to_integral_value() else number
    return Decimal(value) if isinstance(value, int | Decimal) else None


@lru_cache(maxsize=65536)
def _parts(text: str) -> _Written | None:
    joined = _SPACED.sub(lambda found: found.group().replace(" ", ""), text)
    found = _WRITTEN.fullmatch(joined)
    if found is None:
        return None
    before = _CURRENCY.sub("", found["before"].strip()).strip()
    after = found["after"].strip().strip(".,;:").strip()
    if _COMPARISON.match(before):
        before = ""
    if _LONE_DIGIT.search(after) or (before and after):
        return None
    negative = (found["sign"] or "").strip() in ("-", "−", "–") or (found["bracket"] is not None and not after)
    first = _number(found["first"], negative=negative, dash=found["dash"] or "")
    second = _number(found["second"], negative=False, dash="") if found["second"] else None
    unit = "" if _CURRENCY.match(after) else after or before
    return _Written(first, second, unit)


def _number(text: str, *, negative: bool, dash: str) -> Readings:
    """Read digits in both notations. dash: the ",-" or ".-" that stands for no cents, and so tells the notation."""
    sign, found = -1 if negative else 1, readings(text)
    point = None if found.point is None or dash.startswith(",") else found.point * sign
    comma = None if found.comma is None or dash.startswith(".") else found.comma * sign
    return Readings(point, comma)


def _chosen(number: Readings, notation: Notation) -> Decimal | None:
    if notation is Notation.POINT:
        return number.point
    return number.comma if notation is Notation.COMMA else number.agreed
