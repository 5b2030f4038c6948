"""From syntax to meaning: what each name and function stands for, and whether types and units fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from serambi.methods.units import NUMBER, Unit, parse_unit

from . import unit_rules
from .catalog import POPULATION, Aggregation, Catalog
from .errors import FormulaError
from .functions import FUNCTIONS
from .meaning import Meaning, SeriesUse
from .names import unknown_function, unknown_name
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
)

TIME, AREA = "time", "area"
OVER_AREAS = {f"{name}_over_areas": Aggregation(name) for name in ("sum", "mean", "min", "max", "count")}
MAX_DIGITS = 12
MAX_PERIODS = 10_000
_LONGEST_QUOTE = 60


class Interpreter:
    """Reads the syntax of one formula.

    units: the unit of every indicator that the formula names, already found.

    The recursion is as deep as the nesting of one formula, which parse() limits.
    """

    def __init__(self, text: str, catalog: Catalog, units: Mapping[str, Unit | None]) -> None:
        self._text = text
        self._catalog = catalog
        self._units = units

    def meaning(self, syntax: Syntax) -> Meaning:  # noqa: PLR0911 - one branch for each kind of node
        """Return the meaning. Raises FormulaError with the position of the part that is wrong."""
        match syntax:
            case Number(value=value):
                return Meaning(syntax, unit=NUMBER, is_bare=True, is_zero=value == 0)
            case Truth():
                return Meaning(syntax, is_truth=True)
            case Name():
                return self._named(syntax)
            case Negation(operand=operand):
                inner = self.number(operand)
                return Meaning(syntax, (inner,), unit=inner.unit, is_bare=inner.is_bare, is_zero=inner.is_zero)
            case Chain():
                return self._chain(syntax)
            case Power(base=base, exponent=exponent):
                return unit_rules.power(syntax, self.number(base), self.number(exponent), quote=self.quote)
            case Comparison(left=left, right=right):
                sides, _ = unit_rules.in_common_unit(
                    [self.number(left), self.number(right)],
                    message=unit_rules.COMPARED,
                    quote=self.quote,
                    accept_bare=True,
                )
                return Meaning(syntax, sides, is_truth=True)
            case Logic(operands=operands):
                return Meaning(syntax, tuple(self.truth(operand) for operand in operands), is_truth=True)
            case Not(operand=operand):
                return Meaning(syntax, (self.truth(operand),), is_truth=True)
            case Call():
                return self._call(syntax)

    def number(self, syntax: Syntax) -> Meaning:
        """Return the meaning of a part that has to be a number. Raises FormulaError type_mismatch."""
        meaning = self.meaning(syntax)
        if meaning.is_truth:
            raise FormulaError(
                "type_mismatch",
                "A number is needed here, but “{part}” is either true or false.",
                {"part": self.quote(syntax.position)},
                syntax.position,
            )
        return meaning

    def truth(self, syntax: Syntax) -> Meaning:
        """Return the meaning of a part that has to be true or false. Raises FormulaError type_mismatch."""
        meaning = self.meaning(syntax)
        if not meaning.is_truth:
            raise FormulaError(
                "type_mismatch",
                "A condition is needed here, such as “a > b”, but “{part}” is a number.",
                {"part": self.quote(syntax.position)},
                syntax.position,
            )
        return meaning

    def quote(self, position: Position) -> str:
        """Return the text of a part, on one line and not too long to stand in a sentence."""
        part = " ".join(self._text[position.start : position.end].split())
        return part if len(part) <= _LONGEST_QUOTE else f"{part[: _LONGEST_QUOTE - 1]}…"

    def _named(self, syntax: Name) -> Meaning:
        name = syntax.name
        if name in self._units:
            return Meaning(syntax, unit=self._units[name], refers=name)
        if series := self._catalog.series.get(name):
            return self._series(syntax, SeriesUse(name, series.over_time, series.over_area))
        if constant := self._catalog.constants.get(name):
            unit = parse_unit(constant.unit or "")
            bare = unit.is_number and unit.factor == 1
            return Meaning(syntax, unit=unit, is_bare=bare, refers=constant)
        raise unknown_name(syntax, self._catalog)

    def _series(self, syntax: Syntax, use: SeriesUse) -> Meaning:
        unit = self._catalog.series[use.code].unit
        if Aggregation.COUNT in (use.over_time, use.over_area):
            return Meaning(syntax, unit=NUMBER, refers=use)
        return Meaning(syntax, unit=None if unit is None else parse_unit(unit), refers=use)

    def _chain(self, syntax: Chain) -> Meaning:
        operands = [self.number(operand) for operand in syntax.operands]
        if syntax.operators[0] in "*/":
            return unit_rules.product(syntax, operands)
        message = unit_rules.SUBTRACTED if set(syntax.operators) == {"-"} else unit_rules.ADDED
        terms, unit = unit_rules.in_common_unit(operands, message=message, quote=self.quote)
        return Meaning(syntax, terms, unit=unit, is_bare=all(term.is_bare for term in terms))

    def _call(self, call: Call) -> Meaning:
        signature = FUNCTIONS.get(call.function)
        if signature is None:
            raise unknown_function(call, self._catalog)
        given = len(call.arguments)
        if given < signature.least or (signature.most is not None and given > signature.most):
            raise _wrong_number(call)
        return self._readers[call.function](self, call)

    def _aggregation(self, call: Call) -> Meaning:
        first, *words = call.arguments
        ways = [word.name for word in words if isinstance(word, Name)]
        if len(ways) < len(words) or not set(ways) <= {TIME, AREA} or len(set(ways)) < len(ways):
            raise FormulaError(
                "wrong_arguments",
                "After the series, {function} takes the word time, the word area, or both: {function}(x, area).",
                {"function": call.function},
                words[0].position.until(words[-1].position),
            )
        use = self._series_argument(call, first)
        aggregation = Aggregation(call.function)
        return self._series(
            call,
            replace(
                use,
                over_time=aggregation if TIME in ways or not ways else use.over_time,
                over_area=aggregation if AREA in ways else use.over_area,
            ),
        )

    def _series_argument(self, call: Call, argument: Syntax) -> SeriesUse:
        if isinstance(argument, Name):
            if series := self._catalog.series.get(argument.name):
                return SeriesUse(series.code, series.over_time, series.over_area)
            if argument.name not in self._catalog:
                raise unknown_name(argument, self._catalog)
        raise FormulaError(
            "not_a_series",
            "{function}( ) takes the code of a series; “{part}” is not one.",
            {"function": call.function, "part": self.quote(argument.position)},
            argument.position,
        )

    def _extreme(self, call: Call) -> Meaning:
        if any(isinstance(argument, Name) and argument.name in (TIME, AREA) for argument in call.arguments[1:]):
            if len(call.arguments) > 3:
                raise _wrong_number(call)
            return self._aggregation(call)
        operands, unit = unit_rules.in_common_unit(
            [self.number(argument) for argument in call.arguments], message=unit_rules.COMPARED, quote=self.quote
        )
        return Meaning(call, operands, unit=unit)

    def _context(self, call: Call) -> Meaning:
        operand = self.number(call.arguments[0])
        return Meaning(call, (operand,), unit=operand.unit, is_bare=operand.is_bare, is_zero=operand.is_zero)

    def _previous(self, call: Call) -> Meaning:
        count = self._whole(call, least=1, most=MAX_PERIODS) if len(call.arguments) > 1 else 1
        return replace(self._context(call), count=count)

    def _per_capita(self, call: Call) -> Meaning:
        population = self._catalog.series.get(POPULATION)
        if population is None:
            raise FormulaError(
                "no_population",
                "per_capita needs a series named {series}, and there is none.",
                {"series": POPULATION},
                call.head,
            )
        operand = self.number(call.arguments[0])
        people = self._series(call, SeriesUse(POPULATION, population.over_time, population.over_area))
        try:
            unit, factor = unit_rules.per_person(operand.unit, people.unit)
        except ValueError:
            raise FormulaError(
                "unit_mismatch",
                "The series {series} is {unit}, so nothing can be divided by it per person.",
                {"series": POPULATION, "unit": unit_rules.said(people.unit)},
                call.head,
            ) from None
        return Meaning(call, (operand,), unit=unit, factor=factor, refers=people.refers)

    def _over_areas(self, call: Call) -> Meaning:
        operand = self.number(call.arguments[0])
        counts = OVER_AREAS[call.function] is Aggregation.COUNT
        return Meaning(call, (operand,), unit=NUMBER if counts else operand.unit)

    def _if(self, call: Call) -> Meaning:
        condition = self.truth(call.arguments[0])
        branches, unit, is_truth = self._alternatives(call.arguments[1:])
        return Meaning(call, (condition, *branches), unit=unit, is_truth=is_truth)

    def _coalesce(self, call: Call) -> Meaning:
        operands, unit, is_truth = self._alternatives(call.arguments)
        return Meaning(call, operands, unit=unit, is_truth=is_truth)

    def _alternatives(self, arguments: tuple[Syntax, ...]) -> tuple[tuple[Meaning, ...], Unit | None, bool]:
        first = self.meaning(arguments[0])
        if first.is_truth:
            return (first, *(self.truth(argument) for argument in arguments[1:])), None, True
        operands, unit = unit_rules.in_common_unit(
            [first, *(self.number(argument) for argument in arguments[1:])],
            message=unit_rules.EXCHANGED,
            quote=self.quote,
        )
        return operands, unit, False

    def _is_missing(self, call: Call) -> Meaning:
        return Meaning(call, (self.meaning(call.arguments[0]),), is_truth=True)

    def _same_unit(self, call: Call) -> Meaning:
        operand = self.number(call.arguments[0])
        return Meaning(call, (operand,), unit=operand.unit)

    def _round(self, call: Call) -> Meaning:
        digits = self._whole(call, least=-MAX_DIGITS, most=MAX_DIGITS) if len(call.arguments) > 1 else 0
        return replace(self._same_unit(call), count=digits)

    def _sqrt(self, call: Call) -> Meaning:
        operand, unit = unit_rules.root(self.number(call.arguments[0]), quote=self.quote)
        return Meaning(call, (operand,), unit=unit)

    def _logarithm(self, call: Call) -> Meaning:
        operand = unit_rules.logarithm(self.number(call.arguments[0]), function=call.function, quote=self.quote)
        return Meaning(call, (operand,), unit=NUMBER)

    def _whole(self, call: Call, *, least: int, most: int) -> int:
        argument = call.arguments[1]
        sign, literal = (-1, argument.operand) if isinstance(argument, Negation) else (1, argument)
        if isinstance(literal, Number) and literal.value.denominator == 1:
            whole = sign * literal.value.numerator
            if least <= whole <= most:
                return whole
        raise FormulaError(
            "wrong_arguments",
            "The second argument of {function} is a whole number from {least} to {most}, written out.",
            {"function": call.function, "least": least, "most": most},
            argument.position,
        )

    _readers: Mapping[str, Callable[[Interpreter, Call], Meaning]] = {
        **dict.fromkeys(("sum", "mean", "first", "last", "count"), _aggregation),
        **dict.fromkeys(("min", "max"), _extreme),
        **dict.fromkeys(("same_period_last_year", "year_to_date"), _context),
        **dict.fromkeys(OVER_AREAS, _over_areas),
        **dict.fromkeys(("abs", "floor", "ceil"), _same_unit),
        **dict.fromkeys(("log", "log10"), _logarithm),
        "previous": _previous,
        "per_capita": _per_capita,
        "if": _if,
        "coalesce": _coalesce,
        "is_missing": _is_missing,
        "round": _round,
        "sqrt": _sqrt,
    }


def _wrong_number(call: Call) -> FormulaError:
    for argument, following in zip(call.arguments, call.arguments[1:], strict=False):
        if (
            isinstance(argument, Number)
            and isinstance(following, Number)
            and argument.position.end + 1 == following.position.start
        ):
            return FormulaError(
                "wrong_arguments",
                "Decimals are written with a point: write {number}.",
                {"number": f"{argument.text}.{following.text}"},
                argument.position.until(following.position),
            )
    return FormulaError(
        "wrong_arguments",
        "It is written {usage}; the number of arguments here is {given}.",
        {"usage": FUNCTIONS[call.function].usage, "given": len(call.arguments)},
        call.position,
    )
