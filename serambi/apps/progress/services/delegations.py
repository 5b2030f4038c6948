"""Standing in for somebody who is away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization, Role
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.progress import permissions
from serambi.apps.progress.errors import (
    AlreadyRevoked,
    NotAMember,
    NotYours,
    ReasonMissing,
    RoleNotHeld,
    SpanOver,
    SpanReversed,
    ToOneself,
)
from serambi.apps.progress.models import Delegation


@transaction.atomic
def delegate(
    organization: Organization,
    *,
    role: Role,
    giver: User,
    receiver: User,
    first_day: dt.date,
    last_day: dt.date,
    reason: str,
    by: Any,
    today: dt.date,
) -> Delegation:
    """Let another member of the organization act in somebody's role from one day to another, both included.

    The person gives it away themselves, or the coordinator does for somebody who is away already; a role that was only
    lent cannot be lent on. Raises NotYours, ToOneself, RoleNotHeld, NotAMember, SpanReversed, SpanOver, ReasonMissing.
    """
    if by.pk != giver.pk and not permissions.can_configure(by):
        raise NotYours(who=giver)
    if giver.pk == receiver.pk:
        raise ToOneself
    members = Membership.objects.valid_on(today).filter(organization=organization, user__is_active=True)
    if not members.filter(user=giver, role=role).exists():
        raise RoleNotHeld(person=giver, role=Role(role).label, organization=organization.abbreviation)
    if not members.filter(user=receiver).exists():
        raise NotAMember(person=receiver, organization=organization.abbreviation)
    if last_day < first_day:
        raise SpanReversed
    if last_day < today:
        raise SpanOver
    if not reason.strip():
        raise ReasonMissing
    delegation = Delegation.objects.create(
        organization=organization,
        role=role,
        giver=giver,
        receiver=receiver,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip(),
        made_by=by,
    )
    record(Verb.CREATED, delegation, by=by, after=snapshot(delegation), reason=reason.strip())
    return delegation


@transaction.atomic
def revoke(delegation: Delegation, *, by: Any) -> Delegation:
    """End a delegation now. Raises NotYours for anybody but the giver and the coordinator, AlreadyRevoked."""
    current = Delegation.objects.select_for_update(of=("self",)).select_related("giver").get(pk=delegation.pk)
    if by.pk != current.giver_id and not permissions.can_configure(by):
        raise NotYours(who=current.giver)
    if current.revoked_at is not None:
        raise AlreadyRevoked
    before = snapshot(current, ["revoked_at"])
    current.revoked_at, current.revoked_by = timezone.now(), by
    current.save(update_fields=["revoked_at", "revoked_by"])
    record(Verb.WITHDRAWN, current, by=by, before=before, after=snapshot(current, ["revoked_at"]))
    return current
