"""What a load writes down, so that exactly this load can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

from serambi.apps.audit.services import snapshot
from serambi.apps.indicators.models import Baseline, Indicator, ProgramIndicator, Target
from serambi.apps.indicators.services import Aims
from serambi.exchange.imports.changes import FieldChange

# Columns that say when a row was written and not what it says.
STAMPS = frozenset({"created_at", "updated_at"})


class Kept:
    """The rows that a load created as they were written, and the fields that it changed as they were before.

    changed: one entry for a field, with `model`, `id`, `field`, `old` and `new`, in the order of the changes.
    """

    def __init__(self) -> None:
        self.changed: list[dict[str, Any]] = []
        self._created: dict[type[Model], list[Model]] = {}
        self._aims: dict[tuple[type[Model], int, Any], Model] = {}

    def create(self, model: type[Model], rows: Iterable[Model]) -> None:
        self._created.setdefault(model, []).extend(rows)

    def change(self, row: Model, changes: Iterable[FieldChange]) -> None:
        for change in changes:
            self.change_value(row, change.field, change.old, change.new)

    def change_value(self, row: Model, field: str, old: Any, new: Any) -> None:
        self.changed.append(
            {"model": row._meta.label_lower, "id": row.pk, "field": field, "old": _plain(old), "new": _plain(new)}
        )

    def create_links(self, indicators: Iterable[Indicator], program: int | None = None) -> None:
        """Keep the links of indicators to programs, or to one program, that were made now."""
        links = ProgramIndicator.objects.filter(indicator_id__in=[indicator.pk for indicator in indicators])
        self.create(ProgramIndicator, links if program is None else links.filter(program_id=program))

    def aims(self, wanted: Mapping[Indicator, Aims], area: int) -> None:
        """Keep the targets and baselines of these indicators as they are before they are set."""
        self._aims = _aims(wanted, area)

    def create_aims(self, wanted: Mapping[Indicator, Aims], area: int) -> None:
        """Keep the targets and baselines that were set: new ones as created, others as changed."""
        asked: set[tuple[type[Model], int, Any]] = {
            (Target, one.pk, target.period) for one, aims in wanted.items() for target in aims.targets
        }
        asked |= {(Baseline, one.pk, base.period) for one, aims in wanted.items() for base in aims.baselines}
        for key, row in _aims(wanted, area).items():
            earlier = self._aims.get(key)
            if earlier is None:
                self.create(type(row), [row])
            elif key in asked:
                for field in ("value", "upper", "source"):
                    old, new = getattr(earlier, field, None), getattr(row, field, None)
                    if old != new:
                        self.change_value(row, field, old, new)

    def created(self) -> dict[str, Any]:
        """Return the created rows as JSON: by table the names of the columns once, and the values of each row."""
        return {model._meta.label_lower: as_table(model, rows) for model, rows in self._created.items() if rows}


def as_table(model: type[Model], rows: Iterable[Model]) -> dict[str, Any]:
    columns = [field.name for field in model._meta.concrete_fields if field.name not in STAMPS]
    # Read again: what the database made of a value is what will be compared with it one day.
    written = model._default_manager.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    said = (snapshot(row, columns) for row in written)
    return {"columns": columns, "rows": [[row[name] for name in columns] for row in said]}


def _aims(wanted: Mapping[Indicator, Aims], area: int) -> dict[tuple[type[Model], int, Any], Model]:
    ids = [indicator.pk for indicator in wanted]
    found: dict[tuple[type[Model], int, Any], Model] = {}
    for model in (Target, Baseline):
        for row in model._default_manager.filter(indicator_id__in=ids, area_id=area):
            found[model, row.indicator_id, row.period] = row
    return found


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
