"""Names, arguments, types, circles and limits."""

from fractions import Fraction

import pytest

from serambi.methods.formula import Catalog, Checker, Constant, FormulaError, Indicator, Series

from .regency import make_catalog


def refused(formula: str, catalog: Catalog | None = None, **how: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        Checker(catalog or make_catalog()).check(formula, **how)
    return caught.value


def quoted(error: FormulaError, formula: str) -> str:
    assert error.position is not None
    return formula[error.position.start : error.position.end]


@pytest.mark.parametrize(
    ("formula", "where", "code", "sentence"),
    [
        (
            "2 * waste.handeld",
            "waste.handeld",
            "unknown_name",
            "There is no series, indicator or constant “waste.handeld”; did you mean waste.handled?",
        ),
        (
            "handled",
            "handled",
            "unknown_name",
            "There is no series, indicator or constant “handled”; did you mean waste.handled?",
        ),
        ("zzz", "zzz", "unknown_name", "There is no series, indicator or constant “zzz”."),
        ("A", "A", "unknown_name", "There is no series, indicator or constant “A”; did you mean a?"),
        ("1 + sum", "sum", "unknown_name", "sum is a function: write sum(series, area)."),
        ("area + 1", "area", "unknown_name", "“area” only stands behind a series, as in sum(x, area)."),
        ("jumlah(a)", "jumlah", "unknown_function", "There is no function “jumlah”; did you mean sum?"),
        ("SUM(a)", "SUM", "unknown_function", "There is no function “SUM”; did you mean sum?"),
        ("xyz(a)", "xyz", "unknown_function", "There is no function “xyz”."),
        (
            "a(2)",
            "a",
            "unknown_function",
            "a is not a function: write it without brackets, or an operator before them.",
        ),
        ("sum()", "sum()", "wrong_arguments", "It is written sum(series, area); the number of arguments here is 0."),
        (
            "if(a > 1, 2)",
            "if(a > 1, 2)",
            "wrong_arguments",
            "It is written if(condition, a, b); the number of arguments here is 2.",
        ),
        ("abs(0,5)", "0,5", "wrong_arguments", "Decimals are written with a point: write 0.5."),
        (
            "sum(a, b)",
            "b",
            "wrong_arguments",
            "After the series, sum takes the word time, the word area, or both: sum(x, area).",
        ),
        (
            "max(a, time, time)",
            "time, time",
            "wrong_arguments",
            "After the series, max takes the word time, the word area, or both: max(x, area).",
        ),
        (
            "previous(a, 0)",
            "0",
            "wrong_arguments",
            "The second argument of previous is a whole number from 1 to 10000, written out.",
        ),
        (
            "previous(a, b)",
            "b",
            "wrong_arguments",
            "The second argument of previous is a whole number from 1 to 10000, written out.",
        ),
        (
            "round(a, 13)",
            "13",
            "wrong_arguments",
            "The second argument of round is a whole number from -12 to 12, written out.",
        ),
        ("sum(a + 1)", "a + 1", "not_a_series", "sum( ) takes the code of a series; “a + 1” is not one."),
        ("last(share)", "share", "not_a_series", "last( ) takes the code of a series; “share” is not one."),
        ("min(a + 1, area)", "a + 1", "not_a_series", "min( ) takes the code of a series; “a + 1” is not one."),
        ("a + (b > 1)", "(b > 1)", "type_mismatch", "A number is needed here, but “(b > 1)” is either true or false."),
        ("-(a > b)", "(a > b)", "type_mismatch", "A number is needed here, but “(a > b)” is either true or false."),
        ("1 + true", "true", "type_mismatch", "A number is needed here, but “true” is either true or false."),
        (
            "if(a, 1, 2)",
            "a",
            "type_mismatch",
            "A condition is needed here, such as “a > b”, but “a” is a number.",
        ),
        (
            "if(a > 1, 1, b > 2)",
            "b > 2",
            "type_mismatch",
            "A number is needed here, but “b > 2” is either true or false.",
        ),
        (
            "if(coalesce(a > 1, 0), 1, 2)",
            "0",
            "type_mismatch",
            "A condition is needed here, such as “a > b”, but “0” is a number.",
        ),
        ("if(not a, 1, 2)", "a", "type_mismatch", "A condition is needed here, such as “a > b”, but “a” is a number."),
        (
            "if((a > 1) == (b > 1), 1, 2)",
            "(a > 1)",
            "type_mismatch",
            "A number is needed here, but “(a > 1)” is either true or false.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(formula: str, where: str, code: str, sentence: str) -> None:
    error = refused(formula, make_catalog(indicators={"share": "a / b"}))
    assert (error.code, str(error), quoted(error, formula)) == (code, sentence, where)


def test_per_capita_needs_a_population() -> None:
    error = refused("per_capita(a)", Catalog([Series("a")]))
    assert (error.code, quoted(error, "per_capita(a)")) == ("no_population", "per_capita")


def test_everything_a_formula_is_made_from_is_found_through_its_indicators() -> None:
    catalog = make_catalog(
        indicators={"share": "100 * a / b", "rate": "per_capita(share) * k"}, constants=[Constant("k", Fraction(2))]
    )
    checked = Checker(catalog).check("rate + waste.handled / waste.handled")
    assert checked.series == {"a", "b", "population", "waste.handled"}
    assert checked.indicators == {"rate", "share"}
    assert checked.constants == {"k"}
    assert checked.direct == {"rate", "waste.handled"}


def test_a_circle_is_refused_with_the_circle_shown() -> None:
    catalog = make_catalog(indicators={"x": "y + 1", "y": "2 * z", "z": "a + x", "fine": "a"})
    error = refused("fine + y", catalog)
    assert error.code == "circular_definition"
    assert str(error) == "A definition goes in a circle: y → z → x → y."
    assert quoted(error, "fine + y") == "y"
    for name in ("x", "y", "z"):
        with pytest.raises(FormulaError, match="in a circle"):
            Checker(catalog).indicator(name)
    assert Checker(catalog).indicator("fine").series == {"a"}


def test_a_circle_is_seen_before_the_indicator_is_saved() -> None:
    catalog = make_catalog(indicators={"x": "a", "y": "x + 1"})
    checker = Checker(catalog)
    assert checker.indicator("y")
    with pytest.raises(FormulaError, match="x → y → x"):
        checker.check("y + 1", name="x")
    with pytest.raises(FormulaError, match="new → new"):
        checker.check("new + 1", name="new")
    with pytest.raises(FormulaError, match="x → x"):
        checker.check("coalesce(x, 1)", name="x")
    assert checker.check("a + b", name="x")


def test_a_circle_elsewhere_is_not_the_fault_of_others() -> None:
    catalog = make_catalog(indicators={"loop": "loop + 1", "fine": "a + 1"})
    assert Checker(catalog).check("fine").indicators == {"fine"}


def test_the_fault_of_an_indicator_is_told_at_its_name() -> None:
    catalog = make_catalog(indicators={"broken": "a +", "above": "broken * 2", "top": "above + 1"})
    error = refused("1 + top", catalog)
    assert error.code == "syntax_error"
    assert str(error) == (
        "The indicator broken cannot be computed: The formula breaks off after “+”: a value is missing."
    )
    assert error.in_language("id") == (
        "Indikator broken tidak dapat dihitung: Rumus terputus sesudah “+”: ada nilai yang kurang."
    )
    assert quoted(error, "1 + top") == "top"


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(FormulaError) as caught:
        Checker(make_catalog()).indicator("share")
    assert caught.value.code == "unknown_indicator"


def test_a_bomb_of_indicators_is_refused() -> None:
    doubled = {"d0": "a", **{f"d{n}": f"d{n - 1} + d{n - 1}" for n in range(1, 60)}}
    error = refused("d59", make_catalog(indicators=doubled))
    assert error.code == "too_long"
    assert Checker(make_catalog(indicators=doubled)).check("d12")


def test_a_long_ladder_of_indicators_is_built_without_recursion() -> None:
    ladder = {"r0": "a", **{f"r{n}": f"r{n - 1} + 1" for n in range(1, 3000)}}
    catalog = make_catalog(indicators=ladder)
    assert Checker(catalog).indicator("r390").steps == 391
    error = refused("r2999", catalog)
    assert error.code == "too_deep"
    ring = make_catalog(indicators={f"r{n}": f"r{(n + 1) % 3000}" for n in range(3000)})
    assert refused("r0", ring).code == "circular_definition"


def test_a_long_sum_is_refused_before_it_is_computed() -> None:
    assert Checker(make_catalog()).check(" + ".join(["a"] * 400))
    assert refused(" + ".join(["a"] * 402)).code == "too_deep"


@pytest.mark.parametrize(
    ("series", "indicators", "constants", "code"),
    [
        (["x", "x"], [], [], "duplicate_name"),
        (["x"], ["x"], [], "duplicate_name"),
        (["x"], [], ["x"], "duplicate_name"),
        (["sum"], [], [], "reserved_name"),
        ([], ["and"], [], "reserved_name"),
        ([], [], ["area"], "reserved_name"),
        (["True"], [], [], "reserved_name"),
        (["1x"], [], [], "bad_name"),
        (["a b"], [], [], "bad_name"),
        (["a..b"], [], [], "bad_name"),
        (["a-b"], [], [], "bad_name"),
        ([""], [], [], "bad_name"),
        (["sampah_é"], [], [], "bad_name"),
    ],
)
def test_names_are_one_name_space(series: list[str], indicators: list[str], constants: list[str], code: str) -> None:
    with pytest.raises(FormulaError) as caught:
        Catalog(
            [Series(name) for name in series],
            [Indicator(name, "1") for name in indicators],
            [Constant(name, Fraction(1)) for name in constants],
        )
    assert caught.value.code == code


def test_a_word_inside_a_name_is_free() -> None:
    catalog = Catalog([Series("waste.sum"), Series("area.km2"), Series("order"), Series("x1.2024")])
    assert Checker(catalog).check("waste.sum + area.km2 + order + x1.2024").series == set(catalog.series)
