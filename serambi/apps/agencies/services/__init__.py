"""Everything a person can do to organizations, roles and accounts."""

from serambi.apps.agencies.services.memberships import add_membership, change_membership, end_membership
from serambi.apps.agencies.services.organizations import (
    OrganizationFacts,
    change_organization,
    create_organization,
    end_organization,
    reopen_organization,
)
from serambi.apps.agencies.services.people import (
    DEMO_PASSWORD,
    Appointment,
    create_coordinator,
    create_demo_people,
    create_person,
    deactivate_person,
    remove_demo_people,
)

__all__ = [
    "DEMO_PASSWORD",
    "Appointment",
    "OrganizationFacts",
    "add_membership",
    "change_membership",
    "change_organization",
    "create_coordinator",
    "create_demo_people",
    "create_organization",
    "create_person",
    "deactivate_person",
    "end_membership",
    "end_organization",
    "remove_demo_people",
    "reopen_organization",
]
