"""What was understood of a table on the way, what it would change, what stands against it, and what is not loaded."""

from __future__ import annotations

from collections import Counter
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
from serambi.exchange.tables.marked import marked_copy
from serambi.exchange.tables.texts import text_of
from serambi.exchange.tables.understanding import LeftOut, Understood
from serambi.exchange.uploads.amounts import money_by_year, sums_in
from serambi.exchange.uploads.answers import agency_questions, heading_questions
from serambi.exchange.uploads.changes import CHANGED, LISTS, changes_in, unchanged_in
from serambi.exchange.uploads.findings import AGAINST, OPEN, counted, kinds_in, narrowed, shown
from serambi.exchange.uploads.forms import STATE_WORDS, ChangeFilter, FindingFilter, ReasonFilter, place_options
from serambi.exchange.uploads.prepared import Prepared, book_of, figures_of
from serambi.exchange.uploads.views.doors import crumbs, for_prepared, only_read, page_of, tabs
from serambi.ui import formats

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@only_read
@for_prepared
def preview(request: HttpRequest, prepared: Prepared) -> HttpResponse:
    """Show what was understood, what is still to be done, and the button that loads it."""
    proposal, upload = prepared.proposal, prepared.upload
    known = find_layout_named(request.user, prepared.mapping.known) if prepared.mapping.known else None
    context = {
        **_frame(prepared, "preview"),
        "known": known,
        "loaded_before": same_file(request.user, upload.file_sha256),
        "figures": _figures(prepared.understood),
        "unchanged": unchanged_in(proposal),
        "counts": [(COUNTS[kind], proposal.counts[kind]) for kind in COUNTS if kind in proposal.counts],
        "money": money_by_year(proposal),
        "differing": [one for one in sums_in(prepared.understood) if one.difference][:5],
        "tasks": _tasks(prepared),
        "fingerprint": proposal.fingerprint,
        "left_out_programs": len(proposal.choices.left_out),
    }
    return render(request, "imports/preview.html", context)


def _figures(understood: Understood) -> list[dict[str, str]]:
    """Return how much was understood, each with its word."""
    figures = figures_of(understood)
    counts = (
        (_("Rows below the headings"), figures.rows),
        (_("Programs"), figures.programs),
        (_("Activities and sub-activities"), figures.activities),
        (_("Indicators"), figures.indicators),
    )
    return [{"label": label, "value": formats.number(count, 0)} for label, count in counts]


def _tasks(prepared: Prepared) -> dict[str, Any]:
    """Return what is open on each of the pages where something is decided."""
    understood, choices = prepared.understood, prepared.proposal.choices
    agencies = agency_questions(understood, choices)
    new = [one.place for one in prepared.proposal.programs if one.is_new]
    headings = heading_questions(understood, choices, new)
    return {
        "agencies": len(agencies),
        "agencies_open": sum(one.chosen is None for one in agencies),
        "headings": len(headings),
        "headings_chosen": sum(bool(one.chosen) for one in headings),
        "no_pillar": sum(one.code == "no_pillar" for one in prepared.proposal.problems),
        "sheets": len(prepared.mapping.read),
        "columns": sum(len(layout.columns) for layout in prepared.mapping.read),
    }


@only_read
@for_prepared
def findings(request: HttpRequest, prepared: Prepared) -> HttpResponse:
    """List every doubt and problem with its place, narrowed as the address says, each with the answers that fit."""
    kinds = kinds_in(prepared.proposal)
    form = FindingFilter(request.GET, kinds=kinds, sheets=[sheet.name for sheet in prepared.mapping.sheets])
    wanted = form.wanted()
    problems = narrowed(prepared.proposal, wanted)
    page = page_of(request, problems)
    context = {
        **_frame(prepared, "findings"),
        "form": form,
        "page": page,
        "rows": shown(list(page.object_list), prepared),
        "total": len(problems),
        "kinds": [kind for kind in kinds if kind.state == OPEN],
        "same_kind": next((kind for kind in kinds if kind.state == OPEN and kind.code == wanted.kind), None),
        "words": STATE_WORDS,
        "query": request.GET.urlencode(),
        "organizations": list(Organization.objects.order_by("abbreviation").values_list("abbreviation", "name")),
        "places": place_options(register_choices(prepared.proposal.plan)),
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "imports/findings.html", context)


