"""What the coordinator does to goals, strategies and missions."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.db import transaction

from serambi.apps.plans.errors import CodeTaken, NumberTaken, StrategiesElsewhere, WrongSubDimension
from serambi.apps.plans.models import Goal, MasterPlan, Mission, Pillar, Program, Strategy, SubDimension
from serambi.apps.plans.services.audited import changed, created, locked, removed
from serambi.apps.plans.services.rules import require_coordinator


class GoalFields(TypedDict, total=False):
    pillar: Pillar
    sub_dimension: SubDimension | None
    code: str
    text: str


class StrategyFields(TypedDict, total=False):
    code: str
    text: str


class MissionFields(TypedDict, total=False):
    development_plan: str
    number: int
    text: str
    source: str


@transaction.atomic
def add_goal(pillar: Pillar, *, by: Any, code: str, text: str, sub_dimension: SubDimension | None = None) -> Goal:
    """Add a goal to a pillar. Raises NotACoordinator, CodeTaken, WrongSubDimension."""
    require_coordinator(by)
    goal = Goal(pillar=pillar, sub_dimension=sub_dimension, code=code, text=text)
    _check_goal(goal)
    return created(goal, by=by)


@transaction.atomic
def change_goal(goal: Goal, *, by: Any, **fields: Unpack[GoalFields]) -> Goal:
    """Change a goal and return it as it is now; what is not named stays.

    Raises what add_goal raises, and StrategiesElsewhere where programs of its pillar follow its strategies.
    """
    require_coordinator(by)
    current = locked(goal)
    proposed = Goal(
        pk=current.pk,
        pillar=fields.get("pillar", current.pillar),
        sub_dimension=fields.get("sub_dimension", current.sub_dimension),
        code=fields.get("code", current.code),
    )
    _check_goal(proposed)
    if proposed.pillar_id != current.pillar_id and Program.objects.filter(strategy__goal=current).exists():
        raise StrategiesElsewhere(pillar=current.pillar.display_name)
    changed(current, {**fields}, by=by)
    return current


@transaction.atomic
def remove_goal(goal: Goal, *, by: Any) -> None:
    """Delete a goal with its strategies; programs that followed one follow none afterwards. Raises NotACoordinator."""
    require_coordinator(by)
    for strategy in goal.strategies.all():
        _release(strategy, by=by)
        removed(strategy, by=by)
    removed(goal, by=by)


@transaction.atomic
def add_strategy(goal: Goal, *, by: Any, code: str, text: str) -> Strategy:
    """Add a strategy to a goal. Raises NotACoordinator, CodeTaken."""
    require_coordinator(by)
    strategy = Strategy(goal=goal, code=code, text=text, is_illustration=goal.is_illustration)
    _check_strategy(strategy)
    return created(strategy, by=by)


@transaction.atomic
def change_strategy(strategy: Strategy, *, by: Any, **fields: Unpack[StrategyFields]) -> Strategy:
    """Change a strategy and return it as it is now. Raises NotACoordinator, CodeTaken."""
    require_coordinator(by)
    current = locked(strategy)
    _check_strategy(Strategy(pk=current.pk, goal_id=current.goal_id, code=fields.get("code", current.code)))
    changed(current, {**fields}, by=by)
    return current


@transaction.atomic
def remove_strategy(strategy: Strategy, *, by: Any) -> None:
    """Delete a strategy; programs that followed it follow none afterwards. Raises NotACoordinator."""
    require_coordinator(by)
    _release(strategy, by=by)
    removed(strategy, by=by)


@transaction.atomic
def add_mission(
    plan: MasterPlan, *, by: Any, development_plan: str, number: int, text: str, source: str = ""
) -> Mission:
    """Add a mission of a development plan. Raises NotACoordinator, NumberTaken."""
    require_coordinator(by)
    mission = Mission(plan=plan, development_plan=development_plan, number=number, text=text, source=source)
    _check_mission(mission)
    return created(mission, by=by)


@transaction.atomic
def change_mission(mission: Mission, *, by: Any, **fields: Unpack[MissionFields]) -> Mission:
    """Change a mission and return it as it is now. Raises NotACoordinator, NumberTaken."""
    require_coordinator(by)
    current = locked(mission)
    _check_mission(
        Mission(
            pk=current.pk,
            plan_id=current.plan_id,
            development_plan=fields.get("development_plan", current.development_plan),
            number=fields.get("number", current.number),
        )
    )
    changed(current, {**fields}, by=by)
    return current


@transaction.atomic
def remove_mission(mission: Mission, *, by: Any) -> None:
    """Delete a mission; the record says which programs were aligned to it. Raises NotACoordinator."""
    require_coordinator(by)
    for program in mission.programs.all():
        kept = program.missions.exclude(pk=mission.pk)
        changed(locked(program), {}, by=by, links={"missions": list(kept)})
    removed(mission, by=by)


def _release(strategy: Strategy, *, by: Any) -> None:
    """Record for each program that it follows the strategy no longer; the database alone would do it silently."""
    for program in Program.objects.select_for_update().filter(strategy=strategy):
        changed(program, {"strategy": None}, by=by)


def _check_goal(goal: Goal) -> None:
    part = goal.sub_dimension
    if part is not None and part.pillar_id != goal.pillar_id:
        raise WrongSubDimension(sub_dimension=part.display_name, pillar=goal.pillar.display_name)
    if Goal.objects.filter(pillar=goal.pillar, code=goal.code).exclude(pk=goal.pk).exists():
        raise CodeTaken(code=goal.code)


def _check_strategy(strategy: Strategy) -> None:
    if Strategy.objects.filter(goal=strategy.goal_id, code=strategy.code).exclude(pk=strategy.pk).exists():
        raise CodeTaken(code=strategy.code)


def _check_mission(mission: Mission) -> None:
    same = Mission.objects.filter(
        plan=mission.plan_id, development_plan=mission.development_plan, number=mission.number
    )
    if same.exclude(pk=mission.pk).exists():
        raise NumberTaken(development_plan=mission.development_plan, number=mission.number)
