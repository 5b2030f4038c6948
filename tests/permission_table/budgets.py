"""Budget forms: who may open and send what."""

from __future__ import annotations

from tests.permission_table.rules import Permission, public_page

BUDGETS: list[Permission] = [
    public_page("budgets:budget_forms"),
    public_page("budgets:evaluation_xlsx"),
    public_page("budgets:evaluation_csv"),
    public_page("budgets:monthly_xlsx"),
    public_page("budgets:monthly_csv"),
]
