"""Which documents a meeting has, for whom and from when on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.meetings.models import Meeting, MeetingState, PaperKind
from serambi.apps.meetings.permissions import can_read, can_record, can_see_draft_minutes, can_see_report
from serambi.apps.meetings.queries.effect import kept_by_next, meeting_before
from serambi.apps.meetings.queries.outcomes import Outcome, papers_of
from serambi.apps.meetings.workflow import HELD
from serambi.exchange.documents.kinds import Document, Kind
from serambi.exchange.documents.office import Office
from serambi.exchange.papers.agreement import agreement_of, heads_of
from serambi.exchange.papers.matrix import matrix_of
from serambi.exchange.papers.minutes import minutes_of
from serambi.exchange.papers.report import report_of

Allowed = Callable[[Any, Meeting], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a document is filled from. now: the moment it is asked for."""

    outcome: Outcome
    office: Office
    now: dt.datetime
    today: dt.date


@dataclass(frozen=True, slots=True)
class PaperType:
    """A document of a meeting.

    name: in its address. kind: what the office calls it, in its file's name too. may_see: whether the person gets it as
    the meeting stands. waits: why nobody gets it yet. paper: what the secretary writes for it, "" where nothing.
    """

    name: str
    kind: Kind
    label: str | Promise
    about: str | Promise
    may_see: Allowed
    waits: str | Promise
    fill: Callable[[Asked], Document]
    paper: str = ""


def _minutes(asked: Asked) -> Document:
    return minutes_of(asked.outcome, asked.office)


def _actions(asked: Asked) -> Document:
    return matrix_of(asked.outcome, asked.office, today=asked.today)


def _agreement(asked: Asked) -> Document:
    paper = papers_of(asked.outcome.meeting).get(PaperKind.AGREEMENT)
    return agreement_of(asked.outcome, paper, asked.office, heads=heads_of(paper, today=asked.today))


def _report(asked: Asked) -> Document:
    meeting = asked.outcome.meeting
    before = meeting_before(meeting)
    earlier = kept_by_next([before], now=asked.now)[before.pk] if before is not None else None
    return report_of(asked.outcome, papers_of(meeting).get(PaperKind.REPORT), asked.office, earlier=earlier)


def _sees_actions(user: Any, meeting: Meeting) -> bool:
    return can_read(user) and meeting.began_at is not None and meeting.state != MeetingState.CANCELLED


def _sees_agreement(user: Any, meeting: Meeting) -> bool:
    """Tell whether the person gets it: its writer, and everybody with a role once the minutes are signed off."""
    if meeting.state == MeetingState.SIGNED_OFF:
        return can_read(user)
    return meeting.state in HELD and can_record(user)


def _sees_report(user: Any, meeting: Meeting) -> bool:
    return meeting.state in HELD and can_see_report(user)


PAPER_TYPES: tuple[PaperType, ...] = (
    PaperType(
        "minutes", Kind.MINUTES, pgettext_lazy("paper", "Minutes"),
        _("What was said about each item, decisions, actions and photographs."),
        can_see_draft_minutes, _("From the day on which the minutes are circulated."), _minutes,
    ),
    PaperType(
        "agreement", Kind.AGREEMENT, pgettext_lazy("paper", "Record of an agreement"),
        _("What the parties agreed on, to be signed by each of them."),
        _sees_agreement, _("Once the minutes are signed off."), _agreement, PaperKind.AGREEMENT,
    ),
    PaperType(
        "actions", Kind.ACTIONS, pgettext_lazy("paper", "Matrix of actions"),
        _("Who does what by when, and how it stands today."),
        _sees_actions, _("From the beginning of the meeting."), _actions,
    ),
    PaperType(
        "report", Kind.REPORT, pgettext_lazy("paper", "Report to the head of the regency"),
        _("What was held, decided and agreed, and what became of the meeting before."),
        _sees_report, _("Once the meeting is closed; for the coordinator and the executive."), _report,
        PaperKind.REPORT,
    ),
)  # fmt: skip
BY_NAME: Mapping[str, PaperType] = {one.name: one for one in PAPER_TYPES}
