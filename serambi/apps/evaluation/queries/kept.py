"""What was read for a page, kept in the process until anything is written.

Ten people who look at the dashboard on one morning see the same rows. They are read once, and again as soon as the
record of writes has a new entry: every write leaves one in its own transaction, so nothing old can be shown. What is
kept are the rows, not the page. `docs/decisions/0009-kept-rows.md` has the reasons and the limits.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db.models import Count, OuterRef, Subquery, Value
from django.utils.translation import get_language

from serambi.apps.agencies.permissions import can_see_preliminary, is_coordinator
from serambi.apps.audit.models import Entry as Record
from serambi.apps.evaluation.models import JoinedPlan
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.joining import NodeKey
from serambi.apps.evaluation.queries.lists import Entry, due_soon, needs_decision
from serambi.apps.evaluation.queries.news import news
from serambi.apps.evaluation.queries.overview import Overview, read_overview
from serambi.apps.evaluation.queries.programs import ProgramTable, program_table
from serambi.apps.plans.models import MasterPlan, ProgramQuerySet
from serambi.apps.plans.permissions import can_see_plan
from serambi.methods.periods import Period

Rows = TypeVar("Rows")

# Two transactions can finish in the other order than their entries are numbered. Counting the last entries as well as
# looking at the last number notices the one that comes late.
_COUNTED = 500


@dataclass(frozen=True, slots=True)
class Front:
    """Everything on the dashboard: the rows of the table and the three short lists."""

    overview: Overview
    decisions: tuple[Entry, ...]
    deadlines: tuple[Entry, ...]
    news: tuple[Entry, ...]


class Shelf(Generic[Rows]):
    """A few results by their keys; what has not been asked for longest goes first."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._kept: OrderedDict[Hashable, Rows] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], Rows]) -> Rows:
        """Return what is kept under the key, reading it first where nothing is."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = read()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._places:
                self._kept.popitem(last=False)
        return found


_overviews: Shelf[Overview] = Shelf(48)
_fronts: Shelf[Front] = Shelf(48)
_programs: Shelf[ProgramTable] = Shelf(96)


def kept_overview(plan: MasterPlan, user: Any, *, quarter: Period, basis: Basis, today: dt.date) -> Overview:
    """Return the same as `read_overview`, without a query where nothing was written since somebody like this asked.

    plan: as `current_plan_for` returns it.
    """

    def read() -> Overview:
        return read_overview(plan, user, quarter=quarter, basis=basis, today=today)

    key = _key(plan, user, quarter, basis, today)
    return read() if key is None else _overviews.get(key, read)


def kept_front(plan: MasterPlan, user: Any, *, quarter: Period, basis: Basis, today: dt.date) -> Front:
    """Return the rows and lists of the dashboard, without a query where nothing was written since. plan: as above."""

    def read() -> Front:
        overview = read_overview(plan, user, quarter=quarter, basis=basis, today=today)
        return Front(overview, needs_decision(overview), due_soon(plan, user, today=today), news(plan, user))

    key = _key(plan, user, quarter, basis, today)
    return read() if key is None else _fronts.get(key, read)


def kept_programs(
    overview: Overview, user: Any, node: NodeKey, programs: ProgramQuerySet, *, sort: str, number: str
) -> ProgramTable:
    """Return the same as `program_table`, kept like the overview it belongs to."""

    def read() -> ProgramTable:
        return program_table(overview, node, programs, sort=sort, number=number)

    key = _key(overview.plan, user, overview.quarter, overview.basis, overview.today)
    return read() if key is None else _programs.get((key, node, sort, number), read)


def current_plan_for(user: Any) -> MasterPlan | None:
    """Return the current plan if the person may see it, with the state of the data beside it; one query.

    The state is other after any write: the number of the last entry of the record, how many of the last there are, and
    the name of the last time when the whole plan was joined, which leaves no entry.
    """
    last = Record.objects.order_by("-pk").values("pk")[:1]
    recent = Record.objects.filter(pk__gt=Subquery(last) - _COUNTED).order_by().annotate(one=Value(1))
    joined = JoinedPlan.objects.filter(plan_id=OuterRef("pk"))
    plan = (
        MasterPlan.objects.filter(is_current=True)
        .select_related("region")
        .annotate(
            state_run=Subquery(joined.values("run")),
            state_last=Subquery(last),
            state_recent=Subquery(recent.values("one").annotate(found=Count("pk")).values("found")),
        )
        .first()
    )
    return plan if plan is not None and can_see_plan(user, plan) else None


def _key(plan: MasterPlan, user: Any, quarter: Period, basis: Basis, today: dt.date) -> Hashable | None:
    """Return what decides the rows: the state of the data, the day, the language, and what such a person may see.

    None where the plan came without its state, or was never joined: then nothing is kept.
    """
    state = tuple(getattr(plan, name, None) for name in ("state_run", "state_last", "state_recent"))
    if state[0] is None:
        return None
    sees = (basis, is_coordinator(user), can_see_preliminary(user), bool(getattr(user, "is_authenticated", False)))
    return plan.pk, state, quarter, today, get_language(), sees
