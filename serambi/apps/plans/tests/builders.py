"""Rows for the tests of the plan, with fixed values; people and agencies come from the cast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    FundSource,
    Goal,
    MasterPlan,
    Milestone,
    Mission,
    Participation,
    Program,
    Risk,
    Strategy,
)
from serambi.apps.plans.services import changes
from tests.cast import Cast, make_plan, make_program

TODAY = dt.date(2026, 3, 20)


def make_activity(program: Program, name: str = "Bangun unit", **fields: Any) -> Activity:
    return Activity.objects.create(**{"program": program, "name": name, "position": 1, **fields})


def make_milestone(activity: Activity, due_on: dt.date, name: str = "Unit pertama buka", **fields: Any) -> Milestone:
    return Milestone.objects.create(activity=activity, name=name, due_on=due_on, **fields)


def make_line(program: Program, ceiling: int | str, realization: int | str | None = None, **fields: Any) -> BudgetLine:
    return BudgetLine.objects.create(
        **{
            "program": program,
            "year": 2025,
            "fund_source": FundSource.APBD_GENERAL,
            "ceiling": Decimal(ceiling),
            "realization": None if realization is None else Decimal(realization),
            **fields,
        }
    )


def make_risk(program: Program, likelihood: int = 3, impact: int = 4, **fields: Any) -> Risk:
    return Risk.objects.create(
        **{"program": program, "description": "Lahan belum bebas", "likelihood": likelihood, "impact": impact, **fields}
    )


def make_mission(plan: MasterPlan, number: int = 1, **fields: Any) -> Mission:
    return Mission.objects.create(
        **{"plan": plan, "development_plan": "RPJMD 2025–2029", "number": number, "text": f"Misi {number}", **fields}
    )


def make_strategy(plan: MasterPlan, *, pillar: str = "environment", code: str = "S1") -> Strategy:
    goal, _ = Goal.objects.get_or_create(
        pillar=plan.pillars.get(code=pillar), code="G1", defaults={"text": "Sampah terkelola"}
    )
    return Strategy.objects.create(goal=goal, code=code, text="Pilah dari rumah")


def make_full_program(plan: MasterPlan, cast: Cast, code: str, **fields: Any) -> Program:
    """Return a program led by DLH that has one of everything."""
    program = make_program(plan, code, **{"lead": cast.dlh, "ends_on": dt.date(2026, 12, 31), **fields})
    Participation.objects.create(program=program, organization=cast.dinkes)
    program.locations.add(cast.areas["90.01.01.1001"])
    activity = make_activity(program)
    make_milestone(activity, dt.date(2026, 2, 1))
    make_line(program, 1_000_000, 400_000)
    make_line(program, 2_000_000, year=2026)
    make_risk(program)
    return program


def make_register(cast: Cast, count: int) -> MasterPlan:
    """Return a published plan with that many programs of DLH, each with one of everything."""
    plan = make_plan(cast.region)
    mission = make_mission(plan)
    for number in range(count):
        make_full_program(plan, cast, f"P-{number:03}").missions.add(mission)
    return plan


@contextmanager
def heard() -> Iterator[list[frozenset[int]]]:
    """Return the ids of programs whose changes are announced while the block runs."""
    told: list[frozenset[int]] = []

    def listen(changed: changes.PlanChanged) -> None:
        told.append(changed.program_ids)

    kept = list(changes._listeners)
    changes._listeners[:] = [listen]
    try:
        yield told
    finally:
        changes._listeners[:] = kept
