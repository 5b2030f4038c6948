"""A meeting while it is held and its minutes: everybody with a role follows and reads, note-takers write.

The secretaries of a body take minutes like the coordinator; nobody of the table's roles is one, so their rows are in
`serambi/apps/meetings/tests/test_session.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR_KNOWS,
    NO_METHOD_INSIDE,
    SIGNED_IN,
    Outcome,
    Permission,
    form,
    reading,
    sending,
)
from tests.permission_world import World


def minute(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "minute_pk": world.minute.pk}


def vote(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "vote_pk": world.vote.pk}


def correction(world: World) -> Mapping[str, object]:
    return {"pk": world.meeting.pk, "correction_pk": world.correction.pk}


def its_item(world: World) -> Mapping[str, object]:
    return {"item": world.minute.item_id}


NO_FORM_AT_THE_DESK = COORDINATOR_KNOWS | {"coordinator": Outcome.NO_METHOD}

SESSION: list[Permission] = [
    reading("meetings:room", SIGNED_IN, NO_METHOD_INSIDE, addresses.meeting),
    reading("meetings:live", SIGNED_IN, NO_METHOD_INSIDE, addresses.meeting),
    reading("meetings:notes", COORDINATOR_KNOWS, NO_FORM_AT_THE_DESK, addresses.meeting),
    sending("meetings:session_begin", COORDINATOR_KNOWS, addresses.meeting, its_item),
    sending("meetings:session_next", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:session_add", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:session_people", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:session_decision", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:session_action", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:vote_open", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:vote", SIGNED_IN, vote),
    form("meetings:vote_hands", COORDINATOR_KNOWS, vote),
    sending("meetings:vote_close", COORDINATOR_KNOWS, vote),
    reading("meetings:minutes", SIGNED_IN, NO_METHOD_INSIDE, addresses.meeting),
    sending("meetings:minute_write", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:minute", COORDINATOR_KNOWS, minute),
    form("meetings:minute_remove", COORDINATOR_KNOWS, minute),
    form("meetings:correction_ask", SIGNED_IN, addresses.meeting),
    form("meetings:correction_answer", COORDINATOR_KNOWS, correction),
]
