"""From meaning to dataflow: contexts pushed down to the leaves, units made into factors, equal parts shared."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar, cast

from .catalog import Aggregation, Constant
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
    Shift,
    ShiftKind,
    Truth,
)
from .interpret import OVER_AREAS
from .meaning import Checked, Meaning, SeriesUse
from .syntax import Call as CallSyntax
from .syntax import Chain, Negation, Not, Number, Power
from .syntax import Comparison as ComparisonSyntax
from .syntax import Logic as LogicSyntax
from .syntax import Truth as TruthSyntax

N = TypeVar("N", bound=Node)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a part of a formula is evaluated, as seen from the area and period that are asked for."""

    shifts: tuple[Shift, ...] = ()
    cumulative: bool = False
    own_only: bool = False

    def shifted(self, kind: ShiftKind, steps: int) -> Context:
        """Return the context that many steps further back; equal steps in a row become one."""
        if self.shifts and self.shifts[-1].kind is kind:
            return replace(self, shifts=(*self.shifts[:-1], Shift(kind, self.shifts[-1].steps + steps)))
        return replace(self, shifts=(*self.shifts, Shift(kind, steps)))


HERE = Context()
# A part waiting for the dataflows of its own parts: it yields what it needs and is sent the node.
_Steps = Generator[tuple[Meaning, Context], Node, Node]
_FUNCTIONS = {
    "abs": Function.ABS,
    "floor": Function.FLOOR,
    "ceil": Function.CEIL,
    "round": Function.ROUND,
    "sqrt": Function.SQRT,
    "log": Function.LOG,
    "log10": Function.LOG10,
    "min": Function.MIN,
    "max": Function.MAX,
    "coalesce": Function.COALESCE,
    "if": Function.IF,
    "is_missing": Function.IS_MISSING,
}


