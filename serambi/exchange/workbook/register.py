"""What the register holds, as plain values in the columns of the workbook.

One query for each sheet and one for each list that its rows have several of, however many rows there are. Things that
are archived are not part of the register and so not of the workbook. Whose eyes: a person sees in the workbook what
they see on the pages; None is the program itself, which sees everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import Indicator, ProgramIndicator, StandardIndicator, Target
from serambi.apps.observations.models import Observation, Series
from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    MasterPlan,
    Milestone,
    Mission,
    Pillar,
    Program,
    Strategy,
    SubDimension,
)
from serambi.apps.regions.models import Area
from serambi.exchange.workbook.cells import plain_text
from serambi.exchange.workbook.held import Held, plain_rows, with_areas
from serambi.exchange.workbook.held_parts import PART_ROWS


@dataclass(frozen=True)
class Register:
    """The register as one person sees it. with_illustration: whether what is marked as illustration is part of it."""

    plan: MasterPlan | None
    seen_by: Any
    with_illustration: bool = True

    def rows(self, sheet: str) -> Iterator[Held]:
        """Yield the rows of a sheet in their order."""
        return _ROWS[sheet](self)

    def seen(self, rows: Any) -> Any:
        """Return what the person may see of rows that ask who looks."""
        return rows if self.seen_by is None else rows.visible_to(self.seen_by)

    def real(self, rows: QuerySet[Any], mark: str = "is_illustration") -> QuerySet[Any]:
        return rows if self.with_illustration else rows.filter(**{mark: False})

    @cached_property
    def areas(self) -> dict[int, str]:
        """Return what the workbook calls each area, by id: its code, with its last day where that is in use again."""
        found = list(Area.objects.order_by("code", "pk").values_list("pk", "code", "valid_until"))
        times = Counter(code for _pk, code, _until in found)
        return {
            pk: code if until is None or times[code] == 1 else f"{code} ({until}, {pk})" for pk, code, until in found
        }

    @cached_property
    def programs(self) -> QuerySet[Program]:
        found = self.seen(Program.objects.filter(plan=self.plan, archived_at__isnull=True))
        return self.real(found)

    @cached_property
    def indicators(self) -> QuerySet[Indicator]:
        return self.real(self.seen(Indicator.objects.filter(archived_at__isnull=True)))

    @cached_property
    def series(self) -> QuerySet[Series]:
        return self.real(self.seen(Series.objects.filter(archived_at__isnull=True)))

    @cached_property
    def activities(self) -> QuerySet[Activity]:
        return self.real(Activity.objects.filter(program__in=self.programs))

    @cached_property
    def activity_labels(self) -> dict[int, str]:
        """Return what the workbook calls each activity, by id: its name, with its number if need be."""
        held = self.activities.order_by("pk").values_list("pk", "program_id", "name")
        found = [(pk, program, plain_text(name)) for pk, program, name in held]
        times = Counter((program, name) for _pk, program, name in found)
        return {pk: activity_label(name, pk, is_alone=times[program, name] == 1) for pk, program, name in found}

    @cached_property
    def missions(self) -> dict[int, str]:
        found = Mission.objects.filter(plan=self.plan).values_list("pk", "development_plan", "number")
        return {pk: mission_label(series, number) for pk, series, number in found}

    @cached_property
    def strategies(self) -> dict[int, str]:
        """Return what programs call each strategy, by id: the codes of its goal and its own."""
        found = Strategy.objects.filter(goal__pillar__plan=self.plan).values_list("pk", "goal__code", "code")
        return {pk: strategy_label(goal, code) for pk, goal, code in found}

    @cached_property
    def standards(self) -> dict[int, str]:
        found = StandardIndicator.objects.values_list("pk", "framework__name", "code", "name")
        return {pk: name_in_list(" ".join(parts)) for pk, *parts in found}

    def linked(self, through: Any, source: str, target: str, names: dict[int, str]) -> dict[int, tuple[str, ...]]:
        """Return the names of what rows are linked to, by the row's id."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for row, other in through.objects.values_list(source, target).iterator(2000):
            if other in names:
                found[row].add(names[other])
        return {row: tuple(sorted(several)) for row, several in found.items()}


def mission_label(development_plan: str, number: int) -> str:
    return name_in_list(f"{development_plan} – {number}")


def name_in_list(text: str) -> str:
    """Return a name as it stands in a cell with several: in one line, and without the sign that parts them."""
    return " ".join(plain_text(text).replace(";", ",").split())


def strategy_label(goal: str, code: str) -> str:
    """Return what programs call a strategy.

    >>> strategy_label("S1", "2")
    'S1 / 2'
    """
    return f"{plain_text(goal)} / {plain_text(code)}"


def activity_label(name: str, number: int, *, is_alone: bool) -> str:
    """Return what other sheets call an activity.

    >>> activity_label("Pelatihan", 7, is_alone=True), activity_label("Pelatihan", 7, is_alone=False)
    ('Pelatihan', 'Pelatihan #7')
    """
    ends_like_a_number = name.rpartition(" #")[2].isdigit() and " #" in name
    return name if is_alone and not ends_like_a_number else f"{name} #{number}"


def _plan(register: Register) -> Iterator[Held]:
    plans = MasterPlan.objects.filter(pk__in=[register.plan.pk] if register.plan else [])
    return with_areas(register.areas, plain_rows("plan", plans, region="region_id"), "region")


