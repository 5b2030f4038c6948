"""Reading a formula: what is read, and what is said where it cannot be."""

from fractions import Fraction

import pytest

from serambi.methods.formula import FormulaError, parse
from serambi.methods.formula.syntax import Chain, Comparison, Logic, Name, Negation, Not, Number, Power

from .written import written


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a * b + c", "(a * b) + c"),
        ("a - b - c", "a - b - c"),
        ("a ^ b ^ c", "a ^ (b ^ c)"),
        ("-a ^ b", "-(a ^ b)"),
        ("-a * b", "(-a) * b"),
        ("a ^ -b", "a ^ (-b)"),
        ("a + b < c * d", "(a + b) < (c * d)"),
        ("not a < b", "not (a < b)"),
        ("not a and b", "(not a) and b"),
        ("a and b or c and d", "(a and b) or (c and d)"),
        ("a or b and c", "a or (b and c)"),
        ("a\n  +\tb", "a + b"),
        ("android + order.not", "android + order.not"),
    ],
)
def test_precedence(text: str, brackets: str) -> None:
    assert parse(text) == parse(brackets)
    assert written(parse(brackets)) == " ".join(text.split())


def test_a_chain_is_one_node_and_brackets_stay() -> None:
    chain = parse("a + b - c")
    assert isinstance(chain, Chain)
    assert chain.operators == ("+", "-")
    assert parse("(a + b) - c") != chain


def test_numbers_are_read_exactly() -> None:
    number = parse("0.1")
    assert isinstance(number, Number)
    assert number.value == Fraction(1, 10)
    assert parse("1e3") == parse("1000")
    assert parse("2.5E-1") == parse("0.25")
    assert parse("0e-999999999") == parse("0")


def test_every_node_knows_where_it_stands() -> None:
    text = "if(a < 1,\n  (b + c) ^ 2, -x)"
    call = parse(text)
    comparison, power, negation = call.arguments  # type: ignore[union-attr]  # a call
    assert isinstance(comparison, Comparison)
    assert isinstance(power, Power)
    assert isinstance(negation, Negation)
    for node, expected in [
        (call, text),
        (comparison, "a < 1"),
        (power, "(b + c) ^ 2"),
        (power.base, "(b + c)"),
        (negation, "-x"),
    ]:
        assert text[node.position.start : node.position.end] == expected
    assert (power.position.line, power.position.column) == (2, 3)
    assert text[call.head.start : call.head.end] == "if"  # type: ignore[union-attr]  # a call


def test_plus_in_front_says_nothing() -> None:
    assert parse("+a") == Name("a", parse("a").position)
    assert isinstance(parse("not not a"), Not)
    assert isinstance(parse("a or b or c"), Logic)


@pytest.mark.parametrize(
    ("text", "where", "sentence"),
    [
        ("", "", "There is no formula yet."),
        (" \n ", " \n ", "There is no formula yet."),
        ("0,5 * a", "0,5", "Decimals are written with a point: write 0.5."),
        ("a, b", ",", "A comma only separates the arguments of a function."),
        ("a = b", "=", "“=” is not used here: write “==”."),
        ("a => b", "=>", "“=>” is not used here: write “>=”."),
        ("a <> b", "<>", "“<>” is not used here: write “!=”."),
        ("a ** 2", "**", "“**” is not used here: write “^”."),
        ("a && b", "&&", "“&&” is not used here: write “and”."),
        ("100 × a", "×", "“×” is not used here: write “*”."),
        ("a² + 1", "²", "“²” is not used here: write “^ 2”."),
        ("5%", "%", "“%” is not used here: write “/ 100”."),
        ("max(a; b)", ";", "“;” is not used here: write “,”."),
        ("'a'", "'", "Names are written without quotation marks."),
        ("a # b", "#", "“#” has no meaning in a formula."),
        ("1.000.000", ".", "A number is written like 1234.5: digits before and after one point, no other separators."),
        (".5", ".", "A number is written like 1234.5: digits before and after one point, no other separators."),
        ("2 * (a + b", "(", "This bracket is not closed: a “)” is missing."),
        ("sum(a", "(", "This bracket is not closed: a “)” is missing."),
        ("a + b)", ")", "This “)” closes nothing."),
        ("a +", "+", "The formula breaks off after “+”: a value is missing."),
        ("max(a,", ",", "The formula breaks off after “,”: a value is missing."),
        ("a * / b", "/", "A value is missing before “/”."),
        ("max(a, )", ")", "A value is missing before “)”."),
        ("* a", "*", "A value is missing before “*”."),
        (
            "waste handled",
            "waste handled",
            "An operator is missing between “waste” and “handled”; a name has no spaces.",
        ),
        ("2 a", "a", "An operator is missing before “a”."),
        ("2 (a)", "(", "An operator is missing before “(”."),
        ("a + not b", "not", "Put “not …” in brackets here."),
        (
            "a < b < c",
            "<",
            "One comparison cannot follow another: write “a < b and b < c” instead of “a < b < c”.",
        ),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, where: str, sentence: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    error = refused.value
    assert error.code == "syntax_error"
    assert str(error) == sentence
    assert error.position is not None
    assert text[error.position.start : error.position.end] == where


def test_the_position_counts_lines_and_columns_from_one() -> None:
    with pytest.raises(FormulaError) as refused:
        parse("a +\n  b @ c")
    assert refused.value.as_dict()["position"] == {"start": 8, "end": 9, "line": 2, "column": 5}


def test_the_limits_of_a_text() -> None:
    assert parse("(" * 98 + "a" + ")" * 98)
    assert parse(" + ".join(["a"] * 1000))
    with pytest.raises(FormulaError, match="at most 4000 are read") as refused:
        parse("a" * 4001)
    assert refused.value.code == "too_long"
    for bomb in ("-" * 101 + "a", "abs(" * 100 + "a" + ")" * 100, "2" + " ^ 2" * 120):
        with pytest.raises(FormulaError, match="100 levels deep") as refused:
            parse(bomb)
        assert refused.value.code == "too_deep"


@pytest.mark.parametrize("number", ["1e309", "1e999999999", "1e-400", "0.1e-999999999"])
def test_a_number_outside_the_range_of_a_double_is_refused(number: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(f"a * {number}")
    assert refused.value.code == "bad_value"
    assert refused.value.position is not None
    assert refused.value.position.start == 4


@pytest.mark.parametrize(
    "text", ["waste.handled", "A1.b_2.c3", "or.x", "not.a", "true.x", "and.or", "order.not", "e1.e5"]
)
def test_a_name_alone_is_read_as_the_grammar_reads_it(text: str) -> None:
    # With a space behind it the text is read by the grammar.
    assert parse(text) == parse(f"{text} ")
    assert isinstance(parse(text), Name)
