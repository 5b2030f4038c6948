"""Rows of a table of the database as plain values in the columns of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from serambi.exchange.workbook.sheets import BY_NAME

Cells = dict[str, Any]
# An object of the register: its id and its values.
Held = tuple[int, Cells]


def plain_rows(sheet: str, rows: QuerySet[Any], **others: str) -> Iterator[Held]:
    """Yield rows whose columns are those of the table; others: the table's name of a column that has another here."""
    names = [column.name for column in BY_NAME[sheet].columns if column.name != "id"]
    texts = [n for n, name in enumerate(names) if BY_NAME[sheet].by_name[name].empty_value == ""]
    fields = [others.get(name, name) for name in names]
    for pk, *values in rows.values_list("pk", *fields).iterator(2000):
        for n in texts:
            if values[n] is None:
                values[n] = ""
        yield pk, dict(zip(names, values, strict=True))


def with_areas(areas: Mapping[int, str], rows: Iterator[Held], column: str = "area") -> Iterator[Held]:
    for pk, cells in rows:
        cells[column] = areas.get(cells[column], "")
        yield pk, cells
