"""Scores as a page shows them: what is written, and in memory what only the calendar has made necessary."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from serambi.apps.evaluation.models import Node, Score
from serambi.apps.evaluation.queries import joining
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.joining import NOTHING, Joined, NodeKey
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Period

ScoreKey = tuple[str, int, Period]

# Named one by one, so that the index finds them without passing over every program.
ABOVE = (Node.PLAN, Node.PILLAR, Node.SUB_DIMENSION, Node.UNASSIGNED)

_COLUMNS = ("node", "object_id", "period", "value", "coverage", "final_value", "final_coverage", "marks")


class Scores:
    """The scores of a few quarters, as somebody with this basis sees them. Percent and shares, unrounded."""

    def __init__(self, rows: Mapping[ScoreKey, Joined], *, basis: Basis, in_memory: Collection[Period] = ()) -> None:
        self._rows = rows
        self._in_memory = in_memory
        self.basis = basis

    def is_written(self, quarter: Period) -> bool:
        """Tell whether the table has this quarter, so that the database can sort and compare by it."""
        return quarter not in self._in_memory

    def value(self, node: Node, pk: int, quarter: Period) -> float | None:
        row = self._row(node, pk, quarter)
        return row.final_value if self.basis is Basis.FINAL else row.value

    def coverage(self, node: Node, pk: int, quarter: Period) -> float:
        """Return the share of weight that is known, from 0 to 1."""
        row = self._row(node, pk, quarter)
        return row.final_coverage if self.basis is Basis.FINAL else row.coverage

    def marks(self, node: Node, pk: int, quarter: Period) -> Mark:
        """Return what the value carries; nothing when there is no value, and never preliminary in what is final."""
        if self.value(node, pk, quarter) is None:
            return Mark(0)
        marks = Mark(self._row(node, pk, quarter).marks)
        return marks & ~Mark.PRELIMINARY if self.basis is Basis.FINAL else marks

    def change(self, node: Node, pk: int, quarter: Period) -> float | None:
        """Return by how many points the value moved since the quarter before; None without both."""
        now, before = self.value(node, pk, quarter), self.value(node, pk, quarter.previous())
        return None if now is None or before is None else now - before

    def trend(self, node: Node, pk: int, quarters: Iterable[Period]) -> list[float | None]:
        return [self.value(node, pk, quarter) for quarter in quarters]

    def below(self, limit: float, node: Node, quarter: Period) -> list[int]:
        """Return the nodes of that kind whose value is less than the limit, lowest first."""
        found = [
            (value, pk)
            for kind, pk, period in self._rows
            if kind == node and period == quarter and (value := self.value(node, pk, quarter)) is not None
        ]
        return [pk for value, pk in sorted(found) if value < limit]

    def _row(self, node: Node, pk: int, quarter: Period) -> Joined:
        return self._rows.get((node.value, pk, quarter), NOTHING)


def read_scores(
    plan: MasterPlan,
    quarters: Sequence[Period],
    *,
    basis: Basis,
    programs: Collection[int] = (),
    program_quarters: Collection[Period] | None = None,
    along: NodeKey | None = None,
) -> Scores:
    """Return the scores of plan, pillars and groups at these quarters; one query where all of them are written.

    programs: also the scores of these programs, at program_quarters where that is given. along: also this node at
    every quarter that is written.
    A quarter that nobody has written yet is joined in memory, all its programs included.
    """
    # Three statements in one, since each finds its rows by another index; joined with OR, none would be used.
    parts = [Score.objects.filter(plan_id=plan.pk, period__in=list(quarters), node__in=ABOVE)]
    if programs:
        at = quarters if program_quarters is None else program_quarters
        parts.append(Score.objects.filter(node=Node.PROGRAM, object_id__in=list(programs), period__in=list(at)))
    if along is not None:
        parts.append(Score.objects.filter(node=along[0], object_id=along[1]))
    first, *others = (part.order_by().values_list(*_COLUMNS) for part in parts)
    found = first.union(*others, all=True) if others else first
    rows: dict[ScoreKey, Joined] = {(node, pk, period): Joined(*rest) for node, pk, period, *rest in found}
    unwritten = [quarter for quarter in quarters if (Node.PLAN.value, plan.pk, quarter) not in rows]
    if unwritten:
        for quarter, joined in join_in_memory(plan, unwritten).items():
            rows.update({(node, pk, quarter): score for (node, pk), score in joined.items()})
    return Scores(rows, basis=basis, in_memory=unwritten)


def join_in_memory(plan: MasterPlan, quarters: Iterable[Period]) -> dict[Period, dict[NodeKey, Joined]]:
    """Return what `services.recompute_all` would write for these quarters."""
    structure = joining.structure_of(plan.pk)
    limits = joining.limits_of(plan.pk)
    targets = joining.due_targets(plan)
    return {quarter: joining.join_plan(plan.pk, structure, targets.at(quarter.end), limits) for quarter in quarters}
