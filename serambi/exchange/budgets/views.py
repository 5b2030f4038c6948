"""The budget of the register in the forms that others ask for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import budget_years, get_plan_for
from serambi.exchange.budgets.evaluation_form import EvaluationForm
from serambi.exchange.budgets.evaluation_tables import evaluation_csv, evaluation_workbook
from serambi.exchange.budgets.forms import BudgetPeriod
from serambi.exchange.budgets.monthly_export import monthly_csv, monthly_workbook
from serambi.exchange.budgets.register import RegisterBudgets, evaluation_of, monthly_of, promises_of, register_budgets
from serambi.exchange.permissions import can_load, can_load_realizations

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT = "text/csv; charset=utf-8"
Made = Callable[[RegisterBudgets, int], bytes]


@require_safe
def budget_forms(request: HttpRequest) -> HttpResponse:
    """Show what the register knows about a year's money, and offer it in the forms."""
    plan = get_plan_for(request.user)
    return _page(request, plan, _period(request, plan))


@require_safe
def evaluation_xlsx(request: HttpRequest) -> HttpResponse:
    def made(found: RegisterBudgets, quarter: int) -> bytes:
        return evaluation_workbook(_evaluation(request, found, quarter))

    return _download(request, made, "e81", "xlsx")


@require_safe
def evaluation_text(request: HttpRequest) -> HttpResponse:
    def made(found: RegisterBudgets, quarter: int) -> bytes:
        return _bytes(evaluation_csv(_evaluation(request, found, quarter)))

    return _download(request, made, "e81", "csv")


@require_safe
def monthly_xlsx(request: HttpRequest) -> HttpResponse:
    def made(found: RegisterBudgets, quarter: int) -> bytes:
        return monthly_workbook(monthly_of(found, quarter=quarter))

    return _download(request, made, "e-monev", "xlsx")


@require_safe
def monthly_text(request: HttpRequest) -> HttpResponse:
    def made(found: RegisterBudgets, quarter: int) -> bytes:
        return _bytes(monthly_csv(monthly_of(found, quarter=quarter)))

    return _download(request, made, "e-monev", "csv")


def _evaluation(request: HttpRequest, found: RegisterBudgets, quarter: int) -> EvaluationForm:
    return evaluation_of(found, promises_of(request.user, found), quarter=quarter, today=timezone.localdate())


def _bytes(text: str) -> bytes:
    """Return a text as a spreadsheet program reads it: UTF-8 with its mark."""
    return text.encode("utf-8-sig")


def _period(request: HttpRequest, plan: MasterPlan) -> BudgetPeriod:
    """Return the form as the address says, with this year and quarter where it says nothing."""
    years = budget_years(plan)
    today = timezone.localdate()
    year = today.year if today.year in years or not years else years[0]
    given = {"year": str(year), "quarter": str((today.month + 2) // 3), **request.GET.dict()}
    return BudgetPeriod(given, years=years)


def _page(request: HttpRequest, plan: MasterPlan, form: BudgetPeriod, *, status: int = 200) -> HttpResponse:
    budgets = None
    if form.is_valid():
        year, _quarter = form.chosen()
        budgets = register_budgets(request.user, plan, year=year, today=timezone.localdate())
    context = {
        "plan": plan,
        "form": form,
        "budgets": budgets,
        "totals": budgets.totals if budgets else None,
        "has_years": form.has_years,
        "can_check": can_load(request.user),
        "can_load": can_load_realizations(request.user),
    }
    return render(request, "budgets/budget_forms.html", context, status=status)


def _download(request: HttpRequest, made: Made, name: str, suffix: str) -> HttpResponse:
    plan = get_plan_for(request.user)
    form = _period(request, plan)
    if not form.is_valid():
        return _page(request, plan, form, status=400)
    year, quarter = form.chosen()
    budgets = register_budgets(request.user, plan, year=year, today=timezone.localdate())
    content = made(budgets, quarter)
    response = HttpResponse(content, content_type=_WORKBOOK if suffix == "xlsx" else _TEXT)
    response["Content-Disposition"] = f'attachment; filename="{name}-{year}-tw{quarter}.{suffix}"'
    return response
