"""The minutes: writing them, reading them, asking for corrections, and answering those."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.errors import MeetingError, MinuteChanged, MinuteGone
from serambi.apps.meetings.forms.session import AnswerForm, CorrectionForm, MinuteForm, RemoveForm
from serambi.apps.meetings.models import Meeting, Minute
from serambi.apps.meetings.permissions import can_take_minutes, sees_confidential
from serambi.apps.meetings.views.doors import for_note_takers, for_readers, meeting_crumbs
from serambi.apps.meetings.views.session import form_page
from serambi.apps.meetings.workflow import RECORDS_OUTCOMES
from serambi.ui.doors import show_error
from serambi.ui.messages import done


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Notes") == "script"


@for_readers
@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes, to read and to print, with the numbers as they were shown."""
    found = queries.get_meeting_for(request.user, pk)
    today = timezone.localdate()
    confidential = sees_confidential(request.user, found)
    takes = can_take_minutes(request.user, found)
    whole, *items = queries.minutes_of(found, confidential=confidential)
    seal = queries.seal_of(found)
    asked = defaultdict(list)
    for one in queries.corrections_of(found, confidential=confidential):
        asked[one.minute_id].append(one)
    context = {
        "title": _("Minutes: %(meeting)s") % {"meeting": found.title},
        "crumbs": [*meeting_crumbs(), (found.title, found.get_absolute_url())],
        "meeting": found,
        "whole": _with_corrections(whole, asked),
        "items": [_with_corrections(one, asked) for one in items],
        "general": asked.get(None, []),
        "quorum": queries.quorum_of(found),
        "present": list(found.attendances.select_related("organization")),
        "seal": seal,
        "differences": list(dict.fromkeys(_difference(one) for one in seal.differences)) if seal is not None else [],
        "takes_minutes": takes,
        "may_write": takes and found.state in RECORDS_OUTCOMES,
        "may_ask": queries.takes_corrections(found, today=today),
        "may_answer": takes and found.state == "circulated",
        "until": queries.corrections_until(found.state_since) if found.state == "circulated" else None,
        "without_confidential": not confidential and found.agenda_items.filter(is_confidential=True).exists(),
    }
    return render(request, "meetings/session/minutes.html", context)


def _difference(one: queries.Difference) -> str:
    """Return in a sentence what is not as it was signed off."""
    names = {
        "meeting": _("The head of the minutes was changed."),
        "agenda_items": _("An item of the agenda was changed (number %(pk)s in the database)."),
        "minute_entries": _("A paragraph was changed (number %(pk)s in the database)."),
        "decisions": _("A decision was changed (number %(pk)s in the database)."),
        "actions": _("An action was removed (number %(pk)s in the database)."),
        "attendances": _("The attendance was changed (number %(pk)s in the database)."),
        "votes": _("A vote was changed (number %(pk)s in the database)."),
        "ballots": _("An answer to a vote was changed (number %(pk)s in the database)."),
    }
    later = _("An action was changed since, which is no breach: its page has what was agreed and when it changed.")
    return names.get(one.kind, later) % {"pk": one.pk} if one.is_breach else later


def _with_corrections(part: queries.ItemMinutes, asked: Any) -> dict[str, Any]:
    item = part.item
    return {
        "part": part,
        "item": item,
        "shown": queries.kept_of(item) if item is not None else None,
        "paragraphs": [{"minute": one, "corrections": asked.get(one.pk, [])} for one in part.paragraphs],
        "votes": [(one, queries.tally_of(one)) for one in part.votes if one.closed_at is None],
    }


# Writing ------------------------------------------------------------------------------------------------------------


