"""How attainments become the scores of programs, sub-dimensions, pillars and the plan at the end of one quarter.

The rules are in docs/methods/roll-up.md. What is written into the table of scores and what a page computes for a
quarter that nobody has written yet come from the same functions here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from serambi.apps.evaluation.models import Node, RollUpRule
from serambi.apps.indicators.models import ProgramIndicator, Target
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan, Pillar, Program, SubDimension
from serambi.methods import scoring

NodeKey = tuple[str, int]


class Joined(NamedTuple):
    """A score before it is written: percent and coverage of all figures, of the final ones, and the marks."""

    value: float | None
    coverage: float
    final_value: float | None
    final_coverage: float
    marks: int

    @property
    def is_empty(self) -> bool:
        return self.value is None and self.final_value is None


NOTHING = Joined(None, 0.0, None, 0.0, 0)


def group_key(pillar_id: int, sub_dimension_id: int | None) -> NodeKey:
    """Return the node right above a program: its sub-dimension, or the pillar's group of programs without one."""
    if sub_dimension_id is None:
        return Node.UNASSIGNED.value, pillar_id
    return Node.SUB_DIMENSION.value, sub_dimension_id


class ProgramRow(NamedTuple):
    pk: int
    pillar_id: int
    sub_dimension_id: int | None
    weight: Decimal
    is_illustration: bool

    @property
    def group(self) -> NodeKey:
        """Return the node right above the program."""
        return group_key(self.pillar_id, self.sub_dimension_id)


class Link(NamedTuple):
    program_id: int
    indicator_id: int
    weight: Decimal
    is_illustration: bool


class Due(NamedTuple):
    """A target with its attainment, as far as it has one. marks: of the value and of the target."""

    indicator_id: int
    target_id: int
    start: dt.date
    end: dt.date
    ratio: float | None
    final_ratio: float | None
    marks: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an attainment counts at most and at least, in percent; None is no limit."""

    ceiling: Decimal | None = Decimal(100)
    floor: Decimal | None = Decimal(0)


@dataclass(frozen=True)
class Structure:
    """What hangs under what in a plan: active programs and active indicators only.

    pillars: weight by id. groups: pillar and weight of every sub-dimension, and of every pillar's group of programs
    without one, which weighs 1.
    """

    pillars: Mapping[int, Decimal]
    groups: Mapping[NodeKey, tuple[int, Decimal]]
    programs: Sequence[ProgramRow]
    links: Mapping[int, Sequence[Link]]


class DueTargets:
    """The targets of the plan's region in the order in which they come due."""

    def __init__(self, targets: Iterable[Due]) -> None:
        self._targets: dict[int, list[Due]] = defaultdict(list)
        # Of two targets that come due on one day the longer period wins: the year's promise over the quarter's.
        for target in sorted(targets, key=lambda due: (due.end, -due.start.toordinal())):
            self._targets[target.indicator_id].append(target)
        self._ends = {key: [due.end for due in found] for key, found in self._targets.items()}

    def has_any(self, indicator_id: int) -> bool:
        return indicator_id in self._targets

    def at(self, day: dt.date) -> dict[int, Due]:
        """Return for each indicator the latest target that has come due by that day."""
        found = {}
        for indicator_id, ends in self._ends.items():
            position = bisect_right(ends, day)
            if position:
                found[indicator_id] = self._targets[indicator_id][position - 1]
        return found


# Joining ----------------------------------------------------------------------------------------------------------


def join_program(program: ProgramRow, links: Iterable[Link], due: Mapping[int, Due], limits: Limits) -> Joined:
    """Return the weighted mean of the attainments of a program's indicators."""
    every, final, marks = [], [], 0
    for link in links:
        target = due.get(link.indicator_id)
        ratio, final_ratio = (None, None) if target is None else (target.ratio, target.final_ratio)
        every.append((link.indicator_id, ratio, link.weight, 1))
        final.append((link.indicator_id, final_ratio, link.weight, 1))
        if target is not None and (ratio is not None or final_ratio is not None):
            marks |= target.marks | (Mark.ILLUSTRATION if link.is_illustration else 0)
    value, coverage = scoring.join(every, ceiling=limits.ceiling, floor=limits.floor)
    final_value, final_coverage = (
        (value, coverage) if final == every else scoring.join(final, ceiling=limits.ceiling, floor=limits.floor)
    )
    if program.is_illustration:
        marks |= Mark.ILLUSTRATION
    found = Joined(value, coverage, final_value, final_coverage, int(marks))
    return NOTHING if found.is_empty else found


def join_nodes(children: Iterable[tuple[Joined, Decimal]]) -> Joined:
    """Return the weighted mean of joined values: a group of its programs, a pillar of its groups, the plan."""
    parts = list(children)
    every = [(None, joined.value, weight, joined.coverage) for joined, weight in parts]
    final = [(None, joined.final_value, weight, joined.final_coverage) for joined, weight in parts]
    value, coverage = scoring.join(every)
    final_value, final_coverage = (value, coverage) if final == every else scoring.join(final)
    marks = 0
    for joined, weight in parts:
        marks |= joined.marks if weight else 0
    found = Joined(value, coverage, final_value, final_coverage, marks)
    return NOTHING if found.is_empty else found


