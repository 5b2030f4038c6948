"""Keeping bodies and their members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import CodeTaken, MemberThere, NotACoordinator
from serambi.apps.meetings.models import BodyMember, MeetingBody, MemberRole
from serambi.apps.meetings.permissions import can_arrange


@transaction.atomic
def create_body(facts: Mapping[str, Any], *, by: Any) -> MeetingBody:
    """Create a body, and return it. facts: its columns. Raises NotACoordinator, CodeTaken."""
    if not can_arrange(by):
        raise NotACoordinator
    if MeetingBody.objects.filter(code=facts["code"]).exists():
        raise CodeTaken(code=facts["code"])
    body = MeetingBody.objects.create(**facts)
    record(Verb.CREATED, body, by=by, after=snapshot(body))
    return body


@transaction.atomic
def change_body(body: MeetingBody, facts: Mapping[str, Any], *, by: Any) -> MeetingBody:
    """Change a body but for its code, and return it. Raises NotACoordinator."""
    if not can_arrange(by):
        raise NotACoordinator
    current = MeetingBody.objects.select_for_update(of=("self",)).get(pk=body.pk)
    before = snapshot(current)
    for name, value in facts.items():
        setattr(current, name, value)
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    return current


@transaction.atomic
def add_member(body: MeetingBody, member: User | Organization, *, role: str = MemberRole.MEMBER, by: Any) -> BodyMember:
    """Add a person or an organization to a body. Raises NotACoordinator, MemberThere."""
    if not can_arrange(by):
        raise NotACoordinator
    named = {"user": member} if isinstance(member, User) else {"organization": member}
    MeetingBody.objects.select_for_update().get(pk=body.pk)
    if body.members.filter(**named).exists():
        raise MemberThere(name=member)
    made = BodyMember.objects.create(body=body, role=role, **named)
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    return made


@transaction.atomic
def remove_member(member: BodyMember, *, by: Any) -> None:
    """Take a member out of a body; that they were one stays in the record. Raises NotACoordinator."""
    if not can_arrange(by):
        raise NotACoordinator
    record(Verb.REMOVED, member, by=by, before=snapshot(member))
    member.delete()
