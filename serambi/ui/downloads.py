"""Tables as files that a spreadsheet program opens."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify

# A spreadsheet program takes a text that begins like this for a formula and would run it.
_RISKY_START = ("=", "+", "-", "@", "\t", "\r")
# A sign, then digits with their marks: nothing in it can be called. "-" alone stands for "none" in many tables.
_NUMBER = re.compile(r"[+-]\d[\d., ]*%?|-")
_ROWS_AT_ONCE = 500


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def table_download(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return a table as a CSV file, sent while it is read, so that its length costs no memory.

    name: words for the file's name. rows: numbers and dates as they are (decimal point, ISO), None for empty.
    """
    response = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}.csv"'
    return response


def _lines(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # A spreadsheet program reads UTF-8 only when the file says so with this mark.
    kept = ["\ufeff" + writer.writerow([harmless(cell) for cell in heads])]
    for row in rows:
        kept.append(writer.writerow([harmless(cell) for cell in row]))
        if len(kept) >= _ROWS_AT_ONCE:
            yield "".join(kept)
            kept = []
    yield "".join(kept)


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet program takes for a formula: a risky text gets an apostrophe before it.

    Numbers stay as they are, also negative ones and those written as text ("-12,5", "+62 811"); None is empty. The same
    for a file of text and for a workbook, whose texts are pasted into other files sooner or later.

    >>> harmless("=1+1"), harmless("-12,5"), harmless(-3), harmless("- tidak ada")
    ("'=1+1", '-12,5', -3, "'- tidak ada")
    """
    if cell is None:
        return ""
    if isinstance(cell, str | Promise):
        text = str(cell)
        return f"'{text}" if text.startswith(_RISKY_START) and not _NUMBER.fullmatch(text) else text
    return cell
