"""Keeping the agenda of a meeting: its sections, its items, and their order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.indicators.models import Indicator
from serambi.apps.meetings import errors
from serambi.apps.meetings.models import (
    Action,
    AgendaItem,
    AgendaSection,
    ItemKind,
    Meeting,
    MeetingBody,
    Receives,
)
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.queries.agenda import in_order, sections_of
from serambi.apps.meetings.queries.numbers import read_numbers
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.workflow import AGENDA_CHANGES
from serambi.apps.plans.models import Program

UP, DOWN = -1, 1
_TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is to be talked about. title: "" takes the name of what it is about. about, suggestion, reason: of a
    proposal that was taken over."""

    title: str = ""
    kind: str = ItemKind.TOPIC
    minutes: int = 10
    section: AgendaSection | None = None
    notes: str = ""
    program: Program | None = None
    indicator: Indicator | None = None
    action: Action | None = None
    organization: Organization | None = None
    presenter: Organization | None = None
    presenter_name: str = ""
    is_confidential: bool = False
    is_standing: bool = False
    is_illustration: bool = False
    about: str = ""
    suggestion: str = ""
    reason: str = ""


# Sections -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_section(meeting: Meeting, title: str, *, receives: str = Receives.NOTHING, by: Any) -> AgendaSection:
    """Add a section at the end of an agenda, and return it.

    Raises NotACoordinator, AgendaFixed, SectionTitleMissing.
    """
    current = held(meeting, by=by)
    if not title.strip():
        raise errors.SectionTitleMissing
    last = current.sections.count()
    made = AgendaSection.objects.create(meeting=current, title=title.strip(), position=last + 1, receives=receives)
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    beat(current.pk)
    return made


@transaction.atomic
def change_section(section: AgendaSection, title: str, *, receives: str, by: Any) -> AgendaSection:
    """Change what a section is called and which proposals it takes in. Raises what `add_section` raises."""
    held(section.meeting, by=by)
    if not title.strip():
        raise errors.SectionTitleMissing
    current = AgendaSection.objects.get(pk=section.pk)
    before = snapshot(current)
    current.title, current.receives = title.strip(), receives
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    beat(current.meeting_id)
    return current


@transaction.atomic
def remove_section(section: AgendaSection, *, by: Any) -> None:
    """Take a section away; its items stay, at the end. Raises NotACoordinator, AgendaFixed."""
    meeting = held(section.meeting, by=by)
    record(Verb.REMOVED, section, by=by, before=snapshot(section))
    AgendaSection.objects.filter(pk=section.pk).delete()
    renumber(meeting)
    beat(meeting.pk)


@transaction.atomic
def move_section(section: AgendaSection, step: int, *, by: Any) -> None:
    """Move a section with its items before or after its neighbor; at either end nothing happens. step: UP or DOWN.

    Raises NotACoordinator, AgendaFixed.
    """
    meeting = held(section.meeting, by=by)
    found = sections_of(meeting)
    here = next(place for place, one in enumerate(found) if one.pk == section.pk)
    there = here + step
    if not 0 <= there < len(found):
        return
    before = snapshot(found[here], ["position"])
    found[here], found[there] = found[there], found[here]
    for place, one in enumerate(found, start=1):
        one.position = place
    AgendaSection.objects.bulk_update(found, ["position"])
    record(Verb.CHANGED, found[there], by=by, before=before, after=snapshot(found[there], ["position"]))
    renumber(meeting)
    beat(meeting.pk)


# Items --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_item(meeting: Meeting, facts: ItemFacts, *, by: Any) -> AgendaItem:
    """Add an item at the end of its section, and return it.

    Raises NotACoordinator, AgendaFixed, ItemTitleMissing, and the error of what its kind needs.
    """
    current = held(meeting, by=by)
    columns = columns_of(facts)
    last = current.agenda_items.count()
    made = AgendaItem.objects.create(
        body_id=current.body_id, meeting=current, position=last + 1, added_by=by, **columns
    )
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    renumber(current)
    beat(current.pk)
    return made


