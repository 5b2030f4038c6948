"""What the pages that change an agenda share: which may be changed, the way to it, and back."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.meetings import queries, services
from serambi.apps.meetings.models import Meeting
from serambi.apps.meetings.views.doors import Crumbs, meeting_crumbs
from serambi.apps.meetings.workflow import AGENDA_CHANGES
from serambi.ui.doors import FormPage

_STEPS = {"up": services.UP, "down": services.DOWN}


def open_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Return a meeting whose agenda can still be changed; Http404 for every other."""
    found = queries.get_meeting_for(request.user, pk)
    if found.state not in AGENDA_CHANGES:
        raise Http404(pk)
    return found


def step_asked(request: HttpRequest) -> int:
    """Return which way something is to move; Http404 for what is neither up nor down."""
    step = _STEPS.get(request.POST.get("to", ""))
    if step is None:
        raise Http404(request.POST.get("to", ""))
    return step


def agenda_crumbs(meeting: Meeting, *, inside: bool = False) -> Crumbs:
    """Return the way to the agenda of a meeting; inside: from one of its pages."""
    own: Crumbs = [(_("Agenda"), reverse("meetings:agenda", args=[meeting.pk]))] if inside else []
    return [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url()), *own]


def agenda_place(meeting: Meeting, item: int | None = None) -> str:
    """Return the address of the agenda, at an item."""
    place = f"#item-{item}" if item is not None else ""
    return f"{reverse('meetings:agenda', args=[meeting.pk])}{place}"


def agenda_page(meeting: Meeting, title: str, action: str, *, template: str = "meetings/form.html") -> FormPage:
    """Return what a page with a form about the agenda says."""
    crumbs = agenda_crumbs(meeting, inside=True)
    return FormPage(title, action, back=agenda_place(meeting), crumbs=crumbs, template=template)