class Builder:
    """Builds the dataflows of the formulas of one catalogue; what two of them have in common is one object.

    >>> from .catalog import Catalog, Series
    >>> builder = Builder(Checker(Catalog([Series("waste.handled")])))
    >>> builder.build(builder.checker.check("previous(previous(waste.handled))")).shifts
    (Shift(kind=<ShiftKind.PREVIOUS: 'previous'>, steps=2),)
    """

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        self._nodes: dict[Hashable, Node] = {}
        self._built: dict[tuple[Meaning, Context], Node] = {}

    def indicator(self, name: str) -> Node:
        """Return the dataflow of an indicator of the catalogue. Raises FormulaError."""
        return self.build(self.checker.indicator(name))

    def build(self, checked: Checked) -> Node:
        """Return the dataflow of a formula."""
        return self.part(checked.meaning, HERE)

    def part(self, meaning: Meaning, context: Context) -> Node:
        """Return the dataflow of a part of a formula in a context.

        A stack of its own instead of recursion: indicators may be built on indicators hundreds of times.
        """
        found = self._built.get((meaning, context))
        if found is not None:
            return found
        stack = [((meaning, context), self._raw(meaning, context))]
        answer: Node | None = None
        while stack:
            key, steps = stack[-1]
            try:
                # The first send() of a generator takes None.
                needed = steps.send(cast(Node, answer))
            except StopIteration as done:
                stack.pop()
                answer = self._built[key] = self._scaled(done.value, key[0].factor)
                continue
            answer = self._built.get(needed)
            if answer is None:
                stack.append((needed, self._raw(*needed)))
        return cast(Node, answer)

    def _scaled(self, node: Node, factor: Fraction) -> Node:
        return node if factor == 1 else self._arithmetic(Operator.MULTIPLY, node, self._literal(factor))

    def _raw(self, meaning: Meaning, context: Context) -> _Steps:  # noqa: PLR0911 - one branch for each kind
        """Return the steps to the dataflow of a part before its factor is applied."""
        syntax = meaning.syntax
        match meaning.refers, syntax:
            case str() as indicator, _:
                return self._indicator(indicator, context)
            case Constant(value=value), _:
                return self._ready(self._literal(value))
            case SeriesUse(), CallSyntax(function="per_capita"):
                return self._per_capita(meaning, context)
            case SeriesUse() as use, _:
                return self._ready(self.leaf(use, context))
            case _, Number(value=value):
                return self._ready(self._literal(value))
            case _, TruthSyntax(value=value):
                return self._ready(self._shared(("truth", value), lambda: Truth(value)))
            case _, CallSyntax(function=function):
                return self._calls.get(function, Builder._function)(self, meaning, context)
            case _:
                return self._operation(meaning, context)

    def _ready(self, node: Node) -> _Steps:
        yield from ()
        return node

    def _indicator(self, name: str, context: Context) -> _Steps:
        return (yield self.checker.indicator(name).meaning, context)

    def _operation(self, meaning: Meaning, context: Context) -> _Steps:
        nodes: list[Node] = []
        for operand in meaning.operands:
            nodes.append((yield operand, context))
        match meaning.syntax:
            case Negation():
                return self._call(Function.NEGATE, *nodes)
            case Chain(operators=operators):
                value = nodes[0]
                for operator, operand_node in zip(operators, nodes[1:], strict=True):
                    value = self._arithmetic(Operator(operator), value, operand_node)
                return value
            case Power():
                return self._arithmetic(Operator.POWER, *nodes)
            case ComparisonSyntax(operator=sign):
                left, right = nodes
                comparator = Comparator(sign)
                return self._shared((comparator, left, right), lambda: Comparison(comparator, left, right))
            case LogicSyntax(operator=word):
                return self._logic(Connective(word), *nodes)
            case Not():
                return self._logic(Connective.NOT, *nodes)
            case other:
                raise AssertionError(other)

    def _function(self, meaning: Meaning, context: Context) -> _Steps:
        nodes: list[Node] = []
        for operand in meaning.operands:
            nodes.append((yield operand, context))
        function = _FUNCTIONS[cast(CallSyntax, meaning.syntax).function]
        if function in (Function.MIN, Function.MAX, Function.COALESCE) and len(nodes) == 1:
            return nodes[0]
        return self._call(function, *nodes, digits=meaning.count)

    def _previous(self, meaning: Meaning, context: Context) -> _Steps:
        return (yield meaning.operands[0], context.shifted(ShiftKind.PREVIOUS, meaning.count))

    def _last_year(self, meaning: Meaning, context: Context) -> _Steps:
        return (yield meaning.operands[0], context.shifted(ShiftKind.LAST_YEAR, 1))

    def _year_to_date(self, meaning: Meaning, context: Context) -> _Steps:
        return (yield meaning.operands[0], replace(context, cumulative=True))

    def _per_capita(self, meaning: Meaning, context: Context) -> _Steps:
        value = yield meaning.operands[0], context
        people = self.leaf(cast(SeriesUse, meaning.refers), context, covering=True)
        return self._arithmetic(Operator.DIVIDE, value, people)

    def _over_areas(self, meaning: Meaning, context: Context) -> _Steps:
        operand = yield meaning.operands[0], replace(context, own_only=True)
        aggregation = OVER_AREAS[cast(CallSyntax, meaning.syntax).function]
        if not context.own_only:
            return self._shared(("over areas", aggregation, operand), lambda: OverAreas(aggregation, operand))
        # A single area: its value itself, or 1 when it has one and it is counted.
        if aggregation is not Aggregation.COUNT:
            return operand
        missing = self._call(Function.IS_MISSING, operand)
        return self._call(Function.IF, missing, self._literal(None), self._literal(Fraction(1)))

    def leaf(self, use: SeriesUse, context: Context, *, covering: bool = False) -> Leaf:
        """Return the leaf of a series in a context; covering as in Leaf."""
        leaf = Leaf(
            series=use.code,
            over_time=use.over_time,
            over_area=use.over_area,
            shifts=context.shifts,
            cumulative=context.cumulative,
            own_only=context.own_only,
            covering=covering,
        )
        return self._shared(leaf, lambda: leaf)

    def _literal(self, value: Fraction | None) -> Literal:
        return self._shared(("literal", value), lambda: Literal(value))

    def _arithmetic(self, operator: Operator, left: Node, right: Node) -> Arithmetic:
        return self._shared((operator, left, right), lambda: Arithmetic(operator, left, right))

    def _logic(self, connective: Connective, *operands: Node) -> Logic:
        return self._shared((connective, *operands), lambda: Logic(connective, operands))

    def _call(self, function: Function, *operands: Node, digits: int = 0) -> Call:
        return self._shared((function, digits, *operands), lambda: Call(function, operands, digits))

    def _shared(self, key: Hashable, make: Callable[[], N]) -> N:
        """Return the one node that says this; operands in the key are compared by identity."""
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = make()
        return cast(N, node)

    _calls: Mapping[str, Callable[[Builder, Meaning, Context], _Steps]] = {
        "previous": _previous,
        "same_period_last_year": _last_year,
        "year_to_date": _year_to_date,
        **dict.fromkeys(OVER_AREAS, _over_areas),
    }
