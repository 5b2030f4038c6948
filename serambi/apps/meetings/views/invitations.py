"""Who is invited by which letter, what was answered, and answering."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.forms import AnswerForm, GuestForm, InvitationForm
from serambi.apps.meetings.models import Answer, Invitation, Meeting
from serambi.apps.meetings.permissions import can_answer, can_arrange, can_take_minutes
from serambi.apps.meetings.views.doors import Crumbs, for_arrangers, meeting_crumbs
from serambi.apps.meetings.workflow import TO_COME
from serambi.ui import formats
from serambi.ui.doors import csv_query, show_error
from serambi.ui.downloads import table_download
from serambi.ui.messages import done

# The words of an answer beside its colour, as the lists of this program write them.
MARKS = {Answer.NONE: "todo", Answer.COMES: "done", Answer.DELEGATE: "done", Answer.DECLINES: "late"}


def part(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Return what the page of a meeting shows of invitations and attendance, for this person."""
    today, now = timezone.localdate(), timezone.now()
    invited = queries.invitations_of(meeting)
    letter = queries.letter_of(meeting)
    open_now = services.takes_answers(meeting, now=now)
    return {
        "answers": queries.count_answers(invited),
        "own_invitations": [
            {"invitation": one, "mark": MARKS[Answer(one.answer)], "is_open": open_now}
            for one in invited
            if one.sent_sequence is not None and not can_arrange(user) and can_answer(user, one, today=today)
        ],
        "quorum": queries.quorum_of(meeting),
        "has_changed_since": letter is not None and meeting.state in TO_COME and queries.has_changed(meeting, letter),
        "may_invite": can_arrange(user),
        "may_keep_attendance": can_take_minutes(user, meeting),
        "checks_in_now": services.takes_arrivals(meeting, now=now),
    }


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the coordinator who is invited and what they answered; guests are added here."""
    today, now = timezone.localdate(), timezone.now()
    meeting = queries.get_meeting_for(request.user, pk)
    letter = queries.letter_of(meeting)
    invited = queries.invitations_of(meeting)
    if request.GET.get("format") == "csv":
        return _csv(meeting, invited)
    may_invite = letter is not None and meeting.state in TO_COME
    form = GuestForm(request.POST if request.method == "POST" else None, today=today) if may_invite else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            made = services.invite_guest(meeting, form.guest, by=actor(request))
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("%(name)s is on the list.") % {"name": made.receiver})
            return redirect("meetings:invitations", pk=pk)
    receivers = queries.receivers_of(invited, today=today)
    counts = queries.count_answers(invited)
    context = {
        "title": _heading(counts) if letter is not None else _("Nobody is invited yet"),
        "crumbs": _crumbs(meeting),
        "meeting": meeting,
        "letter": letter,
        "rows": [_row(one, letter, receivers[one.pk]) for one in invited],
        "counts": counts,
        "form": form,
        "csv": csv_query(request),
        "may_invite": may_invite,
        "may_begin": meeting.state in TO_COME,
        "missing_members": len(queries.members_to_invite(meeting)) if may_invite else 0,
        "has_changed": letter is not None and queries.has_changed(meeting, letter),
        "to_send": sum(
            bool(receivers[one.pk]) and letter is not None and queries.waits_for_letter(one, letter) for one in invited
        ),
        "unreachable": sum(not receivers[one.pk] for one in invited) if may_invite else 0,
        "takes_answers": services.takes_answers(meeting, now=now),
        "may_remind": letter is not None
        and services.takes_answers(meeting, now=now)
        and letter.reminded_on != today
        and any(one.answer == Answer.NONE and one.sent_sequence is not None for one in invited),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "meetings/invitations.html", context, status=status)


def _heading(counts: queries.AnswerCounts) -> str:
    if not counts.sent:
        text = ngettext("%(count)s invitation, not sent yet", "%(count)s invitations, not sent yet", counts.invited)
        return text % {"count": formats.number(counts.invited, 0)}
    answered = counts.invited - counts.none
    told = _("%(answered)s of %(invited)s have answered, %(coming)s come")
    return told % {
        "answered": formats.number(answered, 0),
        "invited": formats.number(counts.invited, 0),
        "coming": formats.number(counts.comes + counts.delegate, 0),
    }


def _row(one: Invitation, letter: Any, receivers: list[queries.Receiver]) -> dict[str, Any]:
    return {
        "invitation": one,
        "mark": MARKS[Answer(one.answer)],
        "receivers": [to.name for to in receivers],
        "waits": letter is not None and queries.waits_for_letter(one, letter),
    }


def _csv(meeting: Meeting, invited: list[Invitation]) -> HttpResponseBase:
    heads = [
        _("Invited"), _("Sent at"), _("Answer"), _("Who comes"), _("Position"), _("Reason"), _("Answered at"),
        _("Counts for the quorum"),
    ]  # fmt: skip
    rows = (
        [
            one.receiver, one.sent_at and timezone.localtime(one.sent_at).isoformat(timespec="minutes"),
            one.get_answer_display(), one.who, one.position, one.reason,
            one.answered_at and timezone.localtime(one.answered_at).isoformat(timespec="minutes"),
            _("yes") if one.counts_for_quorum else _("no"),
        ]
        for one in invited
    )  # fmt: skip
    return table_download(f"{_('invitations')} {meeting.title}", heads, rows)


@for_arrangers
@require_POST
def members_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite the members of the body who are not on the list."""
    meeting = queries.get_meeting_for(request.user, pk)
    try:
        count = services.invite_members(meeting, by=actor(request))
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        text = ngettext("%(count)s member is on the list now.", "%(count)s members are on the list now.", count)
        done(request, text % {"count": formats.number(count, 0)})
    return redirect("meetings:invitations", pk=pk)


