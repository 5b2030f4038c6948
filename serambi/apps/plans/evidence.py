"""Milestones and activities as things that can have evidence: who may see and send it, and what it is held against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import Model

from serambi.apps.agencies.permissions import can_see_preliminary, is_verifier
from serambi.apps.attachments.permissions import Belonging, Owner, Place
from serambi.apps.plans.models import Activity, Milestone, Program
from serambi.apps.plans.permissions import can_carry_out
from serambi.apps.plans.views.answering import program_address, program_crumbs
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import places_of


def owners() -> tuple[Owner, ...]:
    """Return how the register answers for the evidence of its milestones and activities."""
    return (
        _owner(Milestone, _milestones, _describe_milestone, lambda milestone: milestone.activity.program),
        _owner(Activity, _activities, _describe_activity, lambda activity: activity.program),
    )


def _owner(
    table: type[Model],
    find: Callable[[Any, Collection[int]], Mapping[int, Model]],
    describe: Callable[[Any], Belonging],
    program_of: Callable[[Any], Program],
) -> Owner:
    def may_attach(user: Any, target: Any) -> bool:
        program = program_of(target)
        return program.archived_at is None and can_carry_out(user, program)

    return Owner(
        table=table,
        find=find,
        may_read=_may_read,
        may_attach=may_attach,
        may_verify=_may_verify,
        describe=describe,
    )


def _may_read(user: Any, target: Any) -> bool:
    """Tell whether the person sees evidence that is not published: everybody with a role does."""
    return can_see_preliminary(user)


def _may_verify(user: Any, target: Any) -> bool:
    return is_verifier(user)


def _milestones(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    found = Milestone.objects.filter(pk__in=ids, activity__program__in=Program.objects.visible_to(user))
    return {one.pk: one for one in found.select_related("activity__program__lead", "activity__program__plan")}


def _activities(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    found = Activity.objects.filter(pk__in=ids, program__in=Program.objects.visible_to(user))
    return {one.pk: one for one in found.select_related("program__lead", "program__plan")}


def _describe_milestone(milestone: Milestone) -> Belonging:
    return _belonging(milestone.name, milestone.activity)


def _describe_activity(activity: Activity) -> Belonging:
    return _belonging(activity.name, activity)


def _belonging(name: str, activity: Activity) -> Belonging:
    """Return what evidence of an activity is held against: its beginning, and its places or else its program's."""
    program = activity.program
    areas: Iterable[Area] = activity.locations.all() or program.locations.all()
    return Belonging(
        name=name,
        page="",
        crumbs=(*program_crumbs(program)[:-1], (program.display_name, program_address(program, "activities"))),
        organization=program.lead.abbreviation if program.lead else "",
        first_day=activity.starts_on or program.starts_on,
        places=tuple(Place(**place._asdict()) for place in places_of(areas)),
    )
