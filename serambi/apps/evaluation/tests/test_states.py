"""When a figure is old, missing, without an owner or without a target."""

from __future__ import annotations

import datetime as dt

import pytest

from serambi.apps.evaluation.labels import IndicatorState
from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.states import is_overdue, read_states
from serambi.apps.evaluation.tests.scene import Scene, make_value, make_values, recompute
from serambi.apps.indicators.models import IndicatorState as LatestValue
from serambi.apps.indicators.models import Target
from serambi.methods.periods import Period

QUARTER = Period.parse("2024-Q4")
TODAY = dt.date(2025, 2, 10)


def make_latest(scene: Scene, name: str, period: str, *, final: str = "") -> None:
    last = Period.parse(period)
    verified = Period.parse(final or period)
    LatestValue.objects.update_or_create(
        indicator=getattr(scene, name),
        defaults={"latest_period": last, "latest_end": last.end, "final_period": verified, "final_end": verified.end},
    )


def states(scene: Scene, *, basis: Basis = Basis.WORKING, today: dt.date = TODAY) -> dict[str, set[str]]:
    recompute(scene)
    found = read_states(scene.plan, scene.cast.rani, quarter=QUARTER, basis=basis, today=today)
    return {fact.code: set(states) for fact, states in found.wrong_under((Node.PLAN.value, scene.plan.pk))}


def make_all_well(scene: Scene) -> None:
    make_values(scene)
    scene.piped.owner = scene.cast.dinkes
    scene.piped.save()
    for name in ("handled", "sorted_waste", "parks", "piped"):
        make_latest(scene, name, "2024-Q4")


def test_nothing_is_wrong_when_all_is_there(scene: Scene) -> None:
    make_all_well(scene)
    assert states(scene) == {}


@pytest.mark.parametrize(
    ("latest", "days", "today", "overdue"),
    [
        ("2024-Q3", 45, dt.date(2025, 2, 14), False),  # 31 December and 45 days
        ("2024-Q3", 45, dt.date(2025, 2, 15), True),
        ("2024-12", 10, dt.date(2025, 2, 10), False),  # January is over on the 31st
        ("2024-12", 10, dt.date(2025, 2, 11), True),
        ("2023", 45, dt.date(2025, 2, 14), False),
        ("2023", 45, dt.date(2025, 2, 15), True),
    ],
)
def test_a_figure_is_old_once_the_next_one_should_be_there(
    latest: str, days: int, today: dt.date, overdue: bool
) -> None:
    assert is_overdue(Period.parse(latest), days, today) is overdue


def test_an_old_figure_is_told(scene: Scene) -> None:
    make_all_well(scene)
    make_latest(scene, "handled", "2024-Q2")
    assert states(scene) == {"waste_handled": {IndicatorState.STALE}}


def test_a_missing_value_of_a_target_that_came_due_is_told(scene: Scene) -> None:
    make_all_well(scene)
    make_value(scene.handled, scene.cast.region, "2024-Q4", None)
    assert states(scene) == {"waste_handled": {IndicatorState.MISSING}}


def test_an_indicator_that_never_had_a_value_is_missing(scene: Scene) -> None:
    make_all_well(scene)
    LatestValue.objects.filter(indicator=scene.parks).update(latest_period=None, final_period=None)
    assert states(scene) == {"parks": {IndicatorState.MISSING}}


def test_no_owner_and_no_target_are_told(scene: Scene) -> None:
    make_all_well(scene)
    scene.parks.owner = None
    scene.parks.save()
    Target.objects.filter(indicator=scene.piped).delete()
    assert states(scene) == {"parks": {IndicatorState.NO_OWNER}, "piped_water": {IndicatorState.NO_TARGET}}


def test_the_public_sees_what_is_missing_among_verified_figures(scene: Scene) -> None:
    make_all_well(scene)
    make_value(scene.handled, scene.cast.region, "2024-Q4", 64, final=None)
    make_latest(scene, "handled", "2024-Q4", final="2024-Q2")
    assert states(scene) == {}
    assert states(scene, basis=Basis.FINAL) == {"waste_handled": {IndicatorState.STALE, IndicatorState.MISSING}}


def test_an_indicator_of_an_archived_program_is_nobody_s_trouble(scene: Scene) -> None:
    make_all_well(scene)
    scene.piped.owner = None
    scene.piped.save()
    assert states(scene) == {"piped_water": {IndicatorState.NO_OWNER}}
    scene.water.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    scene.water.save()
    assert states(scene) == {}
