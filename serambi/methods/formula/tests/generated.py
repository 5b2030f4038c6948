"""Strategies that make formulas: any that can be read, and any that can be computed."""

from fractions import Fraction

from hypothesis import strategies as st

from serambi.methods.formula.syntax import (
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

HERE = Position(0, 0, 1, 1)
SERIES = ("a", "b", "c")


def number(text: str) -> Number:
    return Number(Fraction(text), text, HERE)


def call(function: str, *arguments: Syntax) -> Call:
    return Call(function, arguments, HERE, HERE)


NUMBERS = st.sampled_from(["0", "1", "2", "3", "0.5", "0.1", "100", "1e3"]).map(number)
SERIES_NAMES = st.sampled_from(SERIES).map(lambda name: Name(name, HERE))
AGGREGATED = st.builds(
    lambda function, name, ways: call(function, name, *(Name(way, HERE) for way in ways)),
    st.sampled_from(["sum", "mean", "first", "last", "count"]),
    SERIES_NAMES,
    st.sampled_from([(), ("time",), ("area",), ("time", "area")]),
)
COMPARATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


@st.composite
def chains(draw: st.DrawFn, operands: st.SearchStrategy[Syntax], signs: str) -> Syntax:
    parts = draw(st.lists(operands, min_size=2, max_size=4))
    operators = [draw(st.sampled_from(signs)) for _ in parts[1:]]
    return Chain(tuple(operators), tuple(parts), HERE)


def _truths(numbers: st.SearchStrategy[Syntax], truths: st.SearchStrategy[Syntax]) -> st.SearchStrategy[Syntax]:
    return st.one_of(
        st.builds(lambda sign, left, right: Comparison(sign, left, right, HERE), COMPARATORS, numbers, numbers),
        st.builds(lambda operand: call("is_missing", operand), numbers),
        st.builds(lambda operand: Not(operand, HERE), truths),
        st.builds(
            lambda word, operands: Logic(word, tuple(operands), HERE),
            st.sampled_from(["and", "or"]),
            st.lists(truths, min_size=2, max_size=3),
        ),
    )


def _numbers(inner: st.SearchStrategy[Syntax]) -> st.SearchStrategy[Syntax]:
    truth = _truths(inner, st.sampled_from([True, False]).map(lambda value: Truth(value, HERE)))
    contexts = ["previous", "year_to_date", "same_period_last_year", "per_capita"]
    over_areas = [f"{name}_over_areas" for name in ("sum", "mean", "min", "max", "count")]
    mathematics = ["abs", "floor", "ceil", "round", "sqrt", "log10", "coalesce"]
    return st.one_of(
        chains(inner, "+-"),
        chains(inner, "*/"),
        st.builds(lambda operand: Negation(operand, HERE), inner),
        st.builds(lambda base, whole: Power(base, number(whole), HERE), inner, st.sampled_from(["2", "3", "0"])),
        st.builds(call, st.sampled_from(contexts), inner),
        st.builds(call, st.sampled_from(over_areas), inner),
        st.builds(call, st.sampled_from(mathematics), inner),
        st.builds(lambda operand, n: call("previous", operand, number(n)), inner, st.sampled_from(["1", "2", "12"])),
        st.builds(lambda operand, n: call("round", operand, number(n)), inner, st.sampled_from(["0", "1", "2"])),
        st.builds(
            lambda function, operands: call(function, *operands),
            st.sampled_from(["min", "max", "coalesce"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(lambda condition, yes, no: call("if", condition, yes, no), truth, inner, inner),
    )


FORMULAS: st.SearchStrategy[Syntax] = st.recursive(st.one_of(NUMBERS, SERIES_NAMES, AGGREGATED), _numbers, max_leaves=8)
