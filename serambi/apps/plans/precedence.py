"""What follows from one activity waiting for another: circles, broken dates, and delays that are passed on.

An activity that waits may start on the day its predecessor ends, or as many days later as it has to wait. Everything
here is arithmetic on what it is given; `queries.dependencies` reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from serambi.apps.plans.lateness import CLOSED
from serambi.apps.plans.models.programs import Stage

# Work that runs has started: what its predecessor does no longer moves its start.
_STARTED = (Stage.EXECUTION, *CLOSED)
_LONGEST_WAY = 100_000  # days; what would lie beyond the calendar is no forecast


@dataclass(frozen=True, slots=True)
class Work:
    """An activity as the rule sees it: when it is planned, and its stage."""

    starts_on: dt.date | None
    ends_on: dt.date | None
    stage: str = Stage.NOT_STARTED


class Wait(NamedTuple):
    """One activity waits for another to end, and then as many days more. Both by their id.

    A tuple, because a page reads all of a plan's at once.
    """

    activity: int
    predecessor: int
    lag_days: int = 0


@dataclass(frozen=True, slots=True)
class Push:
    """By how many days an activity starts later than planned, and which predecessor holds it up most."""

    days: int
    predecessor: int


def circle(waits: Iterable[Wait], new: Wait) -> tuple[int, ...]:
    """Return the activities of the circle that a new wait would close, the waiting one first; () where it closes none.

    Each waits for the next, and the last one for the first.

    >>> circle([Wait(2, 1), Wait(3, 2)], Wait(1, 3))
    (1, 3, 2)
    """
    before = _predecessors(waits)
    came_from: dict[int, int] = {new.predecessor: new.activity}
    ahead = [new.predecessor]
    while ahead:
        here = ahead.pop()
        if here == new.activity:
            break
        for wait in before.get(here, ()):
            if wait.predecessor not in came_from:
                came_from[wait.predecessor] = here
                ahead.append(wait.predecessor)
    if new.activity == new.predecessor:
        return (new.activity,)
    if new.activity not in came_from:
        return ()
    way = [came_from[new.activity]]
    while way[-1] != new.predecessor:
        way.append(came_from[way[-1]])
    return (new.activity, *reversed(way))


def is_broken(activity: Work, predecessor: Work, lag_days: int) -> bool:
    """Tell whether the planned dates contradict the wait: the activity starts before it may.

    Where a day is missing nothing is contradicted. A predecessor that is done holds nobody up, whatever was planned.

    >>> is_broken(Work(dt.date(2026, 3, 1), None), Work(None, dt.date(2026, 3, 10)), 0)
    True
    """
    if activity.starts_on is None or predecessor.ends_on is None or predecessor.stage in CLOSED:
        return False
    return (activity.starts_on - predecessor.ends_on).days < lag_days


def pushes(works: Mapping[int, Work], waits: Iterable[Wait], *, today: dt.date) -> dict[int, Push]:
    """Return for each activity that starts later than planned because of a late predecessor by how much, and whose.

    A predecessor past its end that is neither finished nor stopped ends today at the earliest; one that starts later
    than planned ends as many days later. Only what that adds is a push: dates that contradicted the wait from the
    beginning are not (`is_broken` tells them). Work that has started is not pushed. Activities in a circle are left
    alone.
    """
    before = _predecessors(wait for wait in waits if wait.activity in works and wait.predecessor in works)
    ends: dict[int, dt.date | None] = {}
    found: dict[int, Push] = {}
    for pk in _in_order(works, before):
        work = works[pk]
        for wait in before.get(pk, ()):
            push = _push(work, works[wait.predecessor], ends.get(wait.predecessor), wait)
            if push is not None and (pk not in found or push.days > found[pk].days):
                found[pk] = push
        ends[pk] = _expected_end(work, found.get(pk), today)
    return found


def _push(work: Work, predecessor: Work, expected_end: dt.date | None, wait: Wait) -> Push | None:
    if work.starts_on is None or work.stage in _STARTED or predecessor.ends_on is None or expected_end is None:
        return None
    planned = max(work.starts_on, predecessor.ends_on + dt.timedelta(days=wait.lag_days))
    days = (expected_end + dt.timedelta(days=wait.lag_days) - planned).days
    return Push(days, wait.predecessor) if days > 0 else None


def _expected_end(work: Work, push: Push | None, today: dt.date) -> dt.date | None:
    """Return when an activity ends as things stand; None where it has ended, was stopped or has no planned end."""
    if work.ends_on is None or work.stage in CLOSED:
        return None
    later = min(push.days if push else 0, _LONGEST_WAY)
    return max(work.ends_on + dt.timedelta(days=later), today)


def _in_order(works: Mapping[int, Work], before: Mapping[int, list[Wait]]) -> list[int]:
    """Return the activities so that each stands after those it waits for; those in a circle are left out."""
    open_waits = {pk: len(before.get(pk, ())) for pk in works}
    after: dict[int, list[int]] = {}
    for pk, waits in before.items():
        for wait in waits:
            after.setdefault(wait.predecessor, []).append(pk)
    ready = [pk for pk, count in open_waits.items() if not count]
    for pk in ready:  # grows while it is walked
        for follower in after.get(pk, ()):
            open_waits[follower] -= 1
            if not open_waits[follower]:
                ready.append(follower)
    return ready


def _predecessors(waits: Iterable[Wait]) -> dict[int, list[Wait]]:
    found: dict[int, list[Wait]] = {}
    for wait in waits:
        found.setdefault(wait.activity, []).append(wait)
    return found
