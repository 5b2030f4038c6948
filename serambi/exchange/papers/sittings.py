"""What all documents of a meeting share: when and where it was, what came in which order, and their marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from serambi.apps.meetings.models import AgendaItem, Attendance, Meeting, MeetingState
from serambi.apps.meetings.queries.outcomes import Outcome
from serambi.exchange.documents.parts import Sitting

ILLUSTRATION = "ILUSTRASI, BUKAN DOKUMEN RESMI"
DRAFT = "KONSEP"
EXTRACT = "PETIKAN"
# The minutes in the database are other than the ones that were signed off: what is printed is not the official text.
CHANGED = "BERBEDA DARI NASKAH YANG DISAHKAN"


def sitting_of(meeting: Meeting, items: Sequence[AgendaItem] = ()) -> Sitting:
    """Return when, where and what about; as it was held once it ended, else as it is planned."""
    return Sitting(
        starts=timezone.localtime(meeting.began_at if meeting.ended_at and meeting.began_at else meeting.starts_at),
        ends=timezone.localtime(meeting.ended_at or meeting.ends_at),
        place=meeting.place or ("Dalam jaringan" if meeting.link else ""),
        agenda=meeting.title,
        points=tuple(one.title for one in items),
        link=meeting.link,
    )


def mark_of(meeting: Meeting, *others: str) -> str:
    """Return what stands at the head of each page: made up, not signed off yet, or less than all of it."""
    marks = [ILLUSTRATION] if meeting.is_illustration else []
    if meeting.state != MeetingState.SIGNED_OFF:
        marks.append(DRAFT)
    return " · ".join(filter(None, (*marks, *others)))


def marks_of(outcome: Outcome) -> tuple[str, str]:
    """Return what else stands at the head of what is filled from a meeting: less than all, other than signed off."""
    return EXTRACT if outcome.is_extract else "", CHANGED if outcome.is_changed else ""


def people_of(attendances: Iterable[Attendance]) -> tuple[str, ...]:
    """Return who was there, each in a line: name, position, organization."""
    return tuple(
        ", ".join(filter(None, (one.name, one.position, str(one.organization or one.instance)))) for one in attendances
    )


def presenter_of(item: AgendaItem) -> str:
    return str(item.presenter_name or item.presenter or item.organization or "")
