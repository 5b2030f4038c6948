"""What a formula may name: series of observations, indicators and constants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .errors import FormulaError
from .functions import FUNCTIONS

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*", re.ASCII)
# `time` and `area` tell an aggregation its way; as names they would make `sum(x, area)` mean two things.
RESERVED = frozenset({"and", "or", "not", "true", "false", "time", "area", *FUNCTIONS})
POPULATION = "population"


class Aggregation(StrEnum):
    """How several figures become one."""

    SUM = "sum"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    COUNT = "count"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Series:
    """A kind of observation.

    unit: the text of its unit; "" for a plain number, None when it is not known and every unit is accepted.
    over_time: how the figures of one area within a period become one.
    over_area: how the figures of an area and of the areas inside it then become one.
    """

    code: str
    unit: str | None = None
    over_time: Aggregation = Aggregation.SUM
    over_area: Aggregation = Aggregation.SUM


@dataclass(frozen=True, slots=True)
class Indicator:
    """A formula with a name.

    unit: the unit its value is given in; None takes the unit that follows from the formula.
    """

    name: str
    formula: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A number with a name, the same everywhere and always.

    unit: None or "" for a plain number.
    """

    name: str
    value: Fraction
    unit: str | None = None


class Catalog:
    """Everything a formula may name, in one name space.

    The formulas of the indicators are not read here: one that is wrong is refused when it is used.

    Raises FormulaError bad_name, reserved_name and duplicate_name.

    >>> catalog = Catalog([Series("waste.handled", "ton"), Series("waste.generated", "ton")])
    >>> sorted(catalog.series)
    ['waste.generated', 'waste.handled']
    """

    def __init__(
        self,
        series: Iterable[Series] = (),
        indicators: Iterable[Indicator] = (),
        constants: Iterable[Constant] = (),
    ) -> None:
        self.series: dict[str, Series] = {}
        self.indicators: dict[str, Indicator] = {}
        self.constants: dict[str, Constant] = {}
        for one_series in series:
            self._claim(one_series.code)
            self.series[one_series.code] = one_series
        for indicator in indicators:
            self._claim(indicator.name)
            self.indicators[indicator.name] = indicator
        for constant in constants:
            self._claim(constant.name)
            self.constants[constant.name] = constant

    def names(self) -> list[str]:
        """Return every name, series first, then indicators, then constants."""
        return [*self.series, *self.indicators, *self.constants]

    def __contains__(self, name: object) -> bool:
        return name in self.series or name in self.indicators or name in self.constants

    def _claim(self, name: str) -> None:
        refuse_name(name)
        if name in self:
            raise FormulaError(
                "duplicate_name",
                "The name {name} is used twice; series, indicators and constants share their names.",
                {"name": name},
            )


def refuse_name(name: str) -> None:
    """Raise FormulaError bad_name or reserved_name when the text cannot name a series, indicator or constant."""
    if not _NAME.fullmatch(name):
        raise FormulaError(
            "bad_name",
            "“{name}” cannot be a name: begin with a letter, then letters, digits, _ and dots between parts.",
            {"name": name},
        )
    if name.lower() in RESERVED:
        raise FormulaError("reserved_name", "{name} is a word of the formula language.", {"name": name})
