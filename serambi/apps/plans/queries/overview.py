"""The master plan as one page: its pillars, sub-dimensions, missions, goals and how many programs each has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from serambi.apps.plans.models import Goal, MasterPlan, Mission, Pillar, Program, Strategy, SubDimension
from serambi.apps.plans.models.programs import RUNNING
from serambi.apps.plans.queries.lateness import is_late


@dataclass(frozen=True, slots=True)
class PartOverview:
    """A sub-dimension with how many programs it has."""

    sub_dimension: SubDimension
    programs: int


@dataclass(frozen=True, slots=True)
class PillarOverview:
    """A pillar with its sub-dimensions and programs. unplaced: programs that name the pillar only."""

    pillar: Pillar
    parts: tuple[PartOverview, ...]
    programs: int
    running: int
    late: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class PlanOverview:
    plan: MasterPlan
    pillars: tuple[PillarOverview, ...]

    @property
    def programs(self) -> int:
        return sum(pillar.programs for pillar in self.pillars)

    @property
    def parts(self) -> int:
        return sum(len(pillar.parts) for pillar in self.pillars)


def plan_overview(plan: MasterPlan, *, today: dt.date) -> PlanOverview:
    """Return the pillars and sub-dimensions with their programs counted, archived ones left out; three queries."""
    counts: dict[int, dict[int | None, dict[str, int]]] = {}
    rows = (
        Program.objects.active()
        .filter(plan=plan)
        .order_by()
        .values("pillar_id", "sub_dimension_id")
        .annotate(
            programs=Count("pk"),
            running=Count("pk", filter=Q(stage__in=RUNNING)),
            late=Count("pk", filter=is_late(today)),
        )
    )
    for row in rows:
        counts.setdefault(row["pillar_id"], {})[row["sub_dimension_id"]] = {
            name: row[name] for name in ("programs", "running", "late")
        }
    pillars = plan.pillars.prefetch_related("sub_dimensions")
    return PlanOverview(plan, tuple(_pillar(pillar, counts.get(pillar.pk, {})) for pillar in pillars))


def _pillar(pillar: Pillar, counts: dict[int | None, dict[str, int]]) -> PillarOverview:
    def total(name: str) -> int:
        return sum(found[name] for found in counts.values())

    return PillarOverview(
        pillar=pillar,
        parts=tuple(
            PartOverview(part, counts.get(part.pk, {}).get("programs", 0)) for part in pillar.sub_dimensions.all()
        ),
        programs=total("programs"),
        running=total("running"),
        late=total("late"),
        unplaced=counts.get(None, {}).get("programs", 0),
    )


def missions_of(plan: MasterPlan) -> list[Mission]:
    """Return the missions with a column `program_count`, archived programs left out."""
    active = Count("programs", filter=Q(programs__archived_at__isnull=True))
    return list(Mission.objects.filter(plan=plan).annotate(program_count=active))


def goals_of(plan: MasterPlan) -> list[Pillar]:
    """Return the pillars with their goals (`listed_goals`) and these with their strategies; three queries.

    Each strategy has a column `program_count`, archived programs left out.
    """
    active = Count("programs", filter=Q(programs__archived_at__isnull=True))
    strategies = Prefetch("strategies", Strategy.objects.annotate(program_count=active))
    goals = Goal.objects.select_related("sub_dimension").prefetch_related(strategies)
    return list(plan.pillars.prefetch_related(Prefetch("goals", goals, to_attr="listed_goals")))
