"""What is refused when areas and observations are laid out."""

from decimal import Decimal

import pytest

from serambi.methods.formula import Area, AreaTree, Evaluator, FormulaError, Observation
from serambi.methods.periods import Period

from .regency import AREAS, HILL, NORTH, REGENCY, make_catalog, make_evaluator, result

YEAR = Period.parse("2024")


def refused(*observations: Observation) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        Evaluator(make_catalog(), AREAS, observations)
    return caught.value


def test_one_figure_per_series_area_and_period() -> None:
    error = refused(Observation("a", HILL, YEAR, 1), Observation("a", HILL, YEAR, 1))
    assert error.code == "duplicate_observation"
    assert str(error) == "a has two observations of 70.01.01 in 2024."


def test_unknown_areas_and_series_are_refused() -> None:
    assert refused(Observation("a", "99", YEAR, 1)).code == "unknown_area"
    assert refused(Observation("zzz", HILL, YEAR, 1)).code == "unknown_series"
    with pytest.raises(FormulaError, match="There is no area 99"):
        result(make_evaluator(), "a", area="99")


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("NaN"), Decimal("1e400"), Decimal("1e-999999999"), "x", "", None, True],
)
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    assert refused(Observation("a", HILL, YEAR, value)).code == "bad_value"  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("value", [3, 3.0, "3", Decimal("3.00"), Decimal("3e0")])
def test_numbers_of_every_kind_are_taken_exactly(value: object) -> None:
    evaluator = Evaluator(make_catalog(), AREAS, [Observation("a", HILL, YEAR, value)])  # type: ignore[arg-type]  # several
    assert result(evaluator, "a").value == 3


def test_a_zero_of_any_exponent_is_zero() -> None:
    evaluator = Evaluator(make_catalog(), AREAS, [Observation("a", HILL, YEAR, Decimal("0e-999999"))])
    assert result(evaluator, "a").value == 0


@pytest.mark.parametrize(
    ("areas", "code"),
    [
        ([Area("1"), Area("1")], "duplicate_area"),
        ([Area("1", "9")], "unknown_area"),
        ([Area("1", "1")], "area_circle"),
        ([Area("0"), Area("1", "3"), Area("2", "1"), Area("3", "2"), Area("4", "3")], "area_circle"),
    ],
)
def test_areas_that_are_no_tree_are_refused(areas: list[Area], code: str) -> None:
    with pytest.raises(FormulaError) as caught:
        AreaTree(areas)
    assert caught.value.code == code


def test_the_circle_of_areas_is_shown() -> None:
    with pytest.raises(FormulaError, match="1 → 3 → 2 → 1"):
        AreaTree([Area("0"), Area("1", "3"), Area("2", "1"), Area("3", "2")])


def test_the_tree_of_areas() -> None:
    tree = AreaTree(AREAS)
    assert tree.upward(HILL) == (HILL, NORTH, REGENCY)
    assert tree.children(REGENCY) == ("70.01", "70.02")
    assert tree.parent(REGENCY) is None
    assert len(tree) == len(list(tree)) == 5
    assert NORTH in tree
    assert "99" not in tree
    deep = AreaTree([Area("0"), *(Area(str(n), str(n - 1)) for n in range(1, 3000))])
    assert len(deep.subtree("0")) == 3000
