"""Budget forms: who may open and send what."""

from __future__ import annotations

from tests.permission_table.rules import COORDINATOR, Permission, form, public_page

BUDGETS: list[Permission] = [
    public_page("budgets:budget_forms"),
    form("budgets:budget_check", COORDINATOR),
    public_page("budgets:evaluation_xlsx"),
    public_page("budgets:evaluation_csv"),
    public_page("budgets:monthly_xlsx"),
    public_page("budgets:monthly_csv"),
]
