"""What a body will talk about some day: parked, brought into a meeting, and back from one that was too short."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import create_recorded, record, snapshot
from serambi.apps.meetings import errors
from serambi.apps.meetings.models import (
    Action,
    AgendaItem,
    Decision,
    ItemKind,
    Meeting,
    MeetingBody,
    Minute,
    Vote,
)
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.queries.agenda import sections_of
from serambi.apps.meetings.services.agenda import ItemFacts, columns_of, held, held_item, renumber
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.services.suggestions import section_for


@transaction.atomic
def park_new(body: MeetingBody, facts: ItemFacts, *, by: Any) -> AgendaItem:
    """Write something into the backlog of a body, and return it.

    Raises NotACoordinator, ItemTitleMissing, and the error of what its kind needs.
    """
    if not can_arrange(by):
        raise errors.NotACoordinator
    made = AgendaItem.objects.create(body=body, added_by=by, **(columns_of(facts) | {"section": None}))
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    return made


@transaction.atomic
def park_item(item: AgendaItem, *, by: Any) -> AgendaItem:
    """Take an item off its agenda into the backlog of the body, and return it.

    Raises NotACoordinator, AgendaFixed, ItemDiscussed, ChangedMeanwhile.
    """
    current = held_item(item, by=by, seen=None)
    meeting = current.meeting
    if meeting is None:
        return current
    if current.began_at is not None:
        raise errors.ItemDiscussed(title=current.title)
    before = snapshot(current)
    current.meeting, current.section, current.position = None, None, 0
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    renumber(meeting)
    beat(meeting.pk)
    return current


@transaction.atomic
def bring_item(item: AgendaItem, meeting: Meeting, *, by: Any) -> AgendaItem:
    """Put a parked item on the agenda of a meeting of its body, and return it.

    Raises NotACoordinator, AgendaFixed, OtherBody, ChangedMeanwhile.
    """
    current_meeting = held(meeting, by=by)
    current = held_item(item, by=by, seen=None)
    if current.meeting_id is not None:
        raise errors.ChangedMeanwhile
    if current.body_id != current_meeting.body_id:
        raise errors.OtherBody(body=current.body)
    before = snapshot(current)
    current.meeting, current.unreached_in = current_meeting, None
    current.section = section_for(current.kind, sections_of(current_meeting))
    current.position = current_meeting.agenda_items.count() + 1
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    renumber(current_meeting)
    beat(current_meeting.pk)
    return current


@transaction.atomic
def return_unreached(meeting: Meeting, *, by: Any) -> list[AgendaItem]:
    """Write what a meeting did not come to into the backlog of its body, and return that; called when it is closed.

    The agenda stays as it was, for the minutes say what was not reached. An item was reached when it was begun, or when
    something was written, decided, agreed or voted about it. What stands on every agenda does not come back, nor does
    an open action, which is proposed again by itself. Where nothing at all was reached, nobody followed the agenda on
    the screen: then nothing is known of what was not reached, and nothing is parked.
    """
    items = list(_with_reached(meeting.agenda_items.all()).order_by("position", "pk"))
    if not any(getattr(one, "was_reached", False) for one in items):
        return []
    left = [one for one in items if not getattr(one, "was_reached", False)]
    back = [_copy(one, meeting, by) for one in left if not one.is_standing and one.kind != ItemKind.ACTION]
    if back:
        create_recorded(back, by=by)
    return back


def _with_reached(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    said = [Q(Exists(table.objects.filter(item=OuterRef("pk")))) for table in (Minute, Decision, Action, Vote)]
    reached = reduce(or_, said, Q(began_at__isnull=False))
    return items.annotate(was_reached=ExpressionWrapper(reached, output_field=BooleanField()))


# What an item takes along from one agenda to another.
_KEPT = (
    "kind", "title", "notes", "program_id", "indicator_id", "action_id", "organization_id", "about", "suggestion",
    "reason", "minutes", "presenter_id", "presenter_name", "is_confidential", "is_illustration",
)  # fmt: skip


def _copy(item: AgendaItem, meeting: Meeting, by: Any) -> AgendaItem:
    return AgendaItem(
        body_id=item.body_id, unreached_in=meeting, added_by=by, **{name: getattr(item, name) for name in _KEPT}
    )
