"""What moves scores: a change of values, a change of the plan, the calendar, and the coordinator's rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db import transaction

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import in_parts, record, snapshot
from serambi.apps.evaluation import compute
from serambi.apps.evaluation.errors import BandsOutOfOrder, CeilingBelowFloor, NotTheCoordinator
from serambi.apps.evaluation.models import Band, RollUpRule
from serambi.apps.evaluation.permissions import can_change_rules
from serambi.apps.evaluation.queries.bands import shipped_bands
from serambi.apps.evaluation.queries.quarters import quarters_of
from serambi.apps.indicators.models import Target
from serambi.apps.plans.models import MasterPlan, Program

# Indicators whose targets are judged at once.
TOGETHER = 5000


class ValuesChanged(Protocol):
    """What `indicators.services` tells: which indicators, and the first day whose values may differ."""

    @property
    def indicator_ids(self) -> frozenset[int]: ...
    @property
    def since(self) -> dt.date: ...


class PlanChanged(Protocol):
    """What `plans.services` tells, and `indicators.services` of links: programs that may count otherwise now."""

    @property
    def program_ids(self) -> frozenset[int]: ...


# What follows from other changes ----------------------------------------------------------------------------------


@transaction.atomic
def refresh_after_values(changed: ValuesChanged) -> None:
    """Judge the targets of these indicators again from that day on, and join what stands above them."""
    ids = changed.indicator_ids
    # Naming every one of 50,000 indicators in each statement takes longer than the statement itself.
    for some in in_parts(sorted(ids), TOGETHER):
        compute.write_attainments(Target.objects.filter(indicator_id__in=some, period_end__gte=changed.since))
    for plan in compute.plans_with(ids):
        quarters = compute.written_quarters(plan, since=changed.since)
        if quarters:
            compute.write_programs(plan, compute.programs_with(plan, ids), quarters)


@transaction.atomic
def refresh_after_plan(changed: PlanChanged) -> None:
    """Join these programs again, and everything above them if a place or a weight in the plan is another.

    Also for programs whose indicators, or the weights of these, are others. A change of a stage or of the lead agency
    moves no score and ends with a comparison.
    """
    plans = MasterPlan.objects.filter(pk__in=Program.objects.filter(pk__in=changed.program_ids).values("plan_id"))
    for plan in plans:
        quarters = compute.written_quarters(plan)
        if not quarters:
            continue
        compute.write_programs(plan, changed.program_ids, quarters)
        structure = compute.structure_of(plan)
        if structure != compute.joined_structure(plan):
            # A program may have left a group that nothing here remembers, so all of them are joined.
            compute.write_above(plan, quarters)
            compute.keep_structure(plan, structure)


@transaction.atomic
def recompute_all(plan: MasterPlan, *, today: dt.date) -> int:
    """Judge every target and join every quarter from the plan's first to the running one; return the rows changed.

    Run it after a bulk load and when the program starts: a quarter that has begun since gets its rows then.
    """
    changed = compute.write_attainments(Target.objects.all())
    return changed + compute.write_plan(plan, quarters_of(plan, today=today))


# The coordinator's rules ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BandValues:
    """One band as a person wrote it. lower_bound: percent; None for the lowest."""

    code: str
    name: str
    name_en: str
    lower_bound: Decimal | None
    includes_bound: bool


@transaction.atomic
def change_bands(bands: Sequence[BandValues], *, by: Any, source: str = "") -> None:
    """Write the bands, from the highest to the lowest. They name scores and never change them.

    Raises NotTheCoordinator, and BandsOutOfOrder when a band does not begin below the one before it.
    """
    if not can_change_rules(by):
        raise NotTheCoordinator
    bounds = [band.lower_bound for band in bands]
    known = [bound for bound in bounds[:-1] if bound is not None]
    if len(known) < len(bounds) - 1 or bounds[-1] is not None or sorted(set(known), reverse=True) != known:
        raise BandsOutOfOrder
    before = {band.code: band for band in Band.objects.all()} or {band.code: band for band in shipped_bands()}
    # All rows go and come back: bounds that two bands exchange would collide on their way one by one.
    Band.objects.all().delete()
    for values in bands:
        earlier = before.get(values.code)
        band = Band(
            pk=earlier.pk if earlier else None,
            code=values.code,
            name=values.name,
            name_en=values.name_en,
            lower_bound=values.lower_bound,
            includes_bound=values.includes_bound,
            source=source,
        )
        band.save(force_insert=True)
        band.refresh_from_db()  # with the decimals of its column, as the earlier one has them
        was, now = snapshot(earlier) if earlier else {}, snapshot(band)
        if {**was, "id": now["id"]} != now:
            record(Verb.CHANGED, band, by=by, before=was, after=now)


@transaction.atomic
def change_roll_up_rule(
    plan: MasterPlan, *, ceiling: Decimal | None, floor: Decimal | None, by: Any, today: dt.date
) -> RollUpRule:
    """Change how much an attainment counts at most and at least in this plan, and join the plan again.

    Raises NotTheCoordinator, and CeilingBelowFloor.
    """
    if not can_change_rules(by):
        raise NotTheCoordinator
    if ceiling is not None and floor is not None and ceiling < floor:
        raise CeilingBelowFloor
    rule = RollUpRule.objects.filter(plan=plan).first() or RollUpRule(plan=plan)
    before = snapshot(rule)
    rule.ceiling, rule.floor = ceiling, floor
    rule.save()
    record(Verb.CHANGED, rule, by=by, before=before, after=snapshot(rule))
    compute.write_plan(plan, quarters_of(plan, today=today))
    return rule
