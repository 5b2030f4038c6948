"""Which units go together in a formula, and what their result is in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from serambi.methods.units import NUMBER, PERSON, Unit, conversion

from .errors import FormulaError, Phrase
from .meaning import Meaning
from .syntax import Chain, Negation, Number, Position, Power

# A larger power of a measure is no measure any more, and would only fill the memory with the factor.
MAX_POWER = 9

ADDED = "{left} is {left_unit} and {right} is {right_unit}: they cannot be added."
SUBTRACTED = "{left} is {left_unit} and {right} is {right_unit}: one cannot be subtracted from the other."
COMPARED = "{left} is {left_unit} and {right} is {right_unit}: they cannot be compared."
EXCHANGED = "{left} is {left_unit} and {right} is {right_unit}: one cannot stand for the other."

Quote = Callable[[Position], str]


def said(unit: Unit | None) -> Phrase:
    """Return the words that tell the unit of a part: “in ton”, “a plain number”."""
    if unit is None:
        return Phrase("in an unknown unit", "yang satuannya tidak diketahui")
    if unit.text in ("", "1"):
        return Phrase("a plain number", "tanpa satuan")
    return Phrase(f"in {unit.described('en')}", f"bersatuan {unit.text}")


def converted(meaning: Meaning, unit: Unit | None) -> Meaning:
    """Return the meaning with its value in that unit of the same dimension."""
    return replace(meaning, unit=unit, factor=meaning.factor * conversion(meaning.unit, unit))


def plain(meaning: Meaning) -> Meaning:
    """Return the meaning of a plain number with its scale written out: `ribu` becomes a factor of 1,000."""
    if meaning.unit is None or not meaning.unit.is_number or meaning.unit.factor == 1:
        return meaning
    return converted(meaning, NUMBER)


def in_common_unit(
    operands: Sequence[Meaning], *, message: str, quote: Quote, accept_bare: bool = False
) -> tuple[tuple[Meaning, ...], Unit | None]:
    """Return the operands converted to one unit, that of the first that has one, and this unit.

    The literal 0 and unknown units go with everything, plain numbers with plain numbers.
    accept_bare: bare numbers are taken to be in whatever unit the others have.
    Raises FormulaError unit_mismatch with the message.
    """
    deciding = [
        operand
        for operand in operands
        if operand.unit is not None and not operand.is_zero and not (accept_bare and operand.is_bare)
    ]
    if not deciding:
        unit = next((operand.unit for operand in operands if operand.unit is not None), None)
        return tuple(operands), unit
    first = deciding[0]
    for other in deciding[1:]:
        _refuse_mismatch(first, other, message=message, quote=quote)
    # A bare number in front has no unit to show; the first that shows one does, as in `1 - share`.
    shown = next((operand for operand in deciding if not operand.is_bare), first)
    chosen = {id(operand) for operand in deciding}
    return (
        tuple(converted(operand, shown.unit) if id(operand) in chosen else operand for operand in operands),
        shown.unit,
    )


def product(syntax: Chain, operands: Sequence[Meaning]) -> Meaning:
    """Return the meaning of factors joined by `*` and `/`."""
    unit = operands[0].unit
    is_bare = operands[0].is_bare
    for operator, operand in zip(syntax.operators, operands[1:], strict=True):
        if unit is None or operand.unit is None:
            unit = None
        elif operand.is_bare:
            unit = _unnamed(unit)
        elif is_bare and operator == "*":
            unit = _unnamed(operand.unit)
        else:
            unit = unit * operand.unit if operator == "*" else unit / operand.unit
        is_bare = is_bare and operand.is_bare
    return plain(Meaning(syntax, tuple(operands), unit=unit, is_bare=is_bare))


def power(syntax: Power, base: Meaning, exponent: Meaning, *, quote: Quote) -> Meaning:
    """Return the meaning of a power; a measure may be raised to a whole literal power only.

    Raises FormulaError unit_mismatch.
    """
    if exponent.unit is not None and not exponent.unit.is_number:
        raise FormulaError(
            "unit_mismatch",
            "An exponent is a plain number; {part} is {unit}.",
            {"part": quote(exponent.syntax.position), "unit": said(exponent.unit)},
            exponent.syntax.position,
        )
    exponent = plain(exponent)
    is_bare = base.is_bare and exponent.is_bare
    if base.unit is None or base.unit.is_number:
        base = plain(base)
        return Meaning(syntax, (base, exponent), unit=base.unit and NUMBER, is_bare=is_bare)
    whole = whole_number(exponent)
    if whole is None or abs(whole) > MAX_POWER:
        raise FormulaError(
            "unit_mismatch",
            "{part} is {unit}, so its exponent is a whole number from -{most} to {most}, written out.",
            {"part": quote(base.syntax.position), "unit": said(base.unit), "most": MAX_POWER},
            exponent.syntax.position,
        )
    return Meaning(syntax, (base, exponent), unit=base.unit**whole)


def whole_number(meaning: Meaning) -> int | None:
    """Return the whole number that is written out here, with or without a minus, or None."""
    match meaning.syntax:
        case Number(value=value) if value.denominator == 1:
            return value.numerator
        case Negation(operand=Number(value=value)) if value.denominator == 1:
            return -value.numerator
        case _:
            return None


def root(operand: Meaning, *, quote: Quote) -> tuple[Meaning, Unit | None]:
    """Return the operand in a unit that is a square, and the root of this unit. Raises FormulaError unit_mismatch."""
    if operand.unit is None:
        return operand, None
    unit = operand.unit.square_root()
    if unit is None:
        raise FormulaError(
            "unit_mismatch",
            "{part} is {unit}, and the square root of that is no unit.",
            {"part": quote(operand.syntax.position), "unit": said(operand.unit)},
            operand.syntax.position,
        )
    return converted(operand, unit * unit), unit


def logarithm(operand: Meaning, *, function: str, quote: Quote) -> Meaning:
    """Return the operand of a logarithm as a plain number. Raises FormulaError unit_mismatch."""
    if operand.unit is not None and not operand.unit.is_number:
        raise FormulaError(
            "unit_mismatch",
            "{function} needs a plain number, such as a ratio; {part} is {unit}.",
            {"function": function, "part": quote(operand.syntax.position), "unit": said(operand.unit)},
            operand.syntax.position,
        )
    return plain(operand)


def per_person(operand: Unit | None, population: Unit | None) -> tuple[Unit | None, Fraction]:
    """Return the unit of a value per person, and the factor that the quotient of the two numbers needs.

    population: the unit of the population; unknown and plain numbers are people.
    Raises ValueError when the population is counted in something else than people.
    """
    factor = Fraction(1)
    if population is not None:
        factor /= population.factor if population.is_number else conversion(population, PERSON)
    if operand is None:
        return None, factor
    unit = operand / PERSON
    if unit.is_number:
        return NUMBER, factor * unit.factor
    return unit, factor


def _unnamed(unit: Unit) -> Unit:
    """Return the unit, and the plain number for a percentage or an index: multiplied, it is one no more."""
    return NUMBER if unit == NUMBER else unit


def _refuse_mismatch(left: Meaning, right: Meaning, *, message: str, quote: Quote) -> None:
    if left.unit is None or right.unit is None or left.unit.dimension == right.unit.dimension:
        return
    position = left.syntax.position.until(right.syntax.position)
    raise FormulaError(
        "unit_mismatch",
        message,
        {
            "left": quote(left.syntax.position),
            "left_unit": said(left.unit),
            "right": quote(right.syntax.position),
            "right_unit": said(right.unit),
        },
        position,
    )
