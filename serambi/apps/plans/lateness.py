"""When a program is late, and why: one rule, stated once for a program in memory.

`queries.lateness` states the same rule in SQL for lists; a test compares the two on generated programs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from serambi.apps.plans.delays import Delay, DelayReason
from serambi.apps.plans.models.programs import FINISHED, Stage

# Nothing that is finished or was stopped can be late.
CLOSED = (*FINISHED, Stage.STOPPED)


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone as the rule sees it: what it is called, when it was due, and the stage of its activity."""

    name: str
    due_on: dt.date
    activity_stage: str
    reached_on: dt.date | None = None


def is_overdue(milestone: Due, *, today: dt.date) -> bool:
    """Tell whether a milestone's day has passed unreached, in an activity that is neither finished nor stopped."""
    return milestone.reached_on is None and milestone.due_on < today and milestone.activity_stage not in CLOSED


def delays(
    *,
    stage: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    milestones: Iterable[Due],
    today: dt.date,
) -> tuple[Delay, ...]:
    """Return every reason for which a program is late today, in this order: its end, its start, its milestones.

    A program is late from the day after a day that was missed. It is not finished while its stage is neither done nor
    in use, which includes that nobody reported its stage; it has not started only where somebody said so. What was
    stopped is not late.

    >>> delays(stage="execution", starts_on=None, ends_on=dt.date(2026, 6, 30), milestones=(),
    ...        today=dt.date(2026, 7, 1))[0].since
    datetime.date(2026, 6, 30)
    """
    if stage in CLOSED:
        return ()
    found: list[Delay] = []
    if ends_on is not None and ends_on < today:
        found.append(Delay(DelayReason.NOT_FINISHED, ends_on, reported=stage != Stage.UNREPORTED))
    if starts_on is not None and starts_on < today and stage == Stage.NOT_STARTED:
        found.append(Delay(DelayReason.NOT_STARTED, starts_on))
    overdue = sorted(
        (milestone for milestone in milestones if is_overdue(milestone, today=today)),
        key=lambda milestone: (milestone.due_on, milestone.name),
    )
    found.extend(Delay(DelayReason.MILESTONE, milestone.due_on, milestone.name) for milestone in overdue)
    return tuple(found)
