"""Who a person is in the regency: the predicates every other app builds on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from serambi.apps.agencies.models import Membership, Organization, Role


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles today; empty for somebody who has not signed in.

    organizations: the organizations' ids by role.
    foremost: the role that lets the person do most, and the abbreviation of the organization, for the corner of a page.
    """

    organizations: dict[str, frozenset[int]]
    foremost: tuple[Role, str] | None = None

    def has(self, *roles: Role) -> bool:
        return any(self.organizations.get(role) for role in roles)

    def at(self, *roles: Role) -> frozenset[int]:
        """Return the ids of the organizations where the person has one of these roles."""
        return frozenset().union(*(self.organizations.get(role, frozenset()) for role in roles))


NOBODY = Standing({})


def standing(user: Any) -> Standing:
    """Return the person's roles, read once per request and kept on the user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOBODY
    kept = getattr(user, "_standing", None)
    if isinstance(kept, Standing):
        return kept
    today = timezone.localdate()
    found: dict[str, set[int]] = {}
    places: dict[str, str] = {}
    rows = Membership.objects.valid_on(today).filter(user_id=user.pk)
    for role, organization_id, abbreviation in rows.values_list(
        "role", "organization_id", "organization__abbreviation"
    ):
        found.setdefault(role, set()).add(organization_id)
        places.setdefault(role, abbreviation)
    foremost = next(((role, places[role]) for role in Role if role in places), None)
    user._standing = Standing({role: frozenset(ids) for role, ids in found.items()}, foremost)
    return user._standing  # type: ignore[no-any-return]  # the attribute is ours, set on the line above


def role_codes(user: Any) -> frozenset[str]:
    """Return the codes of the roles that the person has anywhere today."""
    return frozenset(str(role) for role in standing(user).organizations)


def is_coordinator(user: Any) -> bool:
    return standing(user).has(Role.COORDINATOR)


def is_verifier(user: Any) -> bool:
    """Tell whether the person may make figures final: verifiers and the coordinator."""
    return standing(user).has(Role.VERIFIER, Role.COORDINATOR)


def works_for(user: Any, organization: Organization | None) -> bool:
    """Tell whether the person is an officer or the head of that organization."""
    return organization is not None and organization.pk in standing(user).at(Role.OFFICER, Role.HEAD)


def can_see_preliminary(user: Any) -> bool:
    """Tell whether unverified figures are shown to the person: to everybody with a role, to nobody else."""
    return bool(standing(user).organizations)


def can_manage_organizations(user: Any) -> bool:
    return is_coordinator(user)


def can_manage_people(user: Any) -> bool:
    """Tell whether the person may make accounts, close them, and give and end roles."""
    return is_coordinator(user)


def can_see_members(user: Any, organization: Organization) -> bool:
    """Tell whether the person may see who works for that organization: its own people and the coordinator."""
    return is_coordinator(user) or works_for(user, organization)
