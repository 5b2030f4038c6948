"""A person's own meetings, for their calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db.models import Q
from django.http import Http404

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, standing
from serambi.apps.meetings.models import BodyMember, CalendarFeed, Invitation, Meeting, MeetingState
from serambi.apps.meetings.permissions import can_read

# A calendar keeps what is past for a while.
PAST_DAYS = 120


def reader_of_feed(token: str) -> User:
    """Return whose address this is; Http404 for one that leads nowhere, or whose person may read no meetings."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    feed = CalendarFeed.objects.select_related("user").filter(token_digest=digest).first()
    if feed is None or not can_read(feed.user):
        raise Http404
    return feed.user


def meetings_of(user: Any, *, today: dt.date) -> list[Meeting]:
    """Return the meetings of a person's bodies and those they are invited to; all of them for a coordinator.

    A draft is for whoever arranges it. With the number of the letter's last change, which calendars go by.
    """
    found = Meeting.objects.filter(starts_at__date__gte=today - dt.timedelta(days=PAST_DAYS))
    if not is_coordinator(user):
        mine = Q(user=user.pk) | Q(organization__in=standing(user).at(*Role))
        bodies = BodyMember.objects.filter(mine).values("body_id")
        invited = Invitation.objects.filter(mine).values("meeting_id")
        found = found.exclude(state=MeetingState.DRAFT).filter(Q(body__in=bodies) | Q(pk__in=invited))
    return list(found.select_related("body", "letter").order_by("starts_at", "pk"))
