"""Writes syntax out again, with no more brackets than it needs."""

from serambi.methods.formula.syntax import (
    Call,
    Chain,
    Comparison,
    Logic,
    Name,
    Negation,
    Not,
    Number,
    Power,
    Syntax,
    Truth,
)

OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(9)


def written(node: Syntax) -> str:
    """Return a text whose syntax is the node."""
    return _write(node)[0]


def _write(node: Syntax) -> tuple[str, int]:  # noqa: PLR0911 - one return for each kind of node
    match node:
        case Number(text=text):
            return text, ATOM
        case Truth(value=value):
            return str(value).lower(), ATOM
        case Name(name=name):
            return name, ATOM
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(written(argument) for argument in arguments)})", ATOM
        case Negation(operand=operand):
            return f"-{_within(operand, SIGN)}", SIGN
        case Power(base=base, exponent=exponent):
            return f"{_within(base, ATOM)} ^ {_within(exponent, SIGN)}", POWER
        case Chain(operators=operators, operands=operands):
            level = PRODUCT if operators[0] in "*/" else SUM
            rest = zip(operators, operands[1:], strict=True)
            text = "".join(f" {operator} {_within(operand, level + 1)}" for operator, operand in rest)
            return _within(operands[0], level + 1) + text, level
        case Comparison(operator=operator, left=left, right=right):
            return f"{_within(left, SUM)} {operator} {_within(right, SUM)}", COMPARISON
        case Not(operand=operand):
            return f"not {_within(operand, NOT)}", NOT
        case Logic(operator=operator, operands=operands):
            level = OR if operator == "or" else AND
            return f" {operator} ".join(_within(operand, level + 1) for operand in operands), level


def _within(node: Syntax, level: int) -> str:
    text, own = _write(node)
    return text if own >= level else f"({text})"
