"""One table of somebody's budget, whichever of the three kinds it is, with what was found in it."""

from __future__ import annotations

from serambi.exchange.budgets.breakdown import Breakdown, NoBreakdown, read_breakdown
from serambi.exchange.budgets.evaluation_form import EvaluationForm
from serambi.exchange.budgets.evaluation_tables import read_evaluation
from serambi.exchange.budgets.monthly_export import MonthlyExport, NoMonthlyExport, read_monthly
from serambi.exchange.tables.book import Book


def read_budget(book: Book) -> Breakdown | EvaluationForm | MonthlyExport:
    """Return a breakdown, form E.81 or monthly export. Raises NoEvaluationForm for a table that is none of them."""
    try:
        return read_breakdown(book)
    except NoBreakdown:
        return read_form(book)


def read_form(book: Book) -> EvaluationForm | MonthlyExport:
    """Return form E.81 or a monthly export. Raises NoEvaluationForm."""
    try:
        return read_monthly(book)
    except NoMonthlyExport:
        return read_evaluation(book)
