"""Writing attainments and scores: everything, or only what a change touches. Both give the same rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from serambi.apps.audit.services import put_columns
from serambi.apps.evaluation.models import Attainment, JoinedPlan, Node, Score
from serambi.apps.evaluation.queries import joining
from serambi.apps.evaluation.queries.joining import Joined, NodeKey
from serambi.apps.evaluation.queries.scores import ABOVE
from serambi.apps.indicators.models import IndicatorValue, ProgramIndicator, Target
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan, Program
from serambi.methods import scoring
from serambi.methods.periods import Frequency, Period

ScoreKey = tuple[str, int, Period]

_PART = 10_000
_ATTAINMENT = ("target_id", "value", "ratio", "final_value", "final_ratio", "marks")


class TargetRow(NamedTuple):
    """A target, the value of its indicator now, and the attainment as it is written."""

    pk: int
    target: Decimal
    upper: Decimal | None
    polarity: str
    is_illustration: bool
    now: float | None
    final_now: float | None
    marks_now: int | None
    written: int | None
    value: float | None
    ratio: float | None
    final_value: float | None
    final_ratio: float | None
    marks: int | None


# Attainments ------------------------------------------------------------------------------------------------------


def write_attainments(targets: QuerySet[Target]) -> int:
    """Compare these targets with the values of their indicators, write what differs and return how many did."""
    value_of = IndicatorValue.objects.filter(
        indicator_id=OuterRef("indicator_id"), area_id=OuterRef("area_id"), period=OuterRef("period")
    )
    rows = (
        targets.order_by("pk")
        .annotate(
            now=Subquery(value_of.values("value")[:1]),
            final_now=Subquery(value_of.values("final_value")[:1]),
            marks_now=Subquery(value_of.values("marks")[:1]),
        )
        .values_list(
            "pk", "value", "upper", "indicator__polarity", "is_illustration", "now", "final_now", "marks_now",
            "attainment__target_id", "attainment__value", "attainment__ratio", "attainment__final_value",
            "attainment__final_ratio", "attainment__marks",
        )
    )  # fmt: skip
    changed, last = 0, 0
    # By number and not with a cursor, because the rows that are read change meanwhile.
    while part := [TargetRow(*row) for row in rows.filter(pk__gt=last)[:_PART]]:
        last = part[-1].pk
        found = [one for row in part if (one := _attainment(row)) is not None]
        if found:
            put_columns(Attainment, dict(zip(_ATTAINMENT, zip(*found, strict=True), strict=True)), key=["target_id"])
        changed += len(found)
    return changed


def _attainment(row: TargetRow) -> tuple[int, float | None, float | None, float | None, float | None, int] | None:
    """Return the row to write, in the order of _ATTAINMENT, or None where it stands as it should."""
    ratio, final_ratio = (
        scoring.attainment(value, target=row.target, polarity=row.polarity, upper=row.upper)
        for value in (row.now, row.final_now)
    )
    marks = row.marks_now or 0
    if row.is_illustration and not (ratio is None and final_ratio is None):
        marks |= Mark.ILLUSTRATION
    after = (row.now, ratio, row.final_now, final_ratio, int(marks))
    before = (row.value, row.ratio, row.final_value, row.final_ratio, row.marks)
    if row.written is not None and before == after:
        return None
    return row.pk, *after


# Scores of everything ---------------------------------------------------------------------------------------------


def write_plan(plan: MasterPlan, quarters: Iterable[Period]) -> int:
    """Join the plan at each of these quarters, drop what is written of others, and return how many rows changed."""
    structure = joining.structure_of(plan.pk)
    limits = joining.limits_of(plan.pk)
    targets = joining.due_targets(plan)
    computed: dict[ScoreKey, Joined] = {}
    for quarter in quarters:
        joined = joining.join_plan(plan.pk, structure, targets.at(quarter.end), limits)
        computed.update({(node, pk, quarter): score for (node, pk), score in joined.items()})
    written = _write(plan.pk, computed, _written(Score.objects.filter(plan_id=plan.pk)))
    keep_structure(plan, joining.fingerprint(structure.pillars, structure.groups, structure.programs))
    JoinedPlan.objects.filter(plan_id=plan.pk).update(run=uuid.uuid4().hex)
    return written


def structure_of(plan: MasterPlan) -> str:
    """Return the fingerprint of the plan's places and weights now."""
    programs = joining.program_rows(Program.objects.active().filter(plan_id=plan.pk))
    return joining.fingerprint(*joining.pillars_and_groups(plan.pk), programs)


