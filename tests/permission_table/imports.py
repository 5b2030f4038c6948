"""Loading tables of others: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import COORDINATOR, Outcome, Permission, form, reading, sending

NOTHING_TO_SEND = COORDINATOR | {"coordinator": Outcome.NO_METHOD}

IMPORTS: list[Permission] = [
    form("imports:start", COORDINATOR),
    reading("imports:preview", COORDINATOR, NOTHING_TO_SEND, addresses.upload),
    form("imports:columns", COORDINATOR, addresses.upload),
    form("imports:agencies", COORDINATOR, addresses.upload),
    form("imports:places", COORDINATOR, addresses.upload),
    form("imports:rows", COORDINATOR, addresses.upload),
    form("imports:row", COORDINATOR, addresses.upload),
    reading("imports:findings", COORDINATOR, NOTHING_TO_SEND, addresses.upload),
    form("imports:accept", COORDINATOR, addresses.upload),
    sending("imports:answer", COORDINATOR, addresses.upload),
    reading("imports:changes", COORDINATOR, NOTHING_TO_SEND, addresses.upload),
    reading("imports:sums", COORDINATOR, NOTHING_TO_SEND, addresses.upload),
    reading("imports:left_out", COORDINATOR, NOTHING_TO_SEND, addresses.upload),
    reading("imports:marked", COORDINATOR, NOTHING_TO_SEND, addresses.upload),
    sending("imports:load", COORDINATOR, addresses.upload),
    form("imports:discard", COORDINATOR, addresses.upload),
    # The job of the table was started by an officer; the coordinator sees every job.
    reading("imports:work", COORDINATOR, NOTHING_TO_SEND, addresses.job),
    reading("imports:load_detail", COORDINATOR, NOTHING_TO_SEND, addresses.load),
    form("imports:load_undo", COORDINATOR, addresses.load),
    form("imports:layout_edit", COORDINATOR, addresses.layout),
    form("imports:layout_remove", COORDINATOR, addresses.layout),
]
