"""Who was at a meeting, and whether enough of its members are there."""

from __future__ import annotations

from dataclasses import dataclass

from serambi.apps.meetings.models import Attendance, BodyMember, Invitation, Meeting

# What a member and somebody who came are compared by: a kind of receiver and its number.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of the members are there.

    needed: how many have to be, None where no rule says so or nobody is a member. is_met: None where needed is.
    """

    needed: int | None
    members: int
    present: int
    is_met: bool | None


def quorum_of(meeting: Meeting) -> Quorum:
    """Return how many members of a meeting are there and how many have to be. Two or three queries.

    Members are the invitations that count for the quorum, else, where there are none, the members of the body. An
    organization is there when anybody is there for it, so a delegate counts like the head, and two people once. Whoever
    came by an invitation counts for that one alone. A share of the members is rounded up: half of five is three.
    """
    members = _members(meeting)
    present = len(members & _present(meeting))
    percent = meeting.body.quorum_percent
    if percent is None or not members:
        return Quorum(None, len(members), present, None)
    needed = -(-len(members) * percent // 100)
    return Quorum(needed, len(members), present, present >= needed)


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Return who was there, in the order in which they came, with what each came for. One query."""
    return list(meeting.attendances.select_related("organization", "invitation__organization", "invitation__user"))


def members_without_letter(meeting: Meeting) -> list[BodyMember]:
    """Return for whom people come to a meeting without any invitation: the members of its body. One or two queries.

    Nobody where somebody is invited: then the invitations say who is asked to come.
    """
    if Invitation.objects.filter(meeting=meeting).exists():
        return []
    return list(BodyMember.objects.filter(body=meeting.body_id).select_related("organization", "user"))


def _members(meeting: Meeting) -> set[Key]:
    counting = Invitation.objects.filter(meeting=meeting, counts_for_quorum=True)
    invited = {_key(*row) for row in counting.values_list("organization_id", "user_id", "pk")}
    if invited:
        return invited
    members = BodyMember.objects.filter(body=meeting.body_id)
    return {_key(organization, user, 0) for organization, user in members.values_list("organization_id", "user_id")}


def _present(meeting: Meeting) -> set[Key]:
    there = Attendance.objects.filter(meeting=meeting)
    by_invitation = there.filter(invitation__isnull=False)
    found = {
        _key(*row)
        for row in by_invitation.values_list("invitation__organization_id", "invitation__user_id", "invitation_id")
    }
    others = there.filter(invitation__isnull=True)
    return found | {_key(*row) for row in others.values_list("organization_id", "user_id", "pk") if any(row[:2])}


def _key(organization: int | None, user: int | None, invitation: int) -> Key:
    if organization is not None:
        return "organization", organization
    return ("person", user) if user is not None else ("invitation", invitation)
