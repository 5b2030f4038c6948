"""Which activities wait for which, and what that does to their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from serambi.apps.plans.labels import broken_wait_text, push_text, wait_text
from serambi.apps.plans.models import Activity, Dependency, Program, Stage
from serambi.apps.plans.precedence import Push, Wait, Work, is_broken, pushes

MOST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An activity for which another waits, with the program it belongs to."""

    name: str
    program_code: str
    program_id: int
    is_archived: bool
    work: Work


@dataclass(frozen=True, slots=True)
class WaitFacts:
    """One thing for which an activity waits. is_broken: the planned dates contradict it."""

    pk: int
    name: str
    lag_days: int
    predecessor: Predecessor
    is_broken: bool

    @property
    def text(self) -> str:
        return wait_text(self.predecessor.name, self.lag_days, stopped=self.predecessor.work.stage == Stage.STOPPED)

    @property
    def broken_text(self) -> str:
        """Return in words how the dates contradict the wait; "" where they do not."""
        ends_on = self.predecessor.work.ends_on
        if not self.is_broken or ends_on is None:
            return ""
        return broken_wait_text(self.name, self.predecessor.name, ends_on, self.lag_days)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What an activity waits for, and whether it is held up. push_text: the delay that is passed on, as a sentence."""

    waits: tuple[WaitFacts, ...] = ()
    push: Push | None = None
    push_text: str = ""


# Every wait of these activities, of those that they wait for, and so on; both databases walk it in one question.
_UPSTREAM = """
WITH RECURSIVE upstream(id) AS (
    SELECT activity_id FROM plans_dependency WHERE activity_id IN ({marks})
    UNION
    SELECT plans_dependency.predecessor_id
    FROM plans_dependency JOIN upstream ON plans_dependency.activity_id = upstream.id
)
SELECT activity_id, predecessor_id, lag_days
FROM plans_dependency JOIN upstream ON plans_dependency.activity_id = upstream.id
"""


def waits_before(activities: Iterable[int]) -> list[Wait]:
    """Return what these activities wait for, directly and through others, with one query.

    Also what lies in archived programs: when one of them is restored, it must not close a circle.
    """
    given = list(activities)
    if not given:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_UPSTREAM.format(marks=", ".join(["%s"] * len(given))), given)
        return [Wait._make(row) for row in cursor.fetchall()]


def orders_of(programs: Iterable[int], *, today: dt.date) -> dict[int, OrderFacts]:
    """Return what the activities of these programs wait for, by the activity's id; those that do not wait are left out.

    Asks three times at most, however many activities wait for however many others.
    """
    rows = Dependency.objects.filter(
        activity__program__in=list(programs), predecessor__program__archived_at=None
    ).values_list("pk", "activity_id", "predecessor_id", "lag_days")
    direct = [(pk, Wait(activity, before, lag)) for pk, activity, before, lag in rows]
    if not direct:
        return {}
    waits = waits_before({wait.activity for _, wait in direct})
    known = _works({pk for wait in waits for pk in (wait.activity, wait.predecessor)})
    pushed = pushes({pk: one.work for pk, one in known.items() if not one.is_archived}, waits, today=today)
    found: dict[int, list[WaitFacts]] = {}
    for pk, wait in direct:
        here, before = known[wait.activity], known[wait.predecessor]
        broken = is_broken(here.work, before.work, wait.lag_days)
        found.setdefault(wait.activity, []).append(WaitFacts(pk, here.name, wait.lag_days, before, broken))
    return {pk: _order(facts, pushed.get(pk), known) for pk, facts in found.items()}


def _order(waits: list[WaitFacts], push: Push | None, known: dict[int, Predecessor]) -> OrderFacts:
    return OrderFacts(tuple(waits), push, push_text(push.days, known[push.predecessor].name) if push else "")


def _works(activities: Iterable[int]) -> dict[int, Predecessor]:
    rows = Activity.objects.filter(pk__in=list(activities)).order_by()
    columns = ("pk", "name", "program__code", "program_id", "program__archived_at", "starts_on", "ends_on", "stage")
    return {
        pk: Predecessor(name, code, program, archived_at is not None, Work(starts_on, ends_on, stage))
        for pk, name, code, program, archived_at, starts_on, ends_on, stage in rows.values_list(*columns)
    }


def possible_predecessors(activity: Activity, words: str) -> list[Activity]:
    """Return the activities that this one could wait for: its own program's, then those that are searched for.

    words: looked for, each of them, in the activity's name and code and in the program's code and name; at most
    MOST_FOUND activities of other programs are returned, and none without words.
    """
    own = list(Activity.objects.filter(program=activity.program_id).exclude(pk=activity.pk).select_related("program"))
    if not words.split():
        return own
    others = Activity.objects.filter(program__plan=activity.program.plan_id, program__archived_at=None).exclude(
        program=activity.program_id
    )
    for word in words.split():
        others = others.filter(
            Q(name__icontains=word) | Q(code__icontains=word)
            | Q(program__code__icontains=word) | Q(program__name__icontains=word)
        )  # fmt: skip
    found = others.select_related("program").order_by("program__code", "position", "pk")
    return [*own, *found[:MOST_FOUND]]


def get_possible_predecessor(user: Any, activity: Activity, pk: int) -> Activity | None:
    """Return an activity of the same plan that the person may see; None where there is none."""
    programs = Program.objects.visible_to(user).filter(plan=activity.program.plan_id, archived_at=None)
    return Activity.objects.filter(pk=pk, program__in=programs.values("pk")).select_related("program").first()
