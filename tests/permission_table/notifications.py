"""Messages: who may open and send what; one's own, and what became of all of them."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR,
    NO_METHOD_INSIDE,
    SIGNED_IN,
    Outcome,
    Permission,
    always,
    form,
    reading,
)

# One's own messages and devices: there is nothing at somebody else's.
OWN = always(Outcome.HIDDEN, nobody=Outcome.SIGN_IN)
# Whoever may not oversee is refused before it is looked whether there is such a delivery.
OVERSEEN = COORDINATOR | {"coordinator": Outcome.HIDDEN}

NOTIFICATIONS: list[Permission] = [
    reading("notifications:message_list", SIGNED_IN, NO_METHOD_INSIDE),
    reading("notifications:message_detail", OWN, NO_METHOD_INSIDE, addresses.nothing_there),
    reading("notifications:enclosure", OWN, NO_METHOD_INSIDE, addresses.no_enclosure),
    Permission("notifications:read_all", NO_METHOD_INSIDE, SIGNED_IN),
    form("notifications:choose", SIGNED_IN),
    Permission("notifications:try_out", NO_METHOD_INSIDE, SIGNED_IN),
    Permission("notifications:device_add", NO_METHOD_INSIDE, SIGNED_IN),
    Permission("notifications:device_remove", NO_METHOD_INSIDE, OWN, addresses.nothing_there),
    reading("notifications:delivery_list", COORDINATOR, NO_METHOD_INSIDE),
    Permission("notifications:delivery_again", NO_METHOD_INSIDE, OVERSEEN, addresses.nothing_there),
]