@transaction.atomic
def change_item(item: AgendaItem, facts: ItemFacts, *, by: Any, seen: int | None = None) -> AgendaItem:
    """Change an item of an agenda or of the backlog, and return it.

    Raises what `add_item` raises, and ChangedMeanwhile.
    """
    current = held_item(item, by=by, seen=seen)
    before = snapshot(current)
    moved = current.section_id != (facts.section.pk if facts.section is not None else None)
    subject = _subject(current)
    proposed = {name: getattr(current, name) for name in ("about", "suggestion", "reason", "is_illustration")}
    for name, value in columns_of(facts).items():
        setattr(current, name, value)
    # What was proposed stays with the item for as long as it is about the same.
    if _subject(current) == subject:
        for name, value in proposed.items():
            setattr(current, name, value)
    if moved and current.meeting is not None:
        current.position = current.meeting.agenda_items.count() + 1
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    if current.meeting is not None:
        renumber(current.meeting)
        beat(current.meeting.pk)
    return current


def _subject(item: AgendaItem) -> tuple[object, ...]:
    key = item.about if item.kind in _BY_KEY else ""
    return item.kind, item.program_id, item.indicator_id, item.action_id, item.organization_id, key


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Any, seen: int | None = None) -> None:
    """Take an item out of an agenda or out of the backlog for good; what it was stays in the record.

    Raises NotACoordinator, AgendaFixed, ItemDiscussed, ChangedMeanwhile.
    """
    current = held_item(item, by=by, seen=seen)
    _refuse_discussed(current)
    record(Verb.REMOVED, current, by=by, before=snapshot(current))
    meeting = current.meeting
    current.delete()
    if meeting is not None:
        renumber(meeting)
        beat(meeting.pk)


@transaction.atomic
def move_item(item: AgendaItem, step: int, *, by: Any) -> AgendaItem:
    """Move an item before or after its neighbor; from the edge of its section it goes into the next one.

    step: UP or DOWN. Raises NotACoordinator, AgendaFixed.
    """
    current = held_item(item, by=by, seen=None)
    meeting = current.meeting
    if meeting is None:
        return current
    before = snapshot(current, ["section", "position"])
    groups = _groups(meeting)
    keys = list(groups)
    here = current.section_id
    mine = groups[here]
    place = next(index for index, one in enumerate(mine) if one.pk == current.pk)
    moving = mine.pop(place)
    if 0 <= place + step <= len(mine):
        mine.insert(place + step, moving)
    else:
        there = keys.index(here) + step
        if not 0 <= there < len(keys):
            return current
        moving.section_id = keys[there]
        groups[keys[there]].insert(0 if step == DOWN else len(groups[keys[there]]), moving)
    for position, one in enumerate((one for some in groups.values() for one in some), start=1):
        one.position = position
    AgendaItem.objects.bulk_update([one for some in groups.values() for one in some], ["section", "position"])
    record(Verb.CHANGED, moving, by=by, before=before, after=snapshot(moving, ["section", "position"]))
    beat(meeting.pk)
    return moving


def _groups(meeting: Meeting) -> dict[int | None, list[AgendaItem]]:
    """Return the items by section, in the order of the agenda; what has no section stands last."""
    groups: dict[int | None, list[AgendaItem]] = {one.pk: [] for one in sections_of(meeting)} | {None: []}
    for one in in_order(meeting.agenda_items.select_related("section")):
        groups[one.section_id].append(one)
    return groups


# Freezing -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def freeze(item: AgendaItem, *, by: Any = None, today: dt.date | None = None) -> AgendaItem:
    """Keep the numbers of an item as they are now, with the time, and return it; a later call keeps the later ones.

    A topic has no numbers, and nothing is kept for it. Called by whoever ends an item, in the same transaction.
    """
    raw = read_numbers([item], today=today or timezone.localdate()).get(item.pk)
    if raw is None:
        return item
    before = {"picture": item.picture}
    item.picture, item.pictured_at = raw, timezone.now()
    item.save(update_fields=["picture", "pictured_at"])
    record(Verb.CHANGED, item, by=by, before=before, after={"picture": raw})
    return item


