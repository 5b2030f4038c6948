"""A small register with one of everything, whose texts a spreadsheet would like to change."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

from serambi.apps.indicators.models import Baseline, Constant, Framework, StandardIndicator
from serambi.apps.observations.models import Quality
from serambi.apps.plans.models import Dependency, Goal, Participation, Program, Risk, Strategy, Support
from serambi.apps.plans.queries.objects import current_plan
from serambi.apps.plans.tests.builders import make_activity, make_line, make_milestone, make_mission
from serambi.exchange.workbook.compare import Comparison, compare
from serambi.exchange.workbook.read import read_workbook
from serambi.exchange.workbook.register import Register
from serambi.exchange.workbook.sheets import SHEETS
from tests.cast import Cast, make_indicator, make_observation, make_plan, make_program, make_series, make_target

TODAY = dt.date(2026, 3, 20)
NASTY = "=SUM(A1:A9)\n\"quoted\" 'and' <b>&amp;</b>\t_x000D_ \U0001f6f6 ; – 007"


def make_world(cast: Cast, text: str = NASTY) -> None:
    plan = make_plan(cast.region, vision=text, source="'apostrophe")
    mission = make_mission(plan)
    program = make_program(plan, "P-1", name="@nama", name_en="-1+1", description=text, lead=cast.dlh,
                           starts_on=dt.date(1899, 5, 1), ends_on=dt.date(2026, 12, 31), weight=Decimal("2.125"),
                           sipd_year=2025, sipd_code="2.10")  # fmt: skip
    program.missions.add(mission)
    program.locations.add(cast.areas["90.01.01"], cast.areas["90.01.02"])
    make_program(plan, "0012", name="Angka di depan", is_illustration=True, sub_dimension=None)
    first, second = make_activity(program, "Sama"), make_activity(program, "Sama", code="=2")
    other = make_activity(program, "Lain #7")
    for activity in (first, second, other):
        make_milestone(activity, dt.date(2026, 2, 1), name="+tonggak", note=text)
        make_line(program, "12345678901234567.89", "0.01", activity=activity)
    make_line(program, "1458477763740", 0, source="=A1")
    make_line(program, "1458477763740.55", None)
    series = make_series("waste.handled", definition=text, minimum=Decimal("-1.5"))
    make_observation(series, cast.areas["90.01"], "2025-01", "123456789.123456", note=text, quality=Quality.ESTIMATED)
    make_observation(series, cast.areas["90.01"], "2025-02", None)
    make_observation(series, cast.areas["90.01"], "2025-03", 0)
    goal = Goal.objects.create(pillar=program.pillar, code="S1", text=text, sub_dimension=program.sub_dimension)
    Goal.objects.create(pillar=program.pillar, code="=2", text="Lain")
    strategy = Strategy.objects.create(goal=goal, code="a/b", text="-1")
    Program.objects.filter(pk=program.pk).update(strategy=strategy)
    Participation.objects.create(program=program, organization=cast.diskominfo, support=Support.PARTNER, note="+62")
    Risk.objects.create(program=program, description=text, likelihood=3, impact=5, owner=cast.dlh, response="@x")
    Risk.objects.create(program=program, description="Sama", likelihood=1, impact=1, is_closed=True)
    Risk.objects.create(program=program, description="Sama", likelihood=2, impact=1)
    Dependency.objects.create(activity=second, predecessor=first, lag_days=3)
    Dependency.objects.create(activity=other, predecessor=second)
    Constant.objects.create(code="hari", name="Hari", value=Decimal("365.242199074"), unit="hari", source="=A1")
    indicator = make_indicator("waste_rate", "waste.handled", program=program, description=text, unit="ton")
    indicator.program_indicators.update(weight=Decimal("2.5"))
    framework = Framework.objects.create(name="U4SSC")
    indicator.standards.add(StandardIndicator.objects.create(framework=framework, code="EN: 1", name="Sampah; padat"))
    value = Decimal("-0.000001")
    Baseline.objects.create(indicator=indicator, area=cast.region, period="2024", value=value, source="'a")
    make_target(indicator, cast.region, "2026-Q1", "123456789012345678.123456")


def read_back(path: Path) -> Comparison:
    return compare(read_workbook(path), Register(current_plan(), None))


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Return all that the register holds, without the numbers that it gives its rows."""
    register = Register(current_plan(), None)
    return {
        sheet.name: sorted(
            (tuple(strip_number(cells[column.name]) for column in sheet.columns if column.name != "id")
             for _pk, cells in register.rows(sheet.name)), key=str)
        for sheet in SHEETS
    }  # fmt: skip


def strip_number(value: object) -> object:
    return re.sub(r" #\d+$", "", value) if isinstance(value, str) else value
