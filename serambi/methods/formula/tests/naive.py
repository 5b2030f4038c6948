"""The meaning of a formula written down a second time, as close to its description as can be.

It walks the syntax with the context in hand, looks through all observations at every leaf, and shares nothing with
the evaluator but the syntax and the rules of exact arithmetic for single operations.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from serambi.methods.formula import Area, Catalog, Observation, exact
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
from serambi.methods.periods import Period

Value = Fraction | bool | None


@dataclass(frozen=True)
class World:
    catalog: Catalog
    areas: Sequence[Area]
    observations: Sequence[Observation]

    def inside(self, area: str) -> list[str]:
        parents = {one.code: one.parent for one in self.areas}

        def above(code: str | None) -> bool:
            return code is not None and (code == area or above(parents[code]))

        return sorted(code for code in parents if above(code))


@dataclass(frozen=True)
class Where:
    area: str
    period: Period | None
    cumulative: bool = False
    own_only: bool = False


def value(  # noqa: PLR0911 - one return for each case
    world: World, node: Syntax, where: Where
) -> Value:
    match node:
        case Number(value=number):
            return number
        case Truth(value=truth):
            return truth
        case Name(name=name):
            series = world.catalog.series[name]
            return leaf(world, name, series.over_time, series.over_area, where)
        case Negation(operand=operand):
            inner = value(world, operand, where)
            return None if inner is None else -inner
        case Chain(operators=operators, operands=operands):
            found = value(world, operands[0], where)
            for operator, operand in zip(operators, operands[1:], strict=True):
                found = arithmetic(operator, found, value(world, operand, where))
            return found
        case Power(base=base, exponent=exponent):
            return arithmetic("^", value(world, base, where), value(world, exponent, where))
        case Comparison(operator=operator, left=left, right=right):
            return compare(operator, value(world, left, where), value(world, right, where))
        case Logic(operator=word, operands=operands):
            truths = [value(world, operand, where) for operand in operands]
            decides = word == "or"
            if decides in truths:
                return decides
            return None if None in truths else not decides
        case Not(operand=operand):
            truth = value(world, operand, where)
            return None if truth is None else not truth
        case Call(function=function, arguments=arguments):
            return called(world, function, arguments, where)


def called(  # noqa: PLR0911 - one return for each case
    world: World, function: str, arguments: Sequence[Syntax], where: Where
) -> Value:
    if function in ("sum", "mean", "first", "last", "count"):
        name, *ways = (argument.name for argument in arguments if isinstance(argument, Name))
        series = world.catalog.series[name]
        over_time = function if "time" in ways or not ways else series.over_time
        over_area = function if "area" in ways else series.over_area
        return leaf(world, name, over_time, over_area, where)
    if function.endswith("_over_areas"):
        areas = [where.area] if where.own_only else world.inside(where.area)
        found = [value(world, arguments[0], replace(where, area=area, own_only=True)) for area in areas]
        present = [one for one in found if one is not None]
        return aggregated(function.removesuffix("_over_areas"), present) if present else None
    if function == "per_capita":
        people = leaf(world, "population", "last", "sum", where)
        return arithmetic("/", value(world, arguments[0], where), covering(world, where) if people is None else people)
    if function == "if":
        condition = value(world, arguments[0], where)
        return None if condition is None else value(world, arguments[1 if condition else 2], where)
    if function == "is_missing":
        return value(world, arguments[0], where) is None
    moved = {"previous": earlier, "same_period_last_year": last_year, "year_to_date": to_date}.get(function)
    if moved:
        return value(world, arguments[0], moved(where, arguments))
    found = [value(world, argument, where) for argument in arguments]
    present = [one for one in found if one is not None]
    if function == "coalesce":
        return present[0] if present else None
    if function in ("min", "max"):
        return aggregated(function, present) if present else None
    if found[0] is None:
        return None
    pair = (Fraction(found[0]).numerator, Fraction(found[0]).denominator)
    if function == "round":
        return unpaired(exact.round_away(pair, int(found[1]) if len(found) > 1 else 0))
    one_operand: dict[str, Callable[[exact.Exact], exact.Exact | None]] = {
        "abs": exact.magnitude,
        "floor": exact.floor,
        "ceil": exact.ceil,
        "sqrt": exact.square_root,
        "log10": exact.decimal_logarithm,
    }
    return unpaired(one_operand[function](pair))


def earlier(where: Where, arguments: Sequence[Syntax]) -> Where:
    count = int(arguments[1].value) if len(arguments) > 1 and isinstance(arguments[1], Number) else 1
    return replace(where, period=where.period and where.period.previous(count))


def last_year(where: Where, _: Sequence[Syntax]) -> Where:
    return replace(where, period=where.period and where.period.same_period_last_year())


def to_date(where: Where, _: Sequence[Syntax]) -> Where:
    return replace(where, cumulative=True)


def leaf(world: World, name: str, over_time: str, over_area: str, where: Where) -> Fraction | None:
    if where.period is None:
        return None
    first = where.period.start.replace(month=1, day=1) if where.cumulative else where.period.start
    rows = [
        row
        for row in world.observations
        if row.series == name and first <= row.period.start and row.period.end <= where.period.end
    ]
    return over(world, rows, over_time, over_area, where)


def covering(world: World, where: Where) -> Fraction | None:
    areas = [where.area] if where.own_only else world.inside(where.area)
    rows = [
        row
        for row in world.observations
        if row.series == "population"
        and row.area in areas
        and where.period is not None
        and row.period.contains(where.period)
    ]
    if not rows:
        return None
    shortest = min(rows, key=lambda row: row.period.end - row.period.start).period
    return over(world, [row for row in rows if row.period == shortest], "last", "sum", where)


def over(world: World, rows: Sequence[Observation], over_time: str, over_area: str, where: Where) -> Fraction | None:
    numbers = []
    for area in [where.area] if where.own_only else world.inside(where.area):
        own = sorted((row.period.end, row.period.start, row) for row in rows if row.area == area)
        if own:
            numbers.append(aggregated(over_time, [Fraction(str(row.value)) for _, _, row in own]))
    return aggregated(over_area, numbers) if numbers else None


def aggregated(aggregation: str, numbers: Sequence[Fraction]) -> Fraction:  # noqa: PLR0911 - one for each way
    match aggregation:
        case "sum":
            total = sum(numbers)
            magnitude = sum(abs(number) for number in numbers)
            return Fraction(0) if abs(total) < magnitude / 10**12 else Fraction(total)
        case "mean":
            return aggregated("sum", numbers) / len(numbers)
        case "min":
            return min(numbers)
        case "max":
            return max(numbers)
        case "count":
            return Fraction(len(numbers))
        case "first":
            return numbers[0]
        case _:
            return numbers[-1]


def arithmetic(operator: str, left: Value, right: Value) -> Fraction | None:
    if left is None or right is None:
        return None
    operation = {"+": exact.add, "-": exact.subtract, "*": exact.multiply, "/": exact.divide, "^": exact.power}
    one, other = Fraction(left), Fraction(right)
    return unpaired(operation[operator]((one.numerator, one.denominator), (other.numerator, other.denominator)))


def compare(operator: str, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    one, other = snapped(Fraction(left)), snapped(Fraction(right))
    return {
        "==": one == other,
        "!=": one != other,
        "<": one < other,
        "<=": one <= other,
        ">": one > other,
        ">=": one >= other,
    }[operator]


def snapped(number: Fraction) -> Fraction:
    """Round half to even to 12 significant digits, by finding the power of ten that leaves 12 digits."""
    if not number:
        return number
    scale = Fraction(1)
    while abs(number) * scale >= 10**12:
        scale /= 10
    while abs(number) * scale < 10**11:
        scale *= 10
    return Fraction(round(number * scale)) / scale


def unpaired(pair: exact.Exact | None) -> Fraction | None:
    return None if pair is None else Fraction(*pair)
