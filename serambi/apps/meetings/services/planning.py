"""Planning a meeting so that its agenda is already there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from serambi.apps.audit.services import create_recorded
from serambi.apps.meetings.models import (
    AgendaItem,
    AgendaSection,
    ItemKind,
    Meeting,
    MeetingBody,
    MeetingState,
    Receives,
)
from serambi.apps.meetings.queries.agenda import backlog_of
from serambi.apps.meetings.queries.suggested import Suggestion
from serambi.apps.meetings.services.agenda import held, renumber
from serambi.apps.meetings.services.backlog import bring_item
from serambi.apps.meetings.services.meetings import MeetingFacts, plan_meeting
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.services.suggestions import proposed, put_suggestions


@transaction.atomic
def plan_with_agenda(body: MeetingBody, facts: MeetingFacts, *, by: Any, today: dt.date) -> Meeting:
    """Plan a meeting of a body, with its agenda, and return it. Raises NotACoordinator, EndsBeforeItBegins."""
    meeting = plan_meeting(body, facts, by=by)
    fill_agenda(meeting, by=by, today=today)
    return meeting


@transaction.atomic
def fill_agenda(meeting: Meeting, *, by: Any, today: dt.date) -> list[AgendaItem]:
    """Make the agenda of a meeting that has none, and return its items.

    First the frame: the sections and standing items of the body's last meeting, or the usual ones for its first. Then,
    as long as they fit the length of the meeting: its open actions, what the last meeting did not come to, and the
    other suggestions in their order. What does not fit stays proposed or parked. Raises NotACoordinator, AgendaFixed.
    """
    current = held(meeting, by=by)
    if current.sections.exists() or current.agenda_items.exists():
        return list(current.agenda_items.order_by("position", "pk"))
    with translation.override(settings.LANGUAGE_CODE):
        frame = _frame_of_last(current) or _usual_frame()
    free = current.minutes - _write_frame(current, frame, by=by)
    ranked = proposed(current, today=today).ranked
    first = [one.suggestion for one in ranked if one.rule.kind.stands_first]
    free -= _take(current, first, free, by=by)
    for item in backlog_of(current.body, by):
        if item.unreached_in_id is not None and item.minutes <= free:
            free -= bring_item(item, current, by=by).minutes
    _take(current, [one.suggestion for one in ranked if not one.rule.kind.stands_first], free, by=by)
    renumber(current)
    beat(current.pk)
    return list(current.agenda_items.order_by("position", "pk"))


def _take(meeting: Meeting, suggestions: list[Suggestion], free: int, *, by: Any) -> int:
    """Put those on the agenda that fit, each in its turn; return the minutes they take."""
    chosen, taken = [], 0
    for one in suggestions:
        if taken + one.minutes <= free:
            chosen.append(one)
            taken += one.minutes
    put_suggestions(meeting, chosen, by=by)
    return taken


# The frame ----------------------------------------------------------------------------------------------------------

Frame = list[tuple[AgendaSection | None, list[AgendaItem]]]
_STANDING = ("kind", "title", "notes", "minutes", "presenter_id", "presenter_name", "program_id", "indicator_id",
             "organization_id", "about", "is_confidential", "is_standing", "is_illustration")  # fmt: skip


def _frame_of_last(meeting: Meeting) -> Frame:
    """Return the sections and standing items of the last meeting of the body before this one; none without any."""
    earlier = Meeting.objects.filter(body=meeting.body_id, starts_at__lt=meeting.starts_at, sections__isnull=False)
    last = earlier.exclude(state=MeetingState.CANCELLED).exclude(pk=meeting.pk).order_by("-starts_at", "-pk").first()
    if last is None:
        return []
    standing: dict[int | None, list[AgendaItem]] = {}
    for one in last.agenda_items.filter(is_standing=True).exclude(kind=ItemKind.ACTION).order_by("position", "pk"):
        copied = AgendaItem(**{name: getattr(one, name) for name in _STANDING})
        standing.setdefault(one.section_id, []).append(copied)
    frame: Frame = [
        (AgendaSection(title=one.title, receives=one.receives), standing.get(one.pk, []))
        for one in last.sections.order_by("position", "pk")
    ]
    return [*frame, (None, standing[None])] if None in standing else frame


def _usual_frame() -> Frame:
    return [
        (AgendaSection(title=_("Opening")), [_topic(_("Opening and adoption of the agenda"), 5)]),
        (AgendaSection(title=_("Follow-up of earlier meetings"), receives=Receives.ACTIONS), []),
        (AgendaSection(title=_("What the figures say"), receives=Receives.FIGURES), []),
        (AgendaSection(title=_("Closing")), [_topic(_("Summary of decisions and actions"), 10)]),
    ]


def _topic(title: str, minutes: int) -> AgendaItem:
    return AgendaItem(title=title, minutes=minutes, is_standing=True)


def _write_frame(meeting: Meeting, frame: Frame, *, by: Any) -> int:
    """Save a frame as the agenda of a meeting; return the minutes that it takes."""
    sections = [section for section, _items in frame if section is not None]
    for position, section in enumerate(sections, start=1):
        section.meeting, section.position = meeting, position
    create_recorded(sections, by=by)
    items: list[AgendaItem] = []
    for place, several in frame:
        for item in several:
            item.body_id, item.meeting, item.section, item.added_by = meeting.body_id, meeting, place, by
            item.position = len(items) + 1
            items.append(item)
    if items:
        create_recorded(items, by=by)
    return sum(one.minutes for one in items)
