"""A dataflow as numbered steps of at most three operands, equal steps once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

from serambi.engines.kernels import Kernel
from serambi.methods.formula.catalog import Aggregation
from serambi.methods.formula.dataflow import (
    Arithmetic,
    Call,
    Comparison,
    Connective,
    Function,
    Leaf,
    Literal,
    Logic,
    Node,
    OverAreas,
    Truth,
    operands,
)

# Of any number of operands in a dataflow, of two here: a and b and c is (a and b) and c.
_FOLDED = frozenset({Connective.AND, Connective.OR, Function.MIN, Function.MAX, Function.COALESCE})
MISSING = float("nan")


class Constant(NamedTuple):
    """The same value everywhere: a number, a truth as 1 or 0, NaN for missing."""

    text: str

    @property
    def value(self) -> float:
        return float.fromhex(self.text)


class Spread(NamedTuple):
    """An aggregate over the areas of the subtree; inner is a step of the graph that is worked out in each."""

    aggregation: Aggregation
    inner: int


class Step(NamedTuple):
    """A kernel over earlier steps, or a constant, a leaf or a spread without operands."""

    what: Kernel | Constant | Leaf | Spread
    operands: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Graph:
    """Steps in an order in which each follows its operands.

    inner: the steps that spreads work out in each area by itself; None where there is no spread.
    """

    steps: list[Step] = field(default_factory=list)
    inner: Graph | None = None
    _numbers: dict[Step, int] = field(default_factory=dict)

    def add(self, root: Node) -> int:
        """Return the number of the step that gives the node's value, adding what is not there yet."""
        numbers: dict[Node, int] = {}
        waiting = [(root, False)]
        while waiting:
            node, ready = waiting.pop()
            if node in numbers:
                continue
            below = () if isinstance(node, OverAreas) else operands(node)
            if ready or not below:
                numbers[node] = self._lowered(node, tuple(numbers[operand] for operand in below))
            else:
                waiting.append((node, True))
                waiting.extend((operand, False) for operand in below)
        return numbers[root]

    def below(self, step: int) -> set[int]:
        """Return the step and all that it is made from, except what spreads work out inside."""
        found: set[int] = set()
        waiting = [step]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(self.steps[number].operands)
        return found

    def _lowered(self, node: Node, below: tuple[int, ...]) -> int:
        match node:
            case Literal(value=value) | Truth(value=value):
                step = Step(_constant(value))
            case Leaf():
                step = Step(node)
            case OverAreas(aggregation=aggregation, operand=operand):
                self.inner = self.inner or Graph()
                step = Step(Spread(aggregation, self.inner.add(operand)))
            case Arithmetic(operator=operator) | Comparison(operator=operator):
                step = Step(Kernel(operator, 2), below)
            case Logic(operator=connective):
                return self._applied(Kernel(connective, len(below)), below)
            case Call(function=function, digits=digits):
                return self._applied(Kernel(function, len(below), digits), below)
        return self._number(step)

    def _applied(self, kernel: Kernel, below: tuple[int, ...]) -> int:
        if kernel.operator not in _FOLDED:
            return self._number(Step(kernel, below))
        binary = kernel._replace(operands=2)
        return reduce(lambda left, right: self._number(Step(binary, (left, right))), below)

    def _number(self, step: Step) -> int:
        number = self._numbers.setdefault(step, len(self.steps))
        if number == len(self.steps):
            self.steps.append(step)
        return number


def _constant(value: object) -> Constant:
    if value is None:
        return Constant("nan")
    try:
        return Constant(float(value).hex())  # type: ignore[arg-type]  # a Fraction or a bool
    except OverflowError:
        return Constant("nan")
