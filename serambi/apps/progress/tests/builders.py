"""What the tests of reporting are made of: a quarter and a month of the environment agency's work."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from serambi.apps.observations.models import Series
from serambi.apps.plans.models import Activity, BudgetLine, FundSource, MasterPlan, Milestone, Program, Stage
from serambi.apps.progress import services
from serambi.apps.progress.models import Answer, ProgressReport, ReportingCycle, ReportingPeriod
from serambi.apps.progress.queries import get_place_for, read_lines
from serambi.apps.progress.services import Content, GivenAnswer, SaveResult
from serambi.apps.regions.models import AreaLevel
from serambi.methods.periods import Period
from tests.cast import Cast, make_plan, make_program, make_series

# Inside the first working days after the third quarter of 2026, which is due on 14 October.
TODAY = dt.date(2026, 10, 6)
ADDRESS = "/progress/reports/quarterly/2026-Q3/DLH/"
PERIOD = "/progress/periods/quarterly/2026-Q3/"


@dataclass(frozen=True)
class Reporting:
    """One program with a milestone and a budget line, and one series of two districts: five items a quarter."""

    cast: Cast
    plan: MasterPlan
    program: Program
    milestone: Milestone
    line: BudgetLine
    series: Series
    cycle: ReportingCycle
    period: ReportingPeriod

    @property
    def keys(self) -> dict[str, str]:
        hulu, hilir = (self.cast.areas[code].pk for code in ("90.01.01", "90.01.02"))
        return {
            "program": f"program-{self.program.pk}",
            "milestone": f"milestone-{self.milestone.pk}",
            "money": f"money-{self.line.pk}",
            "hulu": f"figure-{self.series.pk}-{hulu}-2026-Q3",
            "hilir": f"figure-{self.series.pk}-{hilir}-2026-Q3",
        }

    def report(self) -> ProgressReport:
        return ProgressReport.objects.select_related("reporting_period__cycle", "organization").get(
            reporting_period=self.period, organization=self.cast.dlh
        )


def make_reporting(cast: Cast, plan: MasterPlan | None = None, **cycle: Any) -> Reporting:
    plan = plan or make_plan(cast.region)
    program = make_program(
        plan, "LING-1", lead=cast.dlh, name="Bank sampah", stage=Stage.PREPARATION, starts_on=dt.date(2025, 1, 1)
    )
    activity = Activity.objects.create(program=program, name="Gedung", position=1)
    made = ReportingCycle.objects.create(
        **{
            "code": "quarterly",
            "name": "Triwulanan",
            "name_en": "Quarterly",
            "frequency": "quarter",
            "asks_figures": True,
            **cycle,
        }
    )
    services.add_periods(made, year=2026, by=None)
    return Reporting(
        cast=cast,
        plan=plan,
        program=program,
        milestone=Milestone.objects.create(activity=activity, name="Gedung siap", due_on=dt.date(2026, 9, 1)),
        line=BudgetLine.objects.create(
            program=program, year=2026, fund_source=FundSource.APBD_OWN, ceiling=Decimal(1_000_000)
        ),
        series=make_series(
            "waste.handled",
            name="Sampah tertangani",
            producer=cast.dlh,
            frequency="quarter",
            area_level=AreaLevel.DISTRICT,
            minimum=0,
            maximum=5000,
        ),
        cycle=made,
        period=made.periods.select_related("cycle").get(period=Period.parse("2026-Q3")),
    )


def answers(reporting: Reporting) -> dict[str, Content]:
    """Return an answer to each of the five items."""
    keys = reporting.keys
    return {
        keys["program"]: Content(answer=Answer.GIVEN, stage=Stage.EXECUTION, number=Decimal(40), obstacles="Hujan"),
        keys["milestone"]: Content(answer=Answer.GIVEN, reached_on=dt.date(2026, 9, 20)),
        keys["money"]: Content(answer=Answer.GIVEN, amount=Decimal(400_000)),
        keys["hulu"]: Content(answer=Answer.GIVEN, number=Decimal(120), quality="measured"),
        keys["hilir"]: Content(answer=Answer.UNAVAILABLE, because="Timbangan rusak"),
    }


def save(
    reporting: Reporting,
    wanted: Mapping[str, Content],
    *,
    by: Any = None,
    versions: Mapping[str, int] | None = None,
    key: uuid.UUID | None = None,
    digest: str = "one",
    today: dt.date = TODAY,
) -> SaveResult:
    """Save answers over what is there now, or over the versions given."""
    place = get_place_for(
        by or reporting.cast.oka, reporting.cycle.code, str(reporting.period.period), "DLH", today=today
    )
    known = {item.key: item.version for item in place.report.items.all()} if place.report else {}
    seen = known if versions is None else versions
    given = [GivenAnswer(name, seen.get(name, 0), content) for name, content in wanted.items()]
    return services.save_answers(
        reporting.period, reporting.cast.dlh, given,
        by=by or reporting.cast.oka, key=key or uuid.uuid4(), digest=digest, today=today,
    )  # fmt: skip


def submitted(reporting: Reporting, *, today: dt.date = TODAY) -> ProgressReport:
    save(reporting, answers(reporting), today=today)
    return services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=today)


def approved(reporting: Reporting, *, today: dt.date = TODAY) -> ProgressReport:
    sent = submitted(reporting, today=today)
    return services.move_report(sent, "approve", by=reporting.cast.hadi, today=today)


def verified(reporting: Reporting) -> ProgressReport:
    return services.move_report(approved(reporting), "verify", by=reporting.cast.vera, today=TODAY)


def lines_of(reporting: Reporting, *, today: dt.date = TODAY) -> dict[str, Any]:
    """Return the lines of the report by key."""
    report = ProgressReport.objects.filter(reporting_period=reporting.period, organization=reporting.cast.dlh).first()
    found = read_lines(reporting.period, reporting.cast.dlh, report, today=today)
    return {line.item.key: line for line in found.lines}


def typed(reporting: Reporting, **extra: str) -> dict[str, str]:
    """Return what a person types into the five items."""
    keys = reporting.keys
    return {
        "key": str(uuid.uuid4()),
        **{f"{key}__version": "0" for key in keys.values()},
        f"{keys['program']}__stage": "execution",
        f"{keys['program']}__number": "42,5",
        f"{keys['milestone']}__same": "on",
        f"{keys['money']}__amount": "Rp400.000",
        f"{keys['hulu']}__number": "1.234,5",
        f"{keys['hilir']}__because": "Timbangan rusak",
        f"series-{reporting.series.pk}__quality": "measured",
        **extra,
    }