@for_note_takers
@require_POST
def minute_write(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Write a paragraph under an item, or under none; the same key again writes nothing."""
    form = MinuteForm(request.POST)
    number = request.POST.get("item", "")
    item = queries.get_item_for(request.user, meeting, int(number)) if number.isdecimal() else None
    said = ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = services.write_minute(meeting, given["text"], by=actor(request), item=item, client_key=given["key"])
        except MeetingError as error:
            said = str(error)
        else:
            if _is_script(request):
                return JsonResponse({"id": made.pk, "version": made.version})
            return redirect("meetings:notes", meeting.pk)
    said = said or _told(form)
    if _is_script(request):
        return JsonResponse({"refused": said}, status=422)
    messages.error(request, said)
    return redirect("meetings:notes", meeting.pk)


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def minute(request: HttpRequest, meeting: Meeting, minute_pk: int) -> HttpResponse:
    """Change a paragraph; whoever changed it meanwhile is shown beside what was typed."""
    if _is_script(request) and request.method == "POST":
        return _changed_by_script(request, meeting, minute_pk)
    found = queries.get_minute_for(request.user, meeting, minute_pk)
    sent = request.POST if request.method == "POST" else None
    form = MinuteForm(sent, initial={"text": found.text, "seen": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, found, form)
        except MinuteChanged:
            return _conflict(request, meeting, found, form)
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("The paragraph is changed."))
            return redirect("meetings:notes", meeting.pk)
    return form_page(request, meeting, form, title=_("Change the paragraph"), action=_("Save the paragraph"))


def _change(request: HttpRequest, found: Minute, form: MinuteForm) -> Minute:
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"] or 0
    return services.change_minute(found, text, by=actor(request), seen=seen)


def _changed_by_script(request: HttpRequest, meeting: Meeting, pk: int) -> JsonResponse:
    """Change a paragraph and answer as data: saved, refused, gone, or what somebody else made of it."""
    form = MinuteForm(request.POST)
    if not meeting.minute_entries.filter(pk=pk).exists():
        return JsonResponse({"gone": str(MinuteGone())}, status=410)
    found = queries.get_minute_for(request.user, meeting, pk)
    if not form.is_valid():
        return JsonResponse({"refused": _told(form)}, status=422)
    try:
        changed = _change(request, found, form)
    except MinuteChanged:
        theirs = meeting.minute_entries.get(pk=pk)
        facts = {"text": theirs.text, "version": theirs.version, "by": queries.last_writer(theirs)}
        return JsonResponse({"conflict": facts}, status=409)
    except MinuteGone as error:
        return JsonResponse({"gone": str(error)}, status=410)
    except MeetingError as error:
        return JsonResponse({"refused": str(error)}, status=422)
    return JsonResponse({"id": changed.pk, "version": changed.version})


def _told(form: MinuteForm) -> str:
    return "; ".join(str(error) for errors in form.errors.values() for error in errors)


def _conflict(request: HttpRequest, meeting: Meeting, mine: Minute, form: MinuteForm) -> HttpResponse:
    """Return both texts: what was typed, and what somebody else saved meanwhile."""
    theirs = Minute.objects.select_related("author").get(pk=mine.pk)
    again = MinuteForm({"text": form.cleaned_data["text"], "seen": theirs.version})
    again.is_valid()
    again.add_error("text", str(MinuteChanged()))
    context = {
        "title": _("Change the paragraph"),
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())],
        "form": again,
        "theirs": theirs,
        "by": queries.last_writer(theirs),
        "action": _("Save mine"),
        "cancel_url": reverse("meetings:notes", args=[meeting.pk]),
        "address": request.get_full_path(),
    }
    return render(request, "meetings/session/form.html", context, status=409)


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def minute_remove(request: HttpRequest, meeting: Meeting, minute_pk: int) -> HttpResponse:
    """Ask whether a paragraph goes, and take it out."""
    found = queries.get_minute_for(request.user, meeting, minute_pk)
    form = RemoveForm(request.POST if request.method == "POST" else None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_minute(found, by=actor(request), seen=form.cleaned_data["seen"])
        except MeetingError as error:
            messages.error(request, str(error))
        else:
            done(request, _("The paragraph is removed. What it said stays in the audit record."))
        return redirect("meetings:notes", meeting.pk)
    context = {
        "title": _("Remove this paragraph?"),
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())],
        "minute": found,
        "form": form,
        "action": _("Remove the paragraph"),
        "dangerous": True,
        "cancel_url": reverse("meetings:notes", args=[meeting.pk]),
    }
    return render(request, "meetings/session/remove.html", context, status=422 if form.errors else 200)


# Corrections --------------------------------------------------------------------------------------------------------


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def correction_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a correction: of the paragraph that the address names with ?minute=, or of the minutes as a whole."""
    meeting = queries.get_meeting_for(request.user, pk)
    number = request.GET.get("minute", "")
    about = queries.get_minute_for(request.user, meeting, int(number)) if number.isdecimal() else None
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_correction(
                meeting, form.cleaned_data["text"], by=actor(request), today=timezone.localdate(), minute=about
            )
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("The secretary reads it and answers."))
            return redirect("meetings:minutes", meeting.pk)
    return form_page(
        request, meeting, form, title=_("Ask for a correction"), action=_("Send the correction"),
        lede=f"“{about.text}”" if about is not None else "", back="minutes",
    )  # fmt: skip


@for_note_takers
@require_http_methods(["GET", "HEAD", "POST"])
def correction_answer(request: HttpRequest, meeting: Meeting, correction_pk: int) -> HttpResponse:
    """Take a correction over, with the paragraph as it reads then, or refuse it with an answer."""
    found = queries.get_correction_for(request.user, meeting, correction_pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, minute=found.minute)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if request.POST.get("what") == "refuse":
                services.refuse_correction(found, given["answer"], by=actor(request))
            else:
                services.take_correction(
                    found, given.get("text", ""), by=actor(request), seen=given["seen"], answer=given["answer"]
                )
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("The correction is answered."))
            return redirect("meetings:minutes", meeting.pk)
    context = {
        "title": _("Answer a correction"),
        "crumbs": [*meeting_crumbs(), (meeting.title, meeting.get_absolute_url())],
        "meeting": meeting,
        "correction": found,
        "form": form,
        "cancel_url": reverse("meetings:minutes", args=[meeting.pk]),
    }
    return render(request, "meetings/session/answer.html", context, status=422 if form.errors else 200)
