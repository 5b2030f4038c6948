"""The tracker of actions: whose, how far, since when, and what a person may do next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone

from serambi.apps.meetings.errors import MeetingError, OwnWork
from serambi.apps.meetings.models import Action, ActionMove, ActionState
from serambi.apps.meetings.permissions import BY_WHOM, can_check, can_read
from serambi.apps.meetings.queries.confidential import actions_open_to
from serambi.apps.meetings.workflow import UNSETTLED, Move, Who, moves_from
from serambi.apps.plans.models import Program
from serambi.apps.progress.permissions import works_at

ACTION_ORDER = {
    "due": ("due_on",),
    "agency": ("agency__abbreviation",),
    "state": ("state_rank",),
    "priority": ("priority_rank",),
}
_OTHER_FIRST = 9


@dataclass(frozen=True, slots=True)
class WantedActions:
    """What somebody looks for.

    whose: `mine`, `agency`, `check` (waits for the person to verify it) or "". state: one of the states, `unsettled`,
    `overdue` or `all`. agency: an abbreviation. year: of the assessment that recommended it, or None.
    """

    text: str = ""
    whose: str = ""
    state: str = "unsettled"
    agency: str = ""
    origin: str = ""
    sort: str = ""


def actions(wanted: WantedActions, user: Any, *, today: dt.date) -> QuerySet[Action]:
    """Return the actions somebody looks for, the most urgent first."""
    found = _whose(actions_open_to(user, today=today), wanted.whose, user, today)
    match wanted.state:
        case "unsettled":
            found = found.filter(state__in=UNSETTLED)
        case "overdue":
            found = found.filter(state=ActionState.OPEN, due_on__lt=today)
        case state if state in ActionState.values:
            found = found.filter(state=state)
    if wanted.agency:
        found = found.filter(agency__abbreviation=wanted.agency)
    if wanted.origin:
        found = found.filter(origin=wanted.origin)
    for word in wanted.text.split():
        found = found.filter(
            Q(text__icontains=word)
            | Q(outcome__icontains=word)
            | Q(person__name__icontains=word)
            | Q(agency__name__icontains=word)
            | Q(agency__abbreviation__icontains=word)
            | Q(program__name__icontains=word)
            | Q(program__code__iexact=word)
        )
    return _ranked(found).select_related("agency", "person", "decision", "program").order_by(*_order(wanted.sort))


def _whose(found: QuerySet[Action], whose: str, user: Any, today: dt.date) -> QuerySet[Action]:
    match whose:
        case "mine":
            return found.filter(person_id=user.pk)
        case "agency":
            return found.filter(agency__in=works_at(user, today=today))
        case "check":
            waiting = found.filter(state=ActionState.DONE).exclude(finished_by_id=user.pk)
            return waiting if can_check(user, today=today) else found.none()
    return found


def _ranked(found: QuerySet[Action]) -> QuerySet[Action]:
    states = [When(state=state, then=Value(rank)) for rank, state in enumerate(ActionState.values)]
    priorities = [When(priority=priority, then=Value(rank)) for rank, priority in enumerate(("high", "medium", "low"))]
    return found.annotate(
        state_rank=Case(*states, default=Value(_OTHER_FIRST)),
        priority_rank=Case(*priorities, default=Value(_OTHER_FIRST)),
    )


def _order(sort: str) -> list[str]:
    columns = ACTION_ORDER.get(sort.removeprefix("-"))
    if columns is None:
        return ["state_rank", "due_on", "priority_rank", "pk"]
    sign = "-" if sort.startswith("-") else ""
    return [*(f"{sign}{column}" for column in columns), "due_on", "pk"]


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How many actions there are by how far they have come; overdue ones are among the open."""

    open: int
    overdue: int
    done: int
    verified: int
    cancelled: int

    @property
    def everything(self) -> int:
        return self.open + self.done + self.verified + self.cancelled


def count_actions(user: Any, *, today: dt.date) -> ActionCounts:
    """Count all actions that a person may see with one query."""
    counted = actions_open_to(user, today=today).aggregate(
        overdue=Count("pk", filter=Q(state=ActionState.OPEN, due_on__lt=today)),
        **{state: Count("pk", filter=Q(state=state)) for state in ActionState.values},
    )
    return ActionCounts(**counted)


def get_action_for(user: Any, pk: int) -> Action:
    """Return an action; raise Http404 when there is none that the person may see."""
    if not can_read(user):
        raise Http404
    found = Action.objects.select_related(
        "agency",
        "person",
        "decision",
        "meeting__body",
        "program__pillar",
        "program__plan",
        "finished_by",
        "recorded_by",
    )
    action = actions_open_to(user, today=timezone.localdate(), found=found).filter(pk=pk).first()
    if action is None:
        raise Http404(pk)
    return action


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that is this person's to make; hindrance: why not this very person, None where nothing is in the way."""

    move: Move
    hindrance: MeetingError | None


def moves_open_to(action: Action, user: Any, *, today: dt.date) -> list[OpenMove]:
    """Return the moves that a person may make from where the action stands, in the order of the table."""
    found = []
    for move in moves_from(action.state):
        if BY_WHOM[move.who](user, action, today):
            is_own = move.who is Who.VERIFIER and action.finished_by_id == user.pk
            found.append(OpenMove(move, OwnWork() if is_own else None))
    return found


def timeline(action: Action) -> list[ActionMove]:
    """Return what happened to an action, latest first."""
    return list(action.moves.select_related("by", "on_behalf_of"))


def actions_of_program(program: Program, *, without: Q | None = None) -> list[Action]:
    """Return the actions about a program that are not cancelled, the most urgent first. without: which to leave out."""
    found = Action.objects.filter(program=program).exclude(state=ActionState.CANCELLED)
    found = found if without is None else found.exclude(without)
    return list(_ranked(found).select_related("agency", "decision").order_by(*_order("")))


def actions_waiting_for(user: Any, *, today: dt.date) -> list[Action]:
    """Return what a person has to do or to verify: open ones of theirs and of their agency, then those to look at."""
    mine = Q(state=ActionState.OPEN) & (Q(person_id=user.pk) | Q(person=None, agency__in=works_at(user, today=today)))
    if can_check(user, today=today):
        seen = actions_open_to(user, today=today).values("pk")
        mine |= Q(state=ActionState.DONE, pk__in=seen) & ~Q(finished_by_id=user.pk)
    found = Action.objects.filter(mine)
    return list(_ranked(found).select_related("agency", "decision").order_by(*_order("")))
