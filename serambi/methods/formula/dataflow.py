"""The dataflow of a formula: what is computed, ready for any engine.

Everything a formula says about its surroundings (`previous`, `year_to_date`, one area only) has been pushed down
to the leaves, units have become plain factors, indicators have been replaced by their formulas, and equal parts
are one object. An engine needs no syntax, no names but those of series, and no units.

Nodes other than leaves compare by identity; leaves compare by what they say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from serambi.methods.periods import NotAPeriod, Period

from .catalog import Aggregation


class ShiftKind(StrEnum):
    """How a leaf looks at another period than the one asked for."""

    PREVIOUS = "previous"
    LAST_YEAR = "last_year"


class Shift(NamedTuple):
    """Back in time: that many periods of the period's own frequency, or that many years one after another."""

    kind: ShiftKind
    steps: int


class Window(NamedTuple):
    """The first and the last day of a stretch of time."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A number; None is a missing one."""

    value: Fraction | None


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """The figure of one series.

    Per area, the observations whose period lies wholly inside the window are aggregated over time; the numbers of
    the areas are then aggregated over area. No observation at all is missing, also for a count.

    shifts: steps from the period asked for, applied in this order; none left in the calendar means missing.
    cumulative: the window begins on 1 January of the shifted period's year.
    own_only: the observations of the area itself, and not of those inside it.
    covering: with no observation in the window, those with the shortest period that contains the shifted period
        (among all areas that are asked), aggregated in the same way.
    """

    series: str
    over_time: Aggregation
    over_area: Aggregation
    shifts: tuple[Shift, ...] = ()
    cumulative: bool = False
    own_only: bool = False
    covering: bool = False

    def moment(self, period: Period) -> Period | None:
        """Return the period the leaf looks at when the period is asked for, or None when there is no such one."""
        return shifted(self.shifts, period)

    def window(self, period: Period) -> Window | None:
        """Return the days within which observations count when the period is asked for; None: nothing counts."""
        moment = shifted(self.shifts, period)
        if moment is None:
            return None
        return Window(dt.date(moment.start.year, 1, 1) if self.cumulative else moment.start, moment.end)


class Operator(StrEnum):
    """Arithmetic on two numbers."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    POWER = "^"


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic:
    """Two numbers become one; missing when either is, when divided by zero, when out of range.

    A sum or difference below 1e-12 of its larger operand is zero. Zero to a negative power, and a negative base
    with an exponent that is not whole (after snapping it to 12 digits), have no value.
    """

    operator: Operator
    left: Node
    right: Node


class Comparator(StrEnum):
    """Comparison of two numbers, each first snapped to 12 significant digits."""

    EQUAL = "=="
    UNEQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two numbers become a truth; missing when either is."""

    operator: Comparator
    left: Node
    right: Node


class Connective(StrEnum):
    """Three-valued logic: false and missing is false, true or missing is true, not missing is missing."""

    AND = "and"
    OR = "or"
    NOT = "not"


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """Truths become one truth: two or more operands for and/or, one for not."""

    operator: Connective
    operands: tuple[Node, ...]


class Function(StrEnum):
    """What a Call does with its operands."""

    NEGATE = "negate"
    ABS = "abs"
    FLOOR = "floor"  # of the operand snapped to 12 significant digits, as for CEIL and ROUND
    CEIL = "ceil"
    ROUND = "round"  # half away from zero, to Call.digits decimals
    SQRT = "sqrt"
    LOG = "log"
    LOG10 = "log10"
    MIN = "min"  # of those that are not missing, as for MAX
    MAX = "max"
    COALESCE = "coalesce"  # numbers or truths
    IF = "if"  # condition, then, else; then and else are both numbers or both truths
    IS_MISSING = "is_missing"  # of a number or a truth


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function of values.

    digits: decimals for ROUND, from -12 to 12; 0 for every other function.
    """

    function: Function
    operands: tuple[Node, ...]
    digits: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class OverAreas:
    """The operand once per area of the subtree (the area itself included), the missing left out, aggregated.

    None left is missing, also for a count. Every leaf below is own_only, and no OverAreas is below.
    aggregation: SUM, MEAN, MIN, MAX or COUNT.
    """

    aggregation: Aggregation
    operand: Node


Node = Literal | Truth | Leaf | Arithmetic | Comparison | Logic | Call | OverAreas


def operands(node: Node) -> tuple[Node, ...]:
    """Return the nodes that the node's value is made from, in order."""
    match node:
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return (left, right)
        case Logic(operands=several) | Call(operands=several):
            return several
        case OverAreas(operand=operand):
            return (operand,)
        case _:
            return ()


def ordered(*roots: Node) -> tuple[Node, ...]:
    """Return every node at and below the roots once, each after its operands (those below OverAreas included).

    It does not recurse, so the depth of a dataflow is no danger.
    """
    done: dict[Node, None] = {}
    waiting: list[tuple[Node, bool]] = [(root, False) for root in reversed(roots)]
    while waiting:
        node, ready = waiting.pop()
        if node in done:
            continue
        if ready:
            done[node] = None
            continue
        waiting.append((node, True))
        waiting.extend((operand, False) for operand in reversed(operands(node)) if operand not in done)
    return tuple(done)


def leaves(*roots: Node) -> tuple[Leaf, ...]:
    """Return the different leaves at and below the roots."""
    return tuple(node for node in ordered(*roots) if isinstance(node, Leaf))


def series_used(*roots: Node) -> frozenset[str]:
    """Return the codes of the series that the values are made from."""
    return frozenset(leaf.series for leaf in leaves(*roots))


def depends(root: Node | Iterable[Leaf], *, series: str, changed: Period, at: Period) -> bool:
    """Tell whether an observation of the series for the changed period can affect the value at the other period.

    root: a dataflow, or its leaves when many pairs of periods are asked.
    True may be said too often (a population figure of another period may take precedence), never too seldom.
    Which areas are affected does not depend on the formula: AreaTree.upward of the observation's area.
    """
    for leaf in leaves(root) if isinstance(root, Node) else root:
        if leaf.series != series:
            continue
        moment = shifted(leaf.shifts, at)
        if moment is None:
            continue
        first = moment.start.replace(month=1, day=1) if leaf.cumulative else moment.start
        if first <= changed.start and changed.end <= moment.end:
            return True
        if leaf.covering and changed.contains(moment):
            return True
    return False


@lru_cache(maxsize=65536)
def shifted(shifts: tuple[Shift, ...], period: Period) -> Period | None:
    """Return the period after all steps, or None when one of them leaves the calendar."""
    moment: Period | None = period
    for kind, steps in shifts:
        for _ in range(steps if kind is ShiftKind.LAST_YEAR else 1):
            if moment is None:
                return None
            if kind is ShiftKind.LAST_YEAR:
                moment = moment.same_period_last_year()
            else:
                try:
                    moment = moment.previous(steps)
                except NotAPeriod:
                    return None
    return moment
