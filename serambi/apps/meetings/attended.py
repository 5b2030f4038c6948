"""Who was asked to the meetings of a span and came, for the participation of agencies and their people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from serambi.apps.meetings.models import Attendance, BodyMember, Invitation, Meeting, MeetingState
from serambi.apps.progress.queries import Attended, Held, Span

# By meeting; None stands for a receiver that is not of the kind.
_Who = defaultdict[int, set[int | None]]


def attended(span: Span) -> Attended:
    """Return the meetings that began in a span, with a pillar those of its bodies. Four queries at most.

    Asked is whoever was invited; where nobody was, the members of the body. Whoever came by an invitation came for its
    receiver, so a delegate counts for the organization that sent them; somebody who came without one counts for the
    organization and the account they signed in with.
    """
    begin = timezone.make_aware(dt.datetime.combine(span.first, dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(span.last + dt.timedelta(days=1), dt.time.min))
    held = Meeting.objects.filter(began_at__gte=begin, began_at__lt=end).exclude(state=MeetingState.CANCELLED)
    if span.pillar is not None:
        held = held.filter(body__pillar=span.pillar)
    bodies = dict(held.order_by("began_at", "pk").values_list("pk", "body_id"))
    asked: _Who = defaultdict(set)
    asked_people: _Who = defaultdict(set)
    invited = Invitation.objects.filter(meeting__in=bodies).values_list("meeting_id", "organization_id", "user_id")
    for meeting, organization, user in invited:
        asked[meeting].add(organization)
        asked_people[meeting].add(user)
    uninvited = {meeting: body for meeting, body in bodies.items() if meeting not in asked}
    if uninvited:
        members: defaultdict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
        rows = BodyMember.objects.filter(body__in=set(uninvited.values()))
        for body, organization, user in rows.values_list("body_id", "organization_id", "user_id"):
            members[body].append((organization, user))
        for meeting, body in uninvited.items():
            asked[meeting] = {organization for organization, _user in members[body]}
            asked_people[meeting] = {user for _organization, user in members[body]}
    came: _Who = defaultdict(set)
    came_people: _Who = defaultdict(set)
    there = Attendance.objects.filter(meeting__in=bodies).values_list(
        "meeting_id", "organization_id", "user_id", "invitation__organization_id", "invitation__user_id"
    )
    for meeting, organization, user, invited_organization, invited_user in there:
        came[meeting] |= {organization, invited_organization}
        came_people[meeting] |= {user, invited_user}
    return Attended(
        [Held(*(_known(who[meeting]) for who in (asked, asked_people, came, came_people))) for meeting in bodies]
    )


def _known(who: set[int | None]) -> frozenset[int]:
    return frozenset(one for one in who if one is not None)
