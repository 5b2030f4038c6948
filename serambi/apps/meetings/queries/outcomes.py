"""What a meeting led to, for one reader: what is confidential, and everything hanging on it, is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from serambi.apps.attachments.models import Attachment
from serambi.apps.meetings.models import (
    Action,
    ActionState,
    AgendaItem,
    Attendance,
    BodyMember,
    Choice,
    Decision,
    Invitation,
    Meeting,
    MemberRole,
    Minute,
    Paper,
    Photograph,
    Vote,
)
from serambi.apps.meetings.permissions import sees_confidential
from serambi.apps.meetings.queries.confidential import CONFIDENTIAL_ACTION, CONFIDENTIAL_DECISION
from serambi.apps.meetings.queries.sealing import seal_of


@dataclass(frozen=True, slots=True)
class ClosedVote:
    """A vote that was closed and how often each choice was made."""

    question: str
    item_id: int | None
    yes: int
    no: int
    abstain: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a document can say of a meeting.

    is_extract: something was left out because the reader may not see it. absent: who was invited, or else belongs to
    the body, and did not come. is_changed: it was signed off, and no longer reads as it was.
    """

    meeting: Meeting
    items: Sequence[AgendaItem]
    minutes: Sequence[Minute]
    decisions: Sequence[Decision]
    actions: Sequence[Action]
    votes: Sequence[ClosedVote]
    attendances: Sequence[Attendance]
    absent: Sequence[str]
    secretary: str
    photographs: Sequence[Photograph]
    is_extract: bool
    is_changed: bool


def outcome_for(user: Any, meeting: Meeting) -> Outcome:
    """Return what this person may see of a meeting."""
    return _read(meeting, None if sees_confidential(user, meeting) else Q(is_confidential=True))


def outcome_for_guests(meeting: Meeting) -> Outcome:
    """Return what may be given to whoever is no member of the body."""
    return _read(meeting, Q(is_confidential=True))


def _read(meeting: Meeting, hidden: Q | None) -> Outcome:
    """Return everything but what hangs on hidden items; ten queries, nine more for the seal, however long it was."""
    seal = seal_of(meeting)
    every_item = list(
        meeting.agenda_items.select_related("program", "indicator", "organization", "presenter").order_by(
            "position", "pk"
        )
    )
    left_out = {one.pk for one in every_item if hidden is not None and one.is_confidential}
    decisions = _but(
        meeting.decisions.select_related("program", "item").order_by("year", "number"), hidden, CONFIDENTIAL_DECISION
    )
    actions = _but(
        meeting.actions.exclude(state=ActionState.CANCELLED)
        .select_related("agency", "person", "decision", "item", "program")
        .order_by("due_on", "pk"),
        hidden,
        CONFIDENTIAL_ACTION,
    )
    attendances = list(meeting.attendances.select_related("organization", "user"))
    members = list(meeting.body.members.select_related("organization", "user"))
    return Outcome(
        meeting=meeting,
        items=[one for one in every_item if one.pk not in left_out],
        minutes=[one for one in meeting.minute_entries.order_by("at", "pk") if one.item_id not in left_out],
        decisions=decisions,
        actions=actions,
        votes=[one for one in _votes(meeting) if one.item_id not in left_out],
        attendances=attendances,
        absent=_absent(meeting, attendances, members),
        secretary=next((one.name for one in members if one.role == MemberRole.SECRETARY), ""),
        photographs=photographs_of(meeting),
        is_extract=bool(left_out),
        is_changed=seal is not None and not seal.holds,
    )


def _but(found: QuerySet[Any], hidden: Q | None, confidential: Q) -> list[Any]:
    return list(found if hidden is None else found.exclude(confidential))


def _votes(meeting: Meeting) -> list[ClosedVote]:
    counted = {choice: Count("ballots", filter=Q(ballots__choice=choice)) for choice in Choice.values}
    found = Vote.objects.filter(meeting=meeting, closed_at__isnull=False).annotate(**counted).order_by("opened_at")
    return [
        ClosedVote(question=str(one["question"]), item_id=one["item_id"], **{key: one[key] for key in counted})
        for one in found.values("question", "item_id", *counted)
    ]


def _absent(meeting: Meeting, attendances: Sequence[Attendance], members: Sequence[BodyMember]) -> list[str]:
    """Return who is missing: of those invited, or of the members where nobody was invited by letter."""
    answered = {one.invitation_id for one in attendances}
    organizations = {one.organization_id for one in attendances} - {None}
    people = {one.user_id for one in attendances} - {None}
    expected: Sequence[Invitation | BodyMember] = list(
        Invitation.objects.filter(meeting=meeting).select_related("organization", "user")
    )
    return [
        one.receiver if isinstance(one, Invitation) else one.name
        for one in expected or members
        if not (isinstance(one, Invitation) and one.pk in answered)
        and one.organization_id not in organizations
        and one.user_id not in people
    ]


def photographs_of(meeting: Meeting) -> list[Photograph]:
    """Return the pictures that were chosen and still stand, in their order."""
    standing = Attachment.objects.current()
    found = meeting.photographs.filter(attachment__in=standing).select_related("attachment__stored")
    return list(found.order_by("position", "pk"))


def papers_of(meeting: Meeting) -> dict[str, Paper]:
    """Return what was written for the documents of a meeting, by kind, with the parties of an agreement."""
    found = meeting.papers.prefetch_related(Prefetch("parties"))
    return {one.kind: one for one in found}


def with_confidential(meeting: Meeting) -> bool:
    """Tell whether a meeting has anything that not everybody may see."""
    return meeting.agenda_items.filter(is_confidential=True).exists()
