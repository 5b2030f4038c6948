"""Writing rows of what a plan aims at, who takes part, risks, waits, weights, baselines and constants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as columns_of
from decimal import Decimal
from typing import Any, cast

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.services.organizations import (
    OrganizationFacts,
    change_organization,
    create_organization,
)
from serambi.apps.indicators import services as indicators
from serambi.apps.indicators.models import Baseline, Constant
from serambi.apps.plans import services as plans
from serambi.apps.plans.models import Activity, Dependency, Goal, Mission, Participation, Risk, Strategy
from serambi.exchange.workbook.compare import RowChange
from serambi.exchange.workbook.register import mission_label, strategy_label
from serambi.exchange.workbook.writing import Loading, facts_of, said


def write_organization(change: RowChange, load: Loading) -> None:
    fields = {name: value for name, value in change.new_values.items() if name != "illustration"}
    if "area" in fields:
        fields["area"] = load.found.areas[fields["area"]] if fields["area"] else None
    code = said("organizations", change, "abbreviation")
    if change.is_new:
        fields.pop("valid_until", None)
        load.found.organizations[code] = create_organization(OrganizationFacts(**fields), by=load.by)
        return
    held = Organization.objects.get(pk=change.stored)
    facts = {column.name: getattr(held, column.name) for column in columns_of(OrganizationFacts)}
    change_organization(held, OrganizationFacts(**{**facts, **fields}), by=load.by)


def write_mission(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change))
    if change.is_new:
        mission = plans.add_mission(load.found.plan, by=load.by, **fields)
        load.found.missions[mission_label(mission.development_plan, mission.number)] = mission
    else:
        plans.change_mission(Mission.objects.get(pk=change.stored), by=load.by, **fields)


def write_goal(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change, but=frozenset({"pillar", "sub_dimension"})))
    pillar = said("goals", change, "pillar")
    if "sub_dimension" in change.new_values:
        part = change.new_values["sub_dimension"]
        fields["sub_dimension"] = load.found.parts[pillar, part] if part else None
    if change.is_new:
        goal = plans.add_goal(load.found.pillars[pillar], by=load.by, **fields)
        load.found.goals[pillar, goal.code] = goal
    else:
        plans.change_goal(Goal.objects.select_related("pillar").get(pk=change.stored), by=load.by, **fields)


def write_strategy(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change, but=frozenset({"pillar", "goal"})))
    if change.is_new:
        pillar, goal = said("strategies", change, "pillar"), said("strategies", change, "goal")
        strategy = plans.add_strategy(load.found.goals[pillar, goal], by=load.by, **fields)
        load.found.strategies[pillar, strategy_label(goal, strategy.code)] = strategy
    else:
        plans.change_strategy(Strategy.objects.select_related("goal").get(pk=change.stored), by=load.by, **fields)


def write_participation(change: RowChange, load: Loading) -> None:
    if change.is_new:
        program = load.found.programs[said("participations", change, "program")]
        plans.add_participation(program, by=load.by, **cast(Any, load.fields(change)))
        return
    held = Participation.objects.select_related("program").get(pk=change.stored)
    support, note = said("participations", change, "support"), said("participations", change, "note")
    plans.change_participation(held, by=load.by, support=support, note=note)


def write_risk(change: RowChange, load: Loading) -> None:
    fields = cast(Any, load.fields(change))
    if change.is_new:
        program = load.found.programs[said("risks", change, "program")]
        plans.add_risk(program, by=load.by, **fields)
    else:
        risk = Risk.objects.select_related("program__lead").get(pk=change.stored)
        plans.change_risk(risk, by=load.by, **fields)


def write_dependency(change: RowChange, load: Loading) -> None:
    if not change.is_new:
        held = Dependency.objects.select_related("activity__program__lead").get(pk=change.stored)
        plans.remove_dependency(held, by=load.by)
    values = {**change.held, **change.row.values}
    activity = cast(Activity, load.found.activity(values))
    predecessor = cast(Activity, load.found.activity(values, "predecessor"))
    lag_days = said("dependencies", change, "lag_days")
    plans.add_dependency(activity, by=load.by, predecessor=predecessor, lag_days=lag_days)


def write_weight(change: RowChange, load: Loading) -> None:
    code = said("weights", change, "indicator")
    indicator = load.found.indicators[code]
    programs: dict[int, Decimal] = dict(indicator.program_indicators.values_list("program_id", "weight"))
    program = load.found.programs[said("weights", change, "program")]
    wanted = {**programs, program.pk: said("weights", change, "weight")}
    facts = indicators.IndicatorFacts(**{**facts_of(indicator), "programs": wanted})
    load.found.indicators[code] = indicators.change_indicator(indicator, facts, by=load.by)


def write_baseline(change: RowChange, load: Loading) -> None:
    indicators.set_baseline(
        load.found.indicators[said("baselines", change, "indicator")],
        area=load.found.areas[said("baselines", change, "area")],
        period=said("baselines", change, "period"),
        value=said("baselines", change, "value"),
        source=said("baselines", change, "source"),
        by=load.by,
        instead_of=None if change.is_new else Baseline.objects.get(pk=change.stored),
    )


def write_constant(change: RowChange, load: Loading) -> None:
    names = ("name", "value", "unit", "source")
    fields = {name: said("constants", change, name) for name in names}
    if change.is_new:
        indicators.create_constant(code=said("constants", change, "code"), by=load.by, **fields)
    else:
        indicators.change_constant(Constant.objects.get(pk=change.stored), by=load.by, **fields)


PART_WRITERS: dict[str, Callable[[RowChange, Loading], None]] = {
    "organizations": write_organization,
    "missions": write_mission,
    "goals": write_goal,
    "strategies": write_strategy,
    "participations": write_participation,
    "risks": write_risk,
    "dependencies": write_dependency,
    "constants": write_constant,
    "weights": write_weight,
    "baselines": write_baseline,
}