def join_above(
    plan_id: int,
    pillars: Mapping[int, Decimal],
    groups: Mapping[NodeKey, tuple[int, Decimal]],
    joined: Mapping[NodeKey, Joined],
) -> dict[NodeKey, Joined]:
    """Return pillars and plan from the groups that have programs. joined: every one of those groups."""
    under: dict[int, list[tuple[Joined, Decimal]]] = defaultdict(list)
    for key, (pillar_id, weight) in groups.items():
        if key in joined:
            under[pillar_id].append((joined[key], weight))
    found: dict[NodeKey, Joined] = {
        (Node.PILLAR.value, pillar_id): join_nodes(under[pillar_id]) for pillar_id in pillars
    }
    plan = join_nodes((found[Node.PILLAR.value, pillar_id], weight) for pillar_id, weight in pillars.items())
    found[Node.PLAN.value, plan_id] = plan
    return found


def join_plan(plan_id: int, structure: Structure, due: Mapping[int, Due], limits: Limits) -> dict[NodeKey, Joined]:
    """Return the scores of every node of a plan from the targets that have come due."""
    under: dict[NodeKey, list[tuple[Joined, Decimal]]] = defaultdict(list)
    found: dict[NodeKey, Joined] = {}
    for program in structure.programs:
        joined = join_program(program, structure.links.get(program.pk, ()), due, limits)
        found[Node.PROGRAM.value, program.pk] = joined
        under[program.group].append((joined, program.weight))
    groups = {key: join_nodes(children) for key, children in under.items()}
    return found | groups | join_above(plan_id, structure.pillars, structure.groups, groups)


# Reading ----------------------------------------------------------------------------------------------------------


def limits_of(plan_id: int) -> Limits:
    """Return the plan's own limits, or 0 to 100."""
    row = RollUpRule.objects.filter(plan_id=plan_id).values_list("ceiling", "floor").first()
    return Limits() if row is None else Limits(*row)


def structure_of(plan_id: int) -> Structure:
    """Return what hangs under what in the plan today; four queries."""
    programs = program_rows(Program.objects.active().filter(plan_id=plan_id))
    links = link_rows(ProgramIndicator.objects.filter(program__plan_id=plan_id, program__archived_at__isnull=True))
    pillars, groups = pillars_and_groups(plan_id)
    return Structure(pillars, groups, programs, links)


def pillars_and_groups(plan_id: int) -> tuple[dict[int, Decimal], dict[NodeKey, tuple[int, Decimal]]]:
    """Return the weights of the pillars, and pillar and weight of everything right below them."""
    pillars = dict(Pillar.objects.filter(plan_id=plan_id).values_list("pk", "weight"))
    groups: dict[NodeKey, tuple[int, Decimal]] = {
        (Node.SUB_DIMENSION.value, pk): (pillar_id, weight)
        for pk, pillar_id, weight in SubDimension.objects.filter(pillar__plan_id=plan_id).values_list(
            "pk", "pillar_id", "weight"
        )
    }
    groups |= {(Node.UNASSIGNED.value, pillar_id): (pillar_id, Decimal(1)) for pillar_id in pillars}
    return pillars, groups


def fingerprint(
    pillars: Mapping[int, Decimal], groups: Mapping[NodeKey, tuple[int, Decimal]], programs: Iterable[ProgramRow]
) -> str:
    """Return a text that is another one as soon as a place or a weight in the plan is."""
    # Weights from the database have three decimals always, so that equal ones are written alike.
    parts = (sorted(pillars.items()), sorted(groups.items()), sorted(program[:4] for program in programs))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def program_rows(programs: QuerySet[Program]) -> list[ProgramRow]:
    columns = ("pk", "pillar_id", "sub_dimension_id", "weight", "is_illustration")
    return [ProgramRow(*row) for row in programs.order_by().values_list(*columns)]


def link_rows(links: QuerySet[ProgramIndicator]) -> dict[int, list[Link]]:
    """Return the links by program; an archived indicator is out of the program until it is restored."""
    found: dict[int, list[Link]] = defaultdict(list)
    columns = ("program_id", "indicator_id", "weight", "is_illustration")
    for row in links.filter(indicator__archived_at__isnull=True).order_by().values_list(*columns):
        found[row[0]].append(Link(*row))
    return found


def due_targets(plan: MasterPlan, indicator_ids: Iterable[int] | None = None) -> DueTargets:
    """Return the region's targets with their attainments; those of other areas are shown, but do not count."""
    targets = Target.objects.filter(area_id=plan.region_id)
    if indicator_ids is not None:
        targets = targets.filter(indicator_id__in=list(indicator_ids))
    columns = ("indicator_id", "pk", "period_start", "period_end", "is_illustration",
               "attainment__ratio", "attainment__final_ratio", "attainment__marks")  # fmt: skip
    return DueTargets(
        Due(indicator, pk, start, end, ratio, final, (marks or 0) | (Mark.ILLUSTRATION if illustration else 0))
        for indicator, pk, start, end, illustration, ratio, final, marks in targets.order_by().values_list(*columns)
    )
