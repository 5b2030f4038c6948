"""The ledger of commitments, and those of one partner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.queries import get_organization_for
from serambi.apps.partnerships import queries
from serambi.apps.partnerships.forms import CommitmentFilter
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.permissions import can_record
from serambi.apps.partnerships.sentences import bare_measure_text, headline, stats
from serambi.apps.partnerships.views.doors import for_readers, ledger_crumbs
from serambi.ui import formats
from serambi.ui.doors import csv_query
from serambi.ui.downloads import table_download, workbook_download

PAGE_SIZE = 50
_ROWS_AT_ONCE = 500


@for_readers
@require_safe
def commitment_list(request: HttpRequest) -> HttpResponseBase:
    """Show what partners promised and what came of it; ?format=csv or xlsx is the same as a file."""
    today = timezone.localdate()
    form = CommitmentFilter(request.GET, **asdict(queries.ledger_choices(request.user)))
    found = queries.commitments(form.wanted, request.user, today=today)
    name = _("Commitments of partners")
    match request.GET.get("format"):
        case "csv":
            return table_download(name, _heads(), _table(found, today))
        case "xlsx":
            return workbook_download(
                name, _heads(), _table(found, today),
                title=name, about_title=_("About"),
                about=[(_("As of"), formats.day(today)), (name, found.count())],
            )  # fmt: skip
    sums = queries.sums_of(found, overdue=queries.overdue_on(today))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": _("No commitment fits")
        if form.has_changed() and not page.paginator.count
        else headline(sums, cancelled=page.paginator.count - sums.commitments),
        "form": form,
        "page": page,
        "lines": queries.lines_of(page.object_list, today=today),
        "stats": stats(sums) if sums.commitments else [],
        "others": [{"unit": one.unit, "text": bare_measure_text(one)} for one in sums.others],
        "uncounted": sums.uncounted,
        "csv": csv_query(request),
        "xlsx": csv_query(request, "xlsx"),
        "may_record": can_record(request.user),
    }
    return render(request, "partnerships/commitment_list.html", context)


@for_readers
@require_safe
def organization(request: HttpRequest, abbreviation: str) -> HttpResponse:
    """Show what one partner promised and delivered, or what one agency looks after."""
    try:
        found = get_organization_for(request.user, abbreviation)
    except Organization.DoesNotExist as absent:
        raise Http404(abbreviation) from absent
    today = timezone.localdate()
    own = queries.commitments_of(request.user, found, today=today)
    measures = [] if own is None else [*([own.sums.money] if own.sums.money is not None else []), *own.sums.others]
    context = {
        "title": headline(own.sums) if own is not None else _("No commitment of a partner yet"),
        "lede": found.name,
        "crumbs": [*ledger_crumbs(), (found.abbreviation, "")],
        "organization": found,
        "own": own,
        "measures": [
            {"unit": one.unit or pgettext("commitment", "Money"), "text": bare_measure_text(one)} for one in measures
        ],
        "page_of": reverse("evaluation:organization", args=[found.abbreviation]),
    }
    return render(request, "partnerships/organization.html", context)


def _heads() -> list[str]:
    return [
        _("Title"), _("Partner"), _("Sector"), _("Kind"), pgettext("commitment", "Promised"), _("Delivered"), _("Unit"),
        _("Percent"), _("State"), _("Promised on"), _("Due"), _("Next due"), _("Days late"), _("Agreement"),
        _("Number of the agreement"), _("Signed on"), pgettext("commitment", "Agency"), _("Program"), _("Pillar"),
        _("What is promised"), _("Illustration"),
    ]  # fmt: skip


def _table(found: Any, today: dt.date) -> Iterator[list[object]]:
    """Yield the rows of a file, read some hundred at a time."""
    rows: Iterable[Commitment] = found.select_related("organization", "agency", "program__pillar").iterator(
        chunk_size=_ROWS_AT_ONCE
    )
    some: list[Commitment] = []
    for one in rows:
        some.append(one)
        if len(some) >= _ROWS_AT_ONCE:
            yield from _rows(some, today)
            some = []
    yield from _rows(some, today)


def _rows(some: list[Commitment], today: dt.date) -> Iterator[list[object]]:
    for line in queries.lines_of(some, today=today):
        one, balance = line.commitment, line.balance
        yield [
            one.title,
            one.organization.name,
            one.organization.get_sector_display(),
            one.get_kind_display(),
            balance.promised,
            balance.delivered,
            _("rupiah") if one.is_money else one.unit,
            None if balance.percent is None else round(balance.percent, 1),
            one.get_state_display(),
            one.promised_on,
            one.due_on,
            one.next_due_on,
            line.days_late,
            one.get_agreement_type_display(),
            one.agreement_number,
            one.agreed_on,
            one.agency.abbreviation,
            one.program.code if one.program is not None else "",
            one.program.pillar.display_name if one.program is not None else "",
            one.promise,
            _("yes") if one.is_illustration else "",
        ]
