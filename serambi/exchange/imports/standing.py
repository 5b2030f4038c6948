"""What became of the rows that a load wrote: as they were written, changed, gone, or built upon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import DecimalField, Model

from serambi.apps.audit.services import as_json_value, in_parts
from serambi.apps.evaluation.models import Attainment
from serambi.apps.indicators.models import Indicator, IndicatorState, IndicatorValue, ProgramIndicator
from serambi.apps.indicators.queries.definitions import definitions
from serambi.apps.observations.models import Series
from serambi.apps.plans.models import BudgetLine, Program, RupiahField
from serambi.exchange.imports.kept import rows_of

_TOGETHER = 2000
_NAMED_AT_ONCE = 10_000
# Computed from the rest; nobody adds them.
COMPUTED = (IndicatorValue, IndicatorState, Attainment)


class Row(NamedTuple):
    """A row that is still there: its number and that of what it hangs on, with another number that it names.

    owner: the program of an activity, a budget line and a link; the indicator of a target and a baseline; else None.
    other: the activity of a budget line, the indicator of a link; else None.
    """

    pk: int
    owner: int | None = None
    other: int | None = None


class Named(NamedTuple):
    """A program, a series or an indicator that is still there. formula: of an indicator."""

    pk: int
    code: str
    formula: str
    is_archived: bool


_OTHER = {BudgetLine: "activity_id", ProgramIndicator: "indicator_id"}


class Standing:
    """The rows that a load created, as they are now.

    rows: by table and number, those that are still there. changed: those that say something else than when they were
    written. used: those to which something was added that the load did not write, with what that is.
    in_formulas: the numbers of created indicators that stand in a formula which the load did not write.
    """

    def __init__(self, created: Mapping[str, Mapping[str, Any]]) -> None:
        self.rows: dict[type[Model], dict[int, Any]] = {}
        self.changed: set[tuple[type[Model], int]] = set()
        self.used: dict[tuple[type[Model], int], str] = {}
        self.in_formulas: set[int] = set()
        for label, table in created.items():
            model = apps.get_model(label)
            found = self.rows.setdefault(model, {})
            for part in in_parts(rows_of(table), _TOGETHER):
                self._read(model, found, table["columns"], part)
        for model, rows in self.rows.items():
            self._find_uses(model, rows)
        self._find_formulas()

    def of(self, model: type[Model]) -> dict[int, Any]:
        return self.rows.get(model, {})

    def is_touched(self, model: type[Model], pk: int) -> bool:
        """Tell whether a person changed the row or added something to it since."""
        return (model, pk) in self.changed or (model, pk) in self.used

    def _read(self, model: type[Model], found: dict[int, Any], columns: list[str], written: list[list[Any]]) -> None:
        by_name = {field.name: field for field in model._meta.concrete_fields}
        # Columns that came later than the load say nothing about it.
        known = [(place, by_name[name]) for place, name in enumerate(columns) if name in by_name]
        amounts = [isinstance(field, DecimalField | RupiahField) for _place, field in known]
        key = columns.index(model._meta.pk.name)
        then = {row[key]: [row[place] for place, _field in known] for row in written}
        names = [field.attname for _place, field in known]
        make = _maker(model, names)
        rows = model._default_manager.filter(pk__in=then).order_by().values_list("pk", *names)
        for pk, *now in rows:
            found[pk] = make(pk, now)
            if not _is_same(now, then[pk], amounts):
                self.changed.add((model, pk))

    def _find_uses(self, model: type[Model], rows: Mapping[int, Any]) -> None:
        """Find what points at these rows and was not written by the load itself, whatever table it is in."""
        if not rows:
            return
        for other, column in pointing_at(model):
            if other in COMPUTED:
                continue
            ours = self.rows.get(other, {})
            for part in in_parts(rows, _NAMED_AT_ONCE):
                found = other._default_manager.filter(**{f"{column}__in": part}).order_by().values_list("pk", column)
                for pk, target in found:
                    if pk not in ours:
                        self.used.setdefault((model, target), str(other._meta.verbose_name))

    def _find_formulas(self) -> None:
        """Find the indicators whose code stands in a formula that the load did not write; of series too."""
        known, ours = definitions(), {row.code for row in self.of(Indicator).values()}
        for model in (Indicator, Series):
            for pk, row in self.of(model).items():
                users = [code for code in known.using_indicator(row.code) if code not in ours]
                if users:
                    self.used.setdefault((model, pk), ", ".join(users))
                    if model is Indicator:
                        self.in_formulas.add(pk)


def _maker(model: type[Model], names: list[str]) -> Any:
    """Return the function that makes what is kept of a row from its number and the values of these columns."""
    place = {name: number for number, name in enumerate(names)}
    if model in {Program, Series, Indicator}:
        code, archived = place["code"], place["archived_at"]
        formula = place.get("formula")
        return lambda pk, now: Named(
            pk, now[code], now[formula] if formula is not None else "", now[archived] is not None
        )
    owner = place.get("program_id", place.get("indicator_id"))
    other = place.get(_OTHER.get(model, ""))
    return lambda pk, now: Row(pk, now[owner] if owner is not None else None, now[other] if other is not None else None)


def _is_same(now: Sequence[Any], then: Sequence[Any], amounts: Sequence[bool]) -> bool:
    """Tell whether a row says what it said; an amount is the same with other decimals behind it."""
    for value, written, is_amount in zip(now, then, amounts, strict=True):
        if is_amount and value is not None and written is not None:
            if value != Decimal(written):
                return False
        elif as_json_value(value) != written:
            return False
    return True


def pointing_at(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Yield the tables that point at a table, with the column; the tables of its own many-to-many links too."""
    for relation in model._meta.related_objects:
        if not relation.many_to_many:  # their tables of links are found below, or point here themselves
            yield relation.related_model, relation.field.name
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        if through is not None and through._meta.auto_created:
            yield through, field.m2m_field_name()


def by_owner(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Return rows by the number of what they hang on."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.owner is not None:
            found[row.owner].append(row)
    return found
