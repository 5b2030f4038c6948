"""The workbook: who may download it, and who may send it back."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import COORDINATOR, NO_METHOD, SIGNED_IN, Outcome, Permission, form, reading, sending

NOTHING_TO_SEND = COORDINATOR | {"coordinator": Outcome.NO_METHOD}

WORKBOOK: list[Permission] = [
    form("workbook:start", COORDINATOR),
    reading("workbook:download", SIGNED_IN, NO_METHOD),
    form("workbook:detail", COORDINATOR, addresses.workbook),
    reading("workbook:changes", COORDINATOR, NOTHING_TO_SEND, addresses.workbook),
    reading("workbook:findings", COORDINATOR, NOTHING_TO_SEND, addresses.workbook),
    reading("workbook:marked", COORDINATOR, NOTHING_TO_SEND, addresses.workbook),
    reading("workbook:before", COORDINATOR, NOTHING_TO_SEND, addresses.workbook),
    sending("workbook:load", COORDINATOR, addresses.workbook),
    form("workbook:undo", COORDINATOR, addresses.workbook),
    sending("workbook:compare", COORDINATOR, addresses.workbook),
    form("workbook:discard", COORDINATOR, addresses.workbook),
]
