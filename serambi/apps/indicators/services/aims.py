"""Writing the targets and baselines of many indicators, without an object for each; who calls has checked them.

What became of them is written down with their indicator: one entry for each indicator
(docs/decisions/0020-parts-in-one-entry.md).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators.models import Baseline, Indicator, Target
from serambi.apps.indicators.services.targets import TargetValue
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period

_AIM = ("value", "upper", "source")
# Indicator, area and period; with value, upper end and source behind them.
_Key = tuple[int, int, Period]
_Wanted = tuple[Indicator, int, Period, Decimal, Decimal | None, str]


@dataclass(frozen=True, slots=True)
class BaselineValue:
    """Where an indicator stood, as a person wrote it."""

    area: Area
    period: Period
    value: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Aims:
    """What an indicator should be, and where it stood."""

    targets: tuple[TargetValue, ...] = ()
    baselines: tuple[BaselineValue, ...] = ()


class _Stored(NamedTuple):
    """A target or a baseline in the database. upper: None for baselines."""

    id: int
    value: Decimal
    upper: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A target or baseline that says something else now: the columns that differ, as the database has them."""

    id: int
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True)
class Written:
    """What was written of one table. rows: new rows as JSON values, in the order of `columns`; changed: the others."""

    model: type[Target] | type[Baseline]
    rows: list[list[Any]] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    indicators: set[int] = field(default_factory=set)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.model._meta.concrete_fields)


def write_aims(wanted: Sequence[tuple[Indicator, Aims]], *, by: Any) -> tuple[Written, Written]:
    """Write targets and baselines, those there for the same area and period are changed; return both tables' rows."""
    targets: list[_Wanted] = [
        (indicator, one.area.pk, one.period, one.value, one.upper, one.source.strip())
        for indicator, aims in wanted
        for one in aims.targets
    ]
    baselines: list[_Wanted] = [
        (indicator, one.area.pk, one.period, one.value, None, one.source.strip())
        for indicator, aims in wanted
        for one in aims.baselines
    ]
    parts = [audit.Parts(model, "indicator") for model in (Target, Baseline)]
    written = Written(Target), Written(Baseline)
    for one, part, rows in zip(written, parts, (targets, baselines), strict=True):
        if rows:
            _write(one, rows, part)
    moved = written[0].indicators | written[1].indicators
    names = {indicator.pk: str(indicator) for indicator, _aims in wanted if indicator.pk in moved}
    audit.record_each(Verb.FIGURES_SET, Indicator, audit.told_of(names, *parts), by=by)
    return written


def _write(written: Written, rows: Sequence[_Wanted], said: audit.Parts) -> None:
    stored = _stored(written.model, {row[0].pk for row in rows})
    new: list[_Wanted] = []
    for row in rows:
        indicator, area, period, value, upper, source = row
        old = stored.get((indicator.pk, area, period))
        if old is None:
            new.append(row)
        elif (old.value, old.upper, old.source) != (value, upper, source):
            _change(written, indicator.pk, old, _Stored(old.id, value, upper, source), said)
    _store_changed(written)
    _store_new(written, new, said)


def _change(written: Written, indicator: int, old: _Stored, now: _Stored, said: audit.Parts) -> None:
    names = [name for name in _AIM if getattr(old, name) != getattr(now, name)]
    before, after = ({name: getattr(one, name) for name in names} for one in (old, now))
    written.changed.append(Changed(old.id, before, after))
    written.indicators.add(indicator)
    said.change(indicator, old.id, before, after)


def _store_changed(written: Written) -> None:
    """Give the rows that changed their values; those that change in the same columns together."""
    by_columns: dict[tuple[str, ...], list[Changed]] = {}
    for one in written.changed:
        by_columns.setdefault(tuple(one.after), []).append(one)
    for names, changed in by_columns.items():
        values = {name: [one.after[name] for one in changed] for name in names}
        audit.update_columns(written.model, [one.id for one in changed], values)


def _store_new(written: Written, rows: Sequence[_Wanted], said: audit.Parts) -> None:
    if not rows:
        return
    owners, areas, periods, values, uppers, sources = map(list, zip(*rows, strict=True))
    ids = [indicator.pk for indicator in owners]
    marked = [indicator.is_illustration for indicator in owners]
    columns: dict[str, list[Any]] = {"indicator_id": ids, "area_id": areas, "period": periods}
    if written.model is Target:
        ends = {period: (period.start, period.end) for period in set(periods)}
        columns["period_start"] = [ends[period][0] for period in periods]
        columns["period_end"] = [ends[period][1] for period in periods]
    columns["value"] = values
    if written.model is Target:
        columns["upper"] = uppers
    columns |= {"source": sources, "is_illustration": marked}
    numbers = audit.insert_columns(written.model, columns)
    texts = [_as_json(column) for column in columns.values()]
    for number, indicator, *said_of in zip(numbers, *texts, strict=True):
        written.rows.append([number, indicator, *said_of])
        said.add(indicator, number, said_of)
    written.indicators.update(ids)


def _as_json(values: Sequence[Any]) -> list[Any]:
    """Return a column as JSON values; the same value is made a text once."""
    known: dict[Any, Any] = {}
    for value in values:
        if value not in known:
            known[value] = audit.as_json_value(value)
    return [known[value] for value in values]


def _stored(model: type[Target] | type[Baseline], indicators: Collection[int]) -> dict[_Key, _Stored]:
    """Return the targets or the baselines of these indicators, by indicator, area and period."""
    has_upper = model is Target
    names = ("id", "value", "source", "upper") if has_upper else ("id", "value", "source")
    rows: Any = model._default_manager.filter(indicator_id__in=indicators).order_by()
    return {
        (indicator, area, period): _Stored(pk, value, rest[0] if rest else None, source)
        for indicator, area, period, pk, value, source, *rest in rows.values_list(
            "indicator_id", "area_id", "period", *names
        )
    }
