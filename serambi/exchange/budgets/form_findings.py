"""What is to be looked at in a form, what it would change, and what of it is not loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.exchange.budgets import desk
from serambi.exchange.budgets.cells import text_of
from serambi.exchange.budgets.doors import Form, crumbs, for_compared, only_read, only_sent, tabs
from serambi.exchange.budgets.found import Found
from serambi.exchange.budgets.rows import key_of
from serambi.exchange.budgets.sending_forms import FormProblemFilter, WordsFilter
from serambi.exchange.errors import AnswerUnknown
from serambi.exchange.imports.choices import Doubt, doubt_of
from serambi.exchange.tables.book import Value
from serambi.exchange.tables.understanding import Problem
from serambi.exchange.uploads.amounts import exact_number
from serambi.exchange.uploads.findings import AGAINST, OPEN, STATES
from serambi.exchange.uploads.kinds import kind_label
from serambi.exchange.uploads.views.doors import page_of
from serambi.ui import formats
from serambi.ui.messages import done

_SHOWN_DOUBTS = 20
# Problems that are answered where it is said what a row is.
_ABOUT_ROWS = frozenset({"resembles", "fits_several", "stands_twice", "several_lines", "not_in_register"})


@only_read
@for_compared
def form_findings(request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """List everything that stands against loading, is doubtful or should be known, by cell; the heaviest first."""
    narrow = FormProblemFilter(request.GET, counts=Counter(one.code for one in found.problems))
    narrow.is_valid()
    given = narrow.cleaned_data
    wanted = {"": STATES, "todo": (AGAINST, OPEN)}.get(given.get("state", ""), (given.get("state", ""),))
    problems = [
        one
        for one in _sorted(form, found.problems)
        if form.state(one) in wanted and _fits(one, given.get("kind", ""), given.get("q", ""))
    ]
    page = page_of(request, problems)
    keys = {row.key for row in found.rows}
    open_here = [one for one in problems if form.state(one) == OPEN]
    context = {
        "crumbs": crumbs(form.upload),
        "upload": form.upload,
        "form": narrow,
        "page": page,
        "rows": [
            (one, form.state(one), kind_label(one.code), key_of(one.place) if _is_of_row(one, keys) else "")
            for one in page.object_list
        ],
        "total": len(found.problems),
        "todo": sum(form.state(one) in (AGAINST, OPEN) for one in found.problems),
        "open_here": len(open_here),
        "query": request.GET.urlencode(),
        "kind": given.get("kind", ""),
        "tabs": tabs(form, "form_findings"),
    }
    return render(request, "budgets/form_findings.html", context)


def _sorted(form: Form, problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: (STATES.index(form.state(one)), one.place.row, one.place.column))


def _fits(problem: Problem, kind: str, words: str) -> bool:
    said = f"{problem.message} {problem.value} {problem.place.cell}".casefold()
    return (not kind or problem.code == kind) and words.casefold() in said


def _is_of_row(problem: Problem, keys: set[str]) -> bool:
    return problem.code in _ABOUT_ROWS and key_of(problem.place) in keys


@only_sent
@for_compared
def form_answer(request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """Accept one doubt, or open it again; then go back to the list."""
    given = request.POST
    doubt = next((one for one in map(doubt_of, found.problems) if _name(one) == given.get("doubt", "")), None)
    action = given.get("action", "")
    if doubt is None or action not in ("accept", "reopen"):
        messages.error(request, str(AnswerUnknown()))
    else:
        accepted = frozenset({doubt})
        desk.change_answers(
            form.upload,
            lambda it: replace(it, accepted=it.accepted | accepted if action == "accept" else it.accepted - accepted),
            by=request.user,
        )
    query = QueryDict(given.get("query", "")).urlencode()  # written anew, so that nothing else stands in the address
    return redirect(f"{reverse('budgets:form_findings', args=[form.upload.pk])}?{query}".rstrip("?"))


def _name(doubt: Doubt) -> str:
    return f"{doubt.code}:{doubt.row}:{doubt.column}:{doubt.sheet}"


@for_compared
def form_accept(request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """Ask before all open doubts, or those of a kind, are accepted; then accept them as they were seen."""
    kind = request.POST.get("kind", request.GET.get("kind", ""))
    doubts = [one for one in found.problems if form.state(one) == OPEN and (not kind or one.code == kind)]
    here = reverse("budgets:form_findings", args=[form.upload.pk])
    if request.method == "POST":
        if request.POST.get("seen", "") != found.fingerprint:
            messages.error(request, _("The form or the register changed after you looked. Look at the doubts again."))
            return redirect(here)
        accepted = frozenset(map(doubt_of, doubts))
        desk.change_answers(form.upload, lambda it: replace(it, accepted=it.accepted | accepted), by=request.user)
        told = ngettext("%(count)s doubt is accepted.", "%(count)s doubts are accepted.", len(doubts))
        done(request, told % {"count": formats.number(len(doubts), 0)})
        return redirect("budgets:form_detail", pk=form.upload.pk)
    if not doubts:
        return redirect(here)
    asked = ngettext("Accept %(count)s doubt?", "Accept %(count)s doubts?", len(doubts))
    context = {
        "crumbs": crumbs(form.upload),
        "title": asked % {"count": formats.number(len(doubts), 0)},
        "lede": _("The form is loaded as it was read. What is left out stays left out."),
        "problems": doubts[:_SHOWN_DOUBTS],
        "further": max(0, len(doubts) - _SHOWN_DOUBTS),
        "kind": kind,
        "seen": found.fingerprint,
        "action": _("Accept them"),
        "cancel_url": here,
    }
    return render(request, "imports/accept.html", context)


@only_read
@for_compared
def form_changes(request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """List every realization that would change, old and new."""
    narrow = WordsFilter(request.GET)
    narrow.is_valid()
    words = narrow.cleaned_data.get("q", "").casefold()
    changes = [one for one in found.changes if words in f"{one.program} {one.name} {one.place.cell}".casefold()]
    context = {
        "crumbs": crumbs(form.upload),
        "upload": form.upload,
        "found": found,
        "form": narrow,
        "page": page_of(request, changes),
        "total": len(found.changes),
        "tabs": tabs(form, "form_changes"),
    }
    return render(request, "budgets/form_changes.html", context)


@only_read
@for_compared
def form_left_out(request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """List every cell that would not be loaded with the reason, and the columns that the register has no place for."""
    narrow = WordsFilter(request.GET)
    narrow.is_valid()
    words = narrow.cleaned_data.get("q", "").casefold()
    cells = [
        (one.place, _shown(one.value), one.reason)
        for one in found.left_out
        if words in f"{one.place.cell} {_shown(one.value)} {one.reason}".casefold()
    ]
    context = {
        "crumbs": crumbs(form.upload),
        "upload": form.upload,
        "found": found,
        "form": narrow,
        "page": page_of(request, cells),
        "total": len(found.left_out),
        "unused_cells": sum(one.cells for one in found.unused),
        "tabs": tabs(form, "form_left_out"),
    }
    return render(request, "budgets/form_left_out.html", context)


def _shown(value: Value) -> str:
    """Return a cell as text; an amount with the signs of the language."""
    return exact_number(value) if isinstance(value, Decimal) else text_of(value)
