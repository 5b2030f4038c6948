"""Who stands in for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from serambi.apps.agencies.models import Membership, Organization
from serambi.apps.agencies.permissions import standing
from serambi.apps.progress.models import Delegation
from serambi.apps.progress.models.delegations import DELEGABLE
from serambi.apps.progress.permissions import can_configure


def delegations_for(user: Any) -> QuerySet[Delegation]:
    """Return the delegations that a person sees: the coordinator all, others those of their organizations."""
    found = Delegation.objects.select_related("organization", "giver", "receiver", "made_by", "revoked_by")
    if can_configure(user):
        return found
    places = frozenset().union(*standing(user).organizations.values()) if standing(user).organizations else frozenset()
    return found.filter(Q(organization_id__in=places) | Q(giver_id=user.pk) | Q(receiver_id=user.pk))


def get_delegation_for(user: Any, pk: int) -> Delegation:
    """Return a delegation for the one who gave it and for the coordinator; Http404 for everybody else."""
    found = delegations_for(user).filter(pk=pk).first()
    if found is None or not (can_configure(user) or found.giver_id == user.pk):
        raise Http404(pk)
    return found


def lendable(user: Any, *, today: dt.date) -> list[Membership]:
    """Return the roles that the person may give away: their own, and everybody's for the coordinator."""
    found = Membership.objects.valid_on(today).filter(role__in=DELEGABLE, user__is_active=True)
    if not can_configure(user):
        found = found.filter(user_id=user.pk)
    return list(
        found.select_related("user", "organization").order_by("organization__abbreviation", "role", "user__name")
    )


def possible_receivers(organizations: list[Organization], *, today: dt.date) -> list[Membership]:
    """Return who works for these organizations and could stand in there."""
    found = Membership.objects.valid_on(today).filter(organization__in=organizations, user__is_active=True)
    return list(found.select_related("user", "organization").order_by("organization__abbreviation", "user__name"))
