"""One value in one cell: how each kind is written, and how what stands in a cell is read.

A spreadsheet keeps numbers to fifteen digits. A number with more is written as text, digit by digit, so that no sen is
lost; whoever types such a number does the same. Text is never a formula: it is written as text whatever it begins with.
Numbers and dates written as text are read only where they have one meaning.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context, Decimal
from typing import Any

from django.utils.translation import gettext as _

from serambi.apps.observations.errors import ObservationError
from serambi.apps.observations.numbers import read_number
from serambi.exchange.tables.book import Percent, Value
from serambi.exchange.workbook.columns import Column, Kind, choice_labels, choice_values
from serambi.methods.periods import NotAPeriod, Period

_WIDE = Context(prec=60)
DIGITS = 15  # what a number of a spreadsheet keeps
MOST_CHARACTERS = 32_767  # what one cell holds, a character beyond U+FFFF counted twice
# The end of a text that is too long for a cell. A cell that still says the same is left alone when it is loaded.
CUT = " … [terlalu panjang untuk satu sel; jangan diubah · too long for one cell; do not change]"
# Before this day spreadsheet programs count days in two ways, because of a leap day that 1900 did not have.
_FIRST_DAY = dt.date(1900, 3, 1)
_YES, _NO = {"ya", "yes", "y", "true", "1"}, {"tidak", "no", "n", "false", "0"}
_WORDS = {"id": ("ya", "tidak"), "en": ("yes", "no")}
# What no XML file can hold, besides line breaks and tabs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)

Written = str | float | dt.date | None


class Unreadable(Exception):
    """A cell that cannot be what its column wants; the text is a sentence for the person who filled it in."""


def plain_text(text: str) -> str:
    """Return a text as a cell can hold it: one kind of line break, no control characters, no space around it."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def text_in_cell(text: str) -> str:
    """Return a text as it stands in a cell: what is longer than a cell can hold is cut, and says so."""
    text = plain_text(text)
    return text if len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS else text[: MOST_CHARACTERS // 2 - 100] + CUT


def to_cell(column: Column, value: Any, language: str) -> Written:
    """Return what is written for a value; None for an empty cell."""
    if value is None or value in ("", ()):
        return None
    if column.kind is Kind.FLAG:
        return _WORDS[language][0 if value else 1]
    if column.kind is Kind.CHOICE and column.choices is not None:
        return choice_labels(column.choices, language).get(value, str(value))
    if column.kind is Kind.NAMES:
        return ("\n" if any(";" in name for name in value) else "; ").join(value)
    return _plain_cell(value)


def _plain_cell(value: Any) -> Written:
    if isinstance(value, int | Decimal):
        return _number_cell(Decimal(value))
    if isinstance(value, dt.date):
        return value if value >= _FIRST_DAY else value.isoformat()
    return text_in_cell(str(value)) or None


def _number_cell(value: Decimal) -> float | str:
    digits = len(value.normalize().as_tuple().digits)
    return float(value) if digits <= DIGITS else f"{value.normalize():f}"


def from_cell(column: Column, cell: Value) -> Any:
    """Return the value that a cell says; raise Unreadable with a sentence when it says none of its kind."""
    if isinstance(cell, str):
        cell = plain_text(cell)
    if cell is None or cell == "":
        if column.is_needed:
            raise Unreadable(_("This cell must not be empty."))
        return column.empty_value
    return _READERS[column.kind](column, cell)


def _text(column: Column, cell: Value) -> str:
    text = _as_text(cell)
    if column.longest and len(text) > column.longest:
        raise Unreadable(
            _("The text has %(count)s characters; at most %(most)s are kept. Shorten it.")
            % {"count": len(text), "most": column.longest}
        )
    return text


def _as_text(cell: Value) -> str:
    if isinstance(cell, float) and cell.is_integer():
        if abs(cell) >= 10**DIGITS:
            raise Unreadable(_("This long number lost its last digits in the spreadsheet. Write it as text."))
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell if isinstance(cell, str) else str(cell)


def _number(column: Column, cell: Value) -> Decimal:
    if isinstance(cell, Percent):
        return _percentage(column, cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": cell})
    if isinstance(cell, str):
        try:
            number = Decimal(cell) if _is_exact(cell) else read_number(cell, whole=column.kind is Kind.WHOLE)
        except ObservationError as error:
            raise Unreadable(str(error)) from error
    else:
        number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if not number.is_finite():
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": cell})
    # A spreadsheet shows 0.1 + 0.2 as 0.30000000000000004: what lies beyond its digits was never typed.
    exact = number if isinstance(cell, str) else Decimal(f"{number:.{DIGITS}g}")
    if exact != exact.quantize(Decimal(1).scaleb(-column.decimals), context=_WIDE):
        raise Unreadable(
            _("“%(text)s” has more than %(most)s decimals. Round it.") % {"text": cell, "most": column.decimals}
        )
    return exact


def _percentage(column: Column, cell: Percent) -> Decimal:
    if not column.takes_percent:
        raise Unreadable(_("“%(text)s” is a percentage. Write the number alone.") % {"text": cell})
    return _number(column, cell.points)


def _is_exact(text: str) -> bool:
    """Tell whether the text is one that `to_cell` wrote: more digits than a spreadsheet keeps, a point, no groups."""
    return bool(_PLAIN_NUMBER.fullmatch(text)) and sum(mark.isdigit() for mark in text) > DIGITS


def _whole(column: Column, cell: Value) -> int:
    number = _number(column, cell)
    if number != number.to_integral_value() or not 0 <= number < 10**DIGITS:
        raise Unreadable(_("“%(text)s” is not a whole number of zero or more.") % {"text": cell})
    return int(number)


def _day(column: Column, cell: Value) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    try:
        return dt.date.fromisoformat(str(cell))
    except ValueError as error:
        raise Unreadable(_("“%(text)s” is not a date. Write for example 2026-03-14.") % {"text": cell}) from error


def _period(column: Column, cell: Value) -> Period:
    text = _as_text(cell)
    try:
        return Period.parse(text)
    except NotAPeriod as error:
        raise Unreadable(
            _("“%(text)s” is not a period. Write 2026, 2026-S1, 2026-Q1, 2026-03 or 2026-03-14.") % {"text": text}
        ) from error


def _flag(column: Column, cell: Value) -> bool:
    if isinstance(cell, bool):
        return cell
    word = _as_text(cell).casefold()
    if word not in _YES | _NO:
        raise Unreadable(_("“%(text)s” is neither yes nor no.") % {"text": word})
    return word in _YES


def _choice(column: Column, cell: Value) -> Any:
    text, choices = _as_text(cell), column.choices
    known = choice_values(choices) if choices is not None else {}
    if text.casefold() not in known:
        raise Unreadable(_("“%(text)s” is not in the list of this column. Choose one that is.") % {"text": text})
    return known[text.casefold()]


def _names(column: Column, cell: Value) -> tuple[str, ...]:
    text = _as_text(cell)
    parts = text.split("\n") if "\n" in text else text.split(";")
    # A name may stand there once only; the order says nothing.
    return tuple(sorted({part.strip() for part in parts if part.strip()}))


_READERS = {
    Kind.TEXT: _text,
    Kind.NAME: _text,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DAY: _day,
    Kind.PERIOD: _period,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.NAMES: _names,
}
