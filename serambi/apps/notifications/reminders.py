"""Reminding people of what is due: one digest a person, days apart, in working hours, each threshold once.

A run compares what is due in the apps above with what it has stored of every person and item: the day of the next
threshold. Whoever has a threshold that came is told in one message of everything that is open for them, and in the same
transaction all these thresholds move on. So a missed run loses nothing, a run that is killed leaves whole people told
or not told, and two runs at once tell once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.notifications import digest, outbox
from serambi.apps.notifications.due import DueItem, everything_due, office_is_open
from serambi.apps.notifications.models import Pace, Reminder
from serambi.apps.notifications.thresholds import APART, first_to_tell, is_told_of, next_after

# People who are told in one transaction: few enough that nobody who writes waits for long.
PEOPLE_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one run. asleep: the office is closed, nothing was done."""

    told: int = 0
    asleep: bool = False


def remind(now: dt.datetime | None = None, *, check: Callable[[], None] = lambda: None) -> Run:
    """Remind everybody who has a threshold that came, in working hours; check: called between batches, a safe point."""
    moment = now or timezone.now()
    return remind_at_any_hour(moment, check=check) if office_is_open(moment) else Run(asleep=True)


def remind_at_any_hour(now: dt.datetime | None = None, *, check: Callable[[], None] = lambda: None) -> Run:
    """Remind whether the office is open or not, for whoever tries the program at night."""
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    items = everything_due(today)
    _keep_in_step(items, today)
    told = 0
    people = _people_to_tell(today)
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        check()
        told += _tell(people[start : start + PEOPLE_AT_ONCE], items, today, moment)
    return Run(told=told)


# What is stored, brought in step with what is due -------------------------------------------------------------------


@transaction.atomic
def _keep_in_step(items: Mapping[str, DueItem], today: dt.date) -> None:
    wanted = {
        (user_id, name, capacity): item.due_on for name, item in items.items() for user_id, capacity in item.people()
    }
    gone: list[int] = []
    moved: list[Reminder] = []
    for row in Reminder.objects.select_for_update():
        due_on = wanted.pop((row.user_id, row.item, row.capacity), None)
        if due_on is None:
            gone.append(row.pk)
        elif due_on != row.due_on:
            row.due_on, row.next_on = due_on, first_to_tell(due_on, today, row.capacity)
            moved.append(row)
    for start in range(0, len(gone), 500):
        Reminder.objects.filter(pk__in=gone[start : start + 500]).delete()
    Reminder.objects.bulk_update(moved, ["due_on", "next_on"], batch_size=500)
    fresh = [
        Reminder(
            user_id=user_id, item=name, capacity=capacity, due_on=due_on, next_on=first_to_tell(due_on, today, capacity)
        )
        for (user_id, name, capacity), due_on in wanted.items()
    ]
    Reminder.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)


# Telling ------------------------------------------------------------------------------------------------------------


def _may_be_told(today: dt.date) -> Q:
    return Q(reminder_pace__isnull=True) | Q(reminder_pace__reminded_on__lte=today - APART)


def _people_to_tell(today: dt.date) -> list[int]:
    """Return who has a threshold that came, was not reminded in the last days, and may sign in."""
    having = Reminder.objects.filter(next_on__lte=today).values("user")
    return list(
        User.objects.filter(_may_be_told(today), pk__in=having, is_active=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


@transaction.atomic
def _tell(ids: Sequence[int], items: Mapping[str, DueItem], today: dt.date, now: dt.datetime) -> int:
    """Tell these people, and move on what they were told of; whoever another run told meanwhile is left out."""
    claimed = _claim(ids, today)
    open_for: dict[int, list[Reminder]] = defaultdict(list)
    for row in Reminder.objects.filter(user__in=claimed).order_by("due_on", "item"):
        if is_told_of(row.due_on, today, row.capacity):
            open_for[row.user_id].append(row)
    users = User.objects.in_bulk(claimed)
    letters, told = [], []
    for user_id, rows in open_for.items():
        known = [(row, items[row.item]) for row in rows if row.item in items]
        if not any(row.next_on <= today for row, _item in known):
            continue
        letters.append(digest.of(users[user_id], known, today))
        for row, _item in known:
            row.next_on = next_after(row.due_on, today, row.capacity)
            told.append(row)
    made = outbox.put(letters, now)
    Reminder.objects.bulk_update(told, ["next_on"], batch_size=500)
    return made


def _claim(ids: Sequence[int], today: dt.date) -> list[int]:
    """Take these people for this run, and return those whom no other run has taken today."""
    Pace.objects.bulk_create([Pace(user_id=user_id, reminded_on=dt.date.min) for user_id in ids], ignore_conflicts=True)
    free = list(
        Pace.objects.select_for_update()
        .filter(user__in=ids, reminded_on__lte=today - APART)
        .values_list("user_id", flat=True)
    )
    Pace.objects.filter(user__in=free).update(reminded_on=today)
    return free
