"""What people do to the order of activities."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from serambi.apps.plans.errors import LagOutOfReach, WaitsAlready, WaitsElsewhere, WaitsForItself, WaitsInCircle
from serambi.apps.plans.models import LONGEST_LAG, Activity, Dependency, MasterPlan
from serambi.apps.plans.precedence import Wait, circle
from serambi.apps.plans.queries.dependencies import waits_before
from serambi.apps.plans.services.audited import created, locked, removed
from serambi.apps.plans.services.rules import open_for_reports
from serambi.ui import formats


@transaction.atomic
def add_dependency(activity: Activity, *, by: Any, predecessor: Activity, lag_days: int = 0) -> Dependency:
    """Let an activity wait until another one of its plan has ended, and as many days more.

    Raises NotYourProgram, ProgramArchived (of the program that waits), WaitsForItself, WaitsElsewhere, WaitsAlready,
    LagOutOfReach, and WaitsInCircle, which names the circle.
    """
    program = open_for_reports(activity.program, by=by)
    # Two people who each close half of a circle at the same time must not both be let through.
    plan = locked(MasterPlan(pk=program.plan_id))
    if activity.pk == predecessor.pk:
        raise WaitsForItself(activity=activity.name)
    if predecessor.program.plan_id != plan.pk or predecessor.program.archived_at is not None:
        raise WaitsElsewhere(activity=predecessor.name)
    if not 0 <= lag_days <= LONGEST_LAG:
        raise LagOutOfReach(most=formats.number(LONGEST_LAG, 0))
    new = Wait(activity.pk, predecessor.pk, lag_days)
    waits = waits_before([activity.pk, predecessor.pk])
    if any((wait.activity, wait.predecessor) == (new.activity, new.predecessor) for wait in waits):
        raise WaitsAlready(activity=activity.name, predecessor=predecessor.name)
    closed = circle(waits, new)
    if closed:
        raise WaitsInCircle(circle=_in_words(closed))
    return created(Dependency(activity=activity, predecessor=predecessor, lag_days=lag_days), by=by)


@transaction.atomic
def remove_dependency(dependency: Dependency, *, by: Any) -> None:
    """Let an activity no longer wait for another. Raises NotYourProgram, ProgramArchived (of the one that waits)."""
    open_for_reports(dependency.activity.program, by=by)
    removed(dependency, by=by)


def _in_words(closed: tuple[int, ...]) -> str:
    names = dict(Activity.objects.filter(pk__in=closed).values_list("pk", "name"))
    return " → ".join(f"“{names[pk]}”" for pk in (*closed, closed[0]))
