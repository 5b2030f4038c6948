"""The syntax of a formula: what was written, as frozen nodes that know where they stand.

Two nodes are equal when they say the same thing, wherever they stand.
A chain of one precedence level is one node (`a + b - c`, `a and b and c`), so the depth of the tree is the
nesting that a reader sees, and not the length of a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Position:
    """Where a part stands in the text of its formula.

    start, end: character offsets from 0, end excluded.
    line, column: of the start, both from 1.
    """

    start: int
    end: int
    line: int
    column: int

    def until(self, last: Position) -> Position:
        """Return the stretch from here to the end of the last part."""
        return Position(self.start, last.end, self.line, self.column)

    def as_dict(self) -> dict[str, int]:
        return {"start": self.start, "end": self.end, "line": self.line, "column": self.column}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exactly as written: `0.5` is one half."""

    value: Fraction
    text: str = field(compare=False)
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false`."""

    value: bool
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A series, an indicator or a constant, or the word `time` or `area` that tells an aggregation its way."""

    name: str
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Negation:
    """`-x`."""

    operand: Syntax
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms joined by `+ -`, or factors joined by `* /`, worked out from left to right.

    operators: one fewer than the operands; operators[i] stands before operands[i + 1].
    """

    operators: tuple[str, ...]
    operands: tuple[Syntax, ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    """`base ^ exponent`."""

    base: Syntax
    exponent: Syntax
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left == right`, or one of `!= < <= > >=`."""

    operator: str
    left: Syntax
    right: Syntax
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """Truths joined by `and`, or by `or`: at least two."""

    operator: str
    operands: tuple[Syntax, ...]
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not x`."""

    operand: Syntax
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`.

    head: where the function's name stands.
    """

    function: str
    arguments: tuple[Syntax, ...]
    head: Position = field(compare=False)
    position: Position = field(compare=False)


Syntax = Number | Truth | Name | Negation | Chain | Power | Comparison | Logic | Not | Call


def parts(node: Syntax) -> tuple[Syntax, ...]:
    """Return the nodes directly inside, in the order they are written."""
    match node:
        case Chain(operands=operands) | Logic(operands=operands):
            return operands
        case Call(arguments=arguments):
            return arguments
        case Negation(operand=operand) | Not(operand=operand):
            return (operand,)
        case Power(base=base, exponent=exponent):
            return (base, exponent)
        case Comparison(left=left, right=right):
            return (left, right)
        case _:
            return ()


def walk(node: Syntax) -> Iterator[tuple[Syntax, int]]:
    """Yield the node and all inside it with their depth from 1, each before its parts, in the order written."""
    waiting = [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        yield current, depth
        waiting.extend((part, depth + 1) for part in reversed(parts(current)))


def relocated(node: Syntax, position: Position) -> Syntax:
    """Return the same node, said to stand elsewhere: brackets belong to what they enclose."""
    return replace(node, position=position)


def place(text: str, start: int, end: int) -> Position:
    """Return the position of a stretch of the text."""
    return Position(start, end, text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)
