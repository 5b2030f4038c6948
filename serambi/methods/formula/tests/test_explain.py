"""Why a value is what it is."""

import json

import pytest

from serambi.methods.formula import Catalog, Evaluator, Explanation, Observation, Series, explain
from serambi.methods.periods import Period

from .regency import AREAS, HILL, LAKE, NORTH, REGENCY, make_catalog, make_evaluator

MARCH = Period.parse("2024-03")
ROWS = [
    ("waste.handled", HILL, "2024-03", 30),
    ("waste.handled", NORTH, "2024-03", 5),
    ("waste.generated", HILL, "2024-03", 40),
    ("waste.generated", LAKE, "2024-03", 30),
    ("population", HILL, "2024", 10),
    ("b", HILL, "2024-03", 0),
]


def explained(formula: str, *, area: str = REGENCY, period: str = "2024-03", **indicators: str) -> Explanation:
    evaluator = make_evaluator(*ROWS, catalog=make_catalog(indicators=indicators))
    return explain(evaluator, formula, area=area, period=Period.parse(period))


def test_a_value_leads_to_its_parts_and_these_to_the_observations() -> None:
    tree = explained("share", share="100 * waste.handled / waste.generated")
    assert (tree.kind, tree.name, tree.value) == ("indicator", "share", 50.0)
    [formula] = tree.children
    assert [part.text for part in formula.children] == ["100", "waste.handled", "waste.generated"]
    assert [part.value for part in formula.children] == [100, 35, 70]
    handled = formula.children[1]
    assert (handled.kind, handled.unit, handled.period) == ("series", "ton", MARCH)
    [regency] = handled.children
    [north] = regency.children
    [hill] = north.children
    assert [(part.name, part.value, part.own) for part in (regency, north, hill)] == [
        (REGENCY, 35, None),
        (NORTH, 35, 5),
        (HILL, 30, 30),
    ]
    assert [(row.area, str(row.period), row.value) for row in hill.rows] == [(HILL, "2024-03", 30)]


def test_every_value_in_the_tree_is_that_of_the_evaluator() -> None:
    evaluator = make_evaluator(*ROWS)
    formula = "round(100 * waste.handled / waste.generated, 1) + coalesce(a, max(b, -2) ^ 2) - sqrt(1 / b)"
    parts = [part for part in explain(evaluator, formula, area=REGENCY, period=MARCH).walk() if part.text]
    assert len(parts) > 15
    for part in parts:
        assert part.value == evaluator.value(part.text, area=REGENCY, period=MARCH).number
        assert (part.reason is None) == (part.value is not None)


@pytest.mark.parametrize(
    ("formula", "code", "sentence"),
    [
        ("previous(a)", "no_observation", "There is no observation of a in 2024-02."),
        ("1 + 2 * a", "no_observation", "There is no observation of a in 2024-03."),
        ("year_to_date(a)", "no_observation", "There is no observation of a from January 2024 to the end of 2024-03."),
        ("b / b", "divided_by_zero", "b is zero, and nothing can be divided by it."),
        ("1 / (b * 2)", "divided_by_zero", "(b * 2) is zero, and nothing can be divided by it."),
        ("b ^ -1", "divided_by_zero", "b is zero, and nothing can be divided by it."),
        ("per_capita(1) / 0", "divided_by_zero", "0 is zero, and nothing can be divided by it."),
        ("log(b)", "logarithm_of_zero", "b is zero and has no logarithm."),
        ("log10(b - 1)", "logarithm_of_negative", "b - 1 is negative and has no logarithm."),
        ("sqrt(b - 1)", "root_of_negative", "b - 1 is negative and has no root."),
        ("(b - 1) ^ 0.5", "root_of_negative", "(b - 1) is negative and has no root."),
        ("10 ^ 300 * 10 ^ 300", "out_of_range", "The number is too large."),
        ("min(a, previous(b))", "no_observation", "There is no observation of a in 2024-03."),
        ("if(a > 1, 1, 2)", "no_observation", "There is no observation of a in 2024-03."),
        ("if(b == 0, a, 2)", "no_observation", "There is no observation of a in 2024-03."),
        ("if(b == 0, 1 / b, a)", "divided_by_zero", "b is zero, and nothing can be divided by it."),
        ("mean_over_areas(a)", "no_area", "No area in 70 has a value of its own."),
        (
            "previous(per_capita(b + 1), 12)",
            "no_observation",
            "There is no observation of b in 2023-03.",
        ),
    ],
)
def test_a_missing_value_says_why(formula: str, code: str, sentence: str) -> None:
    tree = explained(formula)
    assert tree.value is None
    assert tree.reason is not None
    assert (tree.reason.code, str(tree.reason)) == (code, sentence)
    assert tree.reason.in_language("id") != sentence


