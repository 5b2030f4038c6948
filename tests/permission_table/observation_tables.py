"""Tables of figures: who may send them, and who sees one that the coordinator sent."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import Outcome, Permission, form, only, reading, sending

RECORDERS = only("coordinator", "officer", "stranger", "head", "verifier")
# An agency sees the tables that it sent itself.
SENDER = only("coordinator", others=Outcome.HIDDEN) | dict.fromkeys(("executive", "viewer"), Outcome.REFUSED)
NOTHING_TO_SEND = SENDER | {"coordinator": Outcome.NO_METHOD}
NO_REJECTS = SENDER | {"coordinator": Outcome.HIDDEN}

OBSERVATION_TABLES: list[Permission] = [
    form("observation_tables:start", RECORDERS),
    reading("observation_tables:detail", SENDER, NOTHING_TO_SEND, addresses.observation_table),
    form("observation_tables:notation", SENDER, addresses.observation_table),
    reading("observation_tables:rejects", NO_REJECTS, NOTHING_TO_SEND, addresses.observation_table),
    sending("observation_tables:check", SENDER, addresses.observation_table),
    sending("observation_tables:load", SENDER, addresses.observation_table),
    form("observation_tables:discard", SENDER, addresses.observation_table),
]
