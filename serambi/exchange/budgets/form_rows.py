"""Which program, activity or budget line each row of a form is: said for many at once, or searched for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.plans.permissions import can_carry_out
from serambi.exchange.budgets import desk
from serambi.exchange.budgets.doors import Form, crumbs, for_compared, tabs
from serambi.exchange.budgets.found import Found, FoundRow
from serambi.exchange.budgets.matching import name_of, program_of, read_register
from serambi.exchange.budgets.rows import LEFT_OUT, Answers, State
from serambi.exchange.budgets.sending_forms import BudgetSearch, FormRowFilter
from serambi.exchange.uploads.views.doors import PAGE_SIZE, page_of
from serambi.ui.messages import done

_FIELD = "row:"


@for_compared
def form_rows(request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """Show each row beside what it was taken for in the register; take what somebody says."""
    if request.method == "POST":
        given = _given(request, found)
        desk.change_answers(form.upload, lambda it: _answered(it, given), by=request.user)
        done(request, _("The answers are kept."))
        return redirect(request.get_full_path())
    narrow = FormRowFilter(request.GET, counts=Counter(str(row.state) for row in found.rows))
    narrow.is_valid()
    state, words = narrow.cleaned_data.get("state", ""), narrow.cleaned_data.get("q", "").casefold()
    rows = [
        row
        for row in found.rows
        if (not state or row.state == state) and words in f"{row.code} {row.name} {row.taken_for}".casefold()
    ]
    page = page_of(request, rows)
    context = {
        "crumbs": crumbs(form.upload),
        "upload": form.upload,
        "found": found,
        "form": narrow,
        "page": page,
        "rows": [(row, form.answers.rows.get(row.key, "")) for row in page.object_list],
        "open": found.count(State.OPEN),
        "proposed": sum(bool(row.proposal) for row in page.object_list),
        "open_here": sum(row.state is State.OPEN for row in page.object_list),
        "tabs": tabs(form, "form_rows"),
        "is_narrowed": bool(state or words),
    }
    return render(request, "budgets/form_rows.html", context)


def _given(request: HttpRequest, found: Found) -> dict[str, str]:
    """Return what was said of each row; what no control of the page sends is left out."""
    rows = {row.key: row for row in found.rows}
    rest = request.POST.get("rest", "")
    given = {}
    for field, value in request.POST.items():
        row = rows.get(str(field).removeprefix(_FIELD)) if str(field).startswith(_FIELD) else None
        if row is None:
            continue
        said = str(value) or _rest(row, rest)
        if said in ("", LEFT_OUT) or said in dict(row.options) or said == row.target:
            given[row.key] = said
    return given


def _rest(row: FoundRow, said: str) -> str:
    """Return what was said of the rows that nobody chose for: that they are left out, or what they resemble surely."""
    if row.state is not State.OPEN:
        return ""
    return {"out": LEFT_OUT, "proposed": row.proposal}.get(said, "")


def _answered(answers: Answers, given: Mapping[str, str]) -> Answers:
    """Return the answers with what was said of rows; "" takes one back."""
    rows = {**answers.rows, **given}
    return replace(answers, rows={key: said for key, said in rows.items() if said})


@for_compared
def form_row(request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """Search the register for what one row is; take what somebody chooses."""
    key = request.GET.get("row", "")
    row = next((one for one in found.rows if one.key == key), None)
    if row is None:
        messages.error(request, _("That row is not among those that are compared."))
        return redirect("budgets:form_rows", pk=form.upload.pk)
    register = read_register(form.plan, year=found.year)
    ours = {
        target: budget
        for target, budget in register.by_target.items()
        if can_carry_out(request.user, program_of(budget))
    }
    back = reverse("budgets:form_rows", args=[form.upload.pk])
    if request.method == "POST":
        value = request.POST.get("value", "")
        if value in ("", LEFT_OUT) or value in ours:
            desk.change_answers(form.upload, lambda it: _answered(it, {key: value}), by=request.user)
            done(request, _("The answer is kept."))
        return redirect(back)
    search = BudgetSearch(request.GET)
    search.is_valid()
    words = search.cleaned_data.get("q", "").casefold().split()
    shown = [
        (target, name_of(budget))
        for target, budget in ours.items()
        if all(word in f"{name_of(budget)} {program_of(budget).name}".casefold() for word in words)
    ]
    context = {
        "crumbs": [*crumbs(form.upload), (_("Rows and the register"), back)],
        "upload": form.upload,
        "row": row,
        "said": form.answers.rows.get(key, ""),
        "form": search,
        "field": key,
        "page": page_of(request, shown, PAGE_SIZE),
        "left_out": LEFT_OUT,
        "back": back,
    }
    return render(request, "budgets/form_row.html", context)
