"""Rows that hang on one object and are written down with it: budget lines of a program, targets of an indicator.

An entry holds them in `before` and `after` under `parts`, by table: lists of rows that tell of the same columns, with
the names of these once (docs/decisions/0020-parts-in-one-entry.md). Which entries tell of a row is found by `Mention`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from serambi.apps.audit.personal import personal_columns
from serambi.apps.audit.snapshots import as_json_value, columns_of

KEY = "parts"
# One row of a part: its number and its values, in the order of the columns.
Row = tuple[int, Sequence[Any]]
Table = dict[str, Any]
_UNSURE = (models.FloatField, models.JSONField)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be written down about one object: what it is called, and what differs, as JSON values.

    before, after: texts, whole numbers, booleans and None only, by the name of the column; `with_parts` adds parts.
    """

    pk: int
    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Parts:
    """Rows of one table by the number of the object that they hang on, as they were before and as they are now.

    columns: of whole rows; all but the number and the reference to the object that they hang on (owner).
    before, after: a whole row as (number, values in the order of the columns, as JSON values).
    """

    def __init__(self, model: type[models.Model], owner: str) -> None:
        refuse_personal(model)
        taken = [one for one in columns_of(model) if one[0] not in {model._meta.pk.name, owner}]
        self.label = model._meta.label_lower
        self.columns = [name for name, _attribute in taken]
        self.before: dict[int, list[Row]] = {}
        self.after: dict[int, list[Row]] = {}
        self._changed: dict[int, list[tuple[int, dict[str, Any], dict[str, Any]]]] = {}
        self._attributes = [attribute for _name, attribute in taken]
        self._owner = str(model._meta.get_field(owner).attname)  # type: ignore[union-attr]  # of its own columns

    def add(self, owner: int, number: int, values: Sequence[Any]) -> None:
        """Tell of a new row by its values, as JSON values in the order of the columns."""
        self.after.setdefault(owner, []).append((number, values))

    def add_before(self, row: models.Model) -> None:
        """Tell of a row that goes, as it is."""
        self.before.setdefault(getattr(row, self._owner), []).append(self._said(row))

    def add_after(self, row: models.Model) -> None:
        """Tell of a new row."""
        self.after.setdefault(getattr(row, self._owner), []).append(self._said(row))

    def change(self, owner: int, number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Tell of a row that stays: the columns that are other than before, as Python values."""
        was, now = ({name: as_json_value(value) for name, value in side.items()} for side in (before, after))
        self._changed.setdefault(owner, []).append((number, was, now))

    def tables(self, owner: int) -> tuple[list[Table], list[Table]]:
        """Return what an entry says of the rows of one object, before and after."""
        sides = [[_table(self.columns, side[owner])] if owner in side else [] for side in (self.before, self.after)]
        by_columns: dict[tuple[str, ...], list[tuple[Row, Row]]] = {}
        for number, before, after in self._changed.get(owner, ()):
            pair = (number, list(before.values())), (number, list(after.values()))
            by_columns.setdefault(tuple(after), []).append(pair)
        for columns, pairs in by_columns.items():
            for tables, rows in zip(sides, zip(*pairs, strict=True), strict=True):
                tables.append(_table(columns, rows))
        return sides[0], sides[1]

    def _said(self, row: models.Model) -> Row:
        return row.pk, [as_json_value(getattr(row, attribute)) for attribute in self._attributes]


def told_of(names: Mapping[int, str], *parts: Parts) -> Iterator[Told]:
    """Yield what an entry tells of each object with these numbers and names: the parts that hang on it."""
    for number, name in names.items():
        before: dict[str, list[Table]] = {}
        after: dict[str, list[Table]] = {}
        for one in parts:
            earlier, later = one.tables(number)
            if earlier:
                before[one.label] = earlier
            if later:
                after[one.label] = later
        yield Told(number, name, {KEY: before} if before else {}, {KEY: after} if after else {})


def _table(columns: Sequence[str], rows: Iterable[Row]) -> Table:
    return {"columns": ["id", *columns], "rows": [[number, *values] for number, values in sorted(rows)]}


def numbers_in(*sides: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Yield the numbers of the rows that an entry tells of beside its object: table, first and last of each stretch."""
    found: dict[str, set[int]] = {}
    for side in sides:
        for label, tables in side.get(KEY, {}).items():
            found.setdefault(label, set()).update(row[0] for table in tables for row in table["rows"])
    for label, numbers in found.items():
        first = last = None
        for number in sorted(numbers):
            if last is not None and number == last + 1:
                last = number
                continue
            if first is not None and last is not None:
                yield label, first, last
            first = last = number
        if first is not None and last is not None:
            yield label, first, last


def rows_in(side: Mapping[str, Any], label: str) -> dict[int, dict[str, Any]]:
    """Return the rows of one table that a side of an entry holds, by number, each with its columns."""
    return {
        row[0]: dict(zip(table["columns"][1:], row[1:], strict=True))
        for table in side.get(KEY, {}).get(label, ())
        for row in table["rows"]
    }


@cache
def refuse_personal(model: type[models.Model]) -> None:
    """Raise TypeError for a table of which something is personal or not exact: its rows are written down one by one."""
    names = {field.name for field in model._meta.concrete_fields}
    unsure = [field.name for field in model._meta.concrete_fields if isinstance(field, _UNSURE)]
    if getattr(model, "record_subject", "") or not names.isdisjoint(personal_columns(model)) or unsure:
        raise TypeError(f"rows of {model._meta.label} cannot be written down many at a time")
