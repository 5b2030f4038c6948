"""What people do to the activities of a program and to their milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.plans.errors import AlreadyReached, NotReached, ReachedInFuture
from serambi.apps.plans.models import Activity, Milestone, Program
from serambi.apps.plans.services.audited import changed, created, locked, removed
from serambi.apps.plans.services.rules import (
    check_dates,
    check_name,
    check_sipd,
    open_for_reports,
    require_coordinator,
)
from serambi.apps.regions.models import Area
from serambi.ui import formats


class ActivityDetails(TypedDict, total=False):
    """What can be said about an activity besides its name."""

    code: str
    organization: Organization | None
    locations: Iterable[Area]
    stage: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    sipd_year: int | None
    sipd_code: str


class ActivityFields(ActivityDetails, total=False):
    name: str


class MilestoneFields(TypedDict, total=False):
    name: str
    due_on: dt.date
    reached_on: dt.date | None
    note: str


@transaction.atomic
def add_activity(program: Program, *, by: Any, name: str, **details: Unpack[ActivityDetails]) -> Activity:
    """Add an activity after the others of the program.

    Raises NotYourProgram, ProgramArchived, NameMissing, EndBeforeStart, SipdWithoutYear.
    """
    current = open_for_reports(program, by=by)
    columns: dict[str, Any] = {**details, "name": name}
    locations = list(columns.pop("locations", ()))
    check_activity(columns)
    last = current.activities.aggregate(last=Max("position"))["last"] or 0
    activity = Activity(program=current, position=last + 1, is_illustration=current.is_illustration, **columns)
    return created(activity, by=by, links={"locations": locations})


@transaction.atomic
def change_activity(activity: Activity, *, by: Any, **fields: Unpack[ActivityFields]) -> Activity:
    """Change an activity and return it as it is now; what is not named stays. Raises what add_activity raises."""
    open_for_reports(activity.program, by=by)
    current = locked(activity)
    columns: dict[str, Any] = {**fields}
    links = {"locations": list(columns.pop("locations"))} if "locations" in columns else None
    kept = {name: getattr(current, name) for name in ("name", "starts_on", "ends_on", "sipd_year", "sipd_code")}
    check_activity({**kept, **columns})
    changed(current, columns, by=by, links=links)
    return current


@transaction.atomic
def place_activity(activity: Activity, *, by: Any, position: int) -> None:
    """Put an activity at a place among those of its program, 1 being the first; a place beyond the ends is the end.

    Raises NotYourProgram, ProgramArchived.
    """
    open_for_reports(activity.program, by=by)
    others = list(Activity.objects.select_for_update().filter(program=activity.program_id).exclude(pk=activity.pk))
    moving = locked(activity)
    index = max(position - 1, 0)
    row = [*others[:index], moving, *others[index:]]
    before = moving.position
    for number, one in enumerate(row, start=1):
        one.position = number
    Activity.objects.bulk_update(row, ["position"])
    if moving.position != before:
        record(Verb.CHANGED, moving, by=by, before={"position": before}, after={"position": moving.position})


@transaction.atomic
def remove_activity(activity: Activity, *, by: Any) -> None:
    """Delete an activity with its milestones and its own budget lines; the record keeps each of them.

    Raises NotYourProgram, ProgramArchived, and NotACoordinator where it has budget lines, whose ceilings are not the
    agency's to remove.
    """
    open_for_reports(activity.program, by=by)
    lines = list(activity.budget_lines.all())
    if lines:
        require_coordinator(by)
    for line in lines:
        removed(line, by=by)
    for milestone in activity.milestones.all():
        removed(milestone, by=by)
    for dependency in (*activity.dependencies.all(), *activity.followers.all()):
        removed(dependency, by=by)
    removed(activity, by=by)


@transaction.atomic
def add_milestone(
    activity: Activity,
    *,
    by: Any,
    today: dt.date,
    name: str,
    due_on: dt.date,
    reached_on: dt.date | None = None,
    note: str = "",
) -> Milestone:
    """Add a milestone to an activity. Raises NotYourProgram, ProgramArchived, NameMissing, ReachedInFuture."""
    open_for_reports(activity.program, by=by)
    check_name(name)
    _check_reached(reached_on, today)
    milestone = Milestone(activity=activity, name=name, due_on=due_on, reached_on=reached_on, note=note)
    return created(milestone, by=by)


@transaction.atomic
def change_milestone(milestone: Milestone, *, by: Any, today: dt.date, **fields: Unpack[MilestoneFields]) -> Milestone:
    """Change a milestone and return it as it is now; what is not named stays. Raises what add_milestone raises."""
    open_for_reports(milestone.activity.program, by=by)
    check_name(fields.get("name", milestone.name))
    _check_reached(fields.get("reached_on"), today)
    current = locked(milestone)
    changed(current, {**fields}, by=by)
    return current


@transaction.atomic
def reach_milestone(milestone: Milestone, *, by: Any, reached_on: dt.date, today: dt.date, note: str = "") -> Milestone:
    """Say that a milestone was reached on a day. Raises NotYourProgram, ProgramArchived, AlreadyReached,
    ReachedInFuture."""
    open_for_reports(milestone.activity.program, by=by)
    _check_reached(reached_on, today)
    current = locked(milestone)
    if current.reached_on is not None:
        raise AlreadyReached(milestone=current.name, day=formats.day(current.reached_on))
    changed(current, {"reached_on": reached_on, "note": note.strip() or current.note}, by=by)
    return current


@transaction.atomic
def reopen_milestone(milestone: Milestone, *, by: Any) -> Milestone:
    """Say that a milestone was not reached after all. Raises NotYourProgram, ProgramArchived, NotReached."""
    open_for_reports(milestone.activity.program, by=by)
    current = locked(milestone)
    if current.reached_on is None:
        raise NotReached(milestone=current.name)
    changed(current, {"reached_on": None}, by=by)
    return current


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Any) -> None:
    """Delete a milestone. Raises NotYourProgram, ProgramArchived."""
    open_for_reports(milestone.activity.program, by=by)
    removed(milestone, by=by)


def check_activity(columns: dict[str, Any]) -> None:
    check_name(columns["name"])
    check_dates(columns.get("starts_on"), columns.get("ends_on"))
    check_sipd(columns.get("sipd_year"), columns.get("sipd_code", ""))


def check_milestone(name: str, reached_on: dt.date | None, today: dt.date) -> None:
    check_name(name)
    _check_reached(reached_on, today)


def _check_reached(day: dt.date | None, today: dt.date) -> None:
    if day is not None and day > today:
        raise ReachedInFuture(day=formats.day(day))
