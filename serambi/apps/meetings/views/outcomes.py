"""Recording decisions, actions and votes while the room talks about an item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.forms.session import BallotForm, QuickActionForm, QuickDecisionForm, VoteForm
from serambi.apps.meetings.models import AgendaItem, Choice, Meeting
from serambi.apps.meetings.permissions import can_take_minutes, seats_of
from serambi.apps.meetings.views.doors import for_note_takers, for_readers, meeting_crumbs
from serambi.apps.meetings.views.session import form_page, recorded
from serambi.ui.doors import show_error
from serambi.ui.messages import done


def _item(request: HttpRequest, meeting: Meeting) -> AgendaItem | None:
    """Return the item that the address names with ?item=, None where it names none."""
    number = request.GET.get("item", "")
    return queries.get_item_for(request.user, meeting, int(number)) if number.isdecimal() else None


def _under(item: AgendaItem | None) -> str:
    return _("Under: %(title)s") % {"title": item.title} if item is not None else ""


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Record a decision under the item of the address."""
    item, today = _item(request, meeting), timezone.localdate()
    form = QuickDecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts_for(meeting, item, today=today)
        try:
            made = services.record_item_decision(meeting, item, facts, by=actor(request), today=today)
        except MeetingError as error:
            show_error(form, error)
        else:
            return recorded(request, meeting, _("Decision %(number)s is recorded.") % {"number": made.name})
    return form_page(
        request, meeting, form, title=_("Record a decision"), action=_("Record the decision"), lede=_under(item)
    )


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Record an action under the item of the address."""
    item, today = _item(request, meeting), timezone.localdate()
    form = QuickActionForm(request.POST if request.method == "POST" else None, meeting=meeting, item=item, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_item_action(meeting, item, form.facts_for(meeting, item), by=actor(request), today=today)
        except MeetingError as error:
            show_error(form, error)
        else:
            return recorded(request, meeting, _("The action is recorded."))
    return form_page(
        request, meeting, form, title=_("Record an action"), action=_("Record the action"), lede=_under(item)
    )


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def vote_open(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Put a question to the members."""
    item = _item(request, meeting)
    form = VoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.open_vote(meeting, form.cleaned_data["question"], by=actor(request), item=item)
        except MeetingError as error:
            show_error(form, error)
        else:
            return recorded(request, meeting, _("The vote is open. Members answer on their phones."))
    return form_page(request, meeting, form, title=_("Call a vote"), action=_("Open the vote"), lede=_under(item))


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int, vote_pk: int) -> HttpResponse:
    """Show a question, and let members answer it on their phone."""
    meeting = queries.get_meeting_for(request.user, pk)
    found = queries.get_vote_for(request.user, meeting, vote_pk)
    seats = {seat.pk: seat for seat in seats_of(request.user, meeting)}
    form = BallotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seat = seats.get(form.cleaned_data["seat"])
        try:
            if seat is not None:
                services.cast_ballot(found, seat, form.cleaned_data["choice"], by=actor(request))
        except MeetingError as error:
            show_error(form, error)
        else:
            if seat is not None:
                done(request, _("Your answer is counted. You can change it until the vote is closed."))
            return redirect("meetings:vote", meeting.pk, found.pk)
    answers = queries.answers_to(found)
    context = {
        "title": found.question,
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())],
        "meeting": meeting,
        "vote": found,
        "form": form,
        "choices": Choice.choices,
        "mine": [answer for answer in answers if answer.seat.pk in seats],
        "tally": queries.tally_of(found),
        "quorum": queries.quorum_of(meeting),
        "takes_minutes": can_take_minutes(request.user, meeting),
    }
    return render(request, "meetings/session/vote.html", context, status=422 if form.errors else 200)


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def vote_hands(request: HttpRequest, meeting: Meeting, vote_pk: int) -> HttpResponse:
    """Write down a show of hands, member by member."""
    found = queries.get_vote_for(request.user, meeting, vote_pk)
    if request.method == "POST":
        given = {
            int(name.removeprefix("seat-")): choice
            for name, choice in request.POST.items()
            if name.startswith("seat-")
            and name.removeprefix("seat-").isdecimal()
            and isinstance(choice, str)
            and choice
        }
        try:
            services.record_hands(found, given, by=actor(request))
        except MeetingError as error:
            return _hands(request, meeting, found, problem=str(error))
        done(request, _("The show of hands is written down."))
        return redirect("meetings:vote", meeting.pk, found.pk)
    return _hands(request, meeting, found)


def _hands(request: HttpRequest, meeting: Meeting, found: Any, *, problem: str = "") -> HttpResponse:
    context = {
        "title": _("Show of hands"),
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())],
        "meeting": meeting,
        "vote": found,
        "answers": queries.answers_to(found),
        "choices": Choice.choices,
        "problem": problem,
    }
    return render(request, "meetings/session/hands.html", context, status=422 if problem else 200)


@for_note_takers
@require_POST
def vote_close(request: HttpRequest, meeting: Meeting, vote_pk: int) -> HttpResponse:
    """Close a vote and write its result into the minutes."""
    found = queries.get_vote_for(request.user, meeting, vote_pk)
    try:
        services.close_vote(found, by=actor(request))
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        done(request, _("The vote is closed. Its result stands in the minutes."))
    return redirect("meetings:notes", meeting.pk)
