"""The pages of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.audit import anchors, erasing, queries, sealing, verifying
from serambi.apps.audit.errors import AuditError, TooManyForExcel
from serambi.apps.audit.forms import ErasureForm, RecordFilter
from serambi.apps.audit.halves import Found
from serambi.apps.audit.models import Entry, Verification
from serambi.apps.audit.paging import stretch
from serambi.apps.audit.permissions import can_erase, can_read_record
from serambi.ui import formats
from serambi.ui.doors import csv_query, refuse_unless, show_error
from serambi.ui.downloads import table_download, workbook_download
from serambi.ui.messages import done

# Counting further would read through the whole record for a number that nobody needs exactly.
COUNTED = 10_000
FOR_EXCEL = 50_000
CHECKED_HERE = 10_000


@login_required
@require_safe
def entry_list(request: HttpRequest) -> HttpResponseBase:
    """Show who did what when; with ?format=csv or xlsx the same entries as a table."""
    refuse_unless(can_read_record(request.user))
    form = RecordFilter(request.GET)
    wanted = form.wanted()
    found = queries.entries(wanted)
    refusal = ""
    if request.GET.get("format") == "csv":
        return table_download(_("Audit record"), _heads(), _rows(queries.describe_all(found)))
    if request.GET.get("format") == "xlsx":
        try:
            return _workbook(found, form)
        except TooManyForExcel as error:
            refusal = str(error)
    page = stretch(found, older=request.GET.get("older", ""), newer=request.GET.get("newer", ""))
    total = queries.count_all() if wanted == queries.Wanted() else found.count(COUNTED)
    context = {
        "form": form,
        "refusal": refusal,
        "lines": queries.describe(page.entries),
        "newer_query": _query(request, newer=page.newer),
        "older_query": _query(request, older=page.older),
        "first_query": _query(request, first="1") if page.newer else "",
        "total": total,
        "is_more": wanted != queries.Wanted() and total >= COUNTED,
        "today": queries.count_since(timezone.localdate(), of=found, limit=COUNTED),
        "csv_query": csv_query(request),
        "xlsx_query": csv_query(request, "xlsx"),
        "erasable": _erasable(request.user, wanted.actor),
    }
    return render(request, "audit/entry_list.html", context, status=400 if refusal else 200)


def _erasable(user: Any, actor: str) -> str:
    """Return the number of the person the list is narrowed to, where the reader may erase them from the record."""
    return actor if actor.isdigit() and can_erase(user) else ""


def _query(request: HttpRequest, **place: str) -> str:
    """Return the query of the page at another place; empty where there is none."""
    if not any(place.values()):
        return ""
    query = request.GET.copy()
    for name in ("older", "newer", "format", "page"):
        query.pop(name, None)
    for name, value in place.items():
        if name != "first":
            query[name] = value
    return f"?{query.urlencode()}"


@login_required
@require_safe
def entry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one line with everything before and after."""
    try:
        entry = queries.get_entry_for(request.user, pk)
    except Entry.DoesNotExist as error:
        raise Http404 from error
    return render(request, "audit/entry_detail.html", {"line": queries.describe([entry])[0]})


# The chain ------------------------------------------------------------------------------------------------------------


@login_required
@require_safe
def chain_state(request: HttpRequest) -> HttpResponse:
    """Show the head of the chain and what the last checks found."""
    refuse_unless(can_read_record(request.user))
    checks = list(Verification.objects.all()[:10])
    context = {
        "head": anchors.current(),
        "waiting": queries.count_waiting(),
        "checks": checks,
        "last": checks[0] if checks else None,
        "checked_here": CHECKED_HERE,
    }
    return render(request, "audit/chain_state.html", context)


@login_required
@require_POST
def chain_verify(request: HttpRequest) -> HttpResponse:
    """Check the newest entries of the chain at once; all of it is checked from the command line."""
    refuse_unless(can_read_record(request.user))
    sealing.seal()
    head = anchors.current()
    outcome = verifying.verify(first=max(1, head.seq - CHECKED_HERE + 1) if head else 1)
    verifying.keep(outcome)
    if outcome.is_good:
        done(request, _("Entries checked: %(count)s. All are as they were written.") % {"count": outcome.count})
    else:
        messages.error(request, _("The record is not as it was written. See below what was found."))
    return redirect("audit:chain_state")


# Erasing --------------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what the record keeps of a person, after asking; the chain stays whole."""
    refuse_unless(can_erase(request.user))
    kept = erasing.kept_of(pk)
    if kept.is_empty and not kept.name:
        raise Http404(pk)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = erasing.erase_person(pk, by=request.user, reason=form.cleaned_data["reason"])
        except AuditError as error:
            show_error(form, error)
        else:
            done(request, _("Erased from the record. This entry says so; the chain is whole."))
            return redirect("audit:entry_detail", entry.pk)
    return render(request, "audit/person_erase.html", {"form": form, "kept": kept})


# As a table -----------------------------------------------------------------------------------------------------------


def _workbook(found: Found, form: RecordFilter) -> HttpResponseBase:
    if found.count(FOR_EXCEL + 1) > FOR_EXCEL:
        raise TooManyForExcel(limit=formats.number(FOR_EXCEL, 0))
    head = anchors.current()
    about: list[tuple[str, object]] = [
        (_("Taken on"), timezone.localtime()),
        *form.told(),
        (_("Place of the last entry"), head.seq if head else 0),
        (_("Head of the chain"), head.hash if head else ""),
    ]
    name = _("Audit record")
    rows = _rows(queries.describe_all(found))
    return workbook_download(name, _heads(), rows, title=name, about_title=_("About"), about=about)


def _heads() -> list[str]:
    who = [_("Time"), _("Person"), _("Network address"), _("Browser"), _("Request")]
    what = [_("Action"), _("Kind"), _("Number"), _("Name"), _("Change"), _("Reason")]
    return [pgettext("audit", "Place"), _("Entry"), *who, *what, _("Hash")]


def _rows(lines: Iterable[queries.Line]) -> Iterator[list[object]]:
    for line in lines:
        entry = line.entry
        changes = "; ".join(f"{change.label}: {change.before} → {change.after}" for change in line.changes)
        yield [entry.seq, entry.pk, timezone.localtime(entry.at).isoformat(timespec="seconds"), line.actor,
               entry.address, entry.user_agent, entry.request_id, entry.get_verb_display(), line.type_label,
               entry.object_id, line.name, changes, entry.reason, entry.hash_text]  # fmt: skip
