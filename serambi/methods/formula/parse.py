"""From the text of a formula to its syntax."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from importlib import resources
from typing import cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from .diagnosis import diagnose
from .errors import FormulaError
from .syntax import (
    Call,
    Chain,
    Comparison,
    Logic,
    Name,
    Negation,
    Not,
    Number,
    Position,
    Power,
    Syntax,
    Truth,
    place,
    relocated,
    walk,
)

MAX_LENGTH = 4_000
# A name with a dot is read as a name whatever its parts are called; the grammar need not be asked.
_DOTTED = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+", re.ASCII)
MAX_DEPTH = 100


def parse(text: str) -> Syntax:
    """Return the syntax of the formula.

    Raises FormulaError syntax_error, too_long (above 4,000 characters), too_deep (nesting above 100 levels) and
    bad_value for a number outside the range of a double, each with its position.

    >>> parse("100 * waste.handled").operators
    ('*',)
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            "too_long",
            "The formula has {length} characters; at most {most} are read.",
            {"length": len(text), "most": MAX_LENGTH},
            place(text, MAX_LENGTH, len(text)),
        )
    if _DOTTED.fullmatch(text):  # the formula of most indicators, and of fifty thousand from a table
        return Name(text, place(text, 0, len(text)))
    try:
        syntax = cast(Syntax, _PARSER.parse(text))
    except UnexpectedInput as unexpected:
        raise diagnose(text, unexpected) from None
    for node, depth in walk(syntax):
        if depth > MAX_DEPTH:
            raise FormulaError(
                "too_deep", "The formula is nested more than {most} levels deep.", {"most": MAX_DEPTH}, node.position
            )
    return syntax


class _Builder(Transformer[Token, Syntax]):
    """Builds the nodes while the parser reads, so that no depth of nesting is ever walked recursively."""

    def number(self, children: list[Token]) -> Syntax:
        token = children[0]
        # float() first: it answers at once for 1e999999999, where a Fraction would fill the memory.
        size = float(token)
        is_zero = not re.match(r"[0.]*[1-9]", token)
        if size > sys.float_info.max or (size < sys.float_info.min and not is_zero):
            raise FormulaError(
                "bad_value", "{number} is too large or too small a number.", {"number": str(token)}, _position(token)
            )
        return Number(Fraction(0) if is_zero else Fraction(token), str(token), _position(token))

    def truth(self, children: list[Token]) -> Syntax:
        return Truth(children[0] == "true", _position(children[0]))

    def name(self, children: list[Token]) -> Syntax:
        return Name(str(children[0]), _position(children[0]))

    def call(self, children: list[Token | Syntax]) -> Syntax:
        name, closing = cast(Token, children[0]), cast(Token, children[-1])
        arguments = cast(list[Syntax], children[2:-1])
        head = _position(name)
        return Call(str(name), tuple(arguments), head, head.until(_position(closing)))

    def group(self, children: list[Token | Syntax]) -> Syntax:
        opening, node, closing = cast(tuple[Token, Syntax, Token], tuple(children))
        return relocated(node, _position(opening).until(_position(closing)))

    def power(self, children: list[Syntax]) -> Syntax:
        base, exponent = children
        return Power(base, exponent, base.position.until(exponent.position))

    def sign(self, children: list[Token | Syntax]) -> Syntax:
        sign, operand = cast(tuple[Token, Syntax], tuple(children))
        position = _position(sign).until(operand.position)
        return Negation(operand, position) if sign == "-" else relocated(operand, position)

    def chain(self, children: list[Token | Syntax]) -> Syntax:
        operands = cast(list[Syntax], children[::2])
        operators = tuple(str(operator) for operator in children[1::2])
        return Chain(operators, tuple(operands), operands[0].position.until(operands[-1].position))

    def comparison(self, children: list[Token | Syntax]) -> Syntax:
        left, operator, right = cast(tuple[Syntax, Token, Syntax], tuple(children))
        return Comparison(str(operator), left, right, left.position.until(right.position))

    def opposite(self, children: list[Token | Syntax]) -> Syntax:
        word, operand = cast(tuple[Token, Syntax], tuple(children))
        return Not(operand, _position(word).until(operand.position))

    def both(self, children: list[Syntax]) -> Syntax:
        return Logic("and", tuple(children), children[0].position.until(children[-1].position))

    def either(self, children: list[Syntax]) -> Syntax:
        return Logic("or", tuple(children), children[0].position.until(children[-1].position))


def _position(token: Token) -> Position:
    # Lark leaves these empty only for tokens that nobody read, of which this grammar has none.
    start, end = cast(int, token.start_pos), cast(int, token.end_pos)
    return Position(start, end, cast(int, token.line), cast(int, token.column))


_PARSER = Lark(
    resources.files(__package__).joinpath("grammar.lark").read_text("utf-8"),
    parser="lalr",
    # Not the contextual lexer: a keyword is a keyword everywhere, also where it is not expected.
    lexer="basic",
    transformer=_Builder(),
)
