"""The documents of one meeting: which there are, their files, what is written for them, photographs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.attachments.queries import Evidence, evidence_for
from serambi.apps.meetings import services
from serambi.apps.meetings.errors import MeetingError
from serambi.apps.meetings.models import Meeting, PaperKind, Photograph
from serambi.apps.meetings.permissions import can_record, sees_confidential
from serambi.apps.meetings.queries import get_meeting_for, letter_of
from serambi.apps.meetings.queries.outcomes import (
    outcome_for,
    outcome_for_guests,
    papers_of,
    photographs_of,
    with_confidential,
)
from serambi.apps.meetings.workflow import HELD
from serambi.exchange.documents.errors import DocumentRefused
from serambi.exchange.papers.doors import crumbs, for_readers, for_recorders, sent, told
from serambi.exchange.papers.forms import AgreementForm, PhotographForm, ReportForm
from serambi.exchange.papers.offices import current_office
from serambi.exchange.papers.paper_types import BY_NAME, PAPER_TYPES, Asked, PaperType
from serambi.ui.doors import show_error
from serambi.ui.messages import done

FORMS = ("pdf", "docx")


@for_readers
@require_safe
def of(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which documents a meeting has, for this person, and its photographs."""
    return _page(request, get_meeting_for(request.user, pk))


def _page(
    request: HttpRequest, meeting: Meeting, *, refused: PhotographForm | None = None, picture: int = 0
) -> HttpResponse:
    user = request.user
    may_write = can_record(user)
    papers, chosen, evidence = papers_of(meeting), photographs_of(meeting), evidence_for(user, meeting)
    context = {
        "title": _("Documents of %(meeting)s") % {"meeting": meeting.title},
        "crumbs": crumbs(meeting),
        "meeting": meeting,
        "papers": [_line(one, meeting, user, papers.get(one.paper)) for one in PAPER_TYPES],
        "keeps_office": may_write,
        "has_letter": may_write and letter_of(meeting) is not None,
        "may_write": may_write and meeting.state in HELD,
        "has_extract": with_confidential(meeting) and sees_confidential(user, meeting),
        "photographs": chosen,
        "candidates": _candidates(evidence, chosen, refused, picture) if may_write else [],
        "evidence": evidence,
    }
    return render(request, "papers/of.html", context, status=422 if refused is not None else 200)


def _line(one: PaperType, meeting: Meeting, user: Any, paper: Any) -> dict[str, Any]:
    is_open = one.may_see(user, meeting)
    return {"type": one, "is_open": is_open, "paper": paper, "may_write": bool(one.paper) and meeting.state in HELD}


def _candidates(
    evidence: Evidence, photographs: Sequence[Photograph], refused: PhotographForm | None, picture: int
) -> list[dict[str, Any]]:
    """Return the attached pictures that do not stand in the documents yet, each with the form that puts it there."""
    chosen = {one.attachment_id for one in photographs}
    return [
        {
            "attachment": one,
            "form": refused
            if refused is not None and one.pk == picture
            else PhotographForm(initial={"caption": one.description}, auto_id=f"id_{one.pk}_%s"),
        }
        for one in (row.attachment for row in evidence.rows)
        if one.stored.is_picture and one.pk not in chosen
    ]


@for_readers
@require_safe
def document(request: HttpRequest, pk: int, name: str, form: str) -> HttpResponse:
    """Send a document of a meeting; ?for=guests leaves out what is confidential."""
    meeting = get_meeting_for(request.user, pk)
    kind = BY_NAME.get(name)
    if kind is None or form not in FORMS or not kind.may_see(request.user, meeting):
        raise Http404(name)
    is_for_guests = request.GET.get("for") == "guests"
    outcome = outcome_for_guests(meeting) if is_for_guests else outcome_for(request.user, meeting)
    try:
        office = current_office()
        filled = kind.fill(Asked(outcome, office, timezone.now(), timezone.localdate()))
        return sent(filled, office, form=form, name=file_name(kind, meeting))
    except DocumentRefused as refusal:
        return told(request, refusal, back=reverse("papers:of", args=[meeting.pk]))


def file_name(kind: PaperType, meeting: Meeting) -> str:
    day = timezone.localtime(meeting.began_at or meeting.starts_at).date()
    return f"{kind.kind} {day.isoformat()} {meeting.body.name}"


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Write what a document says besides the minutes: its number, its parties, its first and last words."""
    meeting = get_meeting_for(request.user, pk)
    kind = BY_NAME.get(name)
    if kind is None or not kind.paper or meeting.state not in HELD:
        raise Http404(name)
    back = reverse("papers:of", args=[meeting.pk])
    try:
        office = current_office()
    except DocumentRefused as refusal:
        return told(request, refusal, back=back)
    paper = papers_of(meeting).get(kind.paper)
    posted = request.POST if request.method == "POST" else None
    form = (
        AgreementForm(posted, meeting=meeting, paper=paper, today=timezone.localdate())
        if kind.paper == PaperKind.AGREEMENT
        else ReportForm(posted, meeting=meeting, paper=paper, office=office)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.write_paper(
                meeting, kind.paper, form.facts, by=actor(request), seen=form.cleaned_data["seen"] or 0
            )
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("It stands in the document now."))
            return redirect(back)
    context = {
        "title": kind.label,
        "lede": _("What is left empty is filled from the meeting, or says (diisi) in the document."),
        "crumbs": [*crumbs(meeting), (_("Documents"), back)],
        "form": form,
        "action": _("Save"),
        "cancel_url": back,
    }
    return render(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@for_recorders
@require_POST
def photograph(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Put an attached picture into the documents, with what it shows."""
    meeting = get_meeting_for(request.user, pk)
    rows = {row.attachment.pk: row.attachment for row in evidence_for(request.user, meeting).rows}
    if picture not in rows:
        raise Http404(picture)
    form = PhotographForm(request.POST, auto_id=f"id_{picture}_%s")
    if form.is_valid():
        try:
            services.choose_photograph(meeting, rows[picture], caption=form.cleaned_data["caption"], by=actor(request))
        except MeetingError as error:
            show_error(form, error)
        else:
            done(request, _("The photograph stands in the documents."))
            return redirect(f"{reverse('papers:of', args=[meeting.pk])}#photographs")
    if not _stands_here(rows[picture], meeting):
        return _page(request, meeting, refused=form, picture=picture)
    messages.error(request, " ".join(str(text) for lines in form.errors.values() for text in lines))
    return redirect(f"{reverse('papers:of', args=[meeting.pk])}#photographs")


def _stands_here(attachment: Any, meeting: Meeting) -> bool:
    return any(one.attachment_id == attachment.pk for one in photographs_of(meeting))


@for_recorders
@require_POST
def photograph_out(request: HttpRequest, pk: int, photograph: int) -> HttpResponse:
    """Take a picture out of the documents."""
    meeting = get_meeting_for(request.user, pk)
    found = get_object_or_404(Photograph, pk=photograph, meeting=meeting)
    services.take_out_photograph(found, by=actor(request))
    done(request, _("The photograph stands in the documents no more. The file is still attached."))
    return redirect(f"{reverse('papers:of', args=[meeting.pk])}#photographs")