@for_arrangers
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind whoever has not answered."""
    meeting = queries.get_meeting_for(request.user, pk)
    try:
        count = services.remind_unanswered(meeting, by=actor(request), today=timezone.localdate(), now=timezone.now())
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        text = ngettext("%(count)s is reminded.", "%(count)s are reminded.", count)
        done(request, text % {"count": formats.number(count, 0)})
    return redirect("meetings:invitations", pk=pk)


@for_arrangers
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_edit(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Change how the letter names a receiver and where it goes."""
    meeting = queries.get_meeting_for(request.user, pk)
    found = queries.get_invitation_for(request.user, meeting, invitation)
    form = InvitationForm.for_invitation(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_invitation(found, form.guest, by=actor(request), seen=form.cleaned_data["seen"])
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("The invitation is changed."))
            return redirect("meetings:invitations", pk=pk)
    context = {
        "title": _("Invitation of %(name)s") % {"name": found.receiver},
        "crumbs": [*_crumbs(meeting), (_("Invitations"), _list_of(meeting))],
        "form": form,
        "action": _("Save the changes"),
        "cancel_url": _list_of(meeting),
    }
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@for_arrangers
@require_POST
def invitation_remove(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take somebody off the list who has no letter yet."""
    meeting = queries.get_meeting_for(request.user, pk)
    found = queries.get_invitation_for(request.user, meeting, invitation)
    try:
        services.remove_invitation(found, by=actor(request))
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        done(request, _("%(name)s is off the list.") % {"name": found.receiver})
    return redirect("meetings:invitations", pk=pk)


@for_arrangers
@require_POST
def link_end(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Let the personal link of an invitation answer nothing any more."""
    meeting = queries.get_meeting_for(request.user, pk)
    found = queries.get_invitation_for(request.user, meeting, invitation)
    services.end_link(found, by=actor(request))
    done(request, _("The link of %(name)s answers nothing any more.") % {"name": found.receiver})
    return redirect("meetings:invitations", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Let whoever is invited answer: who comes, who comes instead, or why nobody does."""
    today, now = timezone.localdate(), timezone.now()
    found = queries.get_answer_for(request.user, pk, invitation, today=today)
    form = AnswerForm.for_invitation(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            services.answer_invitation(found, form.facts, by=actor(request), today=today, now=now, seen=seen)
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("Thank you, the answer is noted."))
            is_own = not can_arrange(request.user)
            return redirect(found.meeting if is_own else _list_of(found.meeting))
    context = {
        "title": found.meeting.title,
        "crumbs": _crumbs(found.meeting),
        "invitation": found,
        "meeting": found.meeting,
        "mark": MARKS[Answer(found.answer)],
        "form": form if services.takes_answers(found.meeting, now=now) else None,
    }
    return render(request, "meetings/answer.html", context, status=422 if form.is_bound else 200)


def _crumbs(meeting: Meeting) -> Crumbs:
    return [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())]


def _list_of(meeting: Meeting) -> str:
    return reverse("meetings:invitations", args=[meeting.pk])
