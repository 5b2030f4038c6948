"""How many programs run, are late, or have something missing, by the group they stand in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from serambi.apps.evaluation.queries.joining import NodeKey, group_key
from serambi.apps.indicators.models import ProgramIndicator
from serambi.apps.plans.models import MasterPlan, Program, Stage
from serambi.apps.plans.models.programs import FINISHED, RUNNING
from serambi.apps.plans.queries import is_late
from serambi.methods import scoring


@dataclass(frozen=True, slots=True)
class ProgramCounts:
    """Programs of a group as they stand today.

    planned: all that are not archived; running: in execution, done or in use; unreported: nobody has said. late, and
    of these: ended (the planned end has passed), not_begun (the planned start has), the rest missed a milestone.
    """

    planned: int = 0
    running: int = 0
    unreported: int = 0
    late: int = 0
    ended: int = 0
    not_begun: int = 0
    no_lead: int = 0
    no_indicator: int = 0

    @property
    def missed_milestone(self) -> int:
        return self.late - self.ended - self.not_begun

    @property
    def outcome(self) -> float | None:
        """Return running over planned in percent, the ministry's headline; None without programs or reports."""
        reported = self.planned - self.unreported
        return scoring.outcome(self.running, planned=self.planned) if reported else None

    def __add__(self, other: ProgramCounts) -> ProgramCounts:
        return ProgramCounts(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(ProgramCounts))
        )


def count_programs(plan: MasterPlan, *, today: dt.date) -> dict[NodeKey, ProgramCounts]:
    """Return the counts of every group that has programs; one query."""
    open_ = ~Q(stage__in=(*FINISHED, Stage.STOPPED))
    ended = open_ & Q(ends_on__lt=today)
    not_begun = Q(stage=Stage.NOT_STARTED, starts_on__lt=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    has_indicator = ProgramIndicator.objects.filter(program_id=OuterRef("pk"), indicator__archived_at__isnull=True)
    counted = {
        "planned": Count("pk"),
        "running": Count("pk", filter=Q(stage__in=RUNNING)),
        "unreported": Count("pk", filter=Q(stage=Stage.UNREPORTED)),
        "late": Count("pk", filter=is_late(today)),
        "ended": Count("pk", filter=ended),
        "not_begun": Count("pk", filter=not_begun),
        "no_lead": Count("pk", filter=Q(lead__isnull=True)),
        "no_indicator": Count("pk", filter=~Exists(has_indicator)),
    }
    rows: Iterable[tuple[Any, ...]] = (
        Program.objects.active()
        .filter(plan_id=plan.pk)
        .order_by()
        .values("pillar_id", "sub_dimension_id")
        .annotate(**counted)
        .values_list("pillar_id", "sub_dimension_id", *counted)
    )
    return {group_key(pillar, sub): ProgramCounts(*counts) for pillar, sub, *counts in rows}
