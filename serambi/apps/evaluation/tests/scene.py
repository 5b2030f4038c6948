"""A plan of the invented regency with figures whose scores can be worked out by hand.

Environment: WASTE (two indicators, weights 1 and 3) in a sub-dimension, and GREEN without one. Living: WATER. Quarterly
targets of 2024; the values are written where the indicators would write them, so that only the evaluation is tested.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from serambi.apps.evaluation import services
from serambi.apps.evaluation.models import Attainment, Node, Score
from serambi.apps.indicators.models import Indicator, IndicatorState, IndicatorValue, ProgramIndicator, Target
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan, Program
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_plan, make_program, make_target

TODAY = dt.date(2025, 2, 10)
NO_MARK = Mark(0)


@dataclass(frozen=True)
class Scene:
    cast: Cast
    plan: MasterPlan
    waste: Program
    green: Program
    water: Program
    handled: Indicator
    sorted_waste: Indicator
    parks: Indicator
    piped: Indicator


@dataclass(frozen=True)
class ValuesChanged:
    indicator_ids: frozenset[int]
    since: dt.date


@dataclass(frozen=True)
class PlanChanged:
    program_ids: frozenset[int]


def make_scene(cast: Cast) -> Scene:
    """Return the plan with its programs, indicators and targets, but without any value."""
    plan = make_plan(cast.region)
    waste = make_program(plan, "ENV-1", lead=cast.dlh, name="Pengelolaan sampah")
    green = make_program(plan, "ENV-2", lead=cast.dlh, name="Taman kota", sub_dimension=None)
    water = make_program(plan, "LIV-1", pillar="living", name="Air minum")
    handled = make_indicator("waste_handled", "100 * waste.handled / waste.generated", owner=cast.dlh)
    sorted_waste = make_indicator("waste_sorted", "100 * waste.sorted / waste.generated", owner=cast.dlh)
    parks = make_indicator("parks", "parks.count", owner=cast.dlh)
    piped = make_indicator("piped_water", "water.piped")
    ProgramIndicator.objects.create(program=waste, indicator=handled, weight=Decimal(1))
    ProgramIndicator.objects.create(program=waste, indicator=sorted_waste, weight=Decimal(3))
    ProgramIndicator.objects.create(program=green, indicator=parks)
    ProgramIndicator.objects.create(program=water, indicator=piped)
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"):
        make_target(handled, cast.region, quarter, 80)
        make_target(sorted_waste, cast.region, quarter, 50)
    make_target(parks, cast.region, "2024", 20)
    make_target(piped, cast.region, "2024", 60)
    return Scene(cast, plan, waste, green, water, handled, sorted_waste, parks, piped)


def make_value(
    indicator: Indicator,
    area: Area,
    period: str,
    value: float | None,
    *,
    final: float | str | None = "same",
    marks: Mark = NO_MARK,
) -> None:
    """Write the value of an indicator as `indicators` does; None takes the row away."""
    key = {"indicator": indicator, "area": area, "period": Period.parse(period)}
    if value is None:
        IndicatorValue.objects.filter(**key).delete()
        return
    IndicatorValue.objects.update_or_create(
        **key,
        defaults={"value": value, "final_value": value if final == "same" else final, "marks": int(marks)},
    )


def make_values(scene: Scene) -> None:
    """Write values for which the scores of 2024-Q4 are round numbers."""
    region = scene.cast.region
    for quarter, handled, sorted_waste in (
        ("2024-Q1", 40, 10),
        ("2024-Q2", 48, 20),
        ("2024-Q3", 56, 30),
        ("2024-Q4", 64, 40),  # 80 % of the target each
    ):
        make_value(scene.handled, region, quarter, handled)
        make_value(scene.sorted_waste, region, quarter, sorted_waste)
    make_value(scene.parks, region, "2024", 12)  # 60 %
    make_value(scene.piped, region, "2024", 57)  # 95 %


def recompute(scene: Scene) -> None:
    services.recompute_all(scene.plan, today=TODAY)


def score(scene: Scene, node: Node, pk: int, quarter: str) -> Score | None:
    return Score.objects.filter(plan=scene.plan, node=node, object_id=pk, period=Period.parse(quarter)).first()


def value(scene: Scene, node: Node, pk: int, quarter: str) -> float | None:
    found = score(scene, node, pk, quarter)
    return None if found is None else found.value


def everything() -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """Return all rows that the evaluation writes, to compare two ways of writing them."""
    scores = Score.objects.values_list(
        "plan_id", "node", "object_id", "period", "value", "coverage", "final_value", "final_coverage", "marks"
    )
    attainments = Attainment.objects.values_list("target_id", "value", "ratio", "final_value", "final_ratio", "marks")
    return set(scores), set(attainments)


def targets_of(indicator: Indicator) -> list[Target]:
    return list(Target.objects.filter(indicator=indicator))


def make_full(scene: Scene) -> Scene:
    """Write values and the newest value of each indicator, and join all scores as on the day of the scene."""
    make_values(scene)
    for indicator, period in (
        (scene.handled, "2024-Q4"),
        (scene.sorted_waste, "2024-Q4"),
        (scene.parks, "2024-Q4"),
        (scene.piped, "2024-Q1"),
    ):
        last = Period.parse(period)
        IndicatorState.objects.create(
            indicator=indicator, latest_period=last, latest_end=last.end, final_period=last, final_end=last.end
        )
    recompute(scene)
    return scene
