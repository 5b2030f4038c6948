"""Commitments of partners: everybody with a role reads them; a page for what one may not do is not there."""

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

# The agency that looks after a commitment, and the coordinator; the partner's own people stand in the tests of the app.
ITS_AGENCY = only("coordinator", "officer", "head", others=Outcome.HIDDEN)
# Whoever recorded a delivery, and the coordinator.
RECORDER = only("coordinator", "officer", others=Outcome.HIDDEN)

PARTNERSHIPS: list[Permission] = [
    reading("partnerships:commitment_list", SIGNED_IN, NO_METHOD_INSIDE),
    reading("partnerships:organization", SIGNED_IN, NO_METHOD_INSIDE, addresses.partner),
    reading("partnerships:commitment", SIGNED_IN, NO_METHOD_INSIDE, addresses.pledge),
    form("partnerships:commitment_create", COORDINATOR_KNOWS),
    form("partnerships:commitment_edit", COORDINATOR_KNOWS, addresses.pledge),
    form("partnerships:parts", COORDINATOR_KNOWS, addresses.pledge),
    form("partnerships:sign", ITS_AGENCY, addresses.pledge),
    form("partnerships:commitment_move", COORDINATOR_KNOWS, addresses.pledge_cancelling),
    form("partnerships:delivery_create", ITS_AGENCY, addresses.delivered_commitment),
    form("partnerships:delivery_withdraw", RECORDER, addresses.delivery_of_partner),
]
