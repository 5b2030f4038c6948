"""How long the proposals for an agenda take over a large regency: programs, indicators, reports and actions.

    python bench/agenda.py                                     2,500 programs, 500 indicators, 5,000 actions
    python bench/agenda.py --runs 20 --json var/bench/agenda.json

Makes a database of its own as `bench/register.py` does and fills it with the same rows, and with targets and values of
indicators, verified reports of four quarters, a quarter that nobody has reported, and actions. Wanted: below 500 ms.
Nothing here is random.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.frame import Result, counted, start_django, timed
from bench.register import TODAY, fill

WANTED_MS = 500


def fill_indicators(count: int) -> None:
    """Write indicators with five years of values, and targets of past years and the coming one."""
    from serambi.apps.evaluation.models import Attainment
    from serambi.apps.indicators.models import Indicator, IndicatorValue, ProgramIndicator, Target
    from serambi.apps.plans.models import MasterPlan, Program
    from serambi.methods.periods import Period

    region = MasterPlan.objects.get().region
    programs = list(Program.objects.order_by("pk")[: 5 * count])
    made = Indicator.objects.bulk_create(
        Indicator(code=f"i{n}", name=f"Indikator {n}", formula="a", unit="%") for n in range(count)
    )
    ProgramIndicator.objects.bulk_create(
        ProgramIndicator(program=program, indicator=made[n % count]) for n, program in enumerate(programs)
    )
    years = [Period.parse(str(year)) for year in range(2022, 2027)]
    quarters = [Period.parse(f"{year}-Q{quarter}") for year in range(2022, 2027) for quarter in range(1, 5)]
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(indicator=one, area=region, period=period, value=float(40 + (n * 7 + place) % 50))
            for n, one in enumerate(made)
            for place, period in enumerate([*years[:-1], *quarters[:-1]])
        ),
        batch_size=2000,
    )
    targets = Target.objects.bulk_create(
        Target(indicator=one, area=region, period=year, period_start=year.start, period_end=year.end, value=Decimal(80))
        for one in made
        for year in years
    )
    Attainment.objects.bulk_create(
        Attainment(target=target, value=60.0, ratio=75.0) for target in targets if target.period_end < TODAY
    )


def fill_reports() -> None:
    """Write verified reports of four quarters, with the physical progress of every program, and one that is due."""
    from django.utils import timezone

    from serambi.apps.agencies.models import Organization
    from serambi.apps.plans.models import Program
    from serambi.apps.progress.models import PhysicalProgress, ProgressReport, ReportingCycle, ReportItem
    from serambi.apps.progress.models.periods import period_named
    from serambi.methods.periods import Period

    cycle = ReportingCycle.objects.create(code="triwulan", name="Triwulanan", frequency="quarter", asks_figures=True)
    programs = list(Program.objects.filter(lead__isnull=False))
    for number, text in enumerate(("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")):
        period = period_named(cycle, Period.parse(text))
        period.opens_on, period.due_on = period.period_end, period.period_end + dt.timedelta(days=14)
        period.grace_until = period.closes_on = dt.date(2026, 12, 31)
        period.save()
        # Of the last quarter two thirds have sent theirs in.
        agencies = [one for n, one in enumerate(Organization.objects.order_by("pk")) if number < 3 or n % 3]
        reports = {
            one.organization_id: one
            for one in ProgressReport.objects.bulk_create(
                ProgressReport(
                    reporting_period=period, organization=agency, state="verified", state_since=timezone.now()
                )
                for agency in agencies
            )
        }
        ReportItem.objects.bulk_create(
            (
                ReportItem(
                    report=reports[program.lead_id], kind="program", key=f"program-{program.pk}", program=program,
                    number=Decimal((n * 13 + number * 10) % 100), check_state="accepted", answer="given",
                )
                for n, program in enumerate(programs)
                if program.lead_id in reports
            ),
            batch_size=1000,
        )  # fmt: skip
        PhysicalProgress.objects.bulk_create(
            (
                PhysicalProgress(
                    report=reports[program.lead_id], program=program, percent=Decimal((n * 13 + number * 10) % 100),
                    verified_at=timezone.now(),
                )
                for n, program in enumerate(programs)
                if program.lead_id in reports
            ),
            batch_size=1000,
        )  # fmt: skip


def fill_actions(count: int) -> None:
    """Write actions: a tenth of them open and of the body, a tenth overdue recommendations, the others settled."""
    from django.utils import timezone

    from serambi.apps.agencies.models import Organization
    from serambi.apps.meetings.models import Action, Meeting, MeetingBody

    body = MeetingBody.objects.create(code="team", name="Tim Pelaksana", usual_title="Rakor")
    starts = timezone.make_aware(dt.datetime(2026, 8, 6, 9))  # noqa: DTZ001 - made aware here
    earlier, later = (
        Meeting.objects.create(
            body=body, title="Rakor", starts_at=begins, ends_at=begins + dt.timedelta(hours=2), state_since=begins
        )
        for begins in (starts, starts + dt.timedelta(days=112))
    )
    agencies = list(Organization.objects.all())
    Action.objects.bulk_create(
        (
            Action(
                text=f"Tindak lanjut nomor {n} yang disepakati", agency=agencies[n % len(agencies)],
                due_on=TODAY - dt.timedelta(days=n % 90), meetings_seen=n % 4, state_since=starts, recorded_at=starts,
                origin="assessment" if n % 10 == 1 else "agreement", source_year=2025 if n % 10 == 1 else None,
                meeting=None if n % 10 == 1 else earlier, state="open" if n % 10 < 2 else "verified",
            )
            for n in range(count)
        ),
        batch_size=1000,
    )  # fmt: skip
    print(f"{later}: {Action.objects.filter(state='open').count()} open actions")


def measure(options: argparse.Namespace) -> list[Result]:
    from django.test import Client
    from django.utils import timezone

    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization, Role
    from serambi.apps.meetings import queries
    from serambi.apps.meetings.models import Meeting
    from serambi.apps.meetings.queries.suggestions import suggestions_for
    from serambi.apps.meetings.services import fill_agenda

    timezone.localdate = lambda *_value: TODAY  # the day of the generated rows, for the page
    user = User.objects.create_user("rani@bench.example", "a-veranda-in-the-afternoon", name="Rani")
    Membership.objects.create(user=user, organization=Organization.objects.all()[0], role=Role.COORDINATOR)
    browser = Client()
    browser.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
    pk = Meeting.objects.order_by("-starts_at").values_list("pk", flat=True)[0]

    def meeting() -> Meeting:
        return Meeting.objects.select_related("body").get(pk=pk)

    results = [_result(options, "suggestions", lambda: suggestions_for(meeting(), today=TODAY))]
    fill_agenda(meeting(), by=user, today=TODAY)
    items = queries.agenda_of(meeting(), user)
    results.append(_result(options, "numbers of the agenda", lambda: queries.numbers_of(items, today=TODAY)))

    def ask() -> bytes:
        answer = browser.get(f"/meetings/{pk}/agenda/")
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for the page of the agenda")
        return bytes(answer.content)

    results.append(_result(options, "page of the agenda", ask))
    return results


def _result(options: argparse.Namespace, what: str, act: Callable[[], Any]) -> Result:
    queries = counted(act)
    times = timed(act, options.runs)
    return Result(options.programs, what, times.median, times.p95, queries, 0.0, times.processor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=2500)
    parser.add_argument("--indicators", type=int, default=500)
    parser.add_argument("--actions", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="serambi-bench-") as folder:
        start_django(folder)
        fill(options.programs)
        fill_indicators(options.indicators)
        fill_reports()
        fill_actions(options.actions)
        results = measure(options)
    print(f"{'what':<28} {'median ms':>10} {'p95 ms':>10} {'processor':>10} {'queries':>8}")
    for one in results:
        print(f"{one.what:<28} {one.median_ms:>10.1f} {one.p95_ms:>10.1f} {one.processor_ms:>10.1f} {one.queries:>8}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=1) + "\n")
    if results[0].median_ms > WANTED_MS:
        sys.exit(1)


if __name__ == "__main__":
    main()
