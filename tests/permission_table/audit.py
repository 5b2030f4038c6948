"""The audit record: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import COORDINATOR, COORDINATOR_KNOWS, NO_METHOD_INSIDE, Permission, form, reading

AUDIT: list[Permission] = [
    reading("audit:entry_list", COORDINATOR, NO_METHOD_INSIDE),
    reading("audit:chain_state", COORDINATOR, NO_METHOD_INSIDE),
    Permission("audit:chain_verify", NO_METHOD_INSIDE, COORDINATOR),
    form("audit:person_erase", COORDINATOR, addresses.person),
    reading("audit:entry_detail", COORDINATOR_KNOWS, NO_METHOD_INSIDE, addresses.entry),
]
