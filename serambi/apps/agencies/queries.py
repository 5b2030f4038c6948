"""Organizations, people and roles, as pages and other apps ask for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization, OrganizationQuerySet, Role
from serambi.apps.agencies.permissions import can_manage_people, standing
from serambi.apps.audit.queries import state_of_data
from serambi.ui.shelf import Shelf

PAGE_SIZE = 50
# Bidang urusan "communication and informatics".
COORDINATING_FUNCTION = "2.16"
ORGANIZATION_ORDER = {"abbreviation": "abbreviation", "name": "name", "sector": "sector", "kind": "kind"}
PEOPLE_ORDER = {"name": "name", "email": "email", "last": "last_login"}


@dataclass(frozen=True, slots=True)
class WantedOrganizations:
    """What somebody looks for in the list. validity: `now`, `ended` or `all`."""

    text: str = ""
    sector: str = ""
    kind: str = ""
    validity: str = "now"
    only_to_confirm: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class WantedPeople:
    """What the coordinator looks for. state: `active`, `never` (not signed in yet), `closed` or ""."""

    text: str = ""
    role: str = ""
    organization: str = ""
    state: str = ""
    sort: str = ""


# Pages --------------------------------------------------------------------------------------------------------------


class Reading(NamedTuple):
    """What decides everything a list shows beside its own address: whoever shares it is shown the same.

    state: of the data. reader: whether the person has signed in, and their roles, from which every permission follows.
    """

    state: tuple[Any, ...]
    today: dt.date
    language: str | None
    reader: Hashable

    @property
    def rows(self) -> Hashable:
        """Return what decides a row that is the same for everybody who sees it, beside the language."""
        return self.state, self.today


def reading_of(user: Any, *, today: dt.date) -> Reading | None:
    """Return under which key what is read for this person may be kept; None where nothing may. One query.

    Every write leaves an entry in the record in its own transaction, so what is kept is never old
    (`docs/decisions/0009-kept-rows.md`).
    """
    state = state_of_data()
    if state is None:
        return None
    roles = frozenset(standing(user).organizations.items())
    return Reading(state, today, get_language(), (bool(getattr(user, "is_authenticated", False)), roles))


# Organizations ------------------------------------------------------------------------------------------------------


def get_organization_for(user: Any, abbreviation: str) -> Organization:
    """Return an organization by its abbreviation, in any case; every organization is public.

    Raises Organization.DoesNotExist.
    """
    return Organization.objects.select_related("area").get(abbreviation__iexact=abbreviation)


def organizations(wanted: WantedOrganizations, *, today: dt.date) -> OrganizationQuerySet:
    """Return the organizations somebody looks for, with the number of people who work there today as `people`."""
    found = Organization.objects.all()
    if wanted.validity == "now":
        found = found.valid_on(today)
    elif wanted.validity == "ended":
        found = found.filter(valid_until__lt=today)
    if wanted.text:
        found = found.filter(
            Q(abbreviation__icontains=wanted.text)
            | Q(name__icontains=wanted.text)
            | Q(government_function_codes__icontains=wanted.text)
            | Q(sipd_code__icontains=wanted.text)
        )
    exact = {"sector": wanted.sector, "kind": wanted.kind}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.only_to_confirm:
        found = found.filter(needs_confirmation=True)
    working = Q(memberships__in=Membership.objects.valid_on(today).filter(user__is_active=True))
    counted = found.annotate(people=Count("memberships__user", filter=working, distinct=True))
    return counted.select_related("area").order_by(*_order(wanted.sort, ORGANIZATION_ORDER, "abbreviation"))


def organization_choices(*, today: dt.date) -> QuerySet[Organization]:
    """Return the organizations that exist today, for a form."""
    return Organization.objects.valid_on(today).order_by("abbreviation")


def agency_choices() -> list[tuple[str, str]]:
    """Return every organization that has or had people, for the audit record."""
    held = Organization.objects.filter(memberships__isnull=False).distinct().order_by("abbreviation")
    return [(str(pk), abbreviation) for pk, abbreviation in held.values_list("pk", "abbreviation")]


def people_who_worked_for(organization_id: int) -> QuerySet[Membership, Any]:
    """Return the numbers of everybody who has or had a role at an organization, for a subquery."""
    return Membership.objects.filter(organization_id=organization_id).values("user_id")


def coordinating_organization(*, today: dt.date) -> Organization | None:
    """Return the agency that usually coordinates a smart city: communication and informatics, or the only one.

    Found by the code of its government function in Permendagri 90/2019, not by a name; None when nothing tells.
    """
    existing = list(organization_choices(today=today))
    fitting = [found for found in existing if COORDINATING_FUNCTION in found.government_function_codes.split(";")]
    if fitting:
        return fitting[0]
    return existing[0] if len(existing) == 1 else None


def count_to_confirm(*, today: dt.date) -> int:
    return Organization.objects.valid_on(today).filter(needs_confirmation=True).count()


@dataclass(frozen=True, slots=True)
class OrganizationsPage:
    """One page of the list. to_confirm: how many names of all organizations are to be confirmed."""

    page: Page[Organization]
    to_confirm: int


_pages: Shelf[OrganizationsPage] = Shelf(32)


def organizations_page(
    wanted: WantedOrganizations, *, number: str | None, today: dt.date, reading: Reading | None
) -> OrganizationsPage:
    """Return one page of `organizations`, read once until something is written. number: as an address has it."""

    def read() -> OrganizationsPage:
        page: Page[Organization] = Paginator(organizations(wanted, today=today), PAGE_SIZE).get_page(number)
        page.object_list = list(page.object_list)
        return OrganizationsPage(page, count_to_confirm(today=today))

    return _pages.get(reading and (reading, wanted, number), read)


# People and roles ---------------------------------------------------------------------------------------------------


def get_person_for(user: Any, pk: int) -> User:
    """Return a person for whoever keeps the people; User.DoesNotExist for everybody else, as if there were none."""
    if not can_manage_people(user):
        raise User.DoesNotExist
    return User.objects.get(pk=pk)


def get_membership_for(user: Any, pk: int) -> Membership:
    """Return a role for whoever keeps the people; Membership.DoesNotExist for everybody else."""
    if not can_manage_people(user):
        raise Membership.DoesNotExist
    return Membership.objects.select_related("user", "organization").get(pk=pk)


def memberships_of(organization: Organization, *, today: dt.date) -> QuerySet[Membership]:
    """Return who works for an organization today, by name."""
    found = Membership.objects.valid_on(today).filter(organization=organization, user__is_active=True)
    return found.select_related("user").order_by("user__name", "role")


def past_memberships_of(organization: Organization, *, today: dt.date) -> QuerySet[Membership]:
    """Return roles that have ended, latest first."""
    found = Membership.objects.filter(organization=organization, valid_until__lt=today)
    return found.select_related("user").order_by("-valid_until", "user__name")


def memberships_of_person(user: User) -> QuerySet[Membership]:
    """Return every role a person has or had."""
    return Membership.objects.filter(user=user).select_related("user", "organization").order_by(
        "organization__abbreviation", "role"
    )  # fmt: skip


def people(wanted: WantedPeople, *, today: dt.date) -> QuerySet[User]:
    """Return the people the coordinator looks for, each with today's roles in `roles_today`."""
    found = User.objects.all()
    if wanted.text:
        found = found.filter(
            Q(name__icontains=wanted.text) | Q(email__icontains=wanted.text) | Q(position__icontains=wanted.text)
        )
    if wanted.role or wanted.organization:
        roles = Membership.objects.valid_on(today)
        roles = roles.filter(role=wanted.role) if wanted.role else roles
        roles = roles.filter(organization__abbreviation=wanted.organization) if wanted.organization else roles
        found = found.filter(pk__in=roles.values("user_id"))
    match wanted.state:
        case "active":
            found = found.filter(is_active=True)
        case "never":
            found = found.filter(is_active=True, last_login=None)
        case "closed":
            found = found.filter(is_active=False)
    today_roles = Membership.objects.valid_on(today).select_related("organization")
    found = found.prefetch_related(Prefetch("memberships", today_roles, to_attr="roles_today"))
    return found.order_by(*_order(wanted.sort, PEOPLE_ORDER, "name"))


def count_never_signed_in() -> int:
    return User.objects.filter(is_active=True, last_login=None).count()


def coordinators(*, today: dt.date) -> tuple[int, int]:
    """Return how many people coordinate today, and how many of them with no end in sight.

    When either falls to zero, a day comes on which nobody can give roles.
    """
    found = Membership.objects.valid_on(today).filter(role=Role.COORDINATOR, user__is_active=True)
    counted = found.aggregate(
        today=Count("user_id", distinct=True),
        lasting=Count("user_id", distinct=True, filter=Q(valid_until=None)),
    )
    return counted["today"], counted["lasting"]


def _order(sort: str, known: dict[str, str], usual: str) -> list[str]:
    """Return the columns to order by, from `?sort=`; what is not known is taken as the usual order."""
    column = known.get(sort.removeprefix("-"), "")
    if not column:
        return [usual, "pk"]
    return [f"-{column}" if sort.startswith("-") else column, usual, "pk"]
