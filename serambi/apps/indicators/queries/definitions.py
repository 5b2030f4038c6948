"""What every formula of this moment means: the catalogue, the tree of areas, who uses what.

Reading and checking some hundred formulas takes longer than computing one figure, so the result is kept in the process.
Its key is what the formulas are made of, read anew each time: no process can work with an old definition, however many
there are and however the tables were changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from threading import RLock
from typing import NamedTuple

from serambi.apps.indicators.models import Constant, Indicator
from serambi.apps.indicators.queries.places import AreaRow, Places, area_rows, region_id
from serambi.apps.observations.models import Series
from serambi.methods.formula import catalog as names
from serambi.methods.formula.build import Builder
from serambi.methods.formula.check import Checker
from serambi.methods.formula.dataflow import Leaf, Node, leaves
from serambi.methods.formula.errors import FormulaError
from serambi.methods.formula.meaning import Checked
from serambi.methods.periods import Frequency

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*", re.ASCII)


class SeriesRow(NamedTuple):
    """What a formula needs to know of a series."""

    id: int
    code: str
    unit: str
    over_time: str
    over_area: str


class IndicatorRow(NamedTuple):
    """What a computation needs to know of an active indicator."""

    id: int
    code: str
    formula: str
    unit: str
    area_level: int
    frequency: str


class ConstantRow(NamedTuple):
    code: str
    value: Decimal
    unit: str


class _Key(NamedTuple):
    series: tuple[SeriesRow, ...]
    indicators: tuple[IndicatorRow, ...]
    constants: tuple[ConstantRow, ...]
    areas: tuple[AreaRow, ...]
    region: int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a formula cannot be computed, in both languages."""

    indonesian: str
    english: str


def definitions() -> Definitions:
    """Return what the formulas of the database mean now; five small queries, and no work when nothing has changed."""
    return _understood(
        _Key(
            # Archived series too: their figures stay, and so does what is computed from them.
            tuple(
                map(
                    SeriesRow._make,
                    Series.objects.order_by("id").values_list("id", "code", "unit", "over_time", "over_area"),
                )
            ),
            tuple(
                map(
                    IndicatorRow._make,
                    Indicator.objects.active()
                    .order_by("id")
                    .values_list("id", "code", "formula", "unit", "area_level", "frequency"),
                )
            ),
            tuple(map(ConstantRow._make, Constant.objects.order_by("id").values_list("code", "value", "unit"))),
            area_rows(),
            region_id(),
        )
    )


@lru_cache(maxsize=2)  # one of 50,000 formulas takes some ten megabytes
def _understood(key: _Key) -> Definitions:
    return Definitions(key)


def forget_definitions() -> None:
    """Let go what is kept of formulas that are others now, before they are read again after many new ones."""
    _understood.cache_clear()