@only_read
@for_prepared
def changes(request: HttpRequest, prepared: Prepared) -> HttpResponse:
    """List every change, one kind at a time: from what to what."""
    found = changes_in(prepared.proposal)
    counts = {name: len(rows) for name, rows in found.items()}
    form = ChangeFilter(request.GET, counts=counts)
    form.is_valid()
    show = form.cleaned_data.get("show") or next((name for name in LISTS if counts[name]), CHANGED)
    words = form.cleaned_data.get("q", "").casefold()
    rows = found[show]
    if words:
        rows = [row for row in rows if words in f"{row.code} {row.program} {row.what}".casefold()]
    context = {
        **_frame(prepared, "changes"),
        "form": form,
        "show": show,
        "page": page_of(request, rows),
        "unchanged": unchanged_in(prepared.proposal),
        "total": sum(counts.values()),
    }
    return render(request, "imports/changes.html", context)


@only_read
@for_prepared
def sums(request: HttpRequest, prepared: Prepared) -> HttpResponse:
    """List the sums that the table states beside what its programs add up to; those that differ, or all of them."""
    every = sums_in(prepared.understood)
    differing = [one for one in every if one.difference]
    shows_all = request.GET.get("all") == "1" or not differing
    context = {
        **_frame(prepared, "sums"),
        "page": page_of(request, every if shows_all else differing),
        "shows_all": shows_all,
        "every": len(every),
        "differing": len(differing),
    }
    return render(request, "imports/sums.html", context)


@only_read
@for_prepared
def left_out(request: HttpRequest, prepared: Prepared) -> HttpResponse:
    """List every cell that would not be loaded, with the reason."""
    cells = prepared.proposal.left_out
    reasons = Counter(cell.reason for cell in cells).most_common()
    form = ReasonFilter(request.GET, reasons=reasons)
    form.is_valid()
    reason, words = form.cleaned_data.get("reason", ""), form.cleaned_data.get("q", "").casefold()
    rows = [cell for cell in cells if (not reason or cell.reason == reason) and (not words or words in _text(cell))]
    page = page_of(request, rows)
    by_choice = prepared.proposal.choices.left_out
    context = {
        **_frame(prepared, "left_out"),
        "form": form,
        "page": page,
        "rows": [(cell, text_of(cell.value), cell.place in by_choice) for cell in page.object_list],
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


def _text(cell: LeftOut) -> str:
    return f"{cell.place.cell} {text_of(cell.value)}".casefold()


# The frame of all of them -----------------------------------------------------------------------------------------


def _frame(prepared: Prepared, current: str) -> dict[str, Any]:
    proposal = prepared.proposal
    states = counted(proposal)
    todo = states[AGAINST] + states[OPEN]
    counts = {
        "findings": formats.number(todo, 0) if todo else "",
        "changes": formats.number(sum(proposal.counts.values()), 0),
        "sums": formats.number(len(prepared.understood.stated_totals), 0),
        "left_out": formats.number(len(proposal.left_out), 0),
    }
    return {
        "crumbs": crumbs(None if current == "preview" else prepared.upload),
        "upload": prepared.upload,
        "sentence": sentence(prepared),
        "many_sheets": len(prepared.mapping.sheets) > 1,
        "states": states,
        "todo": todo,
        "can_load": not todo and not proposal.is_empty,
        "is_empty": proposal.is_empty,
        "tabs": tabs(prepared, current, counts),
    }


def sentence(prepared: Prepared) -> str:
    """Return what is true of the table now, in one sentence."""
    states = counted(prepared.proposal)
    programs = sum(one.level == "program" for one in prepared.understood.programs)
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
    if prepared.proposal.is_empty:
        return _("%(programs)s understood; all of it is in the register already") % facts
    return _("%(programs)s understood and ready to be loaded") % facts
