"""Giving, changing and ending roles; somebody always stays who can give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies import queries
from serambi.apps.agencies.errors import EndsBeforeItBegins, LastCoordinator, MembershipExists
from serambi.apps.agencies.models import Membership, Organization, Role
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot


@contextmanager
def coordinator_kept() -> Iterator[None]:
    """Do what is inside and take it back, by LastCoordinator, when it leaves nobody who coordinates.

    The roles and accounts of the coordinators are locked first: of two coordinators who end each other's role at the
    same moment, one comes second and is refused.
    """
    today = timezone.localdate()
    with transaction.atomic():
        coordinating = Membership.objects.filter(role=Role.COORDINATOR).select_related("user")
        list(coordinating.select_for_update(of=("self", "user")))
        before = queries.coordinators(today=today)
        yield
        after = queries.coordinators(today=today)
        if any(had and not has for had, has in zip(before, after, strict=True)):
            raise LastCoordinator


@transaction.atomic
def add_membership(
    user: User,
    *,
    organization: Organization,
    role: Role,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    by: User | None,
) -> Membership:
    """Give a person a role at an organization; a role that had ended is taken up again with the new dates.

    Raises MembershipExists when the role has no end yet, and EndsBeforeItBegins.
    """
    _check_dates(valid_from, valid_until)
    today = timezone.localdate()
    membership = Membership.objects.filter(user=user, organization=organization, role=role).first()
    if membership is None:
        membership = Membership.objects.create(
            user=user, organization=organization, role=role, valid_from=valid_from, valid_until=valid_until
        )
        record(Verb.CREATED, membership, by=by, after=snapshot(membership))
        return membership
    if membership.valid_until is None or membership.valid_until >= today:
        raise MembershipExists
    before = snapshot(membership)
    membership.valid_from, membership.valid_until = valid_from or today, valid_until
    membership.save(update_fields=["valid_from", "valid_until"])
    record(Verb.RESTORED, membership, by=by, before=before, after=snapshot(membership))
    return membership


def change_membership(
    membership: Membership, *, role: Role, valid_from: dt.date | None, valid_until: dt.date | None, by: User
) -> None:
    """Change what somebody is at an organization, or for how long.

    Raises MembershipExists when the person has that role there besides, EndsBeforeItBegins and LastCoordinator.
    """
    _check_dates(valid_from, valid_until)
    others = Membership.objects.filter(user=membership.user, organization=membership.organization, role=role)
    if others.exclude(pk=membership.pk).exists():
        raise MembershipExists
    with coordinator_kept():
        before = snapshot(membership)
        membership.role, membership.valid_from, membership.valid_until = role, valid_from, valid_until
        membership.save(update_fields=["role", "valid_from", "valid_until"])
        record(Verb.CHANGED, membership, by=by, before=before, after=snapshot(membership))


def end_membership(membership: Membership, *, last_day: dt.date, reason: str = "", by: User) -> None:
    """End a role after that day; one that had not begun by then is removed, since it never held.

    Raises LastCoordinator.
    """
    with coordinator_kept():
        before = snapshot(membership)
        if membership.valid_from and last_day < membership.valid_from:
            record(Verb.DELETED, membership, by=by, before=before, reason=reason)
            membership.delete()
            return
        membership.valid_until = last_day
        membership.save(update_fields=["valid_until"])
        record(Verb.CHANGED, membership, by=by, before=before, after=snapshot(membership), reason=reason)


def _check_dates(valid_from: dt.date | None, valid_until: dt.date | None) -> None:
    if valid_from and valid_until and valid_until < valid_from:
        raise EndsBeforeItBegins
