"""What follows from a change: the same rows as if everything had been computed again, with few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.evaluation import services
from serambi.apps.evaluation.models import Node, Score
from serambi.apps.evaluation.tests.scene import (
    PlanChanged,
    Scene,
    ValuesChanged,
    everything,
    make_scene,
    make_value,
    make_values,
    recompute,
    value,
)
from serambi.apps.indicators.models import ProgramIndicator, Target
from serambi.apps.observations.models import Mark
from serambi.methods.periods import Period
from tests.cast import Cast, make_program, make_target


def test_a_corrected_value_moves_every_level_above(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    make_value(scene.piped, scene.cast.region, "2024", 30)
    services.refresh_after_values(ValuesChanged(frozenset({scene.piped.pk}), dt.date(2024, 12, 31)))
    living = scene.plan.pillars.get(code="living")
    assert value(scene, Node.PROGRAM, scene.water.pk, "2024-Q4") == 50
    assert value(scene, Node.PILLAR, living.pk, "2025-Q1") == 50
    assert value(scene, Node.PLAN, scene.plan.pk, "2024-Q4") == 60


def test_a_removed_target_gives_way_to_the_one_before(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    Target.objects.filter(indicator__in=[scene.handled, scene.sorted_waste], period=Period.parse("2024-Q4")).delete()
    services.refresh_after_values(
        ValuesChanged(frozenset({scene.handled.pk, scene.sorted_waste.pk}), dt.date(2024, 12, 31))
    )
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") == 0.25 * 70 + 0.75 * 60


def test_a_value_taken_away_takes_its_scores_away(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    make_value(scene.piped, scene.cast.region, "2024", None)
    services.refresh_after_values(ValuesChanged(frozenset({scene.piped.pk}), dt.date(2024, 12, 31)))
    assert not Score.objects.filter(node=Node.PROGRAM, object_id=scene.water.pk).exists()
    assert value(scene, Node.PLAN, scene.plan.pk, "2024-Q4") == 70


def test_an_archived_indicator_leaves_its_programs(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    scene.piped.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    scene.piped.save()
    services.refresh_after_values(ValuesChanged(frozenset({scene.piped.pk}), dt.date(2024, 1, 1)))
    assert not Score.objects.filter(node=Node.PROGRAM, object_id=scene.water.pk).exists()


def test_a_program_that_moves_leaves_its_old_pillar(scene: Scene) -> None:
    make_values(scene)
    recompute(scene)
    scene.water.pillar = scene.plan.pillars.get(code="environment")
    scene.water.sub_dimension = None
    scene.water.save()
    services.refresh_after_plan(PlanChanged(frozenset({scene.water.pk})))
    moved = everything()
    recompute(scene)
    assert everything() == moved
    assert not Score.objects.filter(node=Node.PILLAR, object_id=scene.plan.pillars.get(code="living").pk).exists()


def test_a_program_that_loses_an_indicator_is_joined_again(scene: Scene) -> None:
    make_values(scene)
    make_value(scene.handled, scene.cast.region, "2024-Q4", 8)
    recompute(scene)
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") == 62.5
    ProgramIndicator.objects.filter(indicator=scene.handled).delete()
    services.refresh_after_plan(PlanChanged(frozenset({scene.waste.pk})))
    assert value(scene, Node.PROGRAM, scene.waste.pk, "2024-Q4") == 80
    assert value(scene, Node.PLAN, scene.plan.pk, "2024-Q4") == 82.5


def test_a_change_that_moves_no_score_writes_nothing(
    scene: Scene, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    make_values(scene)
    recompute(scene)
    before = everything()
    with django_assert_max_num_queries(14):
        services.refresh_after_plan(PlanChanged(frozenset({scene.waste.pk})))
    assert everything() == before


def test_nothing_is_written_before_a_plan_was_computed_once(scene: Scene) -> None:
    make_values(scene)
    services.refresh_after_values(ValuesChanged(frozenset({scene.piped.pk}), dt.date(2024, 1, 1)))
    assert not Score.objects.exists()


@pytest.mark.parametrize("programs", [1, 40])
def test_a_change_costs_the_same_queries_however_large_the_plan(
    scene: Scene, programs: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(programs):
        program = make_program(scene.plan, f"LIV-{number + 10}", pillar="living")
        ProgramIndicator.objects.create(program=program, indicator=scene.piped)
    make_values(scene)
    recompute(scene)
    make_value(scene.piped, scene.cast.region, "2024", 30)
    with django_assert_max_num_queries(22):
        services.refresh_after_values(ValuesChanged(frozenset({scene.piped.pk}), dt.date(2024, 12, 31)))
    assert value(scene, Node.PLAN, scene.plan.pk, "2024-Q4") == 60


# What always holds ------------------------------------------------------------------------------------------------

QUARTERS = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"]
INDICATORS = ["handled", "sorted_waste", "parks", "piped"]
PROGRAMS = ["waste", "green", "water"]

changes = st.lists(
    st.one_of(
        st.tuples(
            st.just("value"),
            st.sampled_from(INDICATORS),
            st.sampled_from(QUARTERS),
            st.none() | st.integers(-20, 150),
            st.booleans(),
        ),
        st.tuples(st.just("target"), st.sampled_from(INDICATORS), st.sampled_from(QUARTERS), st.integers(0, 90)),
        st.tuples(st.just("no target"), st.sampled_from(INDICATORS), st.sampled_from(QUARTERS)),
        st.tuples(st.just("indicator"), st.sampled_from(INDICATORS), st.booleans()),
        st.tuples(
            st.just("link"), st.sampled_from(PROGRAMS), st.sampled_from(INDICATORS), st.none() | st.integers(0, 4)
        ),
        st.tuples(
            st.just("program"),
            st.sampled_from(PROGRAMS),
            st.sampled_from(["environment", "living"]),
            st.booleans(),
            st.integers(0, 5),
            st.booleans(),
        ),
    ),
    max_size=8,
)


def _apply(scene: Scene, change: tuple[Any, ...]) -> None:
    """Make one change and tell the evaluation of it as the app below would."""
    kind, name, *rest = change
    thing = getattr(scene, name)
    since = Period.parse(rest[0]).end if kind in {"value", "target", "no target"} else dt.date(2024, 1, 1)
    if kind == "value":
        marks = Mark(0) if rest[2] else Mark.PRELIMINARY
        make_value(thing, scene.cast.region, rest[0], rest[1], final=rest[1] if rest[2] else None, marks=marks)
    elif kind == "target":
        Target.objects.filter(indicator=thing, area=scene.cast.region, period=Period.parse(rest[0])).delete()
        make_target(thing, scene.cast.region, rest[0], rest[1])
    elif kind == "no target":
        Target.objects.filter(indicator=thing, period=Period.parse(rest[0])).delete()
    elif kind == "indicator":
        thing.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) if rest[0] else None
        thing.save()
    elif kind == "link":
        link = ProgramIndicator.objects.filter(program=thing, indicator=getattr(scene, rest[0]))
        link.delete()
        if rest[1] is not None:
            ProgramIndicator.objects.create(program=thing, indicator=getattr(scene, rest[0]), weight=Decimal(rest[1]))
        services.refresh_after_plan(PlanChanged(frozenset({thing.pk})))
        return
    else:
        pillar = scene.plan.pillars.get(code=rest[0])
        thing.pillar = pillar
        thing.sub_dimension = pillar.sub_dimensions.first() if rest[1] else None
        thing.weight = Decimal(rest[2])
        thing.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) if rest[3] else None
        thing.save()
        services.refresh_after_plan(PlanChanged(frozenset({thing.pk})))
        return
    services.refresh_after_values(ValuesChanged(frozenset({thing.pk}), since))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=changes)
def test_change_by_change_gives_the_rows_of_a_full_run(cast: Cast, changes: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        scene = make_scene(cast)
        make_values(scene)
        recompute(scene)
        for change in changes:
            _apply(scene, change)
        step_by_step = everything()
        recompute(scene)
        assert everything() == step_by_step
        transaction.set_rollback(True)
