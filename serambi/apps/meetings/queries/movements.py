"""Which programs moved after a meeting dealt with them. After is not because of: nothing here says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from serambi.apps.audit.queries import entries_about
from serambi.apps.evaluation.models import Node, Score
from serambi.apps.meetings.models import Action, ActionState, AgendaItem, Decision, Meeting
from serambi.apps.meetings.queries.confidential import CONFIDENTIAL_ACTION, CONFIDENTIAL_DECISION
from serambi.apps.plans.models import Program, Stage
from serambi.apps.progress.queries import Verified, physical_history, physical_on
from serambi.methods.periods import Frequency, Period

_STEP = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about a program on the day of the meeting and now; None where it is not known."""

    before: Any
    now: Any

    @property
    def is_known(self) -> bool:
        return self.before is not None and self.now is not None

    @property
    def has_moved(self) -> bool:
        return self.is_known and self.before != self.now


@dataclass(frozen=True, slots=True)
class Movement:
    """A program that a meeting decided about or agreed an action for.

    stage: of `plans.models.Stage`. physical: percent, as it was verified by then. attainment: percent to one
    decimal, at the end of the last quarter that was over. Where the agenda kept the numbers as the room
    saw them, stage and physical progress before are those.
    """

    program: Program
    stage: Change
    physical: Change
    attainment: Change

    @property
    def has_moved(self) -> bool:
        return self.stage.has_moved or self.physical.has_moved or self.attainment.has_moved


def movements_after(meetings: Sequence[Meeting], *, today: dt.date) -> dict[int, list[Movement]]:
    """Return the programs that each meeting dealt with and how they moved since. Seven queries, however many."""
    dealt_with = _programs_of(meetings)
    ids = {pk for found in dealt_with.values() for pk in found}
    if not ids:
        return {one.pk: [] for one in meetings}
    programs = Program.objects.in_bulk(ids)
    since = {one.pk: one.began_at or one.starts_at for one in meetings}
    stages = _Stages(ids, min(since.values()))
    physical = physical_history(ids)
    scores = _Scores(ids, since.values(), today)
    pictures = _pictures(meetings)
    return {
        one.pk: [
            Movement(
                programs[pk],
                _as_shown(pictures.get((one.pk, pk)), "stage", stages.change(programs[pk], since[one.pk])),
                _as_shown(pictures.get((one.pk, pk)), "physical", _physical(physical.get(pk, ()), since[one.pk])),
                scores.change(pk, since[one.pk]),
            )
            for pk in sorted(dealt_with[one.pk], key=lambda pk: programs[pk].code)
            if programs[pk].archived_at is None
        ]
        for one in meetings
    }


def _programs_of(meetings: Sequence[Meeting]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {one.pk: set() for one in meetings}
    decided = Decision.objects.filter(meeting__in=found, program__isnull=False).exclude(CONFIDENTIAL_DECISION)
    agreed = (
        Action.objects.filter(meeting__in=found, program__isnull=False)
        .exclude(state=ActionState.CANCELLED)
        .exclude(CONFIDENTIAL_ACTION)
    )
    for rows in (decided, agreed):
        for meeting, program in rows.order_by().values_list("meeting_id", "program_id"):
            if meeting and program:
                found[meeting].add(program)
    return found


class _Stages:
    """The stage of programs at a moment, told by what the record of writes says was there before it changed."""

    def __init__(self, programs: Collection[int], since: dt.datetime) -> None:
        self._changes: dict[int, list[tuple[dt.datetime, str]]] = {}
        entries = entries_about(Program._meta.label_lower, programs)
        rows = entries.filter(at__gte=since, before__has_key="stage").order_by("at", "pk")
        for pk, at, before in rows.values_list("object_id", "at", "before"):
            self._changes.setdefault(int(pk), []).append((at, before["stage"]))

    def change(self, program: Program, moment: dt.datetime) -> Change:
        changes = self._changes.get(program.pk, ())
        return Change(next((stage for at, stage in changes if at >= moment), program.stage), program.stage)


def _physical(history: Sequence[Verified], moment: dt.datetime) -> Change:
    before, now = physical_on(history, before=moment), physical_on(history)
    return Change(before and before.number, now and now.number)


class _Scores:
    """The attainment of programs at the ends of the quarters that were over."""

    def __init__(self, programs: Collection[int], moments: Iterable[dt.datetime], today: dt.date) -> None:
        self._now = _last_quarter(today)
        quarters = {_last_quarter(timezone.localtime(one).date()) for one in moments} | {self._now}
        rows = Score.objects.filter(node=Node.PROGRAM, object_id__in=programs, period__in=quarters)
        self._values = {(pk, period): value for pk, period, value in rows.values_list("object_id", "period", "value")}

    def change(self, program: int, moment: dt.datetime) -> Change:
        then = _last_quarter(timezone.localtime(moment).date())
        return Change(self._value(program, then), self._value(program, self._now))

    def _value(self, program: int, quarter: Period) -> Decimal | None:
        value = self._values.get((program, quarter))
        return Decimal(str(value)).quantize(_STEP, ROUND_HALF_UP) if value is not None else None


def _last_quarter(day: dt.date) -> Period:
    return Period.of(day, Frequency.QUARTER).previous()


def _pictures(meetings: Sequence[Meeting]) -> dict[tuple[int, int], Mapping[str, Any]]:
    """Return what the agendas kept of the numbers of programs, by meeting and program."""
    found = AgendaItem.objects.filter(
        meeting__in=[one.pk for one in meetings], program__isnull=False, picture__isnull=False
    )
    rows = found.order_by("pictured_at", "pk").values_list("meeting_id", "program_id", "picture")
    return {(meeting, program): picture for meeting, program, picture in rows if isinstance(picture, dict)}


def _as_shown(picture: Mapping[str, Any] | None, name: str, change: Change) -> Change:
    """Return the change since what the room saw, where the picture has it."""
    shown = (picture or {}).get(name)
    if shown is None:
        return change
    if name == "stage":
        return Change(shown, change.now) if shown in Stage.values else change
    try:
        return Change(Decimal(str(shown)), change.now)
    except InvalidOperation:  # a picture of another kind of number
        return change
