"""Texts of cells as people meant them: escapes decoded, white space joined; and the marks that mean "nothing"."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from .book import Percent, Value

# Excel writes a control character into XML as _x0002_; programs that read PDF files leave them in copied text.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# PDF readers mark the hyphen at the end of a line with U+0002; word processors a hyphen that may not break with U+001E.
_HYPHENS = str.maketrans({"\x02": "-", "\x1e": "-", "\x1f": None, "\xad": None})
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b]")

MISSING_MARKS = frozenset(
    {
        "-",
        "–",
        "—",
        "--",
        "---",
        "...",
        "…",
        "n/a",
        "na",
        "n.a",
        "n.a.",
        "#n/a",
        "nihil",
        "tad",
        "t.a.d",
        "null",
        "none",
    }
)


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Return the text in one line, without the escapes of spreadsheets and without control characters.

    >>> clean("perundang_x0002_undangan"), clean("  Unit\\n Kerja_x000D_ ")
    ('perundang-undangan', 'Unit Kerja')
    """
    decoded = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text).translate(_HYPHENS)
    return " ".join(_CONTROLS.sub("", decoded).split())


def has_escape(value: Value) -> bool:
    """Say whether a cell holds an escape or a control character that `clean` takes out."""
    return isinstance(value, str) and bool(_ESCAPE.search(value) or _CONTROLS.search(value))


def text_of(value: Value) -> str:
    """Return what a person sees in a cell; "" for an empty one. Whole numbers have no point.

    >>> text_of(2021.0), text_of(2.01), text_of(None), text_of(" Dinas\\nKesehatan "), text_of(Percent(1.0))
    ('2021', '2.01', '', 'Dinas Kesehatan', '100%')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not isinstance(value, Percent) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def is_blank(value: Value) -> bool:
    """Say whether a cell has nothing in it that anybody could read."""
    return value is None or (isinstance(value, str) and not clean(value))


def is_missing(text: str) -> bool:
    """Say whether a clean text is empty or a mark for "no value", such as "-" or "n/a"."""
    return not text or text.casefold() in MISSING_MARKS


def as_key(text: str) -> str:
    """Return a text for comparing: small letters, digits, and single spaces.

    >>> as_key("Unit Kerja (OPD) / Penanggung-Jawab")
    'unit kerja opd penanggung jawab'
    """
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
