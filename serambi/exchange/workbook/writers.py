"""Writing one row of each sheet through the service that a page would call."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from serambi.apps.indicators import services as indicators
from serambi.apps.observations import services as observations
from serambi.apps.observations.models import Observation
from serambi.apps.plans import services as plans
from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Milestone, Pillar, Program, Stage, SubDimension
from serambi.exchange.workbook.compare import RowChange
from serambi.exchange.workbook.part_writers import PART_WRITERS
from serambi.exchange.workbook.writing import Loading, facts_of, said

_STAGE = ("stage", "stage_note", "stage_changed_on")


def write_plan(change: RowChange, load: Loading) -> None:
    plan = MasterPlan.objects.get(pk=change.stored)
    plans.change_master_plan(plan, by=load.by, **load.fields(change, but=frozenset({"region"})))


def write_pillar(change: RowChange, load: Loading) -> None:
    plans.change_pillar(Pillar.objects.get(pk=change.stored), by=load.by, **load.fields(change))


def write_sub_dimension(change: RowChange, load: Loading) -> None:
    part = SubDimension.objects.select_related("pillar").get(pk=change.stored)
    plans.change_sub_dimension(part, by=load.by, **load.fields(change))


def write_program(change: RowChange, load: Loading) -> None:
    fields = load.fields(change, but=frozenset({*_STAGE, "code", "strategy"}))
    if fields.keys() & {"pillar", "sub_dimension"}:
        pillar, part = said("programs", change, "pillar"), said("programs", change, "sub_dimension")
        fields["pillar"] = load.found.pillars[pillar]
        fields["sub_dimension"] = load.found.parts[pillar, part] if part else None
    if "strategy" in change.new_values:
        pillar, strategy = said("programs", change, "pillar"), change.new_values["strategy"]
        fields["strategy"] = load.found.strategies[pillar, strategy] if strategy else None
    code = said("programs", change, "code")
    if change.is_new:
        program = plans.create_program(load.found.plan, by=load.by, code=code, **cast(Any, fields))
    else:
        program = load.found.programs[code]
        if fields:
            program = plans.change_program(program, by=load.by, **cast(Any, fields))
    load.found.programs[code] = _staged(program, change, load)


def _staged(program: Program, change: RowChange, load: Loading) -> Program:
    """Say the stage where the row says another; a new program that says none has not been reported."""
    stage, note, since = (said("programs", change, name) for name in _STAGE)
    says_nothing = stage == Stage.UNREPORTED and not note and since is None
    if not change.new_values.keys() & set(_STAGE) or (change.is_new and says_nothing):
        return program
    return plans.set_stage(program, by=load.by, stage=stage, note=note, since=since, today=load.today)


def write_activity(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change))
    if change.is_new:
        program = load.found.programs[said("activities", change, "program")]
        load.found.made_activities[change.row.number] = plans.add_activity(program, by=load.by, **fields)
    else:
        activity = Activity.objects.select_related("program__lead").get(pk=change.stored)
        plans.change_activity(activity, by=load.by, **fields)


def write_milestone(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change))
    if change.is_new:
        activity = load.found.activity(change.row.values)
        plans.add_milestone(cast(Activity, activity), by=load.by, today=load.today, **fields)
    else:
        milestone = Milestone.objects.select_related("activity__program__lead").get(pk=change.stored)
        plans.change_milestone(milestone, by=load.by, today=load.today, **fields)


def write_budget_line(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change))
    if "activity" in change.new_values:
        fields["activity"] = load.found.activity(change.row.values)
    if change.is_new:
        program = load.found.programs[said("budget", change, "program")]
        plans.add_budget_line(program, by=load.by, **fields)
    else:
        line = BudgetLine.objects.select_related("program__plan").get(pk=change.stored)
        plans.change_budget_line(line, by=load.by, **fields)


def write_series(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change))
    code = said("series", change, "code")
    if change.is_new:
        marked = bool(said("series", change, "illustration"))
        load.found.series[code] = observations.create_series(by=load.by, **fields, is_illustration=marked)
    else:
        load.found.series[code] = observations.change_series(load.found.series[code], by=load.by, **fields)


def write_indicator(change: RowChange, load: Loading) -> None:
    code = said("indicators", change, "code")
    fields = load.fields(change, but=frozenset({"programs"}))
    if change.is_new:
        names = ("unit", "polarity", "level", "area_level", "frequency", "decimals", "reporting_days")
        defaults = {name: said("indicators", change, name) for name in names}
        programs = {load.found.programs[one].pk: Decimal(1) for one in said("indicators", change, "programs")}
        facts = indicators.IndicatorFacts(**{**defaults, **fields, "programs": programs})
        load.found.indicators[code] = indicators.create_indicator(facts, by=load.by)
        return
    indicator = load.found.indicators[code]
    facts = indicators.IndicatorFacts(**{**facts_of(indicator), **fields, "programs": _weights(change, load)})
    load.found.indicators[code] = indicators.change_indicator(indicator, facts, by=load.by)


def _weights(change: RowChange, load: Loading) -> dict[int, Decimal]:
    """Return the weight of the indicator in each of its programs: those it had stay, a new one weighs 1."""
    links = load.found.indicators[said("indicators", change, "code")].program_indicators
    held = dict(links.values_list("program_id", "weight"))
    if "programs" not in change.new_values:
        return held
    before = {load.found.programs[code].pk for code in change.held["programs"]}
    after = {load.found.programs[code].pk for code in change.new_values["programs"]}
    # Programs that the workbook does not show, because they are archived, keep the indicator.
    hidden = held.keys() - before
    return {pk: held.get(pk, Decimal(1)) for pk in after | hidden}


def write_target(change: RowChange, load: Loading) -> None:
    indicator = load.found.indicators[said("targets", change, "indicator")]
    wanted = indicators.TargetValue(
        area=load.found.areas[said("targets", change, "area")],
        period=said("targets", change, "period"),
        value=said("targets", change, "value"),
        upper=said("targets", change, "upper"),
        source=said("targets", change, "source"),
    )
    indicators.set_targets(indicator, [wanted], by=load.by)


def write_observation(change: RowChange, load: Loading) -> None:
    """Revise a figure that is there; `load` records new ones all at once."""
    observation = Observation.objects.select_related("series", "area").get(pk=change.stored)
    reason = _("Changed in the workbook.")
    value = said("observations", change, "value")
    if value is None:
        observations.withdraw(observation, by=load.by, reason=reason)
        return
    names = ("quality", "origin", "source", "source_url", "note")
    observations.record_value(
        observation.series, area=observation.area, period=observation.period, value=value, by=load.by,
        is_final=said("observations", change, "final"), reason=reason, expected_revision=observation.revision,
        today=load.today, **{name: said("observations", change, name) for name in names},
    )  # fmt: skip


_WRITERS = {
    **PART_WRITERS,
    "plan": write_plan,
    "pillars": write_pillar,
    "sub_dimensions": write_sub_dimension,
    "programs": write_program,
    "activities": write_activity,
    "milestones": write_milestone,
    "budget": write_budget_line,
    "series": write_series,
    "indicators": write_indicator,
    "targets": write_target,
    "observations": write_observation,
}
# In the order in which one builds on the other.
WRITERS: dict[str, Callable[[RowChange, Loading], None]] = {
    name: _WRITERS[name]
    for name in (
        "plan", "organizations", "missions", "pillars", "sub_dimensions", "goals", "strategies", "programs",
        "participations", "risks", "activities", "dependencies", "milestones", "budget", "series", "constants",
        "indicators", "weights", "targets", "baselines", "observations",
    )
}  # fmt: skip
