"""What the screens of a meeting ask for again and again: one cheap query while there is nothing new.

A screen sends the tag of what it shows. The tag is made of the meeting's pulse and of the person, and only this server
can make it, so whoever sends one was let in when it was given; while the pulse is the same, nothing is said but that. A
tag holds five minutes: then rights and numbers are looked at again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from serambi.apps.meetings import queries
from serambi.apps.meetings.models import Meeting
from serambi.apps.meetings.permissions import can_take_minutes, sees_confidential
from serambi.ui.shelf import Shelf

SCREENS: Final = {"room": "meetings/session/room_live.html", "notes": "meetings/session/notes_live.html"}
_TAG_SECONDS = 300
# Programs and indicators change without the meeting; so long a screen may show numbers of before.
_KEPT_SECONDS = 60
# So that not everybody's tag ends in the same second.
_SPREAD_SECONDS = 37
_written: Shelf[SafeString] = Shelf(64)


@login_required
@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what a screen shows now, or that it shows it already."""
    screen = request.GET.get("screen", "room")
    if screen not in SCREENS:
        raise Http404(screen)
    now = timezone.now()
    pulse = queries.pulse_of(pk)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if pulse is not None and any(
        tag.removeprefix("W/") == tag_of(pk, pulse, screen, request.user, now) for tag in known
    ):
        return _fresh(HttpResponseNotModified())
    meeting = queries.get_meeting_for(request.user, pk)
    if screen == "notes" and not can_take_minutes(request.user, meeting):
        raise Http404(pk)
    answer = HttpResponse(written(meeting, screen, user=request.user, now=now))
    answer["ETag"] = tag_of(pk, meeting.pulse, screen, request.user, now)
    return _fresh(answer)


def tag_of(pk: int, pulse: int, screen: str, user: Any, now: dt.datetime) -> str:
    """Return the tag of what a person sees of a meeting on a screen."""
    time = int(now.timestamp() + user.pk * _SPREAD_SECONDS) // _TAG_SECONDS
    parts = (pk, pulse, screen, user.pk, get_language(), time)
    return f'"{salted_hmac("serambi.meetings.live", "|".join(map(str, parts))).hexdigest()[:24]}"'


def written(meeting: Meeting, screen: str, *, user: Any, now: dt.datetime) -> SafeString:
    """Return what a screen shows; written once for everybody who may see the same."""
    confidential = sees_confidential(user, meeting)
    time = int(now.timestamp()) // _KEPT_SECONDS
    # Since when it is in its state tells it from one of the same number in a database that was put back.
    key = (meeting.pk, meeting.pulse, meeting.version, meeting.state_since, screen, confidential, get_language(), time)
    return _written.get(key, lambda: _write(meeting, screen, confidential=confidential, now=now))


def _write(meeting: Meeting, screen: str, *, confidential: bool, now: dt.datetime) -> SafeString:
    room = queries.room_of(meeting, confidential=confidential, now=now)
    return render_to_string(SCREENS[screen], {"room": room, "meeting": meeting})


def _fresh(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
