"""Who may do what with decisions and actions.

Everybody with a role reads them: what was agreed between agencies is no secret among them. The coordinator records
them; an agency's people, or who stands in for them, say what they did; a verifier looks at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, standing
from serambi.apps.meetings.models import Action, BodyMember, Invitation, Meeting, MemberRole
from serambi.apps.meetings.workflow import MINUTES_ARE_OUT, RECORDS_OUTCOMES, Who
from serambi.apps.progress.permissions import acting, can_verify, works_at


def can_read(user: Any) -> bool:
    """Tell whether decisions and actions are open to the person: to everybody with a role."""
    return bool(standing(user).organizations)


def can_record(user: Any) -> bool:
    """Tell whether the person records decisions and actions, changes and cancels them."""
    return is_coordinator(user)


def can_arrange(user: Any) -> bool:
    """Tell whether the person keeps bodies and their members, and arranges their meetings."""
    return is_coordinator(user)


def can_take_minutes(user: Any, meeting: Meeting) -> bool:
    """Tell whether the person writes the minutes: a coordinator, or a secretary of the body."""
    if is_coordinator(user):
        return True
    found = BodyMember.objects.filter(body=meeting.body_id, role=MemberRole.SECRETARY)
    return can_read(user) and found.filter(_speaks_for(user)).exists()


def can_answer(user: Any, invitation: Invitation, *, today: dt.date) -> bool:
    """Tell whether the person answers an invitation: who is invited, the people of the organization, the coordinator.

    A stand-in answers like whom they stand in for; the coordinator notes what was said by telephone.
    """
    if not getattr(user, "is_authenticated", False):
        return False
    is_named = invitation.user_id is not None and invitation.user_id == user.pk
    return is_named or invitation.organization_id in works_at(user, today=today) or is_coordinator(user)


def sees_confidential(user: Any, meeting: Meeting) -> bool:
    """Tell whether the person sees confidential items: a coordinator and the members of the body, but not its guests.

    For an organization its head sees them. One query for whoever is no coordinator.
    """
    return sees_confidential_of(user, meeting.body_id)


def sees_confidential_of(user: Any, body_id: int) -> bool:
    """Tell the same of what is parked for a body and belongs to no meeting yet."""
    if is_coordinator(user):
        return True
    return can_read(user) and BodyMember.objects.filter(body=body_id).filter(_speaks_for(user)).exists()


def may_record_in(user: Any, meeting: Meeting | None) -> bool:
    """Tell whether the person records decisions and actions; whoever takes the minutes does it for that meeting."""
    return can_record(user) or (meeting is not None and can_take_minutes(user, meeting))


def seats_of(user: Any, meeting: Meeting) -> list[BodyMember]:
    """Return the members for whom the person votes: themselves, and organizations of which they are head or officer."""
    places = standing(user).at(Role.HEAD, Role.OFFICER)
    found = BodyMember.objects.filter(body=meeting.body_id).filter(Q(user=user.pk) | Q(organization__in=places))
    return list(found.select_related("organization", "user")) if can_read(user) else []


def _speaks_for(user: Any) -> Q:
    """Return which memberships of bodies are the person's: their own, and those of organizations they head."""
    return Q(user=user.pk) | Q(organization__in=standing(user).at(Role.HEAD))


def _owner(user: Any, action: Action, today: dt.date) -> bool:
    is_named = action.person_id is not None and action.person_id == getattr(user, "pk", None)
    return (is_named and can_read(user)) or action.agency_id in works_at(user, today=today)


def _verifier(user: Any, action: Action, today: dt.date) -> bool:
    return can_verify(user, today=today)


def _coordinator(user: Any, action: Action, today: dt.date) -> bool:
    return is_coordinator(user)


BY_WHOM: dict[Who, Callable[[Any, Action, dt.date], bool]] = {
    Who.OWNER: _owner,
    Who.VERIFIER: _verifier,
    Who.COORDINATOR: _coordinator,
}


def can_work_on(user: Any, action: Action, *, today: dt.date) -> bool:
    """Tell whether the person may say that it is done, and add evidence to it."""
    return _owner(user, action, today)


def can_check(user: Any, *, today: dt.date) -> bool:
    """Tell whether the person may verify what others did."""
    return can_verify(user, today=today)


def stands_in_for(user: Any, action: Action, who: Who, *, today: dt.date) -> int | None:
    """Return the id of the person for whom somebody makes a move; None where they act for themselves."""
    found = acting(user, today=today)
    if who is Who.VERIFIER:
        return found.for_whom(Role.VERIFIER, Role.COORDINATOR)
    if who is Who.OWNER and action.person_id != user.pk:
        return found.for_whom(Role.OFFICER, Role.HEAD, at=action.agency_id)
    return None


def bodies_of(user: Any) -> QuerySet[BodyMember, int]:
    """Return the ids of the bodies whose confidential items a person sees as a member, for a subquery."""
    return BodyMember.objects.filter(_speaks_for(user)).values_list("body_id", flat=True)


def can_see_draft_minutes(user: Any, meeting: Meeting) -> bool:
    """Tell whether the person sees the minutes as they stand: everybody with a role once they were circulated."""
    if meeting.state in MINUTES_ARE_OUT:
        return can_read(user)
    return meeting.state in RECORDS_OUTCOMES and can_take_minutes(user, meeting)


def can_see_report(user: Any) -> bool:
    """Tell whether the report to the head of the regency is open: to who writes it and to who receives it."""
    return is_coordinator(user) or standing(user).has(Role.EXECUTIVE)
