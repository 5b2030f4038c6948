"""Adding money up: what was set aside, what was spent, and the ratio of the two where both are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from serambi.apps.plans.models import BudgetLine, MasterPlan, ProgramQuerySet
from serambi.methods.scoring import percent_spent, spending

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """Sums over budget lines, in rupiah.

    lines, reported: how many lines there are, and of how many a realization was reported.
    ceiling: of all lines; None where there is no line. realization: of the reported lines; None where there is none.
    reported_ceiling: of the reported lines. illustrations: how many lines are illustration.
    """

    lines: int = 0
    reported: int = 0
    ceiling: Decimal | None = None
    realization: Decimal | None = None
    reported_ceiling: Decimal | None = None
    illustrations: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Return realization in percent of the ceiling, a ratio of sums over the lines whose realization is reported.

        A line that nobody reported is left out of both sums: it is not known to be nothing. None where nothing was
        reported, or where what was reported had no ceiling.
        """
        return percent_spent(self.realization, ceiling=self.reported_ceiling)

    @property
    def left_out(self) -> int:
        """Return how many lines are in the ceiling but not in the percentage."""
        return self.lines - self.reported

    @property
    def left_out_ceiling(self) -> Decimal | None:
        if self.ceiling is None or not self.left_out:
            return None
        return self.ceiling - (self.reported_ceiling or _NOTHING)

    @property
    def is_overspent(self) -> bool:
        return self.percent is not None and self.percent > 100


# What is added up, under names that are not those of columns.
_SUMS = {
    "line_count": Count("pk"),
    "reported_count": Count("realization"),
    "set_aside": Sum("ceiling"),
    "spent": Sum("realization"),
    "set_aside_of_reported": Sum("ceiling", filter=Q(realization__isnull=False)),
    "illustration_count": Count("pk", filter=Q(is_illustration=True)),
}


def totals(lines: QuerySet[BudgetLine]) -> BudgetTotals:
    """Return the sums over these lines, with one query."""
    return _totals(lines.order_by().aggregate(**_SUMS))


def totals_by_program(lines: QuerySet[BudgetLine]) -> dict[int, BudgetTotals]:
    """Return the sums of each program that has any of these lines, by its id, with one query."""
    rows = lines.order_by().values("program_id").annotate(**_SUMS)
    return {row["program_id"]: _totals(row) for row in rows}


def _totals(found: Mapping[str, Any]) -> BudgetTotals:
    return BudgetTotals(
        lines=found["line_count"],
        reported=found["reported_count"],
        ceiling=found["set_aside"],
        realization=found["spent"],
        reported_ceiling=found["set_aside_of_reported"],
        illustrations=found["illustration_count"],
    )


def sum_of(parts: Iterable[BudgetTotals]) -> BudgetTotals:
    """Return the sums of several sums; what is known of none of them stays unknown."""
    given = list(parts)
    return BudgetTotals(
        lines=sum(one.lines for one in given),
        reported=sum(one.reported for one in given),
        ceiling=_sum(one.ceiling for one in given),
        realization=_sum(one.realization for one in given),
        reported_ceiling=_sum(one.reported_ceiling for one in given),
        illustrations=sum(one.illustrations for one in given),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, _NOTHING) if known else None


def totals_of(lines: Iterable[BudgetLine]) -> BudgetTotals:
    """Return the sums over lines that are in memory already."""
    given = list(lines)
    sums = spending((line.ceiling, line.realization) for line in given)
    return BudgetTotals(
        lines=sums.lines,
        reported=sums.reported,
        ceiling=sums.ceiling,
        realization=sums.realization,
        reported_ceiling=sums.reported_ceiling,
        illustrations=sum(line.is_illustration for line in given),
    )


def budget_years(plan: MasterPlan) -> list[int]:
    """Return the years in which the plan's active programs have budget lines, the last first, with one query."""
    lines = BudgetLine.objects.filter(program__plan=plan, program__archived_at__isnull=True)
    return list(lines.order_by("-year").values_list("year", flat=True).distinct())


def lines_of(programs: ProgramQuerySet) -> QuerySet[BudgetLine]:
    """Return the budget lines of these programs in the order of the plan, with what names them."""
    found = BudgetLine.objects.filter(program__in=programs.order_by().values("pk"))
    order = (
        "program__pillar__position",
        "program__code",
        "program_id",
        "activity__position",
        "activity_id",
        "year",
        "id",
    )
    return found.select_related("program__lead", "activity").order_by(*order)
