"""Meetings, decisions and actions: everybody with a role reads them; a page for what one may not do is not there."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR,
    COORDINATOR_KNOWS,
    NO_METHOD_INSIDE,
    SIGNED_IN,
    Outcome,
    Permission,
    form,
    only,
    reading,
    sending,
)

MEETINGS: list[Permission] = [
    reading("meetings:meeting_list", SIGNED_IN, NO_METHOD_INSIDE),
    reading("meetings:calendar", SIGNED_IN, NO_METHOD_INSIDE),
    reading("meetings:effect", SIGNED_IN, NO_METHOD_INSIDE),
    reading("meetings:coordination", SIGNED_IN, NO_METHOD_INSIDE),
    reading("meetings:meeting", SIGNED_IN, NO_METHOD_INSIDE, addresses.meeting),
    form("meetings:meeting_create", COORDINATOR_KNOWS, addresses.meeting_body),
    form("meetings:meeting_edit", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:meeting_move", COORDINATOR_KNOWS, addresses.meeting_cancelling),
    form("meetings:body_create", COORDINATOR_KNOWS),
    Permission("meetings:body", SIGNED_IN, COORDINATOR, addresses.meeting_body),
    form("meetings:body_edit", COORDINATOR_KNOWS, addresses.meeting_body),
    sending("meetings:member_remove", COORDINATOR_KNOWS, addresses.body_member),
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
