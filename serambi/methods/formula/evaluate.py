"""The definition of what a formula is worth: exact, over observations in memory.

Every other engine has to give the double nearest to what is found here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, cast

from serambi.methods.periods import Period

from . import exact
from .areas import Area, AreaTree
from .build import Builder
from .catalog import Aggregation, Catalog
from .check import Checker
from .dataflow import (
    Arithmetic,
    Call,
    Comparator,
    Comparison,
    Connective,
    Function,
    Leaf,
    Literal,
    Logic,
    Node,
    Operator,
    OverAreas,
    Truth,
    operands,
)
from .exact import Exact
from .figures import Figures, LeafReader, Observation
from .meaning import Checked

Cell = tuple[str, int]
Value = Exact | bool | None
# The values found so far, each as its step left it: a check of every one would cost as much as the arithmetic.
Values = list[Any]
Step = Callable[[Values, Cell], Value]


class Result(NamedTuple):
    """What a formula is worth for one area and period.

    value: exactly; None when there is no value.
    number: the nearest double.
    marks: those of all observations in the windows of all series in the formula, whichever branch was taken.
    """

    value: Fraction | None
    number: float | None
    marks: int


class Evaluator:
    """Evaluates the formulas of a catalogue over observations; what was computed once is remembered.

    Raises FormulaError as AreaTree and Figures do.

    >>> from .catalog import Series
    >>> catalog = Catalog([Series("waste.handled"), Series("waste.generated")])
    >>> january = Period.parse("2024-01")
    >>> evaluator = Evaluator(catalog, [Area("64.09")], [
    ...     Observation("waste.handled", "64.09", january, 30),
    ...     Observation("waste.generated", "64.09", january, 40),
    ... ])
    >>> evaluator.value("100 * waste.handled / waste.generated", area="64.09", period=january).number
    75.0
    """

    def __init__(
        self, catalog: Catalog | Builder, areas: AreaTree | Iterable[Area], observations: Iterable[Observation]
    ) -> None:
        self.builder = catalog if isinstance(catalog, Builder) else Builder(Checker(catalog))
        self.areas = areas if isinstance(areas, AreaTree) else AreaTree(areas)
        self.figures = Figures(self.builder.checker.catalog, self.areas, observations)
        self._periods: list[Period] = []
        self._numbers: dict[Period, int] = {}
        self._readers: dict[Leaf, LeafReader] = {}
        self._programs: dict[Node, Program] = {}
        self._texts: dict[str, Node] = {}

    def value(self, formula: str | Checked | Node, *, area: str, period: Period) -> Result:
        """Return the value of an indicator's name, of the text of a formula, or of one checked or built before.

        Raises FormulaError unknown_area, and whatever is wrong with the formula.
        """
        found, marks = self._program(self.dataflow(formula)).run(self.cell(area, period))
        if found is None:
            return Result(None, None, marks)
        number = cast(Exact, found)
        return Result(exact.fraction(number), exact.double(number), marks)

    def outcome(self, node: Node, *, area: str, period: Period) -> Value:
        """Return the value of any part of a dataflow, also of a truth. Raises FormulaError unknown_area."""
        return self._program(node).run(self.cell(area, period))[0]

    def dataflow(self, formula: str | Checked | Node) -> Node:
        """Return the dataflow of what value() takes. Raises FormulaError."""
        if isinstance(formula, Checked):
            return self.builder.build(formula)
        if not isinstance(formula, str):
            return formula
        if formula not in self._texts:
            checker = self.builder.checker
            known = formula in checker.catalog.indicators
            checked = checker.indicator(formula) if known else checker.check(formula)
            self._texts[formula] = self.builder.build(checked)
        return self._texts[formula]

    def reader(self, leaf: Leaf) -> LeafReader:
        """Return what reads a leaf."""
        reader = self._readers.get(leaf)
        if reader is None:
            reader = self._readers[leaf] = LeafReader(leaf, self.figures, self._periods)
        return reader

    def cell(self, area: str, period: Period) -> Cell:
        """Return the cell of an area and a period. Raises FormulaError unknown_area."""
        self.areas.subtree(area)
        number = self._numbers.get(period)
        if number is None:
            number = self._numbers[period] = len(self._periods)
            self._periods.append(period)
        return area, number

    def _program(self, node: Node) -> Program:
        program = self._programs.get(node)
        if program is None:
            program = self._programs[node] = Program(node, self.reader, self.areas)
        return program


class Program:
    """One dataflow as a list of steps, each of which finds the values of its operands in those before it."""

    def __init__(self, root: Node, reader: Callable[[Leaf], LeafReader], areas: AreaTree) -> None:
        self._areas = areas
        self._inner: list[Program] = []
        nodes = _ordered_here(root)
        # Literals come first and leaves second, so that a run begins with a copy of the ones and reads the others.
        literals = [node for node in nodes if isinstance(node, Literal | Truth)]
        leaves = [node for node in nodes if isinstance(node, Leaf)]
        others = [node for node in nodes if not isinstance(node, Literal | Truth | Leaf)]
        places = {node: place for place, node in enumerate([*literals, *leaves, *others])}
        self._constants = [_constant(node) for node in literals]
        self._leaves = [reader(leaf) for leaf in leaves]
        self._steps = [
            self._step(node, [places[operand] for operand in _operands_here(node)], reader) for node in others
        ]
        self._found: dict[Cell, tuple[Value, int]] = {}

    def run(self, cell: Cell) -> tuple[Value, int]:
        """Return the value of the root, and the marks of all observations that any leaf read."""
        found = self._found.get(cell)
        if found is None:
            values: Values = list(self._constants)
            marks = 0
            for leaf in self._leaves:
                value, leaf_marks = leaf.read(cell)
                values.append(value)
                marks |= leaf_marks
            for step in self._steps:
                values.append(step(values, cell))
            for program in self._inner:
                marks |= program.marks(cell, self._areas)
            found = self._found[cell] = values[-1], marks
        return found

    def marks(self, cell: Cell, areas: AreaTree) -> int:
        """Return the marks of all observations that were read for the area and each area inside it."""
        marks = 0
        for area in areas.subtree(cell[0]):
            marks |= self.run((area, cell[1]))[1]
        return marks

    def _step(self, node: Node, at: list[int], reader: Callable[[Leaf], LeafReader]) -> Step:
        if isinstance(node, OverAreas):
            aggregation = node.aggregation
            inner = Program(node.operand, reader, self._areas)
            self._inner.append(inner)
            return lambda _, cell: _over_areas(aggregation, inner, self._areas.subtree(cell[0]), cell[1])
        return _combining(node, at)


def _constant(node: Literal | Truth) -> Value:
    if isinstance(node, Truth):
        return node.value
    return None if node.value is None else node.value.as_integer_ratio()


def _ordered_here(root: Node) -> list[Node]:
    """Return the nodes of one program, each after its operands; those below OverAreas have a program of their own."""
    done: dict[Node, None] = {}
    waiting = [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        if ready:
            done[node] = None
        elif node not in done:
            waiting.append((node, True))
            waiting.extend((operand, False) for operand in _operands_here(node))
    return list(done)


def _operands_here(node: Node) -> tuple[Node, ...]:
    return () if isinstance(node, OverAreas) else operands(node)


def _over_areas(aggregation: Aggregation, inner: Program, areas: Sequence[str], period: int) -> Exact | None:
    found = [cast(Exact, value) for area in areas if (value := inner.run((area, period))[0]) is not None]
    return exact.in_range(exact.aggregate(aggregation, found)) if found else None


def _combining(node: Node, at: list[int]) -> Step:  # noqa: PLR0911 - one return for each kind of node
    match node:
        case Arithmetic(operator=operator):
            return _binary(_ARITHMETIC[operator], at)
        case Comparison(operator=comparator):
            return _binary(_COMPARISON[comparator], at)
        case Logic(operator=connective):
            logic = _LOGIC[connective]
            return lambda values, _: logic([values[place] for place in at])
        case Call(function=Function.ROUND, digits=digits):
            return _unary(lambda value: exact.round_away(value, digits), at[0])
        case Call(function=function) if function in _UNARY:
            return _unary(_UNARY[function], at[0])
        case Call(function=Function.IS_MISSING):
            place = at[0]
            return lambda values, _: values[place] is None
        case Call(function=Function.IF):
            return lambda values, _: _chosen(values[at[0]], values[at[1]], values[at[2]])
        case Call(function=Function.COALESCE):
            return lambda values, _: next((values[place] for place in at if values[place] is not None), None)
        case Call(function=function):
            return _extreme(Aggregation(function.value), at)
        case _:
            raise AssertionError(node)


def _binary(operation: Callable[[Exact, Exact], Value], at: list[int]) -> Step:
    first, second = at

    def step(values: Values, _: Cell) -> Value:
        left, right = values[first], values[second]
        return None if left is None or right is None else operation(left, right)

    return step


def _unary(operation: Callable[[Exact], Value], place: int) -> Step:
    def step(values: Values, _: Cell) -> Value:
        value = values[place]
        return None if value is None else operation(value)

    return step


def _extreme(aggregation: Aggregation, at: list[int]) -> Step:
    def step(values: Values, _: Cell) -> Value:
        present = [values[place] for place in at if values[place] is not None]
        return exact.aggregate(aggregation, present) if present else None

    return step


def _chosen(condition: Value, yes: Value, no: Value) -> Value:
    if condition is None:
        return None
    return yes if condition else no


def _all(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _any(truths: list[bool | None]) -> bool | None:
    if True in truths:
        return True
    return None if None in truths else False


def _not(truths: list[bool | None]) -> bool | None:
    return None if truths[0] is None else not truths[0]


_ARITHMETIC: dict[Operator, Callable[[Exact, Exact], Value]] = {
    Operator.ADD: exact.add,
    Operator.SUBTRACT: exact.subtract,
    Operator.MULTIPLY: exact.multiply,
    Operator.DIVIDE: exact.divide,
    Operator.POWER: exact.power,
}
_COMPARISON: dict[Comparator, Callable[[Exact, Exact], Value]] = {
    Comparator.EQUAL: lambda left, right: exact.compare(left, right) == 0,
    Comparator.UNEQUAL: lambda left, right: exact.compare(left, right) != 0,
    Comparator.LESS: lambda left, right: exact.compare(left, right) < 0,
    Comparator.LESS_OR_EQUAL: lambda left, right: exact.compare(left, right) <= 0,
    Comparator.GREATER: lambda left, right: exact.compare(left, right) > 0,
    Comparator.GREATER_OR_EQUAL: lambda left, right: exact.compare(left, right) >= 0,
}
_LOGIC: dict[Connective, Callable[[list[bool | None]], bool | None]] = {
    Connective.AND: _all,
    Connective.OR: _any,
    Connective.NOT: _not,
}
_UNARY: dict[Function, Callable[[Exact], Exact | None]] = {
    Function.NEGATE: exact.negate,
    Function.ABS: exact.magnitude,
    Function.FLOOR: exact.floor,
    Function.CEIL: exact.ceil,
    Function.SQRT: exact.square_root,
    Function.LOG: exact.natural_logarithm,
    Function.LOG10: exact.decimal_logarithm,
}
