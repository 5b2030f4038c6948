"""Checking somebody's budget on a page: what was read, which sums do not hold, row by row; nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.exchange.budgets.breakdown import Breakdown
from serambi.exchange.budgets.checked import read_budget
from serambi.exchange.budgets.checking_forms import values_of
from serambi.exchange.budgets.evaluation_form import EvaluationForm
from serambi.exchange.budgets.evaluation_tables import NoEvaluationForm
from serambi.exchange.budgets.monthly_export import MonthlyExport
from serambi.exchange.tables.errors import TooLarge, UnreadableTable
from serambi.exchange.tables.limits import MEGABYTE
from serambi.exchange.tables.reading import read_book
from serambi.exchange.uploads.views.doors import for_coordinator
from serambi.ui import formats

# What can be read while a person waits; the command takes more.
LARGEST_MEGABYTES = 5
MOST_ROWS = 500


class BudgetFile(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose the file of the budget.")},
        help_text=gettext_lazy(
            "APBD or DPA by account codes, form E.81 or the monthly export of e-Monev, as XLSX, XLS, ODS or CSV, "
            "at most 5 MB."
        ),
    )


@for_coordinator
def budget_check(request: HttpRequest) -> HttpResponse:
    """Ask for a file; show what was found in the one that is sent."""
    form, found = BudgetFile(), {}
    if request.method == "POST":
        form = BudgetFile(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = _found(form.cleaned_data["file"])
            except UnreadableTable as error:
                form.add_error("file", str(error))
            except NoEvaluationForm:
                form.add_error(
                    "file",
                    _(
                        "This is no budget, form E.81 or monthly export: no row names the columns for code, name and "
                        "amount."
                    ),
                )
    context = {
        "title": _("Check a budget"),
        "crumbs": [
            (_("Plan"), reverse("plans:program_list")),
            (_("Budget forms"), reverse("budgets:budget_forms")),
        ],
        "form": form,
        **found,
    }
    return render(request, "budgets/check.html", context, status=422 if form.errors else 200)


def _found(file: UploadedFile[Any]) -> dict[str, Any]:
    if (file.size or 0) > LARGEST_MEGABYTES * MEGABYTE:
        raise TooLarge(name=file.name, megabytes=LARGEST_MEGABYTES)
    table = read_budget(read_book(file.read(), name=str(file.name)))
    shown = _of_breakdown(table) if isinstance(table, Breakdown) else _of_form(table)
    return {
        "name": file.name,
        "problems": table.problems[:MOST_ROWS],
        "left_out": table.left_out[:MOST_ROWS],
        "left_out_count": len(table.left_out),
        **shown,
    }


def _of_breakdown(table: Breakdown) -> dict[str, Any]:
    different = table.differences
    checked = len(table.relations) - len(table.unchecked)
    told = ngettext(
        "%(count)s of %(checked)s sums does not hold", "%(count)s of %(checked)s sums do not hold", len(different)
    )
    title = told % {"count": formats.number(len(different), 0), "checked": formats.number(checked, 0)}
    return {
        "title": title if different else _("All %(checked)s sums hold") % {"checked": formats.number(checked, 0)},
        "kind": _("Budget by account codes"),
        "rows": len(table.lines),
        "unchecked": len(table.unchecked),
        "totals": table.top(),
        "heading": table.heading,
        "differences": [(table.lines[one.parent], one) for one in different[:MOST_ROWS]],
        "stated": [
            (total, amount, total.computed.get(year))
            for total in table.stated_totals
            for year, amount in total.stated.items()
        ],
    }


def _of_form(table: EvaluationForm | MonthlyExport) -> dict[str, Any]:
    values = values_of(table)
    told = ngettext(
        "%(count)s value differs from what it is computed from",
        "%(count)s values differ from what they are computed from",
        len(values),
    )
    is_monthly = isinstance(table, MonthlyExport)
    return {
        "title": told % {"count": formats.number(len(values), 0)} if values else _("Every value agrees"),
        "kind": _("Monthly export of e-Monev") if is_monthly else _("Form E.81"),
        "rows": len(table.rows),
        "heading": ()
        if isinstance(table, MonthlyExport)
        else [{"name": name, "value": value} for name, value in table.heading],
        "values": values[:MOST_ROWS],
        "is_form": True,
    }
