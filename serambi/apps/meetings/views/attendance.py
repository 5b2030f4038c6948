"""Who is at a meeting: the code on the screen, signing in by it, and the secretary's list."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import check_in_codes, queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.forms import ArrivalForm
from serambi.apps.meetings.models import Attendance, Meeting
from serambi.apps.meetings.permissions import can_take_minutes
from serambi.apps.meetings.views.doors import meeting_crumbs, press
from serambi.ui import formats
from serambi.ui.doors import csv_query, show_error
from serambi.ui.downloads import table_download
from serambi.ui.messages import done


def _kept_by(user: Any, pk: int) -> Meeting:
    """Return a meeting whose list the person keeps; raise Http404 for everybody else."""
    meeting = queries.get_meeting_for(user, pk)
    if not can_take_minutes(user, meeting):
        raise Http404(pk)
    return meeting


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> Any:
    """Show the secretary who is there and who is not yet; somebody without an invitation is written down here."""
    now = timezone.now()
    meeting = _kept_by(request.user, pk)
    there, invited = queries.attendance_of(meeting), queries.invitations_of(meeting)
    members = queries.members_without_letter(meeting)
    if request.GET.get("format") == "csv":
        return _csv(meeting, there)
    may_note = services.takes_notes_of_arrivals(meeting, now=now)
    posted = request.POST if request.method == "POST" else None
    form = ArrivalForm(posted, invited=invited, members=members) if may_note else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            made = services.note_arrival(meeting, form.arrival, by=actor(request), now=now)
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s is on the attendance list.") % {"name": made.name})
            return redirect("meetings:attendance", pk=pk)
    came = {one.invitation_id for one in there}
    offices, people = {one.organization_id for one in there}, {one.user_id for one in there}
    count = len(there)
    context = {
        "title": ngettext("%(count)s person is there", "%(count)s people are there", count)
        % {"count": formats.number(count, 0)}
        if count
        else _("Nobody is on the attendance list yet"),
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())],
        "meeting": meeting,
        "there": there,
        "invites": bool(invited),
        "awaited": [one for one in invited if one.pk not in came],
        "awaited_members": [
            one for one in members if (one.organization_id or 0) not in offices and (one.user_id or 0) not in people
        ],
        "quorum": queries.quorum_of(meeting),
        "form": form,
        "may_note": may_note,
        "checks_in_now": services.takes_arrivals(meeting, now=now),
        "csv": csv_query(request),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "meetings/attendance.html", context, status=status)


def _csv(meeting: Meeting, there: list[Any]) -> Any:
    heads = [
        _("Name"),
        _("Position"),
        _("Office or organization"),
        _("Invited as"),
        _("How"),
        _("Came at"),
        _("Signed"),
    ]
    rows = (
        [
            one.name, one.position, one.office, one.invitation.receiver if one.invitation else "",
            one.get_how_display(), timezone.localtime(one.at).isoformat(timespec="minutes"),
            _("yes") if one.signature else _("no"),
        ]
        for one in there
    )  # fmt: skip
    return table_download(f"{_('attendance')} {meeting.title}", heads, rows)


@login_required
@require_POST
def attendance_note(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Write down with one tap that whoever is invited is there."""
    meeting = _kept_by(request.user, pk)
    found = next((one for one in queries.invitations_of(meeting) if one.pk == invitation), None)
    if found is None:
        raise Http404(invitation)
    found.meeting = meeting
    return _noted(request, pk, lambda: services.note_invited(found, by=actor(request), now=timezone.now()))


@login_required
@require_POST
def attendance_note_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Write down with one tap that a member of the body is there, where nobody was invited."""
    meeting = _kept_by(request.user, pk)
    found = next((one for one in queries.members_without_letter(meeting) if one.pk == member), None)
    if found is None:
        raise Http404(member)
    return _noted(request, pk, lambda: services.note_member(meeting, found, by=actor(request), now=timezone.now()))


def _noted(request: HttpRequest, pk: int, note: Callable[[], Attendance]) -> HttpResponse:
    def act() -> str:
        return _("%(name)s is on the attendance list.") % {"name": note().name}

    return press(request, act, back=reverse("meetings:attendance", args=[pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_remove(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Ask whether a line is to go, and take it off."""
    meeting = _kept_by(request.user, pk)
    found = next((one for one in queries.attendance_of(meeting) if one.pk == attendance), None)
    if found is None:
        raise Http404(attendance)
    back = reverse("meetings:attendance", args=[pk])
    if request.method == "POST":

        def remove() -> str:
            services.remove_attendance(found, by=actor(request))
            return _("%(name)s is off the attendance list.") % {"name": found.name}

        return press(request, remove, back=back)
    context = {
        "title": _("Take %(name)s off the attendance list?") % {"name": found.name},
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url()), (_("Attendance"), back)],
        "consequences": [_("The line goes, and the signature with it. The record keeps that it was there.")],
        "action": _("Take it off"),
        "cancel_url": back,
        "dangerous": True,
    }
    return render(request, "ui/confirm.html", context)


@never_cache
@login_required
@require_safe
def check_in_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the code in the room, large; the page asks for the next one by itself."""
    return render(request, "meetings/check_in_screen.html", _screen(request, pk))


@never_cache
@login_required
@require_safe
def check_in_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the part of the screen that changes."""
    return render(request, "meetings/_check_in_code.html", _screen(request, pk))


def _screen(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return what the screen shows; the code leads to the host by which the screen itself is reached."""
    meeting, now = _kept_by(request.user, pk), timezone.now()
    is_open = services.takes_arrivals(meeting, now=now)
    path = reverse("meetings:check_in", args=[meeting.pk, check_in_codes.code_at(meeting.pk, now)])
    address = request.build_absolute_uri(path)
    return {
        "meeting": meeting,
        "is_open": is_open,
        "address": address if is_open else "",
        "picture": qr_picture(address) if is_open else "",
        "quorum": queries.quorum_of(meeting),
        "count": meeting.attendances.count(),
    }


def qr_picture(text: str) -> str:
    """Return a QR code of the text as the address of an image."""
    import qrcode.image.svg  # noqa: PLC0415 - for the first meeting that somebody signs in to

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    written = io.BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathFillImage).save(written)
    return "data:image/svg+xml;base64," + base64.b64encode(written.getvalue()).decode()
