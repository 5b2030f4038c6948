"""What was understood of a table on the way, what it would change, what stands against it, and what is not loaded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.queries import register_choices
from serambi.exchange.labels import COUNTS
from serambi.exchange.queries import find_layout_named, same_file
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.marked import marked_copy
from serambi.exchange.uploads.changes import CHANGED, LISTS, change_from
from serambi.exchange.uploads.findings import AGAINST, OPEN, finding_from, selection
from serambi.exchange.uploads.forms import STATE_WORDS, ChangeFilter, FindingFilter, ReasonFilter, place_options
from serambi.exchange.uploads.lists import Selection
from serambi.exchange.uploads.matches import CHOSEN, KNOWN
from serambi.exchange.uploads.matches import OPEN as OPEN_ROW
from serambi.exchange.uploads.overview import Figures
from serambi.exchange.uploads.prepared import Prepared, Preview, book_of
from serambi.exchange.uploads.views.doors import (
    crumbs,
    for_prepared,
    for_preview,
    only_read,
    page_of_list,
    tabs,
)
from serambi.ui import formats

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@only_read
@for_preview
def preview(request: HttpRequest, found: Preview) -> HttpResponse:
    """Show what was understood, what is still to be done, and the button that loads it."""
    overview, upload = found.overview, found.upload
    known = find_layout_named(request.user, found.mapping.known) if found.mapping.known else None
    context = {
        **_frame(found, "preview"),
        "known": known,
        "loaded_before": same_file(request.user, upload.file_sha256),
        "figures": _figures(overview.figures),
        "unchanged": overview.unchanged,
        "counts": [(COUNTS[kind], overview.counts[kind]) for kind in COUNTS if kind in overview.counts],
        "money": overview.money,
        "differing": overview.differing,
        "tasks": _tasks(found),
        "fingerprint": overview.fingerprint,
        "left_out_programs": len(found.choices.left_out),
    }
    return render(request, "imports/preview.html", context)


def _figures(figures: Figures) -> list[dict[str, str]]:
    """Return how much was understood, each with its word."""
    counts = (
        (_("Rows below the headings"), figures.rows),
        (_("Programs"), figures.programs),
        (_("Activities and sub-activities"), figures.activities),
        (_("Indicators"), figures.indicators),
    )
    return [{"label": label, "value": formats.number(count, 0)} for label, count in counts]


def _tasks(found: Preview) -> dict[str, Any]:
    """Return what is open on each of the pages where something is decided."""
    overview, choices = found.overview, found.choices
    return {
        "agencies": len(overview.agencies),
        "agencies_open": sum(text not in choices.organizations for text in overview.agencies),
        "headings": len(overview.headings),
        "headings_chosen": sum(heading in choices.headings for heading in overview.headings),
        "no_pillar": sum(count for (code, _weight), count in overview.problems.items() if code == "no_pillar"),
        "rows": sum(overview.matches.values()),
        "rows_open": sum(count for (_kind, state), count in overview.matches.items() if state == OPEN_ROW),
        "rows_known": sum(count for (_kind, state), count in overview.matches.items() if state in (KNOWN, CHOSEN)),
        "sheets": len(found.mapping.read),
        "columns": sum(len(layout.columns) for layout in found.mapping.read),
    }


@only_read
@for_preview
def findings(request: HttpRequest, found: Preview) -> HttpResponse:
    """List every doubt and problem with its place, narrowed as the address says, each with the answers that fit."""
    form = FindingFilter(request.GET, kinds=found.kinds, sheets=[sheet.name for sheet in found.mapping.sheets])
    wanted = form.wanted()
    page = page_of_list(request, found.lists.select(selection(wanted)))
    rows = list(page.object_list)
    accepted = found.lists.accepted_among([row[-1] for row in rows])
    sheets = {sheet.name: number for number, sheet in enumerate(found.mapping.sheets, start=1)}
    opened = [kind for kind in found.kinds if kind.state == OPEN]
    context = {
        **_frame(found, "findings"),
        "form": form,
        "page": page,
        "rows": [finding_from(row, is_accepted=row[-1] in accepted, sheets=sheets) for row in rows],
        "kinds": opened,
        "same_kind": next((kind for kind in opened if kind.code == wanted.kind), None),
        "words": STATE_WORDS,
        "query": request.GET.urlencode(),
        "organizations": list(Organization.objects.order_by("abbreviation").values_list("abbreviation", "name")),
        "places": place_options(register_choices(found.plan)),
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "imports/findings.html", context)


@only_read
@for_preview
def changes(request: HttpRequest, found: Preview) -> HttpResponse:
    """List every change, one kind at a time: from what to what."""
    counts = {name: found.overview.changes.get(name, 0) for name in LISTS}
    form = ChangeFilter(request.GET, counts=counts)
    form.is_valid()
    show = form.cleaned_data.get("show") or next((name for name in LISTS if counts[name]), CHANGED)
    page = page_of_list(
        request, found.lists.select(Selection("changes", {"list": show}, form.cleaned_data.get("q", "")))
    )
    context = {
        **_frame(found, "changes"),
        "form": form,
        "show": show,
        "page": page,
        "rows": [change_from(row) for row in page.object_list],
        "unchanged": found.overview.unchanged,
        "total": sum(counts.values()),
    }
    return render(request, "imports/changes.html", context)


@only_read
@for_preview
def sums(request: HttpRequest, found: Preview) -> HttpResponse:
    """List the sums that the table states beside what its programs add up to; those that differ, or all of them."""
    every, differing = found.overview.sums
    shows_all = request.GET.get("all") == "1" or not differing
    page = page_of_list(request, found.lists.select(Selection("sums", {} if shows_all else {"differs": True})))
    context = {
        **_frame(found, "sums"),
        "page": page,
        "rows": [row[1] for row in page.object_list],
        "shows_all": shows_all,
        "every": every,
        "differing": differing,
    }
    return render(request, "imports/sums.html", context)


@only_read
@for_preview
def left_out(request: HttpRequest, found: Preview) -> HttpResponse:
    """List every cell that would not be loaded, with the reason."""
    form = ReasonFilter(request.GET, reasons=found.overview.reasons)
    form.is_valid()
    reason, words = form.cleaned_data.get("reason", ""), form.cleaned_data.get("q", "")
    wanted = Selection("left_out", {"reason": reason} if reason else {}, words)
    page = page_of_list(request, found.lists.select(wanted))
    places = [Place(sheet, row, column) for sheet, row, column, *_rest in page.object_list]
    context = {
        **_frame(found, "left_out"),
        "form": form,
        "page": page,
        "rows": [
            (place, row[4], row[5], place in found.choices.left_out)
            for place, row in zip(places, page.object_list, strict=True)
        ],
        "query": request.GET.urlencode(),
        "is_narrowed": bool(reason or words),
    }
    return render(request, "imports/left_out.html", context)


@only_read
@for_prepared
def marked(request: HttpRequest, prepared: Prepared) -> HttpResponse:
    """Return a copy of the file in which every cell that wants a look says why."""
    proposal = prepared.proposal
    content = marked_copy(book_of(prepared.upload), proposal.problems, proposal.left_out)
    name = slugify(prepared.upload.file_name.rpartition(".")[0] or prepared.upload.file_name) or "table"
    response = HttpResponse(content, content_type=_XLSX)
    mark = slugify(_("marked"))
    response["Content-Disposition"] = f'attachment; filename="{name}-{mark}.xlsx"'
    return response


# The frame of all of them -----------------------------------------------------------------------------------------


def _frame(found: Preview, current: str) -> dict[str, Any]:
    overview, states = found.overview, found.states
    todo = states[AGAINST] + states[OPEN]
    counts = {
        "findings": formats.number(todo, 0) if todo else "",
        "changes": formats.number(sum(overview.counts.values()), 0),
        "sums": formats.number(overview.stated, 0),
        "left_out": formats.number(overview.left_out, 0),
    }
    return {
        "crumbs": crumbs(None if current == "preview" else found.upload),
        "upload": found.upload,
        "sentence": sentence(found),
        "many_sheets": len(found.mapping.sheets) > 1,
        "states": states,
        "todo": todo,
        "can_load": not todo and not found.is_empty,
        "is_empty": found.is_empty,
        "tabs": tabs(found.upload, current, counts),
    }


def sentence(found: Preview) -> str:
    """Return what is true of the table now, in one sentence."""
    states, programs = found.states, found.overview.figures.programs
    facts = {"programs": ngettext("%(count)s program", "%(count)s programs", programs)
             % {"count": formats.number(programs, 0)}}  # fmt: skip
    if states[AGAINST]:
        told = ngettext(
            "%(programs)s understood; %(count)s problem stands against loading",
            "%(programs)s understood; %(count)s problems stand against loading",
            states[AGAINST],
        )
        return told % {**facts, "count": formats.number(states[AGAINST], 0)}
    if states[OPEN]:
        told = ngettext(
            "%(programs)s understood; %(count)s doubt to be looked at",
            "%(programs)s understood; %(count)s doubts to be looked at",
            states[OPEN],
        )
        return told % {**facts, "count": formats.number(states[OPEN], 0)}
    if found.is_empty:
        return _("%(programs)s understood; all of it is in the register already") % facts
    return _("%(programs)s understood and ready to be loaded") % facts
