"""Reading minutes: item by item what was shown, said, decided, voted and taken on, for whoever may see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from serambi.apps.audit.queries import entries_about
from serambi.apps.meetings.models import (
    Action,
    AgendaItem,
    Decision,
    Meeting,
    MeetingState,
    Minute,
    MinutesCorrection,
    Vote,
)
from serambi.apps.meetings.permissions import can_take_minutes, sees_confidential
from serambi.apps.progress.services import is_working_day

# How many working days people have to ask for corrections, the day of circulation not counted.
CORRECTION_DAYS = 3


@dataclass(frozen=True, slots=True)
class ItemMinutes:
    """One item with everything that the minutes have of it; item None: what belongs to none."""

    item: AgendaItem | None
    number: int = 0
    paragraphs: list[Minute] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.paragraphs or self.votes or self.decisions or self.actions)


def minutes_of(meeting: Meeting, *, confidential: bool) -> list[ItemMinutes]:
    """Return the minutes in the order of the agenda, what belongs to no item first. Five queries.

    confidential: whether whoever reads them sees confidential items.
    """
    everything = meeting.agenda_items.select_related(
        "section", "program__pillar", "indicator", "organization", "presenter", "action__agency"
    ).order_by("position", "pk")
    whole, by_item = ItemMinutes(None), dict[int | None, ItemMinutes]()
    # What somebody may not see keeps its number, so that everybody calls the others alike.
    for number, item in enumerate(everything, start=1):
        if confidential or not item.is_confidential:
            by_item[item.pk] = ItemMinutes(item, number)
    parts: dict[str, QuerySet[Any]] = {
        "paragraphs": meeting.minute_entries.select_related("author").order_by("at", "pk"),
        "votes": meeting.votes.select_related("meeting").order_by("opened_at", "pk"),
        "decisions": meeting.decisions.select_related("program").order_by("year", "number"),
        "actions": meeting.actions.select_related("agency", "person").order_by("recorded_at", "pk"),
    }
    for name, rows in parts.items():
        for row in open_to(rows, confidential=confidential):
            # What was written under an item that was parked since still belongs to this meeting.
            getattr(by_item.get(row.item_id, whole), name).append(row)
    return [whole, *by_item.values()]


def open_to(rows: Any, *, confidential: bool, item: str = "item__") -> QuerySet[Any]:
    """Leave out what belongs to confidential items. item: where the item stands, seen from the rows."""
    found: QuerySet[Any] = rows.all()
    return found if confidential else found.exclude(Q(**{f"{item}is_confidential": True}))


def get_minute_for(user: Any, meeting: Meeting, pk: int) -> Minute:
    """Return a paragraph; raise Http404 when there is none that the person may see."""
    confidential = sees_confidential(user, meeting)
    rows = meeting.minute_entries.select_related("meeting", "item", "author")
    found: Minute | None = open_to(rows, confidential=confidential).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def last_writer(minute: Minute) -> str:
    """Return the name of who wrote or changed a paragraph last, as the record has it. One query."""
    entries = entries_about(Minute._meta.label_lower, [minute.pk])
    last = entries.select_related("origin").order_by("-at", "-pk").first()
    if last is not None and last.origin is not None:
        return last.origin.actor_name
    return str(minute.author or "")


def get_correction_for(user: Any, meeting: Meeting, pk: int) -> MinutesCorrection:
    """Return a correction for whoever answers it; raise Http404 for everybody else."""
    rows = meeting.corrections.select_related("meeting", "minute__item", "by")
    found = rows.filter(pk=pk).first() if can_take_minutes(user, meeting) else None
    if found is None:
        raise Http404(pk)
    return found


def corrections_of(meeting: Meeting, *, confidential: bool) -> list[MinutesCorrection]:
    """Return what people asked to change, in the order in which they did."""
    rows = meeting.corrections.select_related("by", "answered_by")
    return list(open_to(rows, confidential=confidential, item="minute__item__"))


def corrections_until(circulated_at: dt.datetime) -> dt.date:
    """Return the last day on which corrections of minutes that were circulated then are asked for."""
    day, left = timezone.localtime(circulated_at).date(), CORRECTION_DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= is_working_day(day)
    return day


def takes_corrections(meeting: Meeting, *, today: dt.date) -> bool:
    return meeting.state == MeetingState.CIRCULATED and today <= corrections_until(meeting.state_since)
