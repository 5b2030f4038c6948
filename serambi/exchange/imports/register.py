"""The register as a table is compared with it, read in a dozen queries, and its fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import Baseline, Constant, Indicator, ProgramIndicator, Target
from serambi.apps.observations.models import Series
from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Participation, Pillar, Program, SubDimension
from serambi.methods.periods import Frequency


class ProgramRow(NamedTuple):
    id: int
    code: str
    name: str
    pillar: int
    sub_dimension: int | None
    lead: int | None
    is_archived: bool


class ActivityRow(NamedTuple):
    id: int
    program: int
    code: str
    name: str
    organization: int | None
    position: int


class LineRow(NamedTuple):
    id: int
    program: int
    activity: int | None
    year: int
    fund_source: str
    ceiling: Decimal


class IndicatorRow(NamedTuple):
    id: int
    code: str
    name: str
    unit: str
    polarity: str
    is_archived: bool


class AimRow(NamedTuple):
    """A target or baseline of the plan's region for a year. upper: the upper end of a range; None for baselines."""

    id: int
    value: Decimal
    upper: Decimal | None


class PillarRow(NamedTuple):
    id: int
    name: str


@dataclass(frozen=True)
class Register:
    """What stands in a plan's register. The first twelve fields are all that a comparison looks at.

    subs: by pillar and code. organizations: the id by abbreviation. links: the indicators of each program, in the order
    of their codes. codes: taken by an indicator, a series or a constant.
    """

    plan: tuple[int, int, int | None, int]
    pillars: dict[str, PillarRow]
    subs: dict[tuple[int, str], PillarRow]
    organizations: dict[str, int]
    participants: frozenset[tuple[int, int]]
    programs: dict[int, ProgramRow]
    activities: dict[int, ActivityRow]
    lines: dict[int, LineRow]
    indicators: dict[int, IndicatorRow]
    links: tuple[tuple[int, int], ...]
    targets: dict[tuple[int, int], AimRow]
    baselines: dict[tuple[int, int], AimRow]
    codes: frozenset[str]

    @cached_property
    def fingerprint(self) -> str:
        """Return what differs as soon as anything that was compared is another."""
        parts: list[Iterable[Any]] = [self.plan]
        for table in (
            self.pillars, self.subs, self.organizations, self.programs, self.activities, self.lines, self.indicators,
            self.targets, self.baselines,
        ):  # fmt: skip
            parts.append(sorted(dict(table).items()))
        parts += [sorted(self.participants), sorted(self.links), sorted(self.codes)]
        return fingerprint_of(parts)

    @cached_property
    def abbreviations(self) -> dict[int, str]:
        return {identity: abbreviation for abbreviation, identity in self.organizations.items()}

    @cached_property
    def pillar_names(self) -> dict[int, str]:
        return {row.id: row.name for row in self.pillars.values()}

    @cached_property
    def sub_names(self) -> dict[int, str]:
        return {row.id: row.name for row in self.subs.values()}

    @cached_property
    def activities_of(self) -> dict[int, list[ActivityRow]]:
        return _grouped(self.activities.values())

    @cached_property
    def lines_of(self) -> dict[int, list[LineRow]]:
        return _grouped(self.lines.values())

    @cached_property
    def indicators_of(self) -> dict[int, list[IndicatorRow]]:
        """Return the indicators of each program that are not archived."""
        found: dict[int, list[IndicatorRow]] = defaultdict(list)
        for program, indicator in self.links:
            row = self.indicators[indicator]
            if not row.is_archived:
                found[program].append(row)
        return found

    @cached_property
    def linked(self) -> frozenset[tuple[int, int]]:
        return frozenset(self.links)

    @cached_property
    def indicators_by_code(self) -> dict[str, IndicatorRow]:
        return {row.code: row for row in self.indicators.values()}


def fingerprint_of(parts: Iterable[Iterable[Any]]) -> str:
    """Return what differs as soon as one value of one part is another; the whole never stands in memory as a text."""
    made = hashlib.sha256()
    for part in parts:
        for one in part:
            made.update(f"{one!r}\n".encode())
        made.update(b"\n")
    return made.hexdigest()


def read_register(plan: MasterPlan) -> Register:
    """Return the register of a plan as it is now."""
    programs = Program.objects.filter(plan=plan).order_by("id")
    indicators = Indicator.objects.order_by("code")
    return Register(
        plan=(plan.pk, plan.start_year, plan.end_year, plan.region_id),
        pillars={
            code: PillarRow(pk, name)
            for pk, code, name in Pillar.objects.filter(plan=plan).values_list("id", "code", "name")
        },
        subs={
            (pillar, code): PillarRow(pk, name)
            for pk, pillar, code, name in SubDimension.objects.filter(pillar__plan=plan).values_list(
                "id", "pillar_id", "code", "name"
            )
        },
        organizations=dict(Organization.objects.values_list("abbreviation", "id")),
        participants=frozenset(
            Participation.objects.filter(program__plan=plan).values_list("program_id", "organization_id")
        ),
        programs={
            row[0]: ProgramRow(*row[:6], row[6] is not None)
            for row in programs.values_list(
                "id", "code", "name", "pillar_id", "sub_dimension_id", "lead_id", "archived_at"
            )
        },
        activities={
            row[0]: ActivityRow._make(row)
            for row in Activity.objects.filter(program__plan=plan)
            .order_by("position", "id")
            .values_list("id", "program_id", "code", "name", "organization_id", "position")
        },
        lines={
            row[0]: LineRow._make(row)
            for row in BudgetLine.objects.filter(program__plan=plan)
            .order_by("id")
            .values_list("id", "program_id", "activity_id", "year", "fund_source", "ceiling")
        },
        indicators={
            row[0]: IndicatorRow(*row[:5], row[5] is not None)
            for row in indicators.values_list("id", "code", "name", "unit", "polarity", "archived_at")
        },
        links=tuple(
            ProgramIndicator.objects.filter(program__plan=plan)
            .order_by("program_id", "indicator__code")
            .values_list("program_id", "indicator_id")
        ),
        targets={
            (indicator, period.start.year): AimRow(pk, value, upper)
            for pk, indicator, period, value, upper in Target.objects.filter(area_id=plan.region_id).values_list(
                "id", "indicator_id", "period", "value", "upper"
            )
            if period.frequency is Frequency.YEAR
        },
        baselines={
            (indicator, period.start.year): AimRow(pk, value, None)
            for pk, indicator, period, value in Baseline.objects.filter(area_id=plan.region_id).values_list(
                "id", "indicator_id", "period", "value"
            )
            if period.frequency is Frequency.YEAR
        },
        codes=frozenset(
            code
            for model in (Indicator, Series, Constant)
            for code in model._default_manager.values_list("code", flat=True)
        ),
    )


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.program].append(row)
    return found
