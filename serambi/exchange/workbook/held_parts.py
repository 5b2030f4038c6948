"""What the register holds of what a plan aims at, who takes part, risks, waits, weights, baselines and constants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from serambi.apps.indicators.models import Baseline, Constant, ProgramIndicator
from serambi.apps.plans.models import Dependency, Goal, Mission, Participation, Risk, Strategy
from serambi.exchange.workbook.held import Held, plain_rows, with_areas

if TYPE_CHECKING:
    from serambi.exchange.workbook.register import Register


def _missions(register: Register) -> Iterator[Held]:
    found = Mission.objects.filter(plan=register.plan)
    return plain_rows("missions", found.order_by("development_plan", "number", "pk"))


def _goals(register: Register) -> Iterator[Held]:
    found = register.real(Goal.objects.filter(pillar__plan=register.plan))
    return plain_rows(
        "goals", found.order_by("pillar__position", "code", "pk"),
        pillar="pillar__code", sub_dimension="sub_dimension__code", illustration="is_illustration",
    )  # fmt: skip


def _strategies(register: Register) -> Iterator[Held]:
    goals = register.real(Goal.objects.filter(pillar__plan=register.plan))
    found = register.real(Strategy.objects.filter(goal__in=goals))
    return plain_rows(
        "strategies", found.order_by("goal__pillar__position", "goal__code", "code", "pk"),
        pillar="goal__pillar__code", goal="goal__code", illustration="is_illustration",
    )  # fmt: skip


def _participations(register: Register) -> Iterator[Held]:
    found = Participation.objects.filter(program__in=register.programs)
    return plain_rows(
        "participations", found.order_by("program__code", "organization__abbreviation", "pk"),
        program="program__code", organization="organization__abbreviation",
    )  # fmt: skip


def _risks(register: Register) -> Iterator[Held]:
    found = register.real(Risk.objects.filter(program__in=register.programs))
    rows = plain_rows(
        "risks", found.order_by("program__code", "pk"),
        program="program__code", owner="owner__abbreviation", closed="is_closed", illustration="is_illustration",
    )  # fmt: skip
    for pk, cells in rows:
        yield pk, {"id": pk, **cells}


def _dependencies(register: Register) -> Iterator[Held]:
    found = Dependency.objects.filter(activity__in=register.activities, predecessor__in=register.activities)
    rows = plain_rows(
        "dependencies", found.order_by("activity__program__code", "activity_id", "pk"),
        program="activity__program__code", activity="activity_id",
        predecessor_program="predecessor__program__code", predecessor="predecessor_id",
    )  # fmt: skip
    for pk, cells in rows:
        labels = {name: register.activity_labels[cells[name]] for name in ("activity", "predecessor")}
        yield pk, {**cells, **labels}


def _weights(register: Register) -> Iterator[Held]:
    found = ProgramIndicator.objects.filter(indicator__in=register.indicators, program__in=register.programs)
    return plain_rows(
        "weights", found.order_by("indicator__code", "program__code", "pk"),
        indicator="indicator__code", program="program__code",
    )  # fmt: skip


def _baselines(register: Register) -> Iterator[Held]:
    found = register.real(Baseline.objects.filter(indicator__in=register.indicators))
    rows = plain_rows(
        "baselines", found.order_by("indicator__code", "period", "area__code", "pk"),
        indicator="indicator__code", area="area_id", illustration="is_illustration",
    )  # fmt: skip
    return with_areas(register.areas, rows)


def _constants(register: Register) -> Iterator[Held]:
    del register  # constants belong to all
    return plain_rows("constants", Constant.objects.order_by("code"))


PART_ROWS: dict[str, Callable[[Register], Iterator[Held]]] = {
    "missions": _missions,
    "goals": _goals,
    "strategies": _strategies,
    "participations": _participations,
    "risks": _risks,
    "dependencies": _dependencies,
    "weights": _weights,
    "baselines": _baselines,
    "constants": _constants,
}
