"""Tables as files that a spreadsheet program opens."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.text import slugify

# A spreadsheet program takes a text that begins like this for a formula and would run it.
_RISKY_START = ("=", "+", "-", "@", "\t", "\r")
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
    kept = ["\ufeff" + writer.writerow([_harmless(cell) for cell in heads])]
    for row in rows:
        kept.append(writer.writerow([_harmless(cell) for cell in row]))
        if len(kept) >= _ROWS_AT_ONCE:
            yield "".join(kept)
            kept = []
    yield "".join(kept)


def _harmless(cell: object) -> object:
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY_START) else cell
