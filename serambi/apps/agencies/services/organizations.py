"""Keeping the list of organizations."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields

from django.db import transaction

from serambi.apps.accounts.models import User
from serambi.apps.agencies.errors import (
    AbbreviationNotUsable,
    AbbreviationTaken,
    AlreadyEnded,
    EndsBeforeItBegins,
    NotEnded,
)
from serambi.apps.agencies.models import Organization, OrganizationKind, Sector
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.regions.models import Area

# The first part of addresses under /organizations/ that are pages of their own.
RESERVED = frozenset({"new", "people", "roles"})
_USABLE = re.compile(r"[\w][\w.-]*")


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """What is known about an organization; see the columns of `Organization`."""

    abbreviation: str
    name: str
    sector: str = Sector.GOVERNMENT
    kind: str = OrganizationKind.DEPARTMENT
    sipd_code: str = ""
    government_function_codes: str = ""
    area: Area | None = None
    website: str = ""
    valid_from: dt.date | None = None
    source: str = ""
    needs_confirmation: bool = False


@transaction.atomic
def create_organization(facts: OrganizationFacts, *, by: User | None) -> Organization:
    """Add an organization to the list. Raises AbbreviationTaken and AbbreviationNotUsable."""
    _check_abbreviation(facts.abbreviation)
    organization = Organization(**_columns(facts))
    organization.save()
    record(Verb.CREATED, organization, by=by, after=snapshot(organization))
    return organization


@transaction.atomic
def change_organization(organization: Organization, facts: OrganizationFacts, *, by: User) -> None:
    """Correct what is known about an organization; its pages move with its abbreviation.

    Raises AbbreviationTaken, AbbreviationNotUsable, and EndsBeforeItBegins when it is said to begin after its end.
    """
    _check_abbreviation(facts.abbreviation, of=organization)
    if facts.valid_from and organization.valid_until and facts.valid_from > organization.valid_until:
        raise EndsBeforeItBegins
    before = snapshot(organization)
    for name, value in _columns(facts).items():
        setattr(organization, name, value)
    organization.save()
    record(Verb.CHANGED, organization, by=by, before=before, after=snapshot(organization))


@transaction.atomic
def end_organization(organization: Organization, *, last_day: dt.date, reason: str, by: User) -> None:
    """Say that an organization exists no longer after that day; its programs and figures stay readable.

    Raises AlreadyEnded and EndsBeforeItBegins.
    """
    if organization.valid_until is not None:
        raise AlreadyEnded
    if organization.valid_from and last_day < organization.valid_from:
        raise EndsBeforeItBegins
    _set_end(organization, last_day, Verb.ARCHIVED, reason=reason, by=by)


@transaction.atomic
def reopen_organization(organization: Organization, *, by: User) -> None:
    """Take back that an organization has ended. Raises NotEnded."""
    if organization.valid_until is None:
        raise NotEnded
    _set_end(organization, None, Verb.RESTORED, reason="", by=by)


def _set_end(organization: Organization, day: dt.date | None, verb: Verb, *, reason: str, by: User) -> None:
    before = snapshot(organization)
    organization.valid_until = day
    organization.save(update_fields=["valid_until"])
    record(verb, organization, by=by, before=before, after=snapshot(organization), reason=reason)


def _columns(facts: OrganizationFacts) -> dict[str, object]:
    return {column.name: getattr(facts, column.name) for column in fields(facts)}


def _check_abbreviation(abbreviation: str, *, of: Organization | None = None) -> None:
    if not _USABLE.fullmatch(abbreviation) or abbreviation.lower() in RESERVED:
        raise AbbreviationNotUsable
    same = Organization.objects.filter(abbreviation__iexact=abbreviation)
    if (same.exclude(pk=of.pk) if of is not None else same).exists():
        raise AbbreviationTaken
