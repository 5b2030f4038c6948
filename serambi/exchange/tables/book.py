"""A file of tables as plain values, whatever its format, and where in it something stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


class Percent(float):
    """A number that the spreadsheet shows as a percentage: 0.98 for 98%.

    >>> str(Percent(0.985)), Percent(0.98).points, Percent(0.98) == 0.98
    ('98.5%', Decimal('98'), True)
    """

    __slots__ = ()

    @property
    def points(self) -> Decimal:
        """Return what stands before the sign, to the fifteen digits that a spreadsheet keeps."""
        points = (Decimal(f"{float(self):.15g}") * 100).normalize()
        return Decimal(int(points)) if points == points.to_integral_value() else points

    def __str__(self) -> str:
        return f"{self.points:f}%"


# What a cell holds. Numbers of a spreadsheet are floats as the file has them; numbers written as text stay text.
Value = str | int | float | Decimal | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the sheet by its name, row and column counted from 1; 0 where it concerns all of them."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """Return the place as a spreadsheet writes it: "C14", "14" for a row, "C" for a column, "" for a sheet.

        >>> Place("RPJMD", 14, 3).cell, Place("RPJMD", 14).cell, Place("RPJMD", column=28).cell
        ('C14', '14', 'AB')
        """
        return f"{column_letters(self.column)}{self.row or ''}"


def column_letters(column: int) -> str:
    """Return a column's letters; 1 is A, 27 is AA, 0 is nothing."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. rows: each as long as its last filled cell; an empty cell is None.

    merged: ranges that are one cell for the eye, as (first row, first column, last row, last column), from 1.
    errors: cells in which the spreadsheet shows an error such as #REF!, with that text; their value is None.
    formulas: how many cells hold a formula; what is read is the value that was saved with it.
    uncalculated: cells whose formula was saved without a value, as (row, column); their value is None.
    hidden: the spreadsheet does not show it.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: int = 0
    uncalculated: tuple[tuple[int, int], ...] = ()
    hidden: bool = False

    @property
    def width(self) -> int:
        """Return the number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Value:
        """Return the value of a cell, counted from 1; None outside the table."""
        if not 1 <= row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else None

    def place(self, row: int = 0, column: int = 0) -> Place:
        return Place(self.name, row, column)

    def numbered(self, first: int = 1) -> Iterator[tuple[int, Sequence[Value]]]:
        """Yield the rows from the first wanted one, each with its number."""
        for number in range(first, len(self.rows) + 1):
            yield number, self.rows[number - 1]


@dataclass(frozen=True, slots=True)
class Book:
    """A file: its name, how it was read (`xlsx`, `xls`, `ods`, `csv`, `pasted`), and its sheets that are not empty.

    encoding, separator: of a text file, "" for others; separator is also "" where the table has one column.
    loose_quotes: a quotation mark is never closed, so that all marks were read as part of the text.
    macros: it brings a program along, which was neither read nor run.
    marked: it is a marked copy (see `marked`); the sheet that lists what was found was left out.
    """

    name: str
    format: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""
    loose_quotes: bool = False
    macros: bool = False
    marked: bool = False

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
