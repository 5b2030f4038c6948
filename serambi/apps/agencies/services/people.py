"""Accounts together with the roles they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.accounts import services as accounts
from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import demo_accounts_are_open
from serambi.apps.agencies import queries
from serambi.apps.agencies.errors import DemoRefused, NoOrganizations
from serambi.apps.agencies.models import Membership, Organization, OrganizationKind, Role, Sector
from serambi.apps.agencies.services.memberships import add_membership, coordinator_kept
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot

# Printed by `make run` for whoever tries the program; refused in production, so it need not be secret.
DEMO_PASSWORD = "serambi-untuk-dicoba"  # noqa: S105  # nosec B105
DEMO_DOMAIN = "serambi.test"

# Bidang urusan "environment" of Permendagri 90/2019: most plans have something to do there.
_TRYING_FUNCTION = "2.11"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role that somebody is to have at an organization."""

    organization: Organization
    role: Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A demonstration account: who signs in how, as what and where."""

    user: User
    role: Role
    organization: Organization


@transaction.atomic
def create_person(
    *, email: str, name: str, position: str, language: str, appointments: Sequence[Appointment], by: User
) -> User:
    """Create an account with its roles; send the first link afterwards (`accounts.services.send_welcome_link`).

    Raises EmailTaken and MembershipExists; then nothing is created.
    """
    user = accounts.create_person(email=email, name=name, position=position, language=language, by=by)
    for appointment in appointments:
        add_membership(user, organization=appointment.organization, role=appointment.role, by=by)
    return user


@transaction.atomic
def create_coordinator(*, email: str, name: str, password: str, organization: Organization) -> User:
    """Create the first coordinator, from the command line. Raises EmailTaken."""
    user = accounts.create_person(email=email, name=name, password=password, by=None)
    add_membership(user, organization=organization, role=Role.COORDINATOR, by=None)
    return user


def deactivate_person(user: User, *, by: User, reason: str = "") -> None:
    """Close an account; the roles stay written down and return with it.

    Raises OwnAccount, AlreadyDeactivated and LastCoordinator.
    """
    with coordinator_kept():
        accounts.deactivate(user, by=by, reason=reason)


# Demonstration ------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_demo_people() -> list[DemoPerson]:
    """Create one account for each role, or find those made before; all have DEMO_PASSWORD.

    Raises DemoRefused in production and NoOrganizations when there is nowhere to work.
    """
    if not demo_accounts_are_open():
        raise DemoRefused
    coordinating, trying = _demo_organizations()
    places = dict.fromkeys(Role, coordinating) | {Role.OFFICER: trying, Role.HEAD: trying}
    existing = {user.email: user for user in User.objects.filter(is_demo=True)}
    today_roles = Membership.objects.valid_on(timezone.localdate()).filter(user__in=existing.values())
    held = {(kept.user_id, kept.role): kept.organization for kept in today_roles.select_related("organization")}
    # Hashing takes a good part of a second on purpose: once for all of them, and not at all when they are there.
    encoded = make_password(DEMO_PASSWORD) if len(existing) < len(Role) else ""
    found = []
    for role in Role:
        email = f"{role.value}@{DEMO_DOMAIN}"
        user = existing.get(email)
        if user is None:
            name = _("%(role)s (demonstration)") % {"role": role.label}
            user = accounts.create_demo_person(email=email, name=name, encoded_password=encoded)
        elif not user.is_active:
            accounts.reactivate(user, by=None)
        place = held.get((user.pk, role.value))
        if place is None:
            place = places[role]
            add_membership(user, organization=place, role=role, by=None)
        found.append(DemoPerson(user, role, place))
    return found


@transaction.atomic
def remove_demo_people() -> int:
    """Remove every demonstration account with its roles, and return how many there were.

    What they did stays in the record under their names.
    """
    people = list(User.objects.filter(is_demo=True))
    for user in people:
        record(Verb.REMOVED, user, by=None, before=snapshot(user))
        user.delete()
    return len(people)


def _demo_organizations() -> tuple[Organization, Organization]:
    """Return where the demonstration coordinates and where it has an officer, by their government functions."""
    today = timezone.localdate()
    government = Organization.objects.valid_on(today).filter(sector=Sector.GOVERNMENT).order_by("pk")
    places = [place for place in government if place.kind == OrganizationKind.DEPARTMENT] or list(government)
    if not places:
        raise NoOrganizations
    trying = (place for place in places if _TRYING_FUNCTION in place.government_function_codes.split(";"))
    return queries.coordinating_organization(today=today) or places[0], next(trying, places[-1])
