"""What is wrong with the figures of the plan's indicators: old, missing, without an owner, without a target."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from serambi.apps.evaluation.labels import IndicatorState
from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.joining import NodeKey, group_key
from serambi.apps.indicators.models import Indicator, ProgramIndicator, Target
from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Period

_STATES = (IndicatorState.STALE, IndicatorState.MISSING, IndicatorState.NO_OWNER, IndicatorState.NO_TARGET)


class IndicatorFacts(NamedTuple):
    """What the states of an indicator follow from. latest: the last period with a value, on the reader's basis.

    owner: abbreviation of the organization that answers for it. due: the target that has come due, None when none
    has. reached: its attainment in percent, None when missing.
    """

    pk: int
    code: str
    name: str
    name_en: str
    owner: str | None
    reporting_days: int
    latest: Period | None
    has_target: bool
    due: int | None
    reached: float | None

    @property
    def display_name(self) -> str:
        """Return the name in the reader's language, the Indonesian one where there is no other."""
        return in_language(self.name, self.name_en)

    def is_stale(self, today: dt.date) -> bool:
        """Tell whether the figure of the period after the latest one should be there by now."""
        return self.latest is not None and is_overdue(self.latest, self.reporting_days, today)

    @property
    def is_missing(self) -> bool:
        """Tell whether there is no value at all, or none for the target that has come due."""
        return self.latest is None or (self.due is not None and self.reached is None)

    def states(self, today: dt.date) -> tuple[IndicatorState, ...]:
        """Return every state that the indicator is in, in the order of `IndicatorState`."""
        holds = (self.is_stale(today), self.is_missing, self.owner is None, not self.has_target)
        return tuple(compress(_STATES, holds)) if any(holds) else ()


def in_language(name: str, name_en: str) -> str:
    """Return the name in the reader's language, the Indonesian one where there is no other."""
    return name_en if get_language() == "en" and name_en else name


@lru_cache(maxsize=4096)
def is_overdue(latest: Period, reporting_days: int, today: dt.date) -> bool:
    """Tell whether the next period has been over for more than the days within which its value should come."""
    return latest.shift(1).end + dt.timedelta(days=reporting_days) < today


class States:
    """Which indicators under each group, pillar and the plan are in which state."""

    def __init__(
        self,
        wrong: Mapping[int, tuple[IndicatorFacts, tuple[IndicatorState, ...]]],
        places: Mapping[NodeKey, Collection[int]],
    ) -> None:
        self._wrong = wrong
        self._places = places

    def wrong_under(self, key: NodeKey) -> list[tuple[IndicatorFacts, tuple[IndicatorState, ...]]]:
        """Return the indicators of the programs under a node that are in any state, longest without a figure first."""
        found = [self._wrong[pk] for pk in self._places.get(key, ())]
        return sorted(found, key=lambda one: (one[0].latest.end if one[0].latest else dt.date.min, one[0].code))

    def with_state(self, key: NodeKey, state: IndicatorState) -> list[IndicatorFacts]:
        """Return the indicators of the programs under a node that are in this state, each once."""
        return [fact for fact, states in map(self._wrong.__getitem__, self._places.get(key, ())) if state in states]

    def count(self, key: NodeKey, state: IndicatorState) -> int:
        return len(self.with_state(key, state))


def with_facts(
    indicators: QuerySet[Indicator], *, plan: MasterPlan, quarter: Period, basis: Basis
) -> list[IndicatorFacts]:
    """Return the facts of these indicators at the end of a quarter, for the plan's region; one query."""
    targets = Target.objects.filter(indicator_id=OuterRef("pk"), area_id=plan.region_id)
    # The same order as `joining.DueTargets`: the latest, and of two on one day the longer period.
    due = targets.filter(period_end__lte=quarter.end).order_by("-period_end", "period_start")
    reached = "attainment__final_ratio" if basis is Basis.FINAL else "attainment__ratio"
    latest = "state__final_period" if basis is Basis.FINAL else "state__latest_period"
    rows = indicators.annotate(
        owner_name=F("owner__abbreviation"),
        latest=F(latest),
        has_target=Exists(targets),
        due=Subquery(due.values("pk")[:1]),
        reached=Subquery(due.values(reached)[:1]),
    ).values_list(*("owner_name" if name == "owner" else name for name in IndicatorFacts._fields))
    return [IndicatorFacts(*row) for row in rows]


def read_states(plan: MasterPlan, user: Any, *, quarter: Period, basis: Basis, today: dt.date) -> States:
    """Return the states of the indicators of the plan's active programs that the person may see; two queries."""
    visible = Indicator.objects.visible_to(user).active()
    facts = with_facts(visible.order_by(), plan=plan, quarter=quarter, basis=basis)
    # An indicator stands in many programs; only those with something wrong are looked up there.
    wrong = {fact.pk: (fact, states) for fact in facts if (states := fact.states(today))}
    # The plan and the archive are looked at here and not in SQL: asked for them, a planner starts at the programs and
    # looks for every wrong indicator in each of them.
    links = ProgramIndicator.objects.filter(indicator_id__in=list(wrong)).order_by()
    rows: Iterable[tuple[int, dt.datetime | None, int, int | None, int]] = links.values_list(
        "program__plan_id", "program__archived_at", "program__pillar_id", "program__sub_dimension_id", "indicator_id"
    )
    places: dict[NodeKey, set[int]] = defaultdict(set)
    for plan_id, archived_at, pillar_id, sub_dimension_id, indicator_id in rows:
        if plan_id != plan.pk or archived_at is not None:
            continue
        group = group_key(pillar_id, sub_dimension_id)
        for key in (group, (Node.PILLAR.value, pillar_id), (Node.PLAN.value, plan.pk)):
            places[key].add(indicator_id)
    return States(wrong, places)
