"""The meetings of all bodies, one of them, and arranging them."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.forms import MeetingFilter, MeetingForm, MeetingMoveForm
from serambi.apps.meetings.models import Meeting, MeetingMove, MeetingState
from serambi.apps.meetings.permissions import can_arrange, can_record, sees_confidential
from serambi.apps.meetings.queries.confidential import CONFIDENTIAL_ACTION, CONFIDENTIAL_DECISION
from serambi.apps.meetings.views import agenda, documents, invitations, session
from serambi.apps.meetings.views.doors import for_arrangers, for_readers, meeting_crumbs, press, tabs
from serambi.apps.meetings.workflow import RECORDS_OUTCOMES, TO_COME, meeting_move_named
from serambi.methods.periods import Period
from serambi.ui import formats
from serambi.ui.doors import FormPage, answer_form, sent

PAGE_SIZE = 50


@for_readers
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Show who meets and when, and which body should have met already."""
    today = timezone.localdate()
    bodies = queries.body_rows(today=today)
    form = MeetingFilter(request.GET, years=queries.meeting_years())
    page = Paginator(queries.meetings(form.wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": _title(bodies),
        "tabs": tabs("meeting_list"),
        "bodies": bodies,
        "form": form,
        "page": page,
        "months": [{"month": month, "meetings": list(found)} for month, found in groupby(page.object_list, key=_month)],
        "may_arrange": can_arrange(request.user),
    }
    return render(request, "meetings/meeting_list.html", context)


def _month(meeting: Meeting) -> Period:
    return Period.parse(f"{timezone.localtime(meeting.starts_at):%Y-%m}")


def _title(bodies: list[queries.BodyRow]) -> str:
    """Return in a sentence who should have met, else when the next meeting is."""
    late = [row for row in bodies if row.overdue]
    if late:
        text = ngettext("%(count)s body should have met already", "%(count)s bodies should have met already", len(late))
        return text % {"count": formats.number(len(late), 0)}
    coming = min((row.coming for row in bodies if row.coming is not None), default=None)
    if coming is not None:
        return _("The next meeting is on %(day)s") % {"day": formats.day(coming)}
    return _("No meeting is planned")


@for_readers
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting: what is carried over to it, and what it decided."""
    today = timezone.localdate()
    found = queries.get_meeting_for(request.user, pk)
    sees_all = sees_confidential(request.user, found)
    no_action, no_decision = (None, None) if sees_all else (CONFIDENTIAL_ACTION, CONFIDENTIAL_DECISION)
    actions = _but(found.actions.select_related("agency", "person").order_by("due_on", "pk"), no_action)
    context = {
        "title": found.title,
        "crumbs": [*meeting_crumbs(), (found.body.name, found.body.get_absolute_url())],
        "meeting": found,
        "moves": queries.meeting_moves_open_to(found, request.user),
        "carried": _lines(queries.carried_over(found, without=no_action), today),
        "decisions": list(_but(found.decisions.order_by("year", "number"), no_decision)),
        "actions": _lines(actions, today),
        "timeline": [_told(one) for one in queries.meeting_timeline(found)],
        "may_change": can_arrange(request.user) and found.state in TO_COME,
        "may_record": can_record(request.user) and found.state in RECORDS_OUTCOMES,
    }
    for part in (agenda.part, invitations.part, session.part, documents.part):
        context |= part(found, request.user)
    return render(request, "meetings/meeting.html", context)


def _but(found: QuerySet[Any], hidden: Q | None) -> QuerySet[Any]:
    return found if hidden is None else found.exclude(hidden)


def _lines(actions: Any, today: dt.date) -> list[dict[str, Any]]:
    return [{"action": one, "late": one.days_late_on(today)} for one in actions]


def _told(move: MeetingMove) -> dict[str, Any]:
    known = meeting_move_named(move.move, move.before)
    return {"move": move, "done": known.done if known is not None else move.get_after_display()}


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a meeting of a body; it begins with what is usual there."""
    body = queries.get_body_for(request.user, code)
    form = MeetingForm.for_body(sent(request), body)

    def save() -> tuple[str, str]:
        made = services.plan_with_agenda(body, form.facts, by=actor(request), today=timezone.localdate())
        text = _("The meeting is planned, and its agenda is there. Look at it before you invite.")
        return text, made.get_absolute_url()

    page = FormPage(
        title=_("Plan a meeting of %(body)s") % {"body": body.name},
        action=_("Plan the meeting"),
        back=body.get_absolute_url(),
        crumbs=[*meeting_crumbs(), (body.name, body.get_absolute_url())],
    )
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when and where a meeting is."""
    found = queries.get_meeting_for(request.user, pk)
    form = MeetingForm.for_meeting(sent(request), found)

    def save() -> str:
        services.change_meeting(found, form.facts, by=actor(request), seen=form.cleaned_data["seen"])
        return _("The meeting is changed.")

    page = FormPage(
        title=_("Change the meeting"),
        action=_("Save the changes"),
        back=found.get_absolute_url(),
        crumbs=[*meeting_crumbs(), (found.title, found.get_absolute_url())],
    )
    return answer_form(request, form, page, save=save)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what there is to say about a move, and make it. A move that the state does not have is not there."""
    found = queries.get_meeting_for(request.user, pk)
    move = meeting_move_named(name, found.state)
    if move is None:
        raise Http404(name)
    form = MeetingMoveForm(sent(request), needs_reason=move.needs_reason, seen=found.version)

    def save() -> str:
        given = form.cleaned_data
        services.move_meeting(
            found, name, by=actor(request), today=timezone.localdate(), reason=given.get("reason", ""),
            seen=given["seen"],
        )  # fmt: skip
        return _("The meeting is now: %(state)s.") % {"state": MeetingState(move.after).label}

    page = FormPage(
        title=_("%(action)s: %(name)s") % {"action": move.action, "name": found.title},
        crumbs=[*meeting_crumbs(), (found.title, found.get_absolute_url())],
        action=str(move.action),
        back=found.get_absolute_url(),
    )
    if not move.needs_reason and form.is_bound and form.is_valid():
        return press(request, save, back=page.back)
    return answer_form(request, form, page, save=save)