class Definitions:
    """The formulas of one moment, each checked when it is first needed.

    region: the id of the area whose figures are kept here, or None when there is no area yet.
    """

    def __init__(self, key: _Key) -> None:
        self.places = Places(key.areas)
        self.region = key.region
        self.series = {row.code: row for row in key.series}
        self.series_by_id = {row.id: row for row in key.series}
        self.indicators = {row.id: row for row in key.indicators}
        self.ids = {row.code: row.id for row in key.indicators}
        self.catalog = _catalog(key)
        self.builder = Builder(Checker(self.catalog))
        self._flows: dict[int, Node | FormulaError] = {}
        self._leaves: dict[int, tuple[Leaf, ...]] = {}
        self._users = _users(key)
        # Web servers run several threads; the checker and the builder keep what they have found in plain dicts.
        self._lock = RLock()

    # Formulas -------------------------------------------------------------------------------------------------------

    def check(self, formula: str, *, unit: str | None = None, name: str | None = None) -> Checked:
        """Return what a formula means among the others. Raises FormulaError."""
        with self._lock:
            return self.builder.checker.check(formula, unit=unit, name=name)

    def checked(self, indicator: int) -> Checked:
        """Return what the indicator's formula means. Raises FormulaError."""
        row = self.indicators[indicator]
        with self._lock:
            if row.code in self.catalog.indicators:
                return self.builder.checker.indicator(row.code)
            return self.builder.checker.check(row.formula, unit=row.unit)

    def dataflow(self, checked: Checked) -> Node:
        """Return the dataflow of a checked formula."""
        with self._lock:
            return self.builder.build(checked)

    def flow(self, indicator: int) -> Node:
        """Return the dataflow of an indicator. Raises FormulaError."""
        found = self._flows.get(indicator)
        if found is None:
            try:
                found = self.dataflow(self.checked(indicator))
            except FormulaError as error:
                found = error
            self._flows[indicator] = found
        if isinstance(found, FormulaError):
            raise found
        return found

    def leaves(self, indicator: int) -> tuple[Leaf, ...]:
        """Return the figures of series that an indicator is made from. Raises FormulaError."""
        found = self._leaves.get(indicator)
        if found is None:
            found = self._leaves[indicator] = leaves(self.flow(indicator))
        return found

    def problem(self, indicator: int) -> Problem | None:
        """Return why an indicator cannot be computed, or None."""
        try:
            self.flow(indicator)
        except FormulaError as error:
            return Problem(error.in_language("id"), error.in_language("en"))
        return None

    def forget(self) -> None:
        """Let go what was found of formulas; for work through very many of them, some thousand at a time."""
        with self._lock:
            self._flows.clear()
            self._leaves.clear()
            self.builder = Builder(Checker(self.catalog))

    # Who uses what --------------------------------------------------------------------------------------------------

    def using_series(self, codes: Iterable[str]) -> list[int]:
        """Return the ids of the indicators made from any of these series, through other indicators too, in order.

        Too many may be named (a name is looked for in the text of a formula), never too few.
        """
        return sorted(self.ids[code] for code in self._closure(codes) if code in self.ids)

    def using_indicator(self, code: str) -> list[str]:
        """Return the codes of the indicators in whose own formula this name stands, in order."""
        return sorted(self._users.get(code, frozenset()))

    def with_users(self, ids: Iterable[int]) -> list[int]:
        """Return the ids of these indicators and of all that are made from them, in order."""
        given = [identity for identity in ids if identity in self.indicators]
        codes = self._closure(self.indicators[identity].code for identity in given)
        return sorted({*given, *(self.ids[code] for code in codes if code in self.ids)})

    def _closure(self, codes: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(codes)
        while waiting:
            for user in self._users.get(waiting.pop(), ()):
                if user not in found:
                    found.add(user)
                    waiting.append(user)
        return found

    def frequency(self, indicator: int) -> Frequency:
        return Frequency(self.indicators[indicator].frequency)


@lru_cache(maxsize=8192)
def names_in(formula: str) -> frozenset[str]:
    """Return every word of a formula that may be a name, and `population` where it counts per person."""
    found = set(_NAME.findall(formula))
    if "per_capita" in found:
        found.add(names.POPULATION)
    return frozenset(found)


def _users(key: _Key) -> dict[str, frozenset[str]]:
    users: defaultdict[str, set[str]] = defaultdict(set)
    for row in key.indicators:
        for name in names_in(row.formula):
            users[name].add(row.code)
    return {name: frozenset(codes) for name, codes in users.items()}


def _catalog(key: _Key) -> names.Catalog:
    """Return what formulas may name. A name that clashes or is reserved is left out: it can be computed, not used."""
    taken: set[str] = set()

    def usable(name: str) -> bool:
        try:
            names.refuse_name(name)
        except FormulaError:
            return False
        if name in taken:
            return False
        taken.add(name)
        return True

    return names.Catalog(
        [
            names.Series(row.code, row.unit, names.Aggregation(row.over_time), names.Aggregation(row.over_area))
            for row in key.series
            if usable(row.code)
        ],
        [names.Indicator(row.code, row.formula, row.unit) for row in key.indicators if usable(row.code)],
        [names.Constant(row.code, Fraction(row.value), row.unit) for row in key.constants if usable(row.code)],
    )
