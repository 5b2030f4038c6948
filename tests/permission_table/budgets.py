"""Budget forms: who may open and send what, and who sees the form that the coordinator sent."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import COORDINATOR, Outcome, Permission, form, only, public_page, reading

REPORTERS = only("coordinator", "officer", "stranger", "head")
# An agency sees the forms that it sent itself.
SENDER = only("coordinator", others=Outcome.REFUSED) | dict.fromkeys(("officer", "stranger", "head"), Outcome.HIDDEN)
NOTHING_TO_SEND = only("coordinator", "officer", "stranger", "head") | dict.fromkeys(
    ("coordinator", "officer", "stranger", "head"), Outcome.NO_METHOD
)

BUDGETS: list[Permission] = [
    public_page("budgets:budget_forms"),
    form("budgets:budget_check", COORDINATOR),
    public_page("budgets:evaluation_xlsx"),
    public_page("budgets:evaluation_csv"),
    public_page("budgets:monthly_xlsx"),
    public_page("budgets:monthly_csv"),
    form("budgets:form_start", REPORTERS),
    form("budgets:form_detail", SENDER, addresses.spending),
    form("budgets:form_rows", SENDER, addresses.spending),
    form("budgets:form_row", SENDER, addresses.spending),
    reading("budgets:form_findings", SENDER, NOTHING_TO_SEND, addresses.spending),
    form("budgets:form_accept", SENDER, addresses.spending),
    reading("budgets:form_answer", NOTHING_TO_SEND, SENDER, addresses.spending),
    reading("budgets:form_changes", SENDER, NOTHING_TO_SEND, addresses.spending),
    reading("budgets:form_left_out", SENDER, NOTHING_TO_SEND, addresses.spending),
    reading("budgets:form_marked", SENDER, NOTHING_TO_SEND, addresses.spending),
    reading("budgets:form_begin", NOTHING_TO_SEND, SENDER, addresses.spending),
    form("budgets:form_discard", SENDER, addresses.spending),
    # The job of the table was started by an officer; the coordinator sees every job.
    reading("budgets:form_work", SENDER | {"officer": Outcome.OPEN}, NOTHING_TO_SEND, addresses.job),
    reading("budgets:form_load", SENDER, NOTHING_TO_SEND, addresses.spending_load),
    form("budgets:form_undo", SENDER, addresses.spending_load),
]
