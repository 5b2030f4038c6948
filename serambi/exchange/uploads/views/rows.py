"""Which rows of a table the register has already: said for many at once, or searched for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.indicators.models import Indicator
from serambi.apps.plans.models import MasterPlan, Program
from serambi.exchange.imports.choices import Choices
from serambi.exchange.uploads import answers, services
from serambi.exchange.uploads.answers import NEW_ROW
from serambi.exchange.uploads.forms import RegisterSearch, RowFilter
from serambi.exchange.uploads.lists import Selection
from serambi.exchange.uploads.matches import (
    KINDS,
    KNOWN,
    OPEN,
    PROGRAM,
    RowMatch,
    match_from,
    place_of,
    selection_of,
)
from serambi.exchange.uploads.prepared import Preview, choices_of
from serambi.exchange.uploads.views.doors import crumbs, for_preview, page_of, page_of_list
from serambi.ui.messages import done

_PER_PAGE = 50
Given = dict[RowMatch, str]


@for_preview
def rows(request: HttpRequest, found: Preview) -> HttpResponse:
    """Show each row beside what the register has of it, or may have; take what somebody says."""
    if request.method == "POST":
        given = _given(request, found)
        services.change_choices(found.upload, _change(given), by=request.user)
        done(request, _("The answers are kept."))
        return redirect(request.get_full_path())
    form = RowFilter(request.GET, counts=found.overview.matches)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if name != "q" and value}
    page = page_of_list(
        request, found.lists.select(Selection("matches", chosen, form.cleaned_data.get("q", ""))), _PER_PAGE
    )
    said = choices_of(found.upload)
    shown = [match for match in map(match_from, page.object_list) if match is not None]
    context = {
        "crumbs": crumbs(found.upload),
        "upload": found.upload,
        "form": form,
        "page": page,
        "rows": [(match, _value(match, said)) for match in shown],
        "open": sum(count for (_kind, state), count in found.overview.matches.items() if state == OPEN),
        "proposed": sum(bool(match.proposal) for match in shown),
        "has_rows": bool(found.overview.matches),
        "open_here": sum(match.state == OPEN for match in shown),
        "is_narrowed": any(form.cleaned_data.values()),
        "many_sheets": len(found.mapping.sheets) > 1,
    }
    return render(request, "imports/rows.html", context)


def _value(match: RowMatch, said: Choices) -> str:
    """Return what was said of a row, as its control sends it."""
    if match.state in (KNOWN, OPEN):
        return ""
    if match.code:
        return match.code
    is_said = match.place in (said.codes if match.kind == PROGRAM else said.indicators)
    return NEW_ROW if is_said else ""


def _given(request: HttpRequest, found: Preview) -> Given:
    """Return what was said of each row; what no control of the page sends is left out."""
    given: Given = {}
    for field, value in request.POST.items():
        match = _match_of(found, str(field))
        if match is None:
            continue
        given[match] = str(value) or _rest(match, request.POST.get("rest", ""))
    known = _codes(found.plan, given)
    return {match: value for match, value in given.items() if value in ("", NEW_ROW) or value in known[match.kind]}


def _rest(match: RowMatch, said: str) -> str:
    """Return what was said of the rows that nobody chose for: that they are new, or what they resemble surely."""
    if match.state != OPEN:
        return ""
    return {"new": NEW_ROW, "proposed": match.proposal}.get(said, "")


def _match_of(found: Preview, field: str) -> RowMatch | None:
    try:
        kind, place = place_of(field)
    except ValueError:
        return None
    rows = found.lists.select(selection_of(kind, place)).rows(0, 1)
    return match_from(rows[0]) if rows else None


def _codes(plan: MasterPlan, given: Given) -> dict[str, set[str]]:
    """Return which of the codes that were said are there; two queries."""
    said = set(given.values())
    return {kind: set(_register(kind, plan).filter(code__in=said).values_list("code", flat=True)) for kind in KINDS}


def _register(kind: str, plan: MasterPlan) -> Any:
    """Return the programs or indicators that a row can be."""
    if kind == PROGRAM:
        return Program.objects.filter(plan=plan, archived_at__isnull=True).order_by("code")
    return Indicator.objects.filter(archived_at__isnull=True).order_by("code")


def _change(given: Given) -> Callable[[Choices], Choices]:
    programs = {match: value for match, value in given.items() if match.kind == PROGRAM}
    indicators = {match: value for match, value in given.items() if match.kind != PROGRAM}
    return lambda it: answers.with_indicators(answers.with_programs(it, programs), indicators)


@for_preview
def row(request: HttpRequest, found: Preview) -> HttpResponse:
    """Search the register for what one row is; take what somebody chooses."""
    field = request.GET.get("row", "")
    match = _match_of(found, field)
    if match is None:
        messages.error(request, _("That row is not among those that are compared."))
        return redirect("imports:rows", pk=found.upload.pk)
    back = f"{reverse('imports:rows', args=[found.upload.pk])}?kind={match.kind}"
    if request.method == "POST":
        value = request.POST.get("value", "")
        if value in ("", NEW_ROW) or value in _codes(found.plan, {match: value})[match.kind]:
            services.change_choices(found.upload, _change({match: value}), by=request.user)
            done(request, _("The answer is kept."))
        return redirect(back)
    form = RegisterSearch(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("q", "")
    register = _register(match.kind, found.plan)
    for word in words.split():
        register = register.filter(Q(name__icontains=word) | Q(code__icontains=word))
    context = {
        "crumbs": [*crumbs(found.upload), (_("Rows and the register"), back)],
        "upload": found.upload,
        "match": match,
        "value": _value(match, choices_of(found.upload)),
        "form": form,
        "field": field,
        "page": page_of(request, register, _PER_PAGE),
        "is_program": match.kind == PROGRAM,
        "new_row": NEW_ROW,
        "back": back,
    }
    return render(request, "imports/row.html", context)
