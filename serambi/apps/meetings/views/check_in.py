"""Signing in on a phone in the room, by the code on the screen; nobody needs an account for it.

Scanning gives the browser a signed cookie for ten minutes, and that, not the code, lets the form be sent.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.audit.services import current_address
from serambi.apps.meetings import check_in_codes, queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.forms import CheckInForm
from serambi.apps.meetings.models import Attendance, BodyMember, Invitation, Meeting
from serambi.apps.meetings.permissions import can_answer, seats_of
from serambi.ui.doors import show_error

COOKIE = "check_in"
_SALT = "serambi.meetings.check_in.permission"
# A room of people shares one network address, and each may err a few times; a flood is something else.
MOST_SCANS = 600
MOST_SENT = 600
MOST_SENT_BY_ONE = 12
_WITHIN_S = int(check_in_codes.PERMISSION.total_seconds())


@never_cache
@require_safe
def check_in(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Open the form for whoever scanned the code that is shown now; an older one opens nothing (410)."""
    if _too_many(f"scans:{current_address()}", MOST_SCANS):
        return _closed(request, "wait", 429)
    meeting = _meeting(pk)
    if meeting is None or not check_in_codes.is_current(pk, code, timezone.now()):
        return _closed(request, "old", 410)
    if not services.takes_arrivals(meeting, now=timezone.now()):
        return _closed(request, "closed", 410)
    invited, members = queries.invitations_of(meeting), queries.members_without_letter(meeting)
    known = {**_known_of(request, invited), **_known_member_of(request, meeting, members)}
    answer = _page(request, meeting, CheckInForm(None, invited=invited, members=members, initial=known))
    answer.set_signed_cookie(
        _cookie(meeting), str(pk), salt=_SALT, max_age=_WITHIN_S, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who fills in the form that the code opened; sent twice, it is one line."""
    meeting = _meeting(pk)
    if request.method != "POST" or meeting is None or not _is_permitted(request, meeting):
        return _closed(request, "old", 410)
    permission = request.COOKIES[_cookie(meeting)]
    by_all, by_one = f"sent:{pk}:{current_address()}", f"sent:{pk}:{permission}"
    if _too_many(by_all, MOST_SENT) or _too_many(by_one, MOST_SENT_BY_ONE):
        return _closed(request, "wait", 429)
    form = CheckInForm(
        request.POST, invited=queries.invitations_of(meeting), members=queries.members_without_letter(meeting)
    )
    if form.is_valid():
        by = request.user if request.user.is_authenticated else None
        try:
            made = services.check_in(meeting, form.arrival, by=by, now=timezone.now())
        except MeetingError as error:
            show_error(form, error)
        else:
            return _thanks(request, meeting, made)
    answer = _page(request, meeting, form)
    answer.status_code = 422
    return answer


def _meeting(pk: int) -> Meeting | None:
    """Return a meeting for somebody who may stand before its screen; without its code they are not even told of it."""
    return Meeting.objects.select_related("body").filter(pk=pk).first()


def _cookie(meeting: Meeting) -> str:
    return f"{COOKIE}_{meeting.pk}"


def _is_permitted(request: HttpRequest, meeting: Meeting) -> bool:
    """Tell whether this browser scanned the code within the last ten minutes, and the meeting still takes people."""
    given = request.get_signed_cookie(_cookie(meeting), default=None, salt=_SALT, max_age=_WITHIN_S)
    return given == str(meeting.pk) and services.takes_arrivals(meeting, now=timezone.now())


def _known_of(request: HttpRequest, invited: list[Invitation]) -> dict[str, Any]:
    """Return what the form begins with for somebody who has signed in on the phone."""
    user = request.user
    if not user.is_authenticated:
        return {}
    today = timezone.localdate()
    own = next((one for one in invited if one.user_id == user.pk), None) or next(
        (one for one in invited if one.organization_id is not None and can_answer(user, one, today=today)), None
    )
    return {"name": user.name, "invitation": str(own.pk) if own is not None else ""}


def _known_member_of(request: HttpRequest, meeting: Meeting, members: list[BodyMember]) -> dict[str, Any]:
    """Return the seat of whoever has signed in on the phone: their own before that of their organization."""
    if not members or not request.user.is_authenticated:
        return {}
    seats = sorted(seats_of(request.user, meeting), key=lambda seat: seat.user_id is None)
    return {"member": str(seats[0].pk)} if seats else {}


def _page(request: HttpRequest, meeting: Meeting, form: CheckInForm) -> HttpResponse:
    return render(request, "meetings/check_in.html", {"meeting": meeting, "form": form})


def _thanks(request: HttpRequest, meeting: Meeting, made: Attendance) -> HttpResponse:
    return render(request, "meetings/check_in_done.html", {"meeting": meeting, "attendance": made})


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "meetings/check_in_closed.html", {"why": why}, status=status)


def _too_many(key: str, most: int) -> bool:
    """Count one more under a key within ten minutes, in this process, and tell whether that is too many."""
    name = f"meetings.check_in:{key}"
    cache.add(name, 0, _WITHIN_S)
    try:
        return cache.incr(name) > most
    except ValueError:  # it went just now
        return False
