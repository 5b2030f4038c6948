"""What holds for every formula and every set of observations."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from serambi.methods.formula import (
    Aggregation,
    Area,
    Catalog,
    Evaluator,
    FormulaError,
    Observation,
    Series,
    depends,
    exact,
    leaves,
    parse,
)
from serambi.methods.formula.dataflow import Arithmetic, Node
from serambi.methods.formula.syntax import Syntax
from serambi.methods.formula.words import describe
from serambi.methods.periods import Period

from .generated import FORMULAS, SERIES
from .naive import Where, World, snapped, value
from .regency import AREAS, HILL
from .written import written

# Few periods that often lie in one another, so that most formulas have something to read.
PERIODS = [
    Period.parse(text)
    for text in ("2023-01", "2023-02", "2023", "2024-01", "2024-02", "2024-Q1", "2024-S1", "2024", "2024-02-29")
]
KEYS = [(series, area.code, period) for series in (*SERIES, "population") for area in AREAS for period in PERIODS]
FIGURES = [Decimal(text) for text in ("0", "1", "2.5", "-2.5", "7", "0.1", "0.2", "-0.3", "100", "12345.67")]
AGGREGATIONS = st.sampled_from(Aggregation)
VALUES = st.sampled_from(FIGURES)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    series = [Series(code, None, draw(AGGREGATIONS), draw(AGGREGATIONS)) for code in SERIES]
    return Catalog([*series, Series("population", "orang", Aggregation.LAST, Aggregation.SUM)])


def _observations(seed: int) -> list[Observation]:
    random = Random(seed)  # noqa: S311 - data for a test, not a secret
    density = random.choice([0.1, 0.4, 0.9])
    return [Observation(*key, random.choice(FIGURES)) for key in KEYS if random.random() < density]


PLAIN = Catalog([Series(code) for code in (*SERIES, "population")])
OBSERVATIONS = st.integers(0, 2**32).map(_observations)


def _evaluator(formula: Syntax, catalog: Catalog, observations: list[Observation]) -> tuple[Evaluator, Node]:
    """Return an evaluator and the dataflow of the formula; formulas whose units do not fit are passed over."""
    evaluator = Evaluator(catalog, AREAS, observations)
    try:
        return evaluator, evaluator.dataflow(written(formula))
    except FormulaError as error:
        if error.code != "unit_mismatch":
            raise
        reject()


@given(FORMULAS)
def test_what_is_written_out_is_read_back(formula: Syntax) -> None:
    assert parse(written(formula)) == formula


@settings(max_examples=250, deadline=None)
@given(FORMULAS, catalogs(), OBSERVATIONS, st.sampled_from(AREAS), st.sampled_from(PERIODS))
def test_the_evaluator_agrees_with_the_meaning_written_down_a_second_time(
    formula: Syntax, catalog: Catalog, observations: list[Observation], area: Area, period: Period
) -> None:
    evaluator, root = _evaluator(formula, catalog, observations)
    found = evaluator.value(root, area=area.code, period=period).value
    assert found == value(World(catalog, AREAS, observations), formula, Where(area.code, period))


@settings(max_examples=60, deadline=None)
@given(FORMULAS, catalogs(), OBSERVATIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_observations_does_not_matter(
    formula: Syntax, catalog: Catalog, observations: list[Observation], random: Random
) -> None:
    shuffled = list(observations)
    random.shuffle(shuffled)
    year = Period.parse("2024")
    evaluator, root = _evaluator(formula, catalog, observations)
    other = Evaluator(evaluator.builder, AREAS, shuffled)
    assert evaluator.value(root, area="70", period=year) == other.value(root, area="70", period=year)


@settings(max_examples=100, deadline=None)
@given(FORMULAS, catalogs(), OBSERVATIONS.filter(bool), VALUES, st.sampled_from(PERIODS))
def test_a_changed_figure_changes_only_what_depends_on_it(
    formula: Syntax, catalog: Catalog, observations: list[Observation], new: Decimal, period: Period
) -> None:
    changed, *others = observations
    before, root = _evaluator(formula, catalog, observations)
    after = Evaluator(before.builder, AREAS, [*others, replace(changed, value=new)])
    if not depends(root, series=changed.series, changed=changed.period, at=period):
        for area in AREAS:
            assert before.value(root, area=area.code, period=period) == after.value(root, area=area.code, period=period)
    upward = before.areas.upward(changed.area)
    for area in AREAS:
        if area.code not in upward:
            assert before.value(root, area=area.code, period=period) == after.value(root, area=area.code, period=period)


@settings(max_examples=60, deadline=None)
@given(FORMULAS)
def test_every_formula_can_be_said(formula: Syntax) -> None:
    evaluator, _ = _evaluator(formula, PLAIN, [])
    checked = evaluator.builder.checker.check(written(formula))
    for language in ("id", "en"):
        sentence = describe(checked, language=language)
        assert sentence.endswith(".")
        assert sentence.count("(") == sentence.count(")")


@given(st.text(alphabet="ab1.,+-*/^()<=> andot", max_size=30))
@example("a" * 5000)
@example("(" * 3000)
@example("-" * 3000 + "a")
@example("2" + "^2" * 1500)
@example("not " * 900 + "a")
@example("if(" * 800)
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        parse(text)
        return
    except FormulaError as refused:
        error = refused
    assert error.in_language("id") != error.in_language("en") == str(error)
    assert error.position is not None
    assert 0 <= error.position.start <= error.position.end <= len(text)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(1, 10**6))
def test_a_larger_figure_makes_a_larger_sum(figures: list[int], more: int) -> None:
    months = [Period.parse(f"2024-{month:02d}") for month in range(1, len(figures) + 1)]
    rows = [Observation("a", HILL, month, figure) for month, figure in zip(months, figures, strict=True)]
    larger = [Observation("a", HILL, months[0], figures[0] + more), *rows[1:]]
    catalog, year = Catalog([Series("a")]), Period.parse("2024")
    low, high = (Evaluator(catalog, AREAS, some).value("a", area="70", period=year).value for some in (rows, larger))
    assert low is not None
    assert high == low + more


@given(st.fractions())
def test_snapping_agrees_with_counting_digits(number: Fraction) -> None:
    assert Fraction(exact.snap((number.numerator, number.denominator))) == snapped(number)


@given(FORMULAS)
def test_the_leaves_of_equal_parts_are_one_object(formula: Syntax) -> None:
    text = written(formula)
    evaluator, root = _evaluator(formula, PLAIN, [])
    twice = evaluator.dataflow(f"({text}) + ({text})")
    assert isinstance(twice, Arithmetic)
    assert twice.left is twice.right is root
    found = leaves(root)
    assert len(set(found)) == len(found)
