"""What a formula computes, said in one plain sentence: in Indonesian for officers, in English beside it.

A part of a calculation that has parts itself stands in brackets, so that no sentence can be read in two ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from serambi.methods.units import Unit

from .catalog import Aggregation, Constant
from .meaning import Checked, Meaning, SeriesUse
from .phrases import Phrases, phrases_of
from .syntax import Call, Chain, Comparison, Logic, Negation, Not, Number, Power, Truth

_LONGEST_NUMBER = 15
_LOOSE = frozenset({"+", "-"})


def describe(checked: Checked, *, language: str = "id", names: Mapping[str, str] | None = None) -> str:
    """Return the sentence that says what the formula computes.

    language: `id` or `en`.
    names: what to call series, indicators and constants; their codes where a name is not given.

    >>> from .catalog import Catalog, Series
    >>> from .check import Checker
    >>> checker = Checker(Catalog([Series("waste.handled", "ton"), Series("waste.generated", "ton")]))
    >>> checked = checker.check("100 * waste.handled / waste.generated", unit="%")
    >>> describe(checked, names={"waste.handled": "sampah tertangani", "waste.generated": "timbulan sampah"})
    '100 kali jumlah sampah tertangani dibagi jumlah timbulan sampah, dalam %.'
    """
    phrases = phrases_of(language)
    text = _Speaker(phrases, names or {}).say(checked.meaning).text
    unit = checked.unit.described(language) if checked.unit else ""
    sentence = f"{text}, {phrases.in_unit.format(unit=unit)}." if unit else f"{text}."
    return sentence[0].upper() + sentence[1:]


class _Bond(IntEnum):
    """How firmly the words of a part hold together, the firmest first."""

    NOUN = 0
    CALCULATION = 1
    CLAUSE = 2
    COMPARISON = 3
    LOGIC = 4
    CHOICE = 5


@dataclass(frozen=True, slots=True)
class _Said:
    """Words for a part."""

    text: str
    bond: _Bond = _Bond.NOUN

    def within(self, bond: _Bond) -> str:
        """Return the words as they stand where nothing looser than the bond may stand: in brackets if need be."""
        return self.text if self.bond <= bond else f"({self.text})"

    @property
    def noun(self) -> str:
        return self.within(_Bond.NOUN)


class _Speaker:
    def __init__(self, phrases: Phrases, names: Mapping[str, str]) -> None:
        self._phrases = phrases
        self._names = names

    def say(self, meaning: Meaning) -> _Said:
        said = self._unconverted(meaning)
        unit: Unit | None = meaning.unit
        # The factor of per_capita only brings the population to people.
        is_converted = meaning.factor != 1 and not (meaning.refers and meaning.operands)
        if not is_converted or unit is None or not unit.text:
            return said
        return _Said(f"{said.noun} {self._phrases.converted.format(unit=unit.text)}")

    def _unconverted(self, meaning: Meaning) -> _Said:
        match meaning.refers:
            case str() as indicator:
                return _Said(self._phrases.indicator.format(name=self._name(indicator)))
            case Constant(name=name):
                return _Said(self._name(name))
            case SeriesUse() as use if not meaning.operands:
                return self._series(use)
            case _:
                return self._part(meaning)

    def _part(self, meaning: Meaning) -> _Said:  # noqa: PLR0911 - one return for each kind of node
        operands = [self.say(operand) for operand in meaning.operands]
        match meaning.syntax:
            case Number(text=text):
                return _Said(_number(text, self._phrases))
            case Truth(value=value):
                return _Said(self._phrases.true if value else self._phrases.false)
            case Negation():
                return _Said(f"{self._phrases.minus} {operands[0].noun}", _Bond.CALCULATION)
            case Chain(operators=operators):
                return self._chain(operators, operands)
            case Power():
                base, exponent = operands
                return _Said(self._phrases.power.format(a=base.noun, b=exponent.noun), _Bond.CALCULATION)
            case Comparison(operator=operator):
                left, right = (operand.within(_Bond.CALCULATION) for operand in operands)
                return _Said(f"{left} {self._phrases.comparisons[operator]} {right}", _Bond.COMPARISON)
            case Logic(operator=operator):
                word = self._phrases.conjunction if operator == "and" else self._phrases.disjunction
                text = f" {word} ".join(operand.within(_Bond.COMPARISON) for operand in operands)
                return _Said(text, _Bond.LOGIC)
            case Not():
                return self._not(meaning.operands[0], operands[0])
            case Call() as call:
                return self._call(call, meaning, operands)
            case other:
                raise AssertionError(other)

    def _chain(self, operators: Sequence[str], operands: Sequence[_Said]) -> _Said:
        text = operands[0].noun
        previous = ""
        for operator, operand in zip(operators, operands[1:], strict=True):
            # What follows a division could be taken for a part of the divisor.
            if previous == "/":
                text = f"({text})"
            text = f"{text} {self._phrases.operators[operator]} {operand.noun}"
            previous = operator
        return _Said(text, _Bond.CALCULATION)

    def _not(self, meaning: Meaning, said: _Said) -> _Said:
        syntax = meaning.syntax
        if isinstance(syntax, Call) and syntax.function == "is_missing":
            there = self.say(meaning.operands[0]).noun
            return _Said(self._phrases.is_there.format(x=there), _Bond.COMPARISON)
        text = self._phrases.negation.format(x=said.within(_Bond.COMPARISON))
        return _Said(text, _Bond.LOGIC)

    def _series(self, use: SeriesUse) -> _Said:
        over_time = self._phrases.over_time[use.over_time].format(name=self._name(use.code))
        if use.over_area is use.over_time and use.over_time in _SAME_EITHER_WAY:
            return _Said(over_time)
        return _Said(f"{over_time}, {self._phrases.over_area[use.over_area]}", _Bond.CLAUSE)

    def _call(self, call: Call, meaning: Meaning, operands: Sequence[_Said]) -> _Said:
        phrases = self._phrases
        match call.function:
            case "if":
                condition, yes, no = (operand.within(_Bond.LOGIC) for operand in operands)
                return _Said(phrases.choice.format(condition=condition, yes=yes, no=no), _Bond.CHOICE)
            case "min" | "max" | "coalesce":
                return self._choosing(call.function, operands)
            case "is_missing":
                return _Said(phrases.is_missing.format(x=operands[0].noun), _Bond.COMPARISON)
            case "round" | "floor" | "ceil":
                return _Said(self._rounded(call.function, operands[0].noun, meaning.count), _Bond.CALCULATION)
            case "previous" if meaning.count > 1:
                return _Said(phrases.previous_several.format(x=operands[0].noun, n=meaning.count))
            case function:
                return _Said(phrases.functions[function].format(x=operands[0].noun))

    def _choosing(self, function: str, operands: Sequence[_Said]) -> _Said:
        if len(operands) == 1:
            return operands[0]
        if function != "coalesce":
            return _Said(self._phrases.functions[function].format(x=self._listed(operands)), _Bond.CLAUSE)
        if len(operands) == 2:
            first, other = operands
            return _Said(self._phrases.otherwise.format(x=first.noun, other=other.noun), _Bond.CLAUSE)
        return _Said(self._phrases.first_available.format(x=self._listed(operands)), _Bond.CLAUSE)

    def _rounded(self, function: str, operand: str, digits: int) -> str:
        if digits > 0:
            return self._phrases.rounded.format(x=operand, n=digits)
        if digits < 0:
            return self._phrases.rounded_to.format(x=operand, n=_number(str(10**-digits), self._phrases))
        return self._phrases.functions[function].format(x=operand)

    def _listed(self, operands: Sequence[_Said]) -> str:
        *some, last = (operand.noun for operand in operands)
        return f"{', '.join(some)}{',' if len(some) > 1 else ''} {self._phrases.conjunction} {last}"

    def _name(self, code: str) -> str:
        return self._names.get(code, code)


_SAME_EITHER_WAY = frozenset({Aggregation.SUM, Aggregation.MIN, Aggregation.MAX})


def _number(text: str, phrases: Phrases) -> str:
    """Return the number with the separators of the language; very long and very small ones as they are written."""
    number = Decimal(text)
    written = f"{number:,f}"
    if len(written) > _LONGEST_NUMBER or ("E" in text.upper() and abs(number.adjusted()) > _LONGEST_NUMBER):
        return text
    return written.translate(phrases.separators)
