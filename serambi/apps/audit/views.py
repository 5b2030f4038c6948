"""The pages of the record."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.audit import queries
from serambi.apps.audit.forms import RecordFilter
from serambi.apps.audit.models import Entry
from serambi.apps.audit.permissions import can_read_record
from serambi.ui.downloads import table_download

PAGE = 50


@login_required
@require_safe
def entry_list(request: HttpRequest) -> HttpResponseBase:
    """Show who did what when; with ?format=csv the same entries as a table."""
    if not can_read_record(request.user):
        raise PermissionDenied
    form = RecordFilter(request.GET)
    found = queries.entries(form.wanted())
    if request.GET.get("format") == "csv":
        heads = [_("Time"), _("Person"), _("Network address"), _("Action"), _("Kind"), _("Number"), _("Name"),
                 _("Change"), _("Reason")]  # fmt: skip
        return table_download(_("Audit record"), heads, _rows(queries.describe_all(found)))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": queries.describe(page.object_list),
        "today": queries.count_since(timezone.localdate(), of=found),
        "csv_query": _with_format(request),
    }
    return render(request, "audit/entry_list.html", context)


@login_required
@require_safe
def entry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one line with everything before and after."""
    try:
        entry = queries.get_entry_for(request.user, pk)
    except Entry.DoesNotExist as error:
        raise Http404 from error
    return render(request, "audit/entry_detail.html", {"line": queries.describe([entry])[0]})


def _with_format(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    return query.urlencode()


def _rows(lines: Iterator[queries.Line]) -> Iterator[list[object]]:
    for line in lines:
        entry = line.entry
        changes = "; ".join(f"{change.label}: {change.before} → {change.after}" for change in line.changes)
        yield [timezone.localtime(entry.at).isoformat(timespec="seconds"), line.actor, entry.address,
               entry.get_verb_display(), line.type_label, entry.object_id, entry.object_name, changes,
               entry.reason]  # fmt: skip
