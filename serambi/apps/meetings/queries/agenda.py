"""Reading the agenda of a meeting; what is confidential is not there for whoever may not see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from serambi.apps.meetings.models import Action, ActionState, AgendaItem, AgendaSection, Dismissal, Meeting, MeetingBody
from serambi.apps.meetings.permissions import sees_confidential, sees_confidential_of
from serambi.apps.meetings.queries.figures import Figure
from serambi.apps.meetings.queries.numbers import (
    OpenAction,
    frozen_numbers,
    live_numbers,
    numbers_of,
    open_actions_about,
)

__all__ = [
    "Figure",
    "OpenAction",
    "Place",
    "Schedule",
    "agenda_of",
    "backlog_of",
    "bodies_meetings_to_come",
    "frozen_numbers",
    "get_backlog_item_for",
    "get_dismissal",
    "get_item_for",
    "get_section",
    "live_numbers",
    "numbers_of",
    "open_actions_about",
    "open_actions_of",
    "schedule",
    "sections_of",
    "timetable",
]

_ABOUT = ("section", "program", "indicator", "action__agency", "organization", "presenter", "unreached_in")
_LAST = 1_000_000


def agenda_of(meeting: Meeting, user: Any) -> list[AgendaItem]:
    """Return the items of a meeting in their order, with what each is about; those of no section last. One query."""
    found = meeting.agenda_items.select_related(*_ABOUT)
    if not sees_confidential(user, meeting):
        found = found.filter(is_confidential=False)
    return in_order(found)


def in_order(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Return items by section and by their place in it; their sections must have been fetched."""
    return sorted(items, key=_place)


def _place(item: AgendaItem) -> tuple[int, int, int, int]:
    section = item.section
    where = (section.position, section.pk) if section is not None else (_LAST, 0)
    return *where, item.position, item.pk


def get_item_for(user: Any, meeting: Meeting, pk: int) -> AgendaItem:
    """Return an item of a meeting; raise Http404 when there is none that the person may see."""
    found = next((item for item in agenda_of(meeting, user) if item.pk == pk), None)
    if found is None:
        raise Http404(pk)
    return found


def sections_of(meeting: Meeting) -> list[AgendaSection]:
    return list(meeting.sections.order_by("position", "pk"))


def get_dismissal(meeting: Meeting, pk: int) -> Dismissal:
    """Return a suggestion that was left out of a meeting; raise Http404 when it has none such."""
    found = meeting.dismissals.filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def get_section(meeting: Meeting, pk: int) -> AgendaSection:
    """Return a section of a meeting; raise Http404 when it has none such."""
    found = meeting.sections.filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


# Time ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """An item with its number and when it begins and ends, if each takes the time it has. is_over: it begins after
    the end of the meeting."""

    item: AgendaItem
    number: int
    begins: dt.datetime
    ends: dt.datetime
    is_over: bool

    @property
    def clock(self) -> dt.time:
        """Return when it begins as the clock in the room shows it."""
        return timezone.localtime(self.begins).time()


@dataclass(frozen=True, slots=True)
class Schedule:
    """An agenda against the clock. minutes: of all items together. length: of the meeting."""

    places: tuple[Place, ...]
    minutes: int
    length: int
    ends: dt.datetime

    @property
    def clock(self) -> dt.time:
        """Return when the last item ends as the clock in the room shows it."""
        return timezone.localtime(self.ends).time()

    @property
    def excess(self) -> int:
        """Return how many minutes the agenda is longer than the meeting; 0 where it fits."""
        return max(self.minutes - self.length, 0)

    @property
    def free(self) -> int:
        return max(self.length - self.minutes, 0)


def schedule(meeting: Meeting, items: Sequence[AgendaItem], *, visible: Sequence[AgendaItem] | None = None) -> Schedule:
    """Return when each item begins.

    items: all of the meeting in their order. visible: those to be returned; None for all. What somebody may not see
    keeps its time, so that everything else begins when it really does.
    """
    shown = {one.pk for one in visible} if visible is not None else None
    places, begins = [], meeting.starts_at
    for number, item in enumerate(items, start=1):
        ends = begins + dt.timedelta(minutes=item.minutes)
        if shown is None or item.pk in shown:
            places.append(Place(item, number, begins, ends, begins >= meeting.ends_at))
        begins = ends
    return Schedule(tuple(places), sum(one.minutes for one in items), meeting.minutes, begins)


def timetable(meeting: Meeting, user: Any) -> Schedule:
    """Return what the person may see of an agenda, with the time of each item; one query for the items."""
    everything = in_order(meeting.agenda_items.select_related(*_ABOUT))
    if sees_confidential(user, meeting):
        return schedule(meeting, everything)
    return schedule(meeting, everything, visible=[one for one in everything if not one.is_confidential])


# Backlog ------------------------------------------------------------------------------------------------------------


def backlog_of(body: MeetingBody, user: Any) -> list[AgendaItem]:
    """Return what is parked for a body, what a meeting did not come to at the beginning; one query."""
    found = body.agenda_items.filter(meeting__isnull=True).select_related(*_ABOUT)
    if not sees_confidential_of(user, body.pk):
        found = found.filter(is_confidential=False)
    return sorted(found, key=lambda one: (one.unreached_in_id is None, one.pk))


def get_backlog_item_for(user: Any, body: MeetingBody, pk: int) -> AgendaItem:
    """Return a parked item of a body; raise Http404 when there is none that the person may see."""
    found = next((item for item in backlog_of(body, user) if item.pk == pk), None)
    if found is None:
        raise Http404(pk)
    return found


def bodies_meetings_to_come(body: MeetingBody, states: Iterable[str]) -> list[Meeting]:
    """Return the meetings of a body in one of these states, the next one first."""
    return list(body.meetings.filter(state__in=list(states)).order_by("starts_at", "pk"))


def open_actions_of(body: MeetingBody) -> QuerySet[Action]:
    """Return what meetings of a body agreed on and is still open, the oldest in meetings first."""
    found = Action.objects.filter(meeting__body=body, state=ActionState.OPEN)
    return found.select_related("agency").order_by("-meetings_seen", "due_on", "pk")
