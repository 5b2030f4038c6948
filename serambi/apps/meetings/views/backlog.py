"""The backlog of a body: what it will talk about some day, and bringing that into a meeting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.forms import ItemForm
from serambi.apps.meetings.models import AgendaItem, MeetingBody
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.views.doors import Crumbs, for_arrangers, for_readers, meeting_crumbs
from serambi.apps.meetings.workflow import AGENDA_CHANGES
from serambi.ui import formats
from serambi.ui.doors import show_error
from serambi.ui.messages import done


@for_readers
@require_safe
def backlog(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is parked for a body; whoever arranges its meetings brings it into one here."""
    body = queries.get_body_for(request.user, code)
    may_arrange = can_arrange(request.user)
    items = queries.backlog_of(body, request.user)
    numbers = queries.numbers_of(items, today=timezone.localdate())
    context = {
        "title": _title(len(items)),
        "crumbs": _crumbs(body),
        "body": body,
        "rows": [{"item": one, "figures": numbers.get(one.pk, [])} for one in items],
        "meetings": queries.bodies_meetings_to_come(body, AGENDA_CHANGES) if may_arrange else [],
        "may_arrange": may_arrange,
    }
    return render(request, "meetings/backlog.html", context)


def _title(count: int) -> str:
    if not count:
        return _("Nothing is parked")
    text = ngettext("%(count)s item waits for a meeting", "%(count)s items wait for a meeting", count)
    return text % {"count": formats.number(count, 0)}


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_create(request: HttpRequest, code: str) -> HttpResponse:
    """Write something into the backlog."""
    body = queries.get_body_for(request.user, code)
    form = _item_form(request, body)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.park_new(body, form.facts, by=actor(request))
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("“%(title)s” is parked for %(body)s.") % {"title": made.title, "body": body.name})
            return redirect("meetings:backlog", body.code)
    return _form(request, body, form, title=_("Park an item"), action=_("Park the item"))


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a parked item."""
    body = queries.get_body_for(request.user, code)
    found = queries.get_backlog_item_for(request.user, body, pk)
    form = _item_form(request, body, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_item(found, form.facts, by=actor(request), seen=form.cleaned_data["seen"])
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("The item is changed."))
            return redirect("meetings:backlog", body.code)
    return _form(request, body, form, title=_("Change the item"), action=_("Save the changes"))


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, and take an item out of the backlog for good."""
    body = queries.get_body_for(request.user, code)
    found = queries.get_backlog_item_for(request.user, body, pk)
    if request.method == "POST":
        try:
            services.remove_item(found, by=actor(request))
        except MeetingError as error:
            messages.error(request, str(error))
        else:
            done(request, _("“%(title)s” is out of the backlog.") % {"title": found.title})
        return redirect("meetings:backlog", body.code)
    context = {
        "title": _("Take “%(title)s” out of the backlog?") % {"title": found.title},
        "crumbs": [*_crumbs(body), (_("Backlog"), reverse("meetings:backlog", args=[body.code]))],
        "consequences": [_("It is gone, and comes up again only where the figures propose it.")],
        "action": _("Take it out"),
        "dangerous": True,
        "cancel_url": reverse("meetings:backlog", args=[body.code]),
    }
    return render(request, "ui/confirm.html", context)


@for_arrangers
@require_POST
def item_bring(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put a parked item on the agenda of the meeting that was chosen."""
    body = queries.get_body_for(request.user, code)
    found = queries.get_backlog_item_for(request.user, body, pk)
    chosen = request.POST.get("meeting", "")
    meeting = next(
        (one for one in queries.bodies_meetings_to_come(body, AGENDA_CHANGES) if str(one.pk) == chosen), None
    )
    if meeting is None:
        raise Http404(chosen)
    try:
        services.bring_item(found, meeting, by=actor(request))
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        facts = {"title": found.title, "meeting": meeting.title, "day": formats.day(meeting.starts_at)}
        done(request, _("“%(title)s” is on the agenda of %(meeting)s, %(day)s.") % facts)
    return redirect("meetings:backlog", body.code)


def _crumbs(body: MeetingBody) -> Crumbs:
    return [*meeting_crumbs(), (body.name, body.get_absolute_url())]


def _item_form(request: HttpRequest, body: MeetingBody, item: AgendaItem | None = None) -> ItemForm:
    sent = request.POST if request.method == "POST" else None
    return ItemForm(sent, user=request.user, body=body, sections=(), today=timezone.localdate(), instance=item)


def _form(request: HttpRequest, body: MeetingBody, form: Any, *, title: str, action: str) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": [*_crumbs(body), (_("Backlog"), reverse("meetings:backlog", args=[body.code]))],
        "form": form,
        "action": action,
        "cancel_url": reverse("meetings:backlog", args=[body.code]),
    }
    return render(request, "meetings/agenda_item_form.html", context, status=422 if form.is_bound else 200)
