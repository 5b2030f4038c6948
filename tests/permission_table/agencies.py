"""Organizations, people and roles: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    AGENCY,
    COORDINATOR,
    COORDINATOR_KNOWS,
    NO_METHOD_INSIDE,
    Permission,
    form,
    public_page,
    reading,
)

AGENCIES: list[Permission] = [
    public_page("agencies:organization_list"),
    form("agencies:organization_create", COORDINATOR),
    form("agencies:organization_edit", COORDINATOR, addresses.agency),
    form("agencies:organization_end", COORDINATOR, addresses.agency),
    form("agencies:organization_reopen", COORDINATOR, addresses.agency),
    reading("agencies:member_list", AGENCY, NO_METHOD_INSIDE, addresses.agency),
    form("agencies:member_add", COORDINATOR, addresses.agency),
    reading("agencies:person_list", COORDINATOR, NO_METHOD_INSIDE),
    form("agencies:person_create", COORDINATOR),
    reading("agencies:person_detail", COORDINATOR_KNOWS, NO_METHOD_INSIDE, addresses.person),
    form("agencies:person_edit", COORDINATOR_KNOWS, addresses.person),
    form("agencies:person_deactivate", COORDINATOR_KNOWS, addresses.person),
    form("agencies:person_reactivate", COORDINATOR_KNOWS, addresses.person),
    Permission("agencies:person_send_link", NO_METHOD_INSIDE, COORDINATOR_KNOWS, addresses.person),
    form("agencies:person_reset_second_factor", COORDINATOR_KNOWS, addresses.person),
    Permission("agencies:person_sign_out", NO_METHOD_INSIDE, COORDINATOR_KNOWS, addresses.person),
    form("agencies:role_add", COORDINATOR, addresses.person),
    form("agencies:role_change", COORDINATOR, addresses.membership),
    form("agencies:role_end", COORDINATOR, addresses.membership),
]