def test_the_people_of_per_capita_are_a_part_of_their_own() -> None:
    tree = explained("per_capita(waste.handled)")
    people = tree.children[1]
    assert (people.name, people.value) == ("population", 10)
    assert [str(row.period) for part in people.walk() for row in part.rows] == ["2024"]
    missing = explained("per_capita(waste.handled)", period="2024-03", area=LAKE)
    assert missing.reason is not None
    assert missing.reason.code == "no_observation"
    assert "nor of a longer period with it" in str(explained("per_capita(1)", area=LAKE).reason)


def test_a_leap_day_says_that_the_calendar_has_no_such_day() -> None:
    tree = explained("same_period_last_year(a)", period="2024-02-29")
    assert tree.reason is not None
    assert tree.reason.code == "no_such_period"


def test_what_did_not_count_says_so() -> None:
    _, yes, no = explained("if(b == 0, b, 1)").children
    assert (yes.counts, no.counts) == (True, False)
    assert [part.counts for part in explained("coalesce(a, b, 1)").children] == [False, True, False]
    assert [part.counts for part in explained("max(a, b)").children] == [False, True]


def test_each_area_is_explained_by_itself() -> None:
    tree = explained("mean_over_areas(waste.handled / waste.generated)")
    assert [(part.name, part.value, part.counts) for part in tree.children if part.counts] == [(HILL, 0.75, True)]
    lake = next(part for part in tree.children if part.name == LAKE)
    assert str(lake.reason) == "There is no observation of waste.handled in 2024-03 for the area itself."
    assert len(tree.children) == 5


def test_a_conversion_is_shown() -> None:
    catalog = Catalog([Series("t", "ton"), Series("kg", "kg")])
    evaluator = Evaluator(catalog, AREAS, [Observation("kg", HILL, MARCH, 500), Observation("t", HILL, MARCH, 1)])
    kilograms = explain(evaluator, "t + kg", area=REGENCY, period=MARCH).children[1]
    assert (kilograms.value, kilograms.unit, str(kilograms.factor)) == (0.5, "ton", "1/1000")
    assert (kilograms.children[0].value, kilograms.children[0].unit) == (500, "kg")


def test_the_tree_goes_through_json() -> None:
    tree = explained("if(is_missing(a), 0 * b, mean_over_areas(b))")
    shown = json.loads(json.dumps(tree.as_dict()))
    assert shown["value"] == 0
    assert shown["children"][0] == {**shown["children"][0], "kind": "function", "value": True}
    areas = shown["children"][1]["children"][1]["children"]
    assert areas[0]["children"][0]["children"][0]["own"] == 0.0


def test_a_bomb_of_indicators_is_cut() -> None:
    doubled = {"d0": "a", **{f"d{n}": f"d{n - 1} + d{n - 1}" for n in range(1, 13)}}
    parts = list(explained("d12", **doubled).walk())
    assert len(parts) < 5_000
    assert any(part.cut for part in parts)
    ladder = {"r0": "a", **{f"r{n}": f"r{n - 1} + 1" for n in range(1, 390)}}
    assert any(part.cut for part in explained("r389", **ladder).walk())
