"""Looking at a letter before it is sent, sending it, and the attendance list as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.models import Invitation, InvitationLetter, Meeting
from serambi.apps.meetings.permissions import can_arrange, can_take_minutes
from serambi.exchange.documents.errors import DocumentRefused
from serambi.exchange.documents.kinds import Document
from serambi.exchange.documents.office import Office, load_office
from serambi.exchange.documents.parts import TO_FILL_IN
from serambi.exchange.papers import letters
from serambi.exchange.papers.attendance import attendance_list_of
from serambi.exchange.papers.doors import sent, told
from serambi.exchange.papers.letter_forms import LetterForm
from serambi.ui.doors import show_error
from serambi.ui.messages import done

# So many free lines follow on a list that is printed for people who sign by hand.
FREE_LINES = 10


@login_required
@require_safe
def letter(request: HttpRequest, pk: int, form: str = "pdf") -> HttpResponse:
    """Show the letter as it would go out now, with the list of all its receivers; as Word file it is handed out."""
    meeting = _meeting_for_arranger(request.user, pk)
    kept = _letter_of(meeting)
    return _letter_page(request, meeting, kept, queries.invitations_of(meeting), form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the letter; the first time, the members of the body are invited by it."""
    meeting = _meeting_for_arranger(request.user, pk)
    back = reverse("meetings:invitations", args=[pk])
    try:
        office = load_office(settings.STATE)
    except DocumentRefused as error:
        messages.error(request, str(error))
        return redirect(back)
    kept = queries.letter_of(meeting)
    form = LetterForm(request.POST if request.method == "POST" else None, meeting=meeting, letter=kept, office=office)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_letter(meeting, form.facts, by=actor(request), seen=form.cleaned_data["seen"])
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("The letter is saved. Look at it before you send it."))
            return redirect(back)
    if office.letterhead.agency == TO_FILL_IN:
        messages.warning(request, _("The letterhead is not filled in yet: letters say (diisi) where it is missing."))
    context = {
        "title": _("The letter of invitation"),
        "lede": _("Day, time and place are those of the meeting; letterhead and who signs are from the office's file."),
        "crumbs": [(_("Meetings"), reverse("meetings:meeting_list")), (meeting.title, meeting.get_absolute_url())],
        "form": form,
        "action": _("Save the letter"),
        "cancel_url": back,
    }
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def letter_to(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Show one receiver's own letter, to them as it was sent and to the coordinator as it would go out now."""
    asked = queries.get_answer_for(request.user, pk, invitation, today=timezone.localdate())
    meeting, kept = asked.meeting, _letter_of(asked.meeting)
    if not can_arrange(request.user):
        if asked.sent_sequence is None:
            raise Http404(pk)
        meeting = letters.as_told(meeting, kept)
    return _letter_page(request, meeting, kept, [asked])


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter in the background and go to the page that tells how far it is."""
    meeting = _meeting_for_arranger(request.user, pk)
    try:
        # An office file that cannot be read is told of here, and not when some have the letter already.
        load_office(settings.STATE)
        job = services.send_invitations(
            meeting, by=actor(request), today=timezone.localdate(), now=timezone.now()
        )  # fmt: skip
    except (MeetingError, DocumentRefused) as error:
        messages.error(request, str(error))
        return redirect("meetings:invitations", pk=pk)
    return redirect("jobs:job_detail", public_id=job.public_id)


@login_required
@require_safe
def attendance(request: HttpRequest, pk: int, form: str = "pdf") -> HttpResponse:
    """Hand out the attendance list with its signatures; `?lines=10` adds free lines for signing by hand."""
    meeting = queries.get_meeting_for(request.user, pk)
    if not can_take_minutes(request.user, meeting):
        raise Http404(pk)
    lines = FREE_LINES if "lines" in request.GET else 0

    def made(office: Office) -> Document:
        return attendance_list_of(meeting, office=office, empty_lines=lines)

    # A list of names and signatures: taking it away is written down, as every download is.
    return _made(request, made, form=form, name=f"daftar-hadir-{_day(meeting)}", back="meetings:attendance", pk=pk)


def _letter_page(
    request: HttpRequest, meeting: Meeting, kept: InvitationLetter, invited: list[Invitation], *, form: str = "pdf"
) -> HttpResponse:
    def made(office: Office) -> Document:
        points = letters.points_of(meeting)
        return letters.official_letter(meeting, kept, invited, office=office, points=points)

    name, back = f"undangan-{_day(meeting)}", "meetings:meeting"
    answer = _made(request, made, form=form, name=name, back=back, pk=meeting.pk)
    if form == "pdf" and answer.status_code == 200:
        # To be looked at in the browser; only a file that is taken away is written down.
        answer["Content-Disposition"] = answer["Content-Disposition"].replace("attachment", "inline", 1)
    return answer


def _made(
    request: HttpRequest, made: Callable[[Office], Document], *, form: str, name: str, back: str, pk: int
) -> HttpResponse:
    """Return a document as a file; where the office's own file or template is wrong, say what is wrong in it."""
    try:
        office = load_office(settings.STATE)
        return sent(made(office), office, form=form, name=name)
    except DocumentRefused as error:
        return told(request, error, back=reverse(back, args=[pk]))


def _meeting_for_arranger(user: Any, pk: int) -> Meeting:
    if not can_arrange(user):
        raise Http404(pk)
    return queries.get_meeting_for(user, pk)


def _letter_of(meeting: Meeting) -> InvitationLetter:
    found = queries.letter_of(meeting)
    if found is None:
        raise Http404(meeting.pk)
    return found


def _day(meeting: Meeting) -> str:
    return f"{timezone.localtime(meeting.starts_at):%Y-%m-%d}"
