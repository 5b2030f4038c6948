"""What a formula means once its names, types and units have been checked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from serambi.methods.units import Unit

from .catalog import Aggregation, Constant
from .syntax import Syntax


@dataclass(frozen=True, slots=True)
class SeriesUse:
    """A series with the aggregations it has in this place."""

    code: str
    over_time: Aggregation
    over_area: Aggregation


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """One part of a formula that has been found right.

    operands: the meanings of its parts; arguments that only say how (`area`, a number of periods) are not among them.
    unit: the unit of the value after the factor has been applied; None when it is not known.
    factor: what the value of this part is multiplied with, so that it is in the unit its surroundings need.
    is_bare: a number made of literals and constants without unit alone, which may be compared with any unit.
    is_zero: the literal 0, which goes with every unit.
    refers: what a name stands for: a series, a constant, or the name of an indicator.
    count: periods of `previous`, decimals of `round`.
    """

    syntax: Syntax
    operands: tuple[Meaning, ...] = ()
    is_truth: bool = False
    unit: Unit | None = None
    factor: Fraction = Fraction(1)
    is_bare: bool = False
    is_zero: bool = False
    refers: SeriesUse | Constant | str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A formula that can be computed.

    unit: of its value; None when it is not known.
    series, indicators, constants: everything it is made from, through other indicators as well.
    direct: the names that stand in the formula itself.
    size: how many parts it has when every indicator is replaced by its formula.
    steps: how many of them have to be computed one after another at most.
    """

    text: str
    syntax: Syntax
    meaning: Meaning
    unit: Unit | None
    series: frozenset[str]
    indicators: frozenset[str]
    constants: frozenset[str]
    direct: frozenset[str]
    size: int
    steps: int
