"""Decisions and actions: everybody with a role reads them; who may do nothing with one finds no page for it."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR_KNOWS,
    NO_METHOD_INSIDE,
    SIGNED_IN,
    Outcome,
    Permission,
    form,
    only,
    reading,
)

MEETINGS: list[Permission] = [
    reading("meetings:action_list", SIGNED_IN, NO_METHOD_INSIDE),
    form("meetings:action_create", COORDINATOR_KNOWS),
    reading("meetings:action", SIGNED_IN, NO_METHOD_INSIDE, addresses.action),
    form("meetings:action_edit", COORDINATOR_KNOWS, addresses.action),
    form("meetings:action_move", only("officer", "head", others=Outcome.HIDDEN), addresses.action_finish),
    reading("meetings:decision_list", SIGNED_IN, NO_METHOD_INSIDE),
    form("meetings:decision_create", COORDINATOR_KNOWS),
    reading("meetings:decision", SIGNED_IN, NO_METHOD_INSIDE, addresses.decision),
    form("meetings:decision_correct", COORDINATOR_KNOWS, addresses.decision),
]
