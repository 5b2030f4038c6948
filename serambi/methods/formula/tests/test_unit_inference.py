"""What unit a formula has, and which units do not go together."""

from fractions import Fraction

import pytest

from serambi.methods.formula import Catalog, Checker, Constant, FormulaError, Indicator, Series
from serambi.methods.units import parse_unit

from .regency import HILL, worth

CATALOG = Catalog(
    [
        Series("t", "ton"),
        Series("kg", "kg"),
        Series("people", "jiwa"),
        Series("population", "orang"),
        Series("points", "titik"),
        Series("share", "%"),
        Series("index", "indeks"),
        Series("field", "ha"),
        Series("square", "m2"),
        Series("money", "juta Rp"),
        Series("plain", ""),
        Series("unknown", None),
    ],
    [Indicator("rate", "100 * t / kg", "%"), Indicator("load", "t", "kg")],
    [Constant("limit", Fraction(80)), Constant("half.ton", Fraction(500), "kg")],
)


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("t", "ton"),
        ("t + kg", "ton"),
        ("kg + t", "kg"),
        ("t + 0", "ton"),
        ("0 + t", "ton"),
        ("t + half.ton", "ton"),
        ("2 * t / 3", "ton"),
        ("t / kg", ""),
        ("t * t", "ton²"),
        ("1 / t", "1/ton"),
        ("t / population", "ton/orang"),
        ("t / people * population", "ton"),
        ("100 * t / t", ""),
        ("t ^ 2", "ton²"),
        ("t ^ -1", "1/ton"),
        ("(t / kg) ^ plain", ""),
        ("sqrt(square)", "m"),
        ("sqrt(field)", "m"),
        ("sqrt(t * kg)", "kg"),
        ("log(t / kg)", ""),
        ("max(kg, t)", "kg"),
        ("coalesce(t, 0)", "ton"),
        ("if(t > 5, kg, t)", "kg"),
        ("round(t, 2) + floor(kg) + abs(-t)", "ton"),
        ("previous(t) + year_to_date(kg)", "ton"),
        ("per_capita(t)", "ton/orang"),
        ("per_capita(population)", ""),
        ("count(t)", ""),
        ("count(t, area) + 1", ""),
        ("mean(t)", "ton"),
        ("sum_over_areas(t)", "ton"),
        ("count_over_areas(t)", ""),
        ("share + 1", "%"),
        ("1 - share", "%"),
        ("index + share", "indeks"),
        ("rate", "%"),
        ("load + t", "kg"),
        ("money", "juta Rp"),
        ("unknown + t", "ton"),
        ("unknown * t", None),
        ("unknown", None),
    ],
)
def test_the_unit_follows_from_the_formula(formula: str, unit: str | None) -> None:
    found = Checker(CATALOG).check(formula).unit
    assert (None if found is None else found.text) == unit


@pytest.mark.parametrize(
    "formula",
    [
        "if(t > 5 and 3 <= points and points == limit, 1, 2)",
        "if(t > kg, 1, 2)",
        "if(unknown > t, unknown, t)",
        "share + plain + 5 + limit + index",
        "plain ^ 0.5",
        "log(share)",
    ],
)
def test_what_goes_together(formula: str) -> None:
    assert Checker(CATALOG).check(formula)


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        (
            "t + population",
            "t is in ton and population is in orang (people): they cannot be added.",
        ),
        ("t - points", "t is in ton and points is in titik (points): one cannot be subtracted from the other."),
        ("t + 5", "t is in ton and 5 is a plain number: they cannot be added."),
        ("t + limit", "t is in ton and limit is a plain number: they cannot be added."),
        ("5 - t", "5 is a plain number and t is in ton: one cannot be subtracted from the other."),
        ("if(t > points, 1, 2)", "t is in ton and points is in titik (points): they cannot be compared."),
        ("max(t, 1)", "t is in ton and 1 is a plain number: they cannot be compared."),
        ("coalesce(t, 5)", "t is in ton and 5 is a plain number: one cannot stand for the other."),
        ("if(t > 1, t, 1)", "t is in ton and 1 is a plain number: one cannot stand for the other."),
        ("t + share", "t is in ton and share is in %: they cannot be added."),
        ("2 ^ t", "An exponent is a plain number; t is in ton."),
        ("t ^ 0.5", "t is in ton, so its exponent is a whole number from -9 to 9, written out."),
        ("t ^ plain", "t is in ton, so its exponent is a whole number from -9 to 9, written out."),
        ("sqrt(t)", "t is in ton, and the square root of that is no unit."),
        ("log(t)", "log needs a plain number, such as a ratio; t is in ton."),
        (
            "points + count(points)",
            "points is in titik (points) and count(points) is a plain number: they cannot be added.",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_with_a_sentence(formula: str, sentence: str) -> None:
    with pytest.raises(FormulaError) as refused:
        Checker(CATALOG).check(formula)
    assert (refused.value.code, str(refused.value)) == ("unit_mismatch", sentence)


def test_the_refusal_is_also_said_in_indonesian() -> None:
    with pytest.raises(FormulaError) as refused:
        Checker(CATALOG).check("t + population")
    assert refused.value.in_language("id") == (
        "t bersatuan ton dan population bersatuan orang: keduanya tidak dapat dijumlahkan."
    )


def test_the_declared_unit_is_checked_against_the_formula() -> None:
    checker = Checker(CATALOG)
    assert checker.check("100 * t / kg", unit="%").unit == parse_unit("%")
    assert checker.check("5", unit="titik").unit == parse_unit("titik")
    assert checker.check("unknown", unit="titik").unit == parse_unit("titik")
    with pytest.raises(FormulaError, match="The value of the formula is in ton, but the indicator says in titik"):
        checker.check("t", unit="titik")
    with pytest.raises(FormulaError, match="is a plain number, but the indicator says in ton"):
        checker.check("t / kg", unit="ton")


YEAR = [
    ("t", HILL, "2024", 3),
    ("kg", HILL, "2024", 500),
    ("field", HILL, "2024", 4),
    ("money", HILL, "2024", 7),
]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("t + kg", Fraction(7, 2)),
        ("kg + t", 3500),
        ("t / kg", 6),
        ("100 * t / kg", 600),
        ("rate", 600),
        ("load", 3000),
        ("load + t", 6000),
        ("if(t > kg, 1, 0)", 1),
        ("if(t > 5, 1, 0)", 0),
        ("min(t, kg)", Fraction(1, 2)),
        ("t + half.ton", Fraction(7, 2)),
        ("sqrt(field)", 200),
        ("t / kg / 1000 * 1000", 6),
        ("count(t) + 1", 2),
    ],
)
def test_scales_of_one_dimension_are_converted(formula: str, expected: object) -> None:
    assert worth(formula, *YEAR, catalog=CATALOG) == expected


def test_a_population_in_thousands_counts_people() -> None:
    catalog = Catalog([Series("t", "ton"), Series("population", "ribu jiwa")])
    rows = [("t", HILL, "2024", 50), ("population", HILL, "2024", 2)]
    assert worth("per_capita(t)", *rows, catalog=catalog) == Fraction(50, 2000)


def test_a_population_of_houses_is_refused() -> None:
    with pytest.raises(FormulaError, match="population is in rumah tangga"):
        Checker(Catalog([Series("t", "ton"), Series("population", "rumah tangga")])).check("per_capita(t)")
