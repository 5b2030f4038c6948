"""What became of the rows that a load wrote: as they were written, changed, gone, or built upon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model

from serambi.apps.audit.services import in_parts, snapshot
from serambi.apps.evaluation.models import Attainment
from serambi.apps.indicators.models import Indicator, IndicatorState, IndicatorValue
from serambi.apps.indicators.queries.definitions import definitions
from serambi.exchange.imports.kept import rows_of

# Computed from the rest; nobody adds them.
_TOGETHER = 10_000
COMPUTED = (IndicatorValue, IndicatorState, Attainment)


class Standing:
    """The rows that a load created, as they are now.

    rows: by table and id, those that are still there. changed: those that say something else than when they were
    written. used: those to which something was added that the load did not write, with what that is.
    in_formulas: the ids of created indicators that stand in a formula which the load did not write.
    """

    def __init__(self, created: Mapping[str, Mapping[str, Any]]) -> None:
        self.rows: dict[type[Model], dict[int, Model]] = {}
        self.changed: set[tuple[type[Model], int]] = set()
        self.used: dict[tuple[type[Model], int], str] = {}
        self.in_formulas: set[int] = set()
        for label, table in created.items():
            self._read(apps.get_model(label), table["columns"], rows_of(table))
        for model, rows in self.rows.items():
            self._find_uses(model, rows)
        self._find_formulas()

    def of(self, model: type[Model]) -> dict[int, Any]:
        return self.rows.get(model, {})

    def is_touched(self, row: Model) -> bool:
        """Tell whether a person changed the row or added something to it since."""
        return (type(row), row.pk) in self.changed or (type(row), row.pk) in self.used

    def _read(self, model: type[Model], columns: list[str], written: list[list[Any]]) -> None:
        place = columns.index(model._meta.pk.name)
        said = {values[place]: values for values in written}
        names = [field.name for field in model._meta.concrete_fields if field.is_relation]
        # Columns that came later than the load say nothing about it.
        known = [name for name in columns if name in {field.name for field in model._meta.concrete_fields}]
        rows = model._default_manager.select_related(*names).in_bulk(list(said))
        self.rows[model] = rows
        for pk, row in rows.items():
            now, then = snapshot(row, known), dict(zip(columns, said[pk], strict=True))
            if any(now[name] != then[name] for name in known):
                self.changed.add((model, pk))

    def _find_uses(self, model: type[Model], rows: Mapping[int, Model]) -> None:
        """Find what points at these rows and was not written by the load itself, whatever table it is in."""
        if not rows:
            return
        for other, column in pointing_at(model):
            if other in COMPUTED:
                continue
            ours = self.rows.get(other, {})
            for part in in_parts(rows, _TOGETHER):
                found = other._default_manager.filter(**{f"{column}__in": part}).values_list("pk", column)
                for pk, target in found:
                    if pk not in ours:
                        self.used.setdefault((model, target), str(other._meta.verbose_name))

    def _find_formulas(self) -> None:
        """Find the indicators whose code stands in a formula that the load did not write; of series too."""
        known, ours = definitions(), {row.code for row in self.of(Indicator).values()}
        for model, rows in self.rows.items():
            if not hasattr(model, "code") or model._meta.app_label not in {"indicators", "observations"}:
                continue
            for pk, row in rows.items():
                users = [code for code in known.using_indicator(_code(row)) if code not in ours]
                if users:
                    self.used.setdefault((model, pk), ", ".join(users))
                    if model is Indicator:
                        self.in_formulas.add(pk)


def pointing_at(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Yield the tables that point at a table, with the column; the tables of its own many-to-many links too."""
    for relation in model._meta.related_objects:
        if not relation.many_to_many:  # their tables of links are found below, or point here themselves
            yield relation.related_model, relation.field.name
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        if through is not None and through._meta.auto_created:
            yield through, field.m2m_field_name()


def _code(row: Any) -> str:
    return str(row.code)


def by_program(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.program_id].append(row)
    return found