def joined_structure(plan: MasterPlan) -> str:
    """Return the fingerprint of when the plan was joined last; "" when it never was."""
    return JoinedPlan.objects.filter(plan_id=plan.pk).values_list("structure", flat=True).first() or ""


def keep_structure(plan: MasterPlan, structure: str) -> None:
    JoinedPlan.objects.update_or_create(plan_id=plan.pk, defaults={"structure": structure})


# Scores that a change touches -------------------------------------------------------------------------------------


def plans_with(indicator_ids: Collection[int]) -> list[MasterPlan]:
    """Return the plans that have a program with one of these indicators."""
    programs = ProgramIndicator.objects.filter(indicator_id__in=indicator_ids).values("program__plan_id")
    return list(MasterPlan.objects.filter(pk__in=programs))


def programs_with(plan: MasterPlan, indicator_ids: Collection[int]) -> frozenset[int]:
    """Return the plan's programs that have one of these indicators."""
    links = ProgramIndicator.objects.filter(indicator_id__in=indicator_ids, program__plan_id=plan.pk)
    return frozenset(links.order_by().values_list("program_id", flat=True))


def written_quarters(plan: MasterPlan, *, since: dt.date | None = None) -> list[Period]:
    """Return the quarters that are written, from the one in which the day lies, oldest first."""
    rows = Score.objects.filter(plan_id=plan.pk, node=Node.PLAN, object_id=plan.pk)
    if since is not None:
        rows = rows.filter(period__gte=Period.of(since, Frequency.QUARTER))
    return sorted(rows.values_list("period", flat=True))


def write_programs(plan: MasterPlan, program_ids: Collection[int], quarters: Collection[Period]) -> int:
    """Join these programs again at these quarters, and what stands above wherever one of them moved."""
    programs = joining.program_rows(Program.objects.active().filter(pk__in=program_ids))
    moved = write_program_scores(plan, program_ids, quarters, programs=programs)
    if not moved:
        return 0
    moved_ids = {pk for _, pk, _ in moved}
    touched = {program.group for program in programs if program.pk in moved_ids}
    return len(moved) + write_above(plan, sorted({period for *_, period in moved}), touched)


def write_program_scores(
    plan: MasterPlan,
    program_ids: Collection[int],
    quarters: Collection[Period],
    *,
    programs: list[joining.ProgramRow] | None = None,
) -> list[ScoreKey]:
    """Join these programs again at these quarters and return which scores moved; an archived program has none.

    programs: the active ones of them, where the caller has read them already.
    """
    if programs is None:
        programs = joining.program_rows(Program.objects.active().filter(pk__in=program_ids))
    links = joining.link_rows(ProgramIndicator.objects.filter(program_id__in=[row.pk for row in programs]))
    limits = joining.limits_of(plan.pk)
    targets = joining.due_targets(plan, {link.indicator_id for found in links.values() for link in found})
    computed: dict[ScoreKey, Joined] = {}
    for quarter in quarters:
        due = targets.at(quarter.end)
        for program in programs:
            joined = joining.join_program(program, links.get(program.pk, ()), due, limits)
            computed[Node.PROGRAM.value, program.pk, quarter] = joined
    written = _written(
        Score.objects.filter(node=Node.PROGRAM, object_id__in=list(program_ids), period__in=list(quarters))
    )
    _write(plan.pk, computed, written)
    return [key for key in computed.keys() | written.keys() if _differs(computed.get(key), written.get(key))]


