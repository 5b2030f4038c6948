"""Who is let through to the pages of this app; whoever is not finds nothing there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.models import Meeting
from serambi.apps.meetings.permissions import can_arrange, can_read, can_record, can_take_minutes
from serambi.apps.meetings.queries import get_meeting_for
from serambi.ui.doors import Inner, View, open_to
from serambi.ui.messages import done

P = ParamSpec("P")
Crumbs = list[tuple[Any, str]]


def for_readers(view: Inner[P]) -> View:
    """Let everybody with a role through; for others there is nothing here."""
    return open_to(can_read)(view)


def for_recorders(view: Inner[P]) -> View:
    """Let whoever records decisions and actions through; for everybody else there is nothing here."""
    return open_to(can_record)(view)


def for_arrangers(view: Inner[P]) -> View:
    """Let whoever keeps bodies and arranges meetings through; for everybody else there is nothing here."""
    return open_to(can_arrange)(view)


def for_note_takers(view: Inner[Concatenate[Meeting, P]]) -> View:
    """Let whoever takes the minutes of the meeting through; the view is given it. Others find nothing here."""

    @login_required
    @wraps(view)
    def answer(request: HttpRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        meeting = get_meeting_for(request.user, pk)
        if not can_take_minutes(request.user, meeting):
            raise Http404(pk)
        return view(request, meeting, *args, **kwargs)

    return answer


def press(request: HttpRequest, act: Callable[[], str], *, back: str) -> HttpResponse:
    """Do what a button asks for and go back, telling what was done or why it could not be.

    act: does it and returns the sentence that says so, "" to say nothing.
    """
    try:
        text = act()
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        if text:
            done(request, text)
    return redirect(back)


def meeting_crumbs() -> Crumbs:
    return [(_("Meetings"), reverse("meetings:meeting_list"))]


def action_crumbs() -> Crumbs:
    return [(_("Actions"), reverse("meetings:action_list"))]


def decision_crumbs() -> Crumbs:
    return [(_("Decisions"), reverse("meetings:decision_list"))]


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the rooms of this app as links; current: the one that is shown."""
    rooms = [
        ("meeting_list", _("Meetings")), ("action_list", _("Actions")), ("decision_list", _("Decisions")),
        ("effect", _("Effect")),
    ]  # fmt: skip
    return [{"label": label, "url": reverse(f"meetings:{name}"), "current": name == current} for name, label in rooms]
