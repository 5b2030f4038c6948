"""How the pillars of the plan stand at the end of a quarter: the table that everything starts from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from serambi.apps.evaluation.labels import IndicatorState
from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.bands import Scale, scale
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.counts import ProgramCounts, count_programs
from serambi.apps.evaluation.queries.joining import NodeKey
from serambi.apps.evaluation.queries.quarters import trend_of
from serambi.apps.evaluation.queries.scores import Scores, read_scores
from serambi.apps.evaluation.queries.states import States, in_language, read_states
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan, Pillar
from serambi.methods.periods import Period


@dataclass(frozen=True, slots=True)
class NodeRow:
    """One line of a table of pillars or of what is under one.

    pillar: code of the pillar it belongs to. code: its own, "" for programs without a sub-dimension and for the plan.
    value: attainment in percent, None when missing. coverage: share of the weight that is known, 0 to 1.
    change: points since the quarter before. trend: up to eight quarters, oldest first. counts: programs, as of today.
    stale, missing, no_owner, no_target: indicators in that state, as of today; missing as of the quarter.
    longest_stale: name and latest period of the indicator that has been old for longest.
    """

    node: Node
    pk: int
    pillar: str
    code: str
    name: str
    value: float | None
    coverage: float
    marks: Mark
    band: str | None
    band_name: str
    is_on_plan: bool
    change: float | None
    trend: tuple[float | None, ...]
    counts: ProgramCounts
    stale: int
    missing: int
    no_owner: int
    no_target: int
    longest_stale: tuple[str, Period] | None = None
    children: tuple[NodeRow, ...] = ()

    @property
    def is_preliminary(self) -> bool:
        return Mark.PRELIMINARY in self.marks

    @property
    def is_illustration(self) -> bool:
        return Mark.ILLUSTRATION in self.marks

    @property
    def coverage_percent(self) -> float:
        return self.coverage * 100

    @property
    def parts(self) -> str:
        """Return the names of what is under it, for the line below its own."""
        return " · ".join(child.name for child in self.children if child.node is Node.SUB_DIMENSION)


@dataclass(frozen=True, slots=True)
class Overview:
    """The plan at the end of a quarter. rows: the pillars, by need of attention. total: the plan as a whole."""

    plan: MasterPlan
    quarter: Period
    quarters: tuple[Period, ...]
    basis: Basis
    scale: Scale
    scores: Scores
    states: States
    total: NodeRow
    rows: tuple[NodeRow, ...]
    today: dt.date

    def pillar(self, code: str) -> NodeRow | None:
        return next((row for row in self.rows if row.code == code), None)

    @property
    def is_illustration(self) -> bool:
        return any(row.is_illustration for row in (self.total, *self.rows))

    @property
    def is_preliminary(self) -> bool:
        return any(row.is_preliminary for row in (self.total, *self.rows))

    @property
    def marks_differ(self) -> bool:
        """Tell whether some rows with a value are illustration and others are not, so that each has to say it."""
        return len({row.is_illustration for row in self.rows if row.value is not None}) > 1


@dataclass(frozen=True)
class Facts:
    """Everything that the rows of a table are made from, each read once."""

    scale: Scale
    scores: Scores
    counts: Mapping[NodeKey, ProgramCounts]
    states: States
    quarter: Period
    quarters: tuple[Period, ...]

    def row(self, node: Node, pk: int, *, pillar: str, code: str, name: str, counts: ProgramCounts) -> NodeRow:
        key: NodeKey = (node.value, pk)
        value = self.scores.value(node, pk, self.quarter)
        band = self.scale.code(value)
        stale = self.states.with_state(key, IndicatorState.STALE)
        oldest = min(
            ((fact.latest, fact) for fact in stale if fact.latest is not None),
            key=lambda pair: (pair[0].end, pair[1].code),
            default=None,
        )
        return NodeRow(
            node=node,
            pk=pk,
            pillar=pillar,
            code=code,
            name=name,
            value=value,
            coverage=self.scores.coverage(node, pk, self.quarter),
            marks=self.scores.marks(node, pk, self.quarter),
            band=band,
            band_name=self.scale.name(band),
            is_on_plan=self.scale.is_on_plan(value),
            change=self.scores.change(node, pk, self.quarter),
            trend=tuple(self.scores.trend(node, pk, self.quarters)),
            counts=counts,
            stale=len(stale),
            missing=self.states.count(key, IndicatorState.MISSING),
            no_owner=self.states.count(key, IndicatorState.NO_OWNER),
            no_target=self.states.count(key, IndicatorState.NO_TARGET),
            longest_stale=None if oldest is None else (oldest[1].display_name, oldest[0]),
        )


def read_overview(plan: MasterPlan, user: Any, *, quarter: Period, basis: Basis, today: dt.date) -> Overview:
    """Return how the plan stands; six queries."""
    quarters = tuple(trend_of(plan, quarter))
    facts = Facts(
        scale=scale(),
        scores=read_scores(plan, quarters, basis=basis),
        counts=count_programs(plan, today=today),
        states=read_states(plan, user, quarter=quarter, basis=basis, today=today),
        quarter=quarter,
        quarters=quarters,
    )
    rows = tuple(sorted((_pillar(facts, *part) for part in _parts_of(plan)), key=attention))
    total = facts.row(
        Node.PLAN,
        plan.pk,
        pillar="",
        code="",
        name=plan.display_name,
        counts=sum((row.counts for row in rows), ProgramCounts()),
    )
    return Overview(
        plan=plan,
        quarter=quarter,
        quarters=quarters,
        basis=basis,
        scale=facts.scale,
        scores=facts.scores,
        states=facts.states,
        total=total,
        rows=rows,
        today=today,
    )


def attention(row: NodeRow) -> tuple[int, float, int]:
    """Sort by need of attention: what is behind, lowest first; what has no figure; what is on plan."""
    group = 1 if row.value is None else 2 if row.is_on_plan else 0
    return group, row.value or 0.0, -row.counts.late


def _parts_of(plan: MasterPlan) -> list[tuple[tuple[int, str, str], list[tuple[int, str, str]]]]:
    """Return number, code and name of each pillar in its order, and of its sub-dimensions; one query for both."""
    rows: Iterable[tuple[Any, ...]] = (
        Pillar.objects.filter(plan_id=plan.pk)
        .order_by("position", "sub_dimensions__position")
        .values_list(
            "pk", "code", "name", "name_en",
            "sub_dimensions__pk", "sub_dimensions__code", "sub_dimensions__name", "sub_dimensions__name_en",
        )
    )  # fmt: skip
    found: dict[tuple[int, str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for pk, code, name, name_en, part, part_code, part_name, part_name_en in rows:
        parts = found[pk, code, in_language(name, name_en)]
        if part is not None:
            parts.append((part, part_code, in_language(part_name, part_name_en)))
    return list(found.items())


def _pillar(facts: Facts, pillar: tuple[int, str, str], parts: list[tuple[int, str, str]]) -> NodeRow:
    pk, code, name = pillar
    nothing = ProgramCounts()
    children = [
        facts.row(
            Node.SUB_DIMENSION,
            part,
            pillar=code,
            code=part_code,
            name=part_name,
            counts=facts.counts.get((Node.SUB_DIMENSION.value, part), nothing),
        )
        for part, part_code, part_name in parts
    ]
    unassigned = facts.counts.get((Node.UNASSIGNED.value, pk))
    if unassigned is not None:
        children.append(
            facts.row(Node.UNASSIGNED, pk, pillar=code, code="", name=_("Without a sub-dimension"), counts=unassigned)
        )
    row = facts.row(
        Node.PILLAR,
        pk,
        pillar=code,
        code=code,
        name=name,
        counts=sum((child.counts for child in children), nothing),
    )
    return replace(row, children=tuple(children))
