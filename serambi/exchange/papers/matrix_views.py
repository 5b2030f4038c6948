"""The matrix of actions over all meetings, on a page and as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from serambi.apps.attachments.queries import counts_of
from serambi.apps.meetings.models import Action
from serambi.exchange.documents.errors import DocumentRefused
from serambi.exchange.papers.doors import crumbs, for_readers, sent, told
from serambi.exchange.papers.matrix import matrix_over
from serambi.exchange.papers.matrix_filter import MatrixFilter
from serambi.exchange.papers.offices import current_office
from serambi.ui import formats
from serambi.ui.doors import csv_query
from serambi.ui.downloads import table_download, workbook_download

PAGE_SIZE = 50
# More lines than anybody reads on paper; the spreadsheet has them all.
MOST_ON_PAPER = 400
_PAPER = ("pdf", "docx")


@for_readers
@require_safe
def matrix(request: HttpRequest) -> HttpResponseBase:
    """Show the actions of all meetings; ?format=pdf, docx, xlsx or csv is the same as a file."""
    today = timezone.localdate()
    form = MatrixFilter(request.GET, user=request.user, today=today)
    found = form.found()
    asked = request.GET.get("format", "")
    if asked in {"csv", "xlsx"}:
        return _table(form, found, asked, today)
    if asked in _PAPER:
        return _paper(request, form, found, asked, today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    evidence = counts_of({Action: [one.pk for one in shown]}) if shown else {}
    count = page.paginator.count
    context = {
        "title": ngettext("%(count)s action from meetings", "%(count)s actions from meetings", count)
        % {"count": formats.number(count, 0)},
        "crumbs": crumbs(),
        "form": form,
        "page": page,
        "rows": [
            {"action": one, "late": one.days_late_on(today), "evidence": evidence.get((Action, one.pk))}
            for one in shown
        ],
        "files": [(label, csv_query(request, kind)) for label, kind in _files()],
        "source": " · ".join(f"{label}: {value}" for label, value in form.in_words()),
    }
    return render(request, "papers/matrix.html", context)


def _files() -> list[tuple[str, str]]:
    return [(_("Download as PDF"), "pdf"), (_("Download as Word"), "docx"), (_("Download as Excel"), "xlsx"),
            (_("Download as CSV"), "csv")]  # fmt: skip


def _paper(
    request: HttpRequest, form: MatrixFilter, found: QuerySet[Action], asked: str, today: dt.date
) -> HttpResponseBase:
    """Send the official document of what was chosen."""
    query = request.GET.copy()
    query.pop("format")
    back = f"{reverse('papers:matrix')}?{query.urlencode()}"
    if found.count() > MOST_ON_PAPER:
        text = _("These are more than %(limit)s actions. Choose a body, an agency or a year, or take the Excel file.")
        messages.error(request, text % {"limit": formats.number(MOST_ON_PAPER, 0)})
        return redirect(back)
    with translation.override("id"):
        span = "; ".join(f"{label}: {value}" for label, value in form.in_words()) or "semua rapat"
    try:
        office = current_office()
        document = matrix_over(list(found), office, span=span, today=today)
        return sent(document, office, form=asked, name=f"tindak-lanjut {today.isoformat()}")
    except DocumentRefused as refusal:
        return told(request, refusal, back=back)


def _table(form: MatrixFilter, found: QuerySet[Action], asked: str, today: dt.date) -> HttpResponseBase:
    name = _("Matrix of actions")
    if asked == "csv":
        return table_download(name, _heads(), _rows(found, today))
    about: list[tuple[str, Any]] = [(_("As of"), formats.day(today)), (_("Actions"), found.count())]
    return workbook_download(
        name, _heads(), _rows(found, today), title=name, about_title=_("About"), about=[*about, *form.in_words()]
    )


def _heads() -> list[str]:
    return [_("Body"), _("Meeting"), _("Date of the meeting"), _("Topic"), _("Decision"), _("What is to be done"),
            _("Agency"), _("Person"), _("Due"), _("Days late"), _("Priority"), _("State"), _("What was done"),
            _("Evidence, files"), _("Open in meetings since"), _("Illustration")]  # fmt: skip


def _rows(found: Iterable[Action], today: dt.date) -> Iterator[list[object]]:
    actions = list(found)
    evidence = counts_of({Action: [one.pk for one in actions]}) if actions else {}
    for one in actions:
        meeting, files = one.meeting, evidence.get((Action, one.pk))
        yield [
            meeting.body.name if meeting else "",
            meeting.title if meeting else "",
            timezone.localtime(meeting.began_at or meeting.starts_at).date() if meeting else None,
            one.item.title if one.item else one.program.display_name if one.program else "",
            one.decision.name if one.decision else "",
            one.text,
            one.agency.abbreviation,
            one.person.name if one.person else "",
            one.due_on,
            one.days_late_on(today),
            one.get_priority_display(),
            one.get_state_display(),
            one.outcome,
            files.count if files else 0,
            one.meetings_seen,
            _("yes") if one.is_illustration else "",
        ]