def write_above(plan: MasterPlan, quarters: Collection[Period], touched: Collection[NodeKey] | None = None) -> int:
    """Join groups, pillars and plan again from the scores of programs that are written.

    touched: the groups whose programs moved; the others are taken as they are written. None joins every group.
    """
    pillars, groups = joining.pillars_and_groups(plan.pk)
    active = Program.objects.active().filter(plan_id=plan.pk)
    places: Iterable[tuple[int, int | None]] = active.order_by().values_list("pillar_id", "sub_dimension_id").distinct()
    has_programs = {joining.group_key(pillar_id, sub_id) for pillar_id, sub_id in places}
    joined_again = has_programs if touched is None else has_programs & set(touched)
    programs = joining.program_rows(_in_groups(active, joined_again) if touched is not None else active)
    scores = Score.objects.filter(plan_id=plan.pk, period__in=list(quarters), node=Node.PROGRAM)
    if touched is not None:
        scores = scores.filter(object_id__in=[program.pk for program in programs])
    below = _written(scores)
    above = _written(Score.objects.filter(plan_id=plan.pk, period__in=list(quarters), node__in=ABOVE))
    members: dict[NodeKey, list[joining.ProgramRow]] = defaultdict(list)
    for program in programs:
        members[program.group].append(program)
    computed: dict[ScoreKey, Joined] = {}
    for quarter in quarters:
        known: dict[NodeKey, Joined] = {}
        for key in has_programs:
            if key in joined_again:
                known[key] = joining.join_nodes(
                    (below.get((Node.PROGRAM.value, program.pk, quarter), joining.NOTHING), program.weight)
                    for program in members[key]
                )
            else:
                known[key] = above.get((*key, quarter), joining.NOTHING)
        known |= joining.join_above(plan.pk, pillars, groups, known)
        computed.update({(node, pk, quarter): joined for (node, pk), joined in known.items()})
    return _write(plan.pk, computed, above)


def _in_groups(programs: QuerySet[Program], groups: Collection[NodeKey]) -> QuerySet[Program]:
    subs = [pk for node, pk in groups if node == Node.SUB_DIMENSION]
    pillars = [pk for node, pk in groups if node == Node.UNASSIGNED]
    return programs.filter(sub_dimension_id__in=subs) | programs.filter(
        sub_dimension__isnull=True, pillar_id__in=pillars
    )


# Rows -------------------------------------------------------------------------------------------------------------


def _written(scores: QuerySet[Score]) -> dict[ScoreKey, Joined]:
    columns = ("node", "object_id", "period", "value", "coverage", "final_value", "final_coverage", "marks")
    return {(node, pk, period): Joined(*rest) for node, pk, period, *rest in scores.values_list(*columns)}


def _keeps_row(key: ScoreKey, joined: Joined | None) -> bool:
    return joined is not None and (key[0] == Node.PLAN or not joined.is_empty)


def _differs(computed: Joined | None, written: Joined | None) -> bool:
    return (computed or joining.NOTHING) != (written or joining.NOTHING)


def _write(plan_id: int, computed: Mapping[ScoreKey, Joined], written: Mapping[ScoreKey, Joined]) -> int:
    """Make the written rows those that were computed; return how many were changed."""
    rows = [
        (plan_id, *key, *joined)
        for key, joined in computed.items()
        if _keeps_row(key, joined) and written.get(key) != joined
    ]
    gone = [key for key in written if not _keeps_row(key, computed.get(key))]
    if rows:
        columns = ("plan_id", "node", "object_id", "period", *Joined._fields)
        put_columns(
            Score, dict(zip(columns, zip(*rows, strict=True), strict=True)), key=["node", "object_id", "period"]
        )
    _delete(gone)
    return len(rows) + len(gone)


def _delete(keys: list[ScoreKey]) -> None:
    by_quarter: dict[tuple[str, Any], list[int]] = defaultdict(list)
    for node, pk, quarter in keys:
        by_quarter[node, quarter].append(pk)
    for (node, quarter), ids in by_quarter.items():  # a statement per level and quarter, however many rows
        Score.objects.filter(node=node, period=quarter, object_id__in=ids).delete()