# What they share ----------------------------------------------------------------------------------------------------


def held(meeting: Meeting, *, by: Any) -> Meeting:
    """Return the meeting, locked, whose agenda the person may change now. Raises NotACoordinator, AgendaFixed."""
    if not can_arrange(by):
        raise errors.NotACoordinator
    current = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if current.state not in AGENDA_CHANGES:
        raise errors.AgendaFixed(state=current.get_state_display())
    return current


def held_item(item: AgendaItem, *, by: Any, seen: int | None) -> AgendaItem:
    """Return the item as it is now, its meeting or its body locked.

    Raises NotACoordinator, AgendaFixed, ChangedMeanwhile.
    """
    if item.meeting is not None:
        held(item.meeting, by=by)
    elif not can_arrange(by):
        raise errors.NotACoordinator
    else:
        MeetingBody.objects.select_for_update(of=("self",)).get(pk=item.body_id)
    current = AgendaItem.objects.select_related("meeting", "body").filter(pk=item.pk).first()
    # Somebody may have moved it between the meeting and the backlog before this one came to it.
    if current is None or current.meeting_id != item.meeting_id or (seen is not None and current.version != seen):
        raise errors.ChangedMeanwhile
    return current


def _refuse_discussed(item: AgendaItem) -> None:
    if item.began_at is not None:
        raise errors.ItemDiscussed(title=item.title)


def renumber(meeting: Meeting) -> None:
    """Give the items of a meeting their places, section after section, so that one column tells the whole order."""
    found = in_order(meeting.agenda_items.select_related("section"))
    moved = [(place, one) for place, one in enumerate(found, start=1) if one.position != place]
    for place, one in moved:
        one.position = place
    AgendaItem.objects.bulk_update([one for _place, one in moved], ["position"])


_NEEDS: dict[str, tuple[str, type[errors.MeetingError]]] = {
    ItemKind.PROGRAM: ("program", errors.ProgramMissing),
    ItemKind.INDICATOR: ("indicator", errors.IndicatorMissing),
    ItemKind.ACTION: ("action", errors.ActionMissing),
    ItemKind.REPORT: ("organization", errors.AgencyMissing),
}


# What stands in an app beside this one is known by its key, in `about`.
_BY_KEY: dict[str, type[errors.MeetingError]] = {
    ItemKind.COMMITMENT: errors.CommitmentMissing,
    ItemKind.VOICES: errors.PileMissing,
}


def columns_of(facts: ItemFacts) -> dict[str, Any]:
    """Return the columns of an item. Only what its kind is about is kept, so that nothing is about two things."""
    needed, error = _NEEDS.get(facts.kind, ("", errors.ItemTitleMissing))
    about = {name: getattr(facts, name) if name == needed else None for name, _error in _NEEDS.values()}
    if needed and about[needed] is None:
        raise error
    if facts.kind in _BY_KEY and not facts.about:
        raise _BY_KEY[facts.kind]
    title = facts.title.strip() or (_name(about[needed]) if needed else "")
    if not title:
        raise errors.ItemTitleMissing
    others = ("kind", "minutes", "section", "presenter", "is_confidential", "is_standing", "about", "suggestion")
    is_example = facts.is_illustration or bool(needed and getattr(about[needed], "is_illustration", False))
    texts = {name: getattr(facts, name).strip() for name in ("notes", "presenter_name", "reason")}
    plain = {name: getattr(facts, name) for name in others}
    return {"title": shortened(title), **about, **texts, **plain, "is_illustration": is_example}


def _name(thing: Any) -> str:
    return str(thing.name) if isinstance(thing, Program | Indicator | Organization) else str(thing)


def shortened(title: str) -> str:
    return title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1]}…"
