"""Every target judged and every quarter joined, checked by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from serambi.apps.evaluation import services
from serambi.apps.evaluation.models import Attainment, Node, RollUpRule, Score
from serambi.apps.evaluation.tests.scene import (
    TODAY,
    Scene,
    everything,
    make_value,
    make_values,
    recompute,
    score,
    value,
)
from serambi.apps.indicators.models import Polarity
from serambi.apps.observations.models import Mark
from serambi.methods.periods import Period
from tests.cast import make_indicator, make_target


def test_each_target_is_judged_at_its_own_period(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    found = {str(row.target.period): row.ratio for row in Attainment.objects.filter(target__indicator=scene.handled)}
    assert found == {"2024-Q1": 50.0, "2024-Q2": 60.0, "2024-Q3": 70.0, "2024-Q4": 80.0}


def test_scores_are_joined_from_indicators_to_the_plan(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    pillar = scene.plan.pillars.get(code="environment")
    living = scene.plan.pillars.get(code="living")
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q3") == 0.25 * 70 + 0.75 * 60
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") == 80
    assert value(scene, Node.SUB_DIMENSION, scene.waste.sub_dimension_id, "2024-Q4") == 80
    assert value(scene, Node.UNASSIGNED, pillar.pk, "2024-Q4") == 60
    assert value(scene, Node.PILLAR, pillar.pk, "2024-Q4") == 70
    assert value(scene, Node.PILLAR, living.pk, "2024-Q4") == 95
    assert value(scene, Node.PLAN, scene.plan.pk, "2024-Q4") == 82.5


def test_coverage_tells_what_the_value_rests_on(scene: Scene) -> None:
    make_values(scene)
    make_value(scene.sorted_waste, scene.cast.region, "2024-Q4", None)
    recompute(scene)
    pillar = scene.plan.pillars.get(code="environment")
    program, above = (
        score(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4"),
        score(scene, Node.PILLAR, pillar.pk, "2024-Q4"),
    )
    plan = score(scene, Node.PLAN, scene.plan.pk, "2024-Q4")
    assert program is not None
    assert above is not None
    assert plan is not None
    assert (program.value, program.coverage) == (80, 0.25)
    assert (above.value, above.coverage) == (70, 0.625)  # a quarter of one half, all of the other
    assert plan.coverage == pytest.approx((0.625 + 1) / 6)  # four pillars have no program


def test_a_missing_value_is_not_replaced_by_an_older_one(scene: Scene) -> None:
    make_values(scene)
    make_value(scene.handled, scene.cast.region, "2024-Q4", None)
    make_value(scene.sorted_waste, scene.cast.region, "2024-Q4", None)
    recompute(scene)
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q3") is not None
    assert score(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") is None


def test_a_target_counts_from_the_quarter_in_which_it_comes_due_until_the_next(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    assert value(scene, Node.PROGRAM, scene.water.pk, "2024-Q3") is None  # the year's target is due on 31 December
    assert value(scene, Node.PROGRAM, scene.water.pk, "2024-Q4") == 95
    assert value(scene, Node.PROGRAM, scene.water.pk, "2025-Q1") == 95  # and stays the latest that came due


def test_of_two_targets_due_on_one_day_the_longer_period_counts(scene: Scene) -> None:
    make_values(scene)
    make_target(scene.handled, scene.cast.region, "2024", 80)
    make_value(scene.handled, scene.cast.region, "2024", 76)
    recompute(scene)
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") == 0.25 * 95 + 0.75 * 80


def test_the_target_of_another_area_is_judged_but_does_not_count(scene: Scene) -> None:
    make_values(scene)
    village = scene.cast.areas["90.01.01.1001"]
    target = make_target(scene.piped, village, "2024", 50)
    make_value(scene.piped, village, "2024", 5)
    recompute(scene)
    assert Attainment.objects.get(target=target).ratio == 10
    assert value(scene, Node.PROGRAM, scene.water.pk, "2024-Q4") == 95


def test_what_counts_is_capped_and_what_is_shown_is_not(scene: Scene) -> None:
    make_value(scene.handled, scene.cast.region, "2024-Q4", 120)  # 150 %
    make_value(scene.sorted_waste, scene.cast.region, "2024-Q4", -50)  # -100 %
    recompute(scene)
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") == 25
    RollUpRule.objects.create(plan=scene.plan, ceiling=None, floor=None)
    recompute(scene)
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") == 0.25 * 150 - 0.75 * 100
    assert set(Attainment.objects.filter(target__period=Period.parse("2024-Q4")).values_list("ratio", flat=True)) == {
        150,
        -100,
    }


def test_polarity_is_heeded(scene: Scene) -> None:
    scene.piped.polarity = Polarity.LOWER
    scene.piped.save()
    make_values(scene)
    recompute(scene)
    assert value(scene, Node.PROGRAM, scene.water.pk, "2024-Q4") == 100  # 105, and at most 100 counts


def test_final_scores_count_final_values_only(scene: Scene) -> None:
    make_values(scene)
    make_value(scene.piped, scene.cast.region, "2024", 57, final=None, marks=Mark.PRELIMINARY)
    make_value(scene.handled, scene.cast.region, "2024-Q4", 64, final=40, marks=Mark.PRELIMINARY)
    recompute(scene)
    water = score(scene, Node.PROGRAM, scene.water.pk, "2024-Q4")
    waste = score(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4")
    plan = score(scene, Node.PLAN, scene.plan.pk, "2024-Q4")
    assert water is not None
    assert waste is not None
    assert plan is not None
    assert (water.value, water.final_value, water.final_coverage) == (95, None, 0)
    assert (waste.value, waste.final_value) == (80, 0.25 * 50 + 0.75 * 80)
    assert plan.final_value == (72.5 + 60) / 2
    assert plan.marks == Mark.PRELIMINARY


def test_illustration_marks_everything_above_it(scene: Scene) -> None:
    make_values(scene)
    make_value(scene.parks, scene.cast.region, "2024", 12, marks=Mark.ILLUSTRATION)
    recompute(scene)
    pillar = scene.plan.pillars.get(code="environment")
    marked = {(row.node, row.object_id): row.marks for row in Score.objects.filter(period=Period.parse("2024-Q4"))}
    assert marked[Node.UNASSIGNED, pillar.pk] == Mark.ILLUSTRATION
    assert marked[Node.PILLAR, pillar.pk] == Mark.ILLUSTRATION
    assert marked[Node.PLAN, scene.plan.pk] == Mark.ILLUSTRATION
    assert marked[Node.SUB_DIMENSION, scene.waste.sub_dimension_id] == 0


def test_an_illustrative_target_marks_its_attainment(scene: Scene) -> None:
    indicator = make_indicator("invented", "x", program=scene.water)
    target = make_target(indicator, scene.cast.region, "2024", 10, is_illustration=True)
    make_value(indicator, scene.cast.region, "2024", 5)
    recompute(scene)
    assert Attainment.objects.get(target=target).marks == Mark.ILLUSTRATION
    assert score(scene, Node.PROGRAM, scene.water.pk, "2024-Q4").marks == Mark.ILLUSTRATION  # type: ignore[union-attr]


def test_archived_programs_and_indicators_are_out(scene: Scene) -> None:
    make_values(scene)
    scene.green.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    scene.green.save()
    scene.sorted_waste.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    scene.sorted_waste.save()
    recompute(scene)
    pillar = scene.plan.pillars.get(code="environment")
    row = score(scene, Node.PILLAR, pillar.pk, "2024-Q4")
    assert row is not None
    assert (row.value, row.coverage) == (80, 1)
    assert score(scene, Node.PROGRAM, scene.green.pk, "2024-Q4") is None
    assert score(scene, Node.UNASSIGNED, pillar.pk, "2024-Q4") is None


def test_every_quarter_of_the_plan_has_its_row_and_no_other(scene: Scene) -> None:
    recompute(scene)
    rows = Score.objects.values_list("node", "period")
    assert sorted(str(period) for node, period in rows) == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1"]
    assert {node for node, _ in rows} == {Node.PLAN}


def test_a_plan_that_has_not_begun_has_no_rows(scene: Scene) -> None:
    assert services.recompute_all(scene.plan, today=dt.date(2023, 5, 1)) == 10  # the attainments, all missing
    assert not Score.objects.exists()


def test_a_second_run_changes_nothing(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    before = everything()
    assert services.recompute_all(scene.plan, today=TODAY) == 0
    assert everything() == before
