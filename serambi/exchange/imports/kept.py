"""What a load writes down, so that exactly this load can be taken back."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Model

from serambi.apps.audit.services import as_json_value, in_parts
from serambi.apps.indicators.models import Baseline, Indicator, ProgramIndicator, Target
from serambi.apps.indicators.services import Aims
from serambi.exchange.imports.changes import FieldChange

# Columns that say when a row was written and not what it says.
STAMPS = frozenset({"created_at", "updated_at"})
# Rows that are read at once, and from how many on they are kept packed.
TOGETHER = 2000


class _Aim(NamedTuple):
    """A target or baseline as it stands."""

    id: int
    value: Decimal
    source: str
    upper: Decimal | None = None


_Cell = tuple[type[Model], int, Any]


class Kept:
    """The rows that a load created as they were written, and the fields that it changed as they were before.

    changed: one entry for a field, with `model`, `id`, `field`, `old` and `new`, in the order of the changes.
    """

    def __init__(self) -> None:
        self.changed: list[dict[str, Any]] = []
        self._created: dict[type[Model], list[int]] = {}
        self._aims: dict[_Cell, _Aim] = {}

    def create(self, model: type[Model], rows: Iterable[Model]) -> None:
        self.create_ids(model, (row.pk for row in rows))

    def create_ids(self, model: type[Model], ids: Iterable[int]) -> None:
        self._created.setdefault(model, []).extend(ids)

    def change(self, row: Model, changes: Iterable[FieldChange]) -> None:
        for change in changes:
            self.change_value(row, change.field, change.old, change.new)

    def change_value(self, row: Model, field: str, old: Any, new: Any) -> None:
        self._change(type(row), row.pk, field, old, new)

    def _change(self, model: type[Model], pk: int, field: str, old: Any, new: Any) -> None:
        self.changed.append(
            {"model": model._meta.label_lower, "id": pk, "field": field, "old": _plain(old), "new": _plain(new)}
        )

    def create_links(self, indicators: Iterable[Indicator], program: int | None = None) -> None:
        """Keep the links of indicators to programs, or to one program, that were made now."""
        for part in in_parts([indicator.pk for indicator in indicators], TOGETHER):
            links = ProgramIndicator.objects.filter(indicator_id__in=part)
            if program is not None:
                links = links.filter(program_id=program)
            self.create_ids(ProgramIndicator, links.values_list("pk", flat=True))

    def aims(self, wanted: Mapping[Indicator, Aims], area: int) -> None:
        """Keep the targets and baselines of these indicators as they are before they are set."""
        self._aims = _aims(wanted, area)

    def create_aims(self, wanted: Mapping[Indicator, Aims], area: int) -> None:
        """Keep the targets and baselines that were set: new ones as created, others as changed."""
        asked: set[_Cell] = {(Target, one.pk, target.period) for one, aims in wanted.items() for target in aims.targets}
        asked |= {(Baseline, one.pk, base.period) for one, aims in wanted.items() for base in aims.baselines}
        for key, row in _aims(wanted, area).items():
            earlier = self._aims.get(key)
            if earlier is None:
                self.create_ids(key[0], [row.id])
            elif key in asked:
                for field in ("value", "upper", "source"):
                    old, new = getattr(earlier, field), getattr(row, field)
                    if old != new:
                        self._change(key[0], row.id, field, old, new)

    def created(self) -> dict[str, Any]:
        """Return the created rows as JSON: by table the names of the columns once, and the values of each row."""
        return {model._meta.label_lower: as_table(model, ids) for model, ids in self._created.items() if ids}


def as_table(model: type[Model], ids: Iterable[int]) -> dict[str, Any]:
    """Return rows as `created` keeps them. They are read again: what the database made of a value is compared later.

    Of many rows the JSON is packed as it is read, so that neither memory nor the load grows with them.
    """
    fields = [field for field in model._meta.concrete_fields if field.name not in STAMPS]
    columns, order = [field.name for field in fields], sorted(ids)
    parts = (_said(model, fields, part) for part in in_parts(order, TOGETHER))
    if len(order) <= TOGETHER:
        return {"columns": columns, "rows": [row for part in parts for row in part]}
    packing = zlib.compressobj(1)
    packed = [packing.compress(f"{json.dumps(part)}\n".encode()) for part in parts]
    packed.append(packing.flush())
    return {"columns": columns, "packed": base64.b64encode(b"".join(packed)).decode()}


def rows_of(table: Mapping[str, Any]) -> list[list[Any]]:
    """Return the rows that `as_table` made a table of."""
    rows: list[list[Any]] = table.get("rows", [])
    if "packed" in table:
        text = zlib.decompress(base64.b64decode(table["packed"])).decode()
        rows = [row for line in text.splitlines() for row in json.loads(line)]
    return rows


def _said(model: type[Model], fields: Iterable[Any], ids: list[int]) -> list[list[Any]]:
    rows = model._default_manager.filter(pk__in=ids).order_by("pk").values_list(*(field.attname for field in fields))
    return [list(map(as_json_value, row)) for row in rows]


def _aims(wanted: Iterable[Indicator], area: int) -> dict[_Cell, _Aim]:
    ids = [indicator.pk for indicator in wanted]
    targets = Target.objects.filter(indicator_id__in=ids, area_id=area).order_by("pk")
    baselines = Baseline.objects.filter(indicator_id__in=ids, area_id=area).order_by("pk")
    found: dict[_Cell, _Aim] = {}
    for indicator, period, pk, value, source, upper in targets.values_list(
        "indicator_id", "period", "id", "value", "source", "upper"
    ):
        found[Target, indicator, period] = _Aim(pk, value, source, upper)
    for indicator, period, pk, value, source in baselines.values_list(
        "indicator_id", "period", "id", "value", "source"
    ):
        found[Baseline, indicator, period] = _Aim(pk, value, source)
    return found


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
