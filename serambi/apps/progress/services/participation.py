"""What the coordinator keeps about participation: the rule, and who is in the working groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.plans.models import Pillar
from serambi.apps.progress import permissions
from serambi.apps.progress.errors import (
    AlreadyEnded,
    MemberThere,
    NobodyNamed,
    NotACoordinator,
    ReasonMissing,
    SameRule,
    WeightsEmpty,
)
from serambi.apps.progress.models import Criterion, GroupMember, ParticipationRule
from serambi.apps.progress.queries.participation import rule


@transaction.atomic
def set_rule(weights: Mapping[str, int], *, strength: int | None, reason: str, by: Any) -> ParticipationRule:
    """Let another rule hold from now on, for every span that is looked at; the earlier ones stay.

    weights: by the code of a criterion, whole and at least 0. strength: None is estimated from the figures.
    Raises NotACoordinator, WeightsEmpty, SameRule, ReasonMissing.
    """
    _require_coordinator(by)
    wanted = {one.value: int(weights.get(one.value, 0)) for one in Criterion}
    if min(wanted.values()) < 0 or not any(wanted.values()):
        raise WeightsEmpty
    held = rule()
    before = {"weights": held.weights, "strength": held.strength}
    after = {"weights": wanted, "strength": strength}
    if after == before:
        raise SameRule
    if not reason.strip():
        raise ReasonMissing
    last = ParticipationRule.objects.aggregate(last=Max("version"))["last"] or 0
    made = ParticipationRule.objects.create(
        version=last + 1, weights=wanted, strength=strength, reason=reason.strip(), made_by=by
    )
    record(Verb.CREATED, made, by=by, before=before, after=after, reason=reason.strip())
    return made


@transaction.atomic
def add_member(
    pillar: Pillar,
    *,
    side: str,
    organization: Organization,
    user: User | None,
    name: str,
    duty: str,
    by: Any,
    today: dt.date,
) -> GroupMember:
    """Take somebody into the working group of a pillar from today on, by their account or, without one, by name.

    Raises NotACoordinator, NobodyNamed, MemberThere.
    """
    _require_coordinator(by)
    if user is None and not name.strip():
        raise NobodyNamed
    said = "" if user is not None else name.strip()
    same = GroupMember.objects.valid_on(today).filter(pillar=pillar)
    there = same.filter(user=user) if user is not None else same.filter(organization=organization, name__iexact=said)
    if there.exists():
        raise MemberThere(name=user.name if user is not None else said)
    member = GroupMember.objects.create(
        pillar=pillar, side=side, organization=organization, user=user, name=said, duty=duty, valid_from=today
    )
    record(Verb.CREATED, member, by=by, after=snapshot(member))
    return member


@transaction.atomic
def end_member(member: GroupMember, *, by: Any, today: dt.date) -> GroupMember:
    """Let somebody leave the working group; yesterday was the last day, or today for who came today.

    Raises NotACoordinator, AlreadyEnded.
    """
    _require_coordinator(by)
    current = GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if current.valid_until is not None and current.valid_until < today:
        raise AlreadyEnded
    before = snapshot(current, ["valid_until"])
    yesterday = today - dt.timedelta(days=1)
    current.valid_until = max(yesterday, current.valid_from) if current.valid_from else yesterday
    current.save(update_fields=["valid_until"])
    record(Verb.WITHDRAWN, current, by=by, before=before, after=snapshot(current, ["valid_until"]))
    return current


def _require_coordinator(by: Any) -> None:
    if not permissions.can_configure(by):
        raise NotACoordinator
