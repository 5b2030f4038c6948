"""How much a table may be, so that no file can exhaust the memory or the patience of a server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from serambi.exchange.tables import errors

ROWS: Final = 250_000
COLUMNS: Final = 2_000
# Of all sheets together, the empty cells between filled ones counted: a reader keeps a place for each of them.
CELLS: Final = 5_000_000
MEGABYTE: Final = 1_000_000
FILE_MEGABYTES: Final = 50
INFLATED_MEGABYTES: Final = 300
# A sheet of equal rows shrinks to a fortieth, one of zeros at most to a thousandth.
RATIO: Final = 200
RATIO_FROM_MEGABYTES: Final = 10
TEXT_MEGABYTES: Final = 200


def check_extent(name: str, sheet: str, rows: int, columns: int) -> None:
    """Raise unless the last filled row and column of a sheet are within the limits."""
    if rows > ROWS:
        raise errors.TooManyRows(name=name, sheet=sheet, limit=f"{ROWS:_}".replace("_", "\u00a0"))
    if columns > COLUMNS:
        raise errors.TooManyColumns(name=name, sheet=sheet, limit=f"{COLUMNS:_}".replace("_", "\u00a0"))


def check_cells(name: str, extents: Iterable[tuple[int, int]]) -> None:
    """Raise unless the rectangles of all sheets together are within the limit."""
    if sum(rows * columns for rows, columns in extents) > CELLS:
        raise errors.TooManyCells(name=name, limit=f"{CELLS:_}".replace("_", "\u00a0"))


def check_text(name: str, characters: int) -> None:
    """Raise unless the text of all cells together is within the limit: one text may stand in a million cells."""
    if characters > TEXT_MEGABYTES * MEGABYTE:
        raise errors.TooMuchText(name=name, megabytes=TEXT_MEGABYTES)
