"""What the screens of a meeting show that is in session, and the number by which they know that there is more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from serambi.apps.meetings.models import AgendaItem, Meeting, Minute, Vote
from serambi.apps.meetings.queries.attendance import Quorum, quorum_of
from serambi.apps.meetings.queries.minutes import ItemMinutes, minutes_of
from serambi.apps.meetings.queries.shown import Shown, shown_of
from serambi.apps.meetings.queries.votes import Tally, running_vote, tally_of

# Whoever wrote a paragraph within this time takes part in the minutes now.
WRITING = dt.timedelta(minutes=10)


def pulse_of(pk: int) -> int | None:
    """Return the number that grows with everything a screen has to show; None without such a meeting. One query."""
    return Meeting.objects.filter(pk=pk).values_list("pulse", flat=True).first()


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting as its screens show it.

    items: every item that whoever looks may see, with its minutes; whole: the minutes that belong to none. current: the
    item under discussion, None between items and where it is not theirs to see: then hidden is true. shown: its
    numbers. coming: the next that was not talked about. count: of all items, the hidden ones among them. writers: who
    wrote in the last minutes.
    """

    meeting: Meeting
    whole: ItemMinutes
    items: list[ItemMinutes]
    current: ItemMinutes | None
    shown: Shown | None
    hidden: bool
    coming: AgendaItem | None
    count: int
    quorum: Quorum
    vote: Vote | None
    tally: Tally | None
    writers: list[str]


def room_of(meeting: Meeting, *, confidential: bool, now: dt.datetime) -> Room:
    """Return what the screens of a meeting show. Eleven queries, however long it is."""
    whole, *items = minutes_of(meeting, confidential=confidential)
    current = next((one for one in items if one.item is not None and one.item.pk == meeting.current_item_id), None)
    waiting = [one.item for one in items if one.item is not None and one.item.began_at is None]
    vote = running_vote(meeting)
    if vote is not None and vote.item is not None and vote.item.is_confidential and not confidential:
        vote = None
    return Room(
        meeting=meeting,
        whole=whole,
        items=items,
        current=current,
        shown=shown_of(current.item) if current is not None and current.item is not None else None,
        hidden=current is None and meeting.current_item_id is not None,
        coming=_after(waiting, current.item if current is not None else None),
        count=meeting.agenda_items.count(),
        quorum=quorum_of(meeting),
        vote=vote,
        tally=tally_of(vote) if vote is not None else None,
        writers=_writers(meeting, now),
    )


def _after(waiting: list[AgendaItem], current: AgendaItem | None) -> AgendaItem | None:
    """Return the first that waits behind the current item, else the first that waits at all."""
    if current is None:
        return next(iter(waiting), None)
    place = (current.position, current.pk)
    return next((one for one in waiting if (one.position, one.pk) > place), next(iter(waiting), None))


def _writers(meeting: Meeting, now: dt.datetime) -> list[str]:
    """Return the names of those who wrote lately, in their order."""
    rows: QuerySet[Minute, Any] = meeting.minute_entries.filter(at__gte=now - WRITING, author__isnull=False)
    return sorted(set(rows.values_list("author__name", flat=True)))
