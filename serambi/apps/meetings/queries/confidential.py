"""What hangs on confidential items, and for whom it is not there.

A coordinator and the members of the body see it; an agency sees what it has itself to do.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.meetings.models import Action, Decision
from serambi.apps.meetings.permissions import bodies_of
from serambi.apps.progress.permissions import works_at

CONFIDENTIAL_ACTION = Q(item__is_confidential=True) | Q(decision__item__is_confidential=True)
CONFIDENTIAL_DECISION = Q(item__is_confidential=True)


def actions_open_to(user: Any, *, today: dt.date, found: QuerySet[Action] | None = None) -> QuerySet[Action]:
    """Return those of some actions, or of all, that a person may see."""
    actions = Action.objects.all() if found is None else found
    if is_coordinator(user):
        return actions
    own = bodies_of(user)
    hidden = Q(item__is_confidential=True) & ~Q(item__body__in=own)
    hidden |= Q(decision__item__is_confidential=True) & ~Q(decision__item__body__in=own)
    to_do = Q(person_id=user.pk) | Q(agency__in=works_at(user, today=today))
    return actions.exclude(pk__in=Action.objects.filter(hidden).exclude(to_do).values("pk"))


def decisions_open_to(user: Any, *, found: QuerySet[Decision] | None = None) -> QuerySet[Decision]:
    """Return those of some decisions, or of all, that a person may see."""
    decisions = Decision.objects.all() if found is None else found
    if is_coordinator(user):
        return decisions
    hidden = Decision.objects.filter(CONFIDENTIAL_DECISION).exclude(item__body__in=bodies_of(user))
    return decisions.exclude(pk__in=hidden.values("pk"))
