"""What a load writes down, so that exactly this load can be taken back."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

from serambi.apps.audit.services import as_json_value, in_parts
from serambi.apps.indicators.models import ProgramIndicator
from serambi.apps.indicators.services import Written
from serambi.exchange.imports.changes import FieldChange

# Columns that say when a row was written and not what it says.
STAMPS = frozenset({"created_at", "updated_at"})
# Rows that are read at once, and from how many on they are kept packed.
TOGETHER = 2000
_PACKED_AT_ONCE = 65_536


class Kept:
    """The rows that a load created as they were written, and the fields that it changed as they were before.

    changed: one entry for a field, with `model`, `id`, `field`, `old` and `new`, in the order of the changes.
    """

    def __init__(self) -> None:
        self.changed: list[dict[str, Any]] = []
        self._created: dict[type[Model], _Table] = {}

    def create(self, model: type[Model], rows: Iterable[Model]) -> None:
        """Keep new rows as they were saved."""
        fields = [field for field in model._meta.concrete_fields if field.name not in STAMPS]
        names = [field.attname for field in fields]
        said = ([as_json_value(getattr(row, name)) for name in names] for row in rows)
        self._add(model, [field.name for field in fields], said)

    def create_links(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Keep the links that were made now, each of an indicator to a program."""
        fields = ProgramIndicator._meta.concrete_fields
        for part in in_parts(pairs, TOGETHER):
            made = set(part)
            links = ProgramIndicator.objects.filter(indicator_id__in={indicator for indicator, _program in made})
            rows = links.order_by("pk").values_list("indicator_id", "program_id", *(field.attname for field in fields))
            said = [list(map(as_json_value, row[2:])) for row in rows if row[:2] in made]
            self._add(ProgramIndicator, [field.name for field in fields], said)

    def set_aims(self, written: Iterable[Written]) -> None:
        """Keep the targets and baselines that were set: new ones as created, others as changed."""
        for one in written:
            self._add(one.model, one.columns, one.rows)
            for row in one.changed:
                for field, old in row.before.items():
                    self._change(one.model, row.id, field, old, row.after[field])

    def change(self, row: Model, changes: Iterable[FieldChange]) -> None:
        for change in changes:
            self.change_value(row, change.field, change.old, change.new)

    def change_value(self, row: Model, field: str, old: Any, new: Any) -> None:
        self._change(type(row), row.pk, field, old, new)

    def created(self) -> dict[str, Any]:
        """Return the created rows as JSON: by table the names of the columns once, and the values of each row."""
        return {model._meta.label_lower: table.as_json() for model, table in self._created.items() if table.count}

    def _add(self, model: type[Model], columns: Iterable[str], rows: Iterable[list[Any]]) -> None:
        table = self._created.setdefault(model, _Table(list(columns)))
        for part in in_parts(rows, TOGETHER):
            table.add(part)

    def _change(self, model: type[Model], pk: int, field: str, old: Any, new: Any) -> None:
        self.changed.append(
            {"model": model._meta.label_lower, "id": pk, "field": field, "old": _plain(old), "new": _plain(new)}
        )


class _Table:
    """Rows of one table as they are kept: as they are while there are few, and packed as they come once there are many.

    So neither memory nor the load grows with them.
    """

    def __init__(self, columns: list[str]) -> None:
        self.columns, self.count = columns, 0
        self._rows: list[list[Any]] = []
        self._packing = zlib.compressobj(1)
        self._packed: list[bytes] = []

    def add(self, rows: list[list[Any]]) -> None:
        self.count += len(rows)
        self._rows += rows
        if self.count > TOGETHER:
            self._packed.append(self._packing.compress(f"{json.dumps(self._rows)}\n".encode()))
            self._rows = []

    def as_json(self) -> dict[str, Any]:
        if self.count <= TOGETHER:
            return {"columns": self.columns, "rows": self._rows}
        packed = base64.b64encode(b"".join([*self._packed, self._packing.flush()]))
        return {"columns": self.columns, "packed": packed.decode()}


def rows_of(table: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield the rows that were kept of a table, without having all of them in memory."""
    yield from table.get("rows", ())
    if "packed" not in table:
        return
    unpacking, rest = zlib.decompressobj(), b""
    packed = base64.b64decode(table["packed"])
    for start in range(0, len(packed), _PACKED_AT_ONCE):
        *lines, rest = (rest + unpacking.decompress(packed[start : start + _PACKED_AT_ONCE])).split(b"\n")
        for line in lines:
            yield from json.loads(line)
    for line in (rest + unpacking.flush()).splitlines():
        yield from json.loads(line)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
