"""A meeting while it is held: the screen in the room, that of the note-takers, and going from item to item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import ItemMovedOn, MeetingError
from serambi.apps.meetings.forms.session import NewItemForm, PeopleForm
from serambi.apps.meetings.models import CorrectionState, Meeting, MeetingState
from serambi.apps.meetings.permissions import can_take_minutes, seats_of
from serambi.apps.meetings.views.doors import for_note_takers, for_readers, meeting_crumbs
from serambi.apps.meetings.views.live import tag_of, written
from serambi.apps.meetings.workflow import HAS_MINUTES, RECORDS_OUTCOMES
from serambi.ui.doors import show_error
from serambi.ui.messages import done
from serambi.ui.persons import KEEP_HEADER, person_key


def part(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Return what the page of a meeting shows of it, for this person."""
    if meeting.state not in HAS_MINUTES:
        return {"session": None}
    takes = can_take_minutes(user, meeting)
    in_session = meeting.state == MeetingState.IN_SESSION
    running = queries.running_vote(meeting) if in_session else None
    return {
        "session": {
            "in_session": in_session,
            "takes_minutes": takes and meeting.state in RECORDS_OUTCOMES,
            "vote": running if running is not None and seats_of(user, meeting) else None,
            "until": queries.corrections_until(meeting.state_since)
            if meeting.state == MeetingState.CIRCULATED
            else None,
            "waiting": meeting.corrections.filter(state=CorrectionState.OPEN).count() if takes else 0,
        }
    }


@for_readers
@require_safe
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the meeting to the room: one item at a time, and the minutes as they grow."""
    found = queries.get_meeting_for(request.user, pk)
    context = _screen(request, found, "room") | {
        "takes_minutes": can_take_minutes(request.user, found) and found.state in RECORDS_OUTCOMES,
        "has_seat": bool(seats_of(request.user, found)),
    }
    return render(request, "meetings/session/room.html", context)


@for_note_takers
@require_safe
def notes(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show the note-takers the agenda, the minutes so far and where to write."""
    context = _screen(request, meeting, "notes") | {
        "may_write": meeting.state in RECORDS_OUTCOMES,
        "in_session": meeting.state == MeetingState.IN_SESSION,
        "key": get_random_string(24),
        "person": person_key(request.user),
        "words": _words(),
    }
    answer = render(request, "meetings/session/notes.html", context)
    answer[KEEP_HEADER] = "person"
    return answer


def _screen(request: HttpRequest, meeting: Meeting, screen: str) -> dict[str, Any]:
    now = timezone.now()
    return {
        "title": meeting.title,
        "meeting": meeting,
        "live": written(meeting, screen, user=request.user, now=now),
        "live_url": f"{reverse('meetings:live', args=[meeting.pk])}?screen={screen}",
        "tag": tag_of(meeting.pk, meeting.pulse, screen, request.user, now),
        "now": now,
        "zone": timezone.get_current_timezone_name(),
    }


def _words() -> dict[str, str]:
    """Return the sentences of the note-takers' screen, for its script."""
    return {
        "waiting": _("{count} paragraphs wait for the connection. They are kept in this browser."),
        "one": _("1 paragraph waits for the connection. It is kept in this browser."),
        "saved": _("Saved at {time}."),
        "sending": _("Sending …"),
        "signedOut": _("You are not signed in any more. Sign in in another tab; what you wrote is kept here."),
        "other": _("Somebody else is signed in here now. What you wrote is kept for you."),
        "refused": _("The server did not take it: {said}"),
        "conflict": _("{name} changed this paragraph while you wrote. It reads now:"),
        "mine": _("Save mine"),
        "theirs": _("Take theirs"),
        "gone": _("Somebody removed this paragraph while you wrote. Your text is below; save it as a new paragraph."),
        "save": _("Save the paragraph"),
        "cancel": _("Cancel"),
        "edit": _("Change the paragraph"),
        "discard": _("Discard it"),
        "under": _("Under: {title}"),
        "whole": _("Under no item: opening and closing"),
        "offline": _("No connection. The form stays as it is; send it again when the connection is back."),
    }


@for_note_takers
@require_POST
def item_begin(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Take up an item, in any order."""
    number = request.POST.get("item", "")
    item = queries.get_item_for(request.user, meeting, int(number) if number.isdecimal() else 0)
    return _moved(request, meeting, lambda: services.begin_item(meeting, item, by=actor(request)))


@for_note_takers
@require_POST
def item_next(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Go on to the next item; who presses a moment after somebody else skips nothing."""
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isdecimal() else None
    return _moved(request, meeting, lambda: services.next_item(meeting, by=actor(request), seen=number))


def _moved(request: HttpRequest, meeting: Meeting, act: Any) -> HttpResponse:
    """Do it and answer a script shortly, a browser with the page."""
    said = ""
    try:
        act()
    except ItemMovedOn:
        pass  # the room is where both wanted it
    except MeetingError as error:
        said = str(error)
    if request.headers.get("X-Notes") == "script":
        return HttpResponse(said, status=422 if said else 204, content_type="text/plain; charset=utf-8")
    if said:
        messages.error(request, said)
    return redirect("meetings:notes", meeting.pk)


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def item_add(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Put something that came up on the agenda."""
    form = NewItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.bring_up(
                meeting, form.cleaned_data["title"], minutes=form.cleaned_data["minutes"], by=actor(request)
            )
        except MeetingError as error:
            show_error(form, error)
        else:
            return recorded(request, meeting, _("It is on the agenda."))
    return form_page(request, meeting, form, title=_("Add an item"), action=_("Add it to the agenda"))


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Write down who chairs and who takes the minutes."""
    known = {name: getattr(meeting, name) for name in PeopleForm.base_fields}
    form = PeopleForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_people(meeting, **form.cleaned_data, by=actor(request))
        except MeetingError as error:
            show_error(form, error)
        else:
            return recorded(request, meeting, _("The names are saved."))
    return form_page(request, meeting, form, title=_("Who chairs, who takes the minutes"), action=_("Save the names"))


def recorded(request: HttpRequest, meeting: Meeting, sentence: str) -> HttpResponse:
    """Say that it is done: in a sentence to a script, and to a browser on the note-takers' screen."""
    if request.headers.get("X-Notes") == "script":
        return HttpResponse(sentence, content_type="text/plain; charset=utf-8")
    done(request, sentence)
    return redirect("meetings:notes", meeting.pk)


def form_page(
    request: HttpRequest, meeting: Meeting, form: Any, *, title: str, action: str, lede: str = "", back: str = "notes"
) -> HttpResponse:
    """Return a page with one form, or only that form for a script that shows it over another page."""
    cancel = reverse(f"meetings:{back}", args=[meeting.pk])
    context = {
        "title": title,
        "lede": lede,
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())],
        "form": form,
        "action": action,
        "cancel_url": cancel,
        "address": request.get_full_path(),
    }
    name = "_form.html" if request.headers.get("X-Notes") == "script" else "form.html"
    return render(request, f"meetings/session/{name}", context, status=422 if form.is_bound else 200)
