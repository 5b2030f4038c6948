"""The doors: one object for one person, or nothing, which looks the same as not allowed."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    Dependency,
    Goal,
    MasterPlan,
    Milestone,
    Mission,
    Participation,
    Pillar,
    Program,
    Risk,
    Strategy,
    SubDimension,
)
from serambi.apps.plans.permissions import can_see_plan

Row = TypeVar("Row", bound=Model)


def current_plan() -> MasterPlan | None:
    """Return the plan that the dashboard shows, whoever asks, with its region; None before there is one."""
    return MasterPlan.objects.filter(is_current=True).select_related("region").first()


def current_plan_for(user: Any) -> MasterPlan | None:
    """Return the current plan if the person may see it."""
    plan = current_plan()
    return plan if plan is not None and can_see_plan(user, plan) else None


def get_plan_for(user: Any) -> MasterPlan:
    """Return the current plan; raise Http404 when there is none that the person may see."""
    plan = current_plan_for(user)
    if plan is None:
        raise Http404
    return plan


def get_program_for(user: Any, code: str) -> Program:
    """Return the program with this code, that of the current plan first, with its place in the plan and its lead.

    Raises Http404 when there is none that the person may see: archived programs are the coordinator's, programs of a
    plan that is not published are for people who have signed in.
    """
    programs = Program.objects.visible_to(user).select_related(
        "plan__region", "pillar", "sub_dimension", "strategy__goal", "lead", "person_in_charge"
    )
    program = programs.filter(code=code).order_by("-plan__is_current", "-plan__start_year").first()
    if program is None:
        raise Http404(code)
    return program


def get_activity_for(user: Any, program: Program, pk: int) -> Activity:
    """Return an activity of a program that was got for the same person; raise Http404."""
    return _of(program.activities.select_related("program__lead", "organization"), pk)


def get_dependency_for(user: Any, program: Program, pk: int) -> Dependency:
    """Return a dependency of an activity of a program that was got for the same person; raise Http404."""
    dependencies = Dependency.objects.filter(activity__program=program)
    return _of(dependencies.select_related("activity__program__lead", "predecessor__program"), pk)


def get_milestone_for(user: Any, program: Program, pk: int) -> Milestone:
    """Return a milestone of a program that was got for the same person; raise Http404."""
    milestones = Milestone.objects.filter(activity__program=program)
    return _of(milestones.select_related("activity__program__lead"), pk)


def get_budget_line_for(user: Any, program: Program, pk: int) -> BudgetLine:
    """Return a budget line of a program that was got for the same person; raise Http404."""
    return _of(program.budget_lines.select_related("program__lead", "program__plan", "activity"), pk)


def get_risk_for(user: Any, program: Program, pk: int) -> Risk:
    """Return a risk of a program that was got for the same person; raise Http404."""
    return _of(program.risks.select_related("program__lead", "owner"), pk)


def get_participation_for(user: Any, program: Program, pk: int) -> Participation:
    """Return a participation in a program that was got for the same person; raise Http404."""
    return _of(program.participations.select_related("program", "organization"), pk)


def get_pillar_for(user: Any, code: str) -> Pillar:
    """Return a pillar of the current plan; raise Http404."""
    pillar = Pillar.objects.filter(plan=get_plan_for(user), code=code).select_related("plan").first()
    if pillar is None:
        raise Http404(code)
    return pillar


def get_sub_dimension_for(user: Any, pillar: str, code: str) -> SubDimension:
    """Return a sub-dimension of the current plan; raise Http404."""
    parts = SubDimension.objects.filter(pillar__plan=get_plan_for(user), pillar__code=pillar, code=code)
    part = parts.select_related("pillar__plan").first()
    if part is None:
        raise Http404(code)
    return part


def get_goal_for(user: Any, pk: int) -> Goal:
    """Return a goal of the current plan; raise Http404."""
    return _of(Goal.objects.filter(pillar__plan=get_plan_for(user)).select_related("pillar", "sub_dimension"), pk)


def get_strategy_for(user: Any, pk: int) -> Strategy:
    """Return a strategy of the current plan; raise Http404."""
    return _of(Strategy.objects.filter(goal__pillar__plan=get_plan_for(user)).select_related("goal__pillar"), pk)


def get_mission_for(user: Any, pk: int) -> Mission:
    """Return a mission of the current plan; raise Http404."""
    return _of(Mission.objects.filter(plan=get_plan_for(user)), pk)


def _of(rows: QuerySet[Row], pk: int) -> Row:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found
