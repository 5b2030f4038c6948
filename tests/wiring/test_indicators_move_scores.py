"""A figure, a target, a link to a program: each moves the scores above in the same transaction."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from serambi.apps.evaluation import services as evaluation
from serambi.apps.evaluation.models import Attainment, Band, Score
from serambi.apps.indicators import services as indicators
from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.services import IndicatorFacts, TargetValue
from serambi.apps.observations.models import Series
from serambi.apps.observations.services import record_value
from serambi.apps.plans.models import MasterPlan, Program
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_observation, make_plan, make_program, make_series, make_target

TODAY = dt.date(2026, 1, 15)


@pytest.fixture
def trees(cast: Cast) -> Indicator:
    """Trees planted: 50 where 100 were aimed at, the one indicator of program P-1."""
    plan = make_plan(cast.region)
    series = make_series("trees.planted", unit="pohon")
    make_observation(series, cast.areas["90.01.01.1001"], "2025-07", 50)
    indicator = make_indicator("trees", "trees.planted", unit="pohon", program=make_program(plan, "P-1"))
    make_target(indicator, cast.region, "2025-Q3", 100)
    indicators.recompute_all()
    evaluation.recompute_all(plan, today=TODAY)
    return indicator


def score() -> float | None:
    """Return the score of the program at the end of 2025."""
    program = Program.objects.get(code="P-1")
    found = Score.objects.filter(node="program", object_id=program.pk, period=Period.parse("2025-Q4")).first()
    return None if found is None else found.value


def test_a_corrected_figure_moves_the_score(cast: Cast, trees: Indicator) -> None:
    assert score() == 50
    record_value(
        Series.objects.get(),
        area=cast.areas["90.01.01.1001"],
        period=Period.parse("2025-07"),
        value=Decimal(80),
        by=cast.vera,
        is_final=True,
        quality="measured",
        origin="agency",
        reason="counted again",
    )
    assert score() == 80
    assert Attainment.objects.get().ratio == 80


def test_another_target_is_judged_at_once(cast: Cast, trees: Indicator) -> None:
    wanted = TargetValue(cast.region, Period.parse("2025-Q3"), Decimal(200))
    target = indicators.set_target(trees, wanted, by=cast.rani, instead_of=trees.targets.get())
    assert score() == 25
    indicators.remove_target(target, by=cast.rani)
    assert score() is None
    indicators.set_target(trees, TargetValue(cast.region, Period.parse("2025"), Decimal(50)), by=cast.rani)
    assert score() == 100


def test_a_link_that_goes_takes_the_score_along_and_brings_it_back(cast: Cast, trees: Indicator) -> None:
    def facts(programs: dict[int, Decimal]) -> IndicatorFacts:
        return IndicatorFacts(
            code="trees", name="Trees", formula=trees.formula, unit=trees.unit, polarity="higher", level="output",
            area_level=2, frequency="quarter", decimals=0, reporting_days=30, programs=programs,
        )  # fmt: skip

    indicators.change_indicator(trees, facts({}), by=cast.rani)
    assert score() is None
    indicators.change_indicator(trees, facts({Program.objects.get().pk: Decimal(1)}), by=cast.rani)
    assert score() == 50


def test_archiving_and_restoring_move_the_score(cast: Cast, trees: Indicator) -> None:
    indicators.archive_indicator(trees, by=cast.rani)
    assert score() is None
    indicators.restore_indicator(trees, by=cast.rani)
    assert score() == 50


def test_another_direction_judges_again(cast: Cast, trees: Indicator) -> None:
    Indicator.objects.update(polarity="higher")
    facts = IndicatorFacts(
        code="trees", name="Trees", formula=trees.formula, unit=trees.unit, polarity="lower", level="output",
        area_level=2, frequency="quarter", decimals=0, reporting_days=30,
        programs={Program.objects.get().pk: Decimal(1)},
    )  # fmt: skip
    indicators.change_indicator(trees, facts, by=cast.rani)
    assert Attainment.objects.get().ratio == 150


def test_pages_of_indicators_name_attainments_by_the_regencys_bands(cast: Cast, trees: Indicator) -> None:
    assert MasterPlan.objects.exists()
    Band.objects.create(code="medium", name="Lumayan", name_en="Fair enough", lower_bound=40)
    assert "Fair enough" in Client().get("/en/indicators/").content.decode()
    assert "Lumayan" in Client().get("/indicators/trees/").content.decode()
