"""Reading a content folder: every cell is checked where it stands, and a refusal says which one."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from serambi.methods.periods import NotAPeriod, Period

Value = TypeVar("Value")


class ContentRefused(Exception):
    """A cell that cannot be read. The text names the file, the row (the header is row 1) and the column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, read cell by cell."""

    file: str
    number: int
    cells: dict[str, str]

    def refuse(self, column: str, sentence: str) -> ContentRefused:
        return ContentRefused(f"{self.file}, row {self.number}, column {column}: {sentence}")

    def text(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    def needed(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise self.refuse(column, "this cell must not be empty.")
        return value

    def yes(self, column: str) -> bool:
        value = self.text(column)
        if value not in {"", "yes"}:
            raise self.refuse(column, f"“{value}” is not understood; write yes or leave the cell empty.")
        return value == "yes"

    def several(self, column: str) -> list[str]:
        return [part.strip() for part in self.text(column).split(";") if part.strip()]

    def number_or_none(self, column: str) -> Decimal | None:
        return self._read(column, Decimal, "a number with a decimal point, for example 12.5")

    def whole_or_none(self, column: str) -> int | None:
        return self._read(column, int, "a whole number, for example 2024")

    def day_or_none(self, column: str) -> dt.date | None:
        return self._read(column, dt.date.fromisoformat, "a date, for example 2024-03-14")

    def period(self, column: str) -> Period:
        try:
            return Period.parse(self.needed(column))
        except NotAPeriod as error:
            raise self.refuse(column, str(error)) from error

    def choice(self, column: str, known: type[Any], default: str = "") -> str:
        """Return the cell when it is one of a field's choices; empty gives the default."""
        value = self.text(column) or default
        if value not in known.values:
            raise self.refuse(column, f"“{value}” is not one of: {', '.join(known.values)}.")
        return value

    def found(self, column: str, table: dict[str, Value]) -> Value:
        """Return what the cell names in a table by code."""
        code = self.needed(column)
        if code not in table:
            raise self.refuse(column, f"“{code}” is not known.")
        return table[code]

    def found_or_none(self, column: str, table: dict[str, Value]) -> Value | None:
        return self.found(column, table) if self.text(column) else None

    def _read(self, column: str, read: Callable[[str], Value], wanted: str) -> Value | None:
        value = self.text(column)
        if not value:
            return None
        try:
            return read(value)
        except (ValueError, InvalidOperation) as error:
            raise self.refuse(column, f"“{value}” is not {wanted}.") from error


def rows(folder: Path, name: str) -> Iterator[Row]:
    """Yield the rows of a table; a table that is not there has none.

    Raises ContentRefused when a row has more or fewer cells than the header.
    """
    path = folder / name
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restkey="\0more", restval="\0less", strict=True)
        for cells in reader:
            row = Row(path.name, reader.line_num, cells)
            if "\0more" in cells or "\0less" in cells.values():
                raise row.refuse("–", f"the row needs {len(reader.fieldnames or ())} cells, like the header.")
            yield row


def settings(folder: Path) -> dict[str, Any]:
    """Return what about.toml says. Raises ContentRefused when there is none or it cannot be read."""
    path = folder / "about.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentRefused(f"{folder} has no about.toml, so it is not a content folder.") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentRefused(f"about.toml: {error}") from error