def _pillars(register: Register) -> Iterator[Held]:
    return plain_rows("pillars", Pillar.objects.filter(plan=register.plan).order_by("position", "pk"))


def _sub_dimensions(register: Register) -> Iterator[Held]:
    parts = SubDimension.objects.filter(pillar__plan=register.plan).order_by("pillar__position", "position", "pk")
    return plain_rows("sub_dimensions", parts, pillar="pillar__code")


def _programs(register: Register) -> Iterator[Held]:
    places = register.linked(Program.locations.through, "program_id", "area_id", register.areas)
    missions = register.linked(Program.missions.through, "program_id", "mission_id", register.missions)
    rows = plain_rows(
        "programs", register.programs.order_by("pillar__position", "code"),
        pillar="pillar__code", sub_dimension="sub_dimension__code", lead="lead__abbreviation",
        quick_win="is_quick_win", illustration="is_illustration", locations="pk", missions="pk",
    )  # fmt: skip
    for pk, cells in rows:
        # A strategy is null for many programs, which a text is not.
        strategy = register.strategies.get(cells["strategy"], "")
        yield pk, {**cells, "strategy": strategy, "locations": places.get(pk, ()), "missions": missions.get(pk, ())}


def _activities(register: Register) -> Iterator[Held]:
    places = register.linked(Activity.locations.through, "activity_id", "area_id", register.areas)
    rows = plain_rows(
        "activities", register.activities.order_by("program__code", "position", "pk"),
        program="program__code", organization="organization__abbreviation", illustration="is_illustration",
        locations="pk",
    )  # fmt: skip
    for pk, cells in rows:
        yield pk, {"id": pk, **cells, "locations": places.get(pk, ())}


def _milestones(register: Register) -> Iterator[Held]:
    found = Milestone.objects.filter(activity__in=register.activities)
    rows = plain_rows(
        "milestones", found.order_by("activity__program__code", "activity__position", "activity_id", "due_on", "pk"),
        program="activity__program__code", activity="activity_id",
    )  # fmt: skip
    for pk, cells in rows:
        yield pk, {"id": pk, **cells, "activity": register.activity_labels[cells["activity"]]}


def _budget(register: Register) -> Iterator[Held]:
    found = register.real(BudgetLine.objects.filter(program__in=register.programs))
    rows = plain_rows(
        "budget", found.order_by("program__code", "year", "fund_source", "pk"),
        program="program__code", activity="activity_id", illustration="is_illustration",
    )  # fmt: skip
    for pk, cells in rows:
        # An activity is null for most lines, which a text is not.
        yield pk, {"id": pk, **cells, "activity": register.activity_labels.get(cells["activity"], "")}


def _indicators(register: Register) -> Iterator[Held]:
    codes = dict(register.programs.values_list("pk", "code"))
    programs = register.linked(ProgramIndicator, "indicator_id", "program_id", codes)
    rows = plain_rows(
        "indicators", register.indicators.order_by("code"),
        owner="owner__abbreviation", published="is_published", illustration="is_illustration", programs="pk",
        standards="pk",
    )  # fmt: skip
    standards = register.linked(Indicator.standards.through, "indicator_id", "standardindicator_id", register.standards)
    for pk, cells in rows:
        yield pk, {**cells, "programs": programs.get(pk, ()), "standards": standards.get(pk, ())}


def _targets(register: Register) -> Iterator[Held]:
    found = register.real(Target.objects.filter(indicator__in=register.indicators))
    rows = plain_rows(
        "targets", found.order_by("indicator__code", "period_start", "period_end", "area__code", "pk"),
        indicator="indicator__code", area="area_id", illustration="is_illustration",
    )  # fmt: skip
    return with_areas(register.areas, rows)


def _series(register: Register) -> Iterator[Held]:
    return plain_rows(
        "series", register.series.order_by("code"),
        producer="producer__abbreviation", public="is_public", illustration="is_illustration",
    )  # fmt: skip


def _observations(register: Register) -> Iterator[Held]:
    found = register.real(register.seen(Observation.objects.filter(series__in=register.series)))
    rows = plain_rows(
        "observations", found.order_by("series__code", "period_start", "area__code", "pk"),
        series="series__code", area="area_id", final="is_final", illustration="is_illustration",
    )  # fmt: skip
    return with_areas(register.areas, rows)


def _organizations(register: Register) -> Iterator[Held]:
    found = register.real(Organization.objects.order_by("abbreviation"))
    return with_areas(
        register.areas, plain_rows("organizations", found, area="area_id", illustration="is_illustration")
    )


def _areas(register: Register) -> Iterator[Held]:
    rows = plain_rows("areas", Area.objects.order_by("code", "pk"), parent="parent_id")
    for pk, cells in with_areas(register.areas, rows, "parent"):
        yield pk, {**cells, "code": register.areas[pk]}


_ROWS: dict[str, Callable[[Register], Iterator[Held]]] = {
    **PART_ROWS,
    "plan": _plan,
    "pillars": _pillars,
    "sub_dimensions": _sub_dimensions,
    "programs": _programs,
    "activities": _activities,
    "milestones": _milestones,
    "budget": _budget,
    "indicators": _indicators,
    "targets": _targets,
    "series": _series,
    "observations": _observations,
    "organizations": _organizations,
    "areas": _areas,
}
