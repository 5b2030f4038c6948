"""How the words of a row are read: grades, origins, yes and no, and texts; and how texts are written."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from serambi.apps.observations.models import Observation, Origin, Quality
from serambi.exchange.observations_csv import errors
from serambi.exchange.observations_csv.headings import NAMES, Column
from serambi.exchange.workbook.columns import choice_values
from serambi.ui.downloads import harmless

QUALITIES: Final = tuple(Quality)
ORIGINS: Final = tuple(Origin)
NO, YES = 0, 1
UNSAID: Final = -1  # nothing stands in the cell, or the table has no such column
_UNKNOWN: Final = -2
_YES: Final = frozenset({"ya", "yes", "y", "true", "1", "final", "verified", "terverifikasi"})
_NO: Final = frozenset({"tidak", "no", "n", "false", "0", "preliminary", "sementara", "belum"})
CODED: Final = (Column.FINAL, Column.QUALITY, Column.ORIGIN, Column.ILLUSTRATION)
TEXTS: Final = (Column.SOURCE, Column.SOURCE_URL, Column.NOTE)
# A text that a spreadsheet would run is written with an apostrophe; one that begins like that already, with one more.
MARKED: Final = r"^'+[=+\-@\t\r]"
_MARKED: Final = re.compile(MARKED)
_link: Final = URLValidator()


def code_of(column: Column, text: str) -> int:
    """Return the number of a word: of a grade or an origin by its place in the list, NO or YES; UNSAID when empty.

    Raises UnknownChoice for any other word.
    """
    found = _code(column, text)
    if found == _UNKNOWN:
        words = [choice.label for choice in _choices(column)] if _choices(column) else ["ya", "tidak"]
        raise errors.UnknownChoice(
            text=text.strip(), column=NAMES[column], choices=", ".join(str(word) for word in words)
        )
    return found


@cache
def _words(column: Column) -> dict[str, int]:
    if not _choices(column):
        return {**dict.fromkeys(_YES, YES), **dict.fromkeys(_NO, NO)}
    values = [choice.value for choice in _choices(column)]
    kind = Quality if column is Column.QUALITY else Origin
    return {word: values.index(value) for word, value in choice_values(kind).items()}


def _choices(column: Column) -> tuple[Quality, ...] | tuple[Origin, ...]:
    return QUALITIES if column is Column.QUALITY else ORIGINS if column is Column.ORIGIN else ()


def _code(column: Column, text: str) -> int:
    word = text.strip().casefold()
    return UNSAID if not word else _words(column).get(word, _UNKNOWN)


def plain_code(column: Column, text: str) -> int:
    """Return what `code_of` returns, and a number below UNSAID where that raises."""
    return _code(column, text)


def longest(column: Column) -> int | None:
    """Return how many characters of a text are kept; None for any number."""
    return Observation._meta.get_field(column.value).max_length  # type: ignore[union-attr]  # a column with text


def read_text(column: Column, text: str) -> str:
    """Return a text as it is kept. Raises TextTooLong, and NotALink for an address that is none."""
    text = text.strip()
    if _MARKED.match(text):
        text = text[1:].strip()
    most = longest(column)
    if most is not None and len(text) > most:
        raise errors.TextTooLong(column=NAMES[column], length=len(text), longest=most)
    if column is Column.SOURCE_URL and text and not is_link(text):
        raise errors.NotALink(text=text)
    return text


def is_link(text: str) -> bool:
    try:
        _link(text)
    except ValidationError:
        return False
    return True


def written_text(text: str) -> str:
    """Return a text as `read_text` reads it back, which no spreadsheet runs."""
    return f"'{text}" if _MARKED.match(text) else str(harmless(text))
