"""How long the pages of the evaluation take with a large plan, and what a corrected figure costs in scores.

    python bench/dashboard.py                          150 and 2,500 programs, a table
    python bench/dashboard.py --programs 2500 --runs 50 --json var/bench-dashboard.json

Makes a database of its own in a temporary folder (SQLite, or the one that DATABASE_URL names, which must be empty),
fills it with Django, and asks for the pages through the test client: the time is the server's, of one request after
another, the first three left out. Nothing here is random: a second run has the same rows.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.frame import (
    Result,
    coordinator,
    counted,
    main,
    page,
    signed_in,
    start_django,  # noqa: F401 - other measurements fill their database with these rows
    timed,
)

TODAY = dt.date(2026, 11, 23)
FIRST_YEAR, YEARS = 2022, 5
INDICATORS = 500
PILLARS = ("governance", "society", "branding", "environment", "economy", "living")
STAGES = ("execution", "planning", "not_started", "in_use", "unreported", "preparation", "done", "execution")


def fill(programs: int) -> None:
    """Write a plan of that many programs with 500 indicators, quarterly targets and values, and join all scores."""
    from django.utils import timezone

    from serambi.apps.agencies.models import Organization
    from serambi.apps.audit.models import Verb
    from serambi.apps.audit.services import record_many
    from serambi.apps.evaluation import services
    from serambi.apps.indicators.models import (
        Indicator,
        IndicatorState,
        IndicatorValue,
        ProgramIndicator,
        Target,
    )
    from serambi.apps.observations.models import Observation, Series
    from serambi.apps.plans.models import Activity, MasterPlan, Milestone, Pillar, Program, SubDimension
    from serambi.apps.regions.models import Area
    from serambi.methods.periods import Period, span

    province = Area.objects.create(code="90", name="Nusa Serumpun", kind="province")
    region = Area.objects.create(code="90.01", name="Kabupaten Serumpun", kind="regency", parent=province)
    organizations = Organization.objects.bulk_create(
        Organization(abbreviation=f"OPD-{n:02}", name=f"Dinas Urusan {n}") for n in range(36)
    )
    plan = MasterPlan.objects.create(
        region=region,
        name="Masterplan Smart City",
        start_year=FIRST_YEAR,
        end_year=FIRST_YEAR + YEARS - 1,
        is_current=True,
        is_published=True,
    )
    pillars = [
        Pillar.objects.create(plan=plan, code=code, name=f"Smart {code.title()}", position=position)
        for position, code in enumerate(PILLARS, start=1)
    ]
    subs = [
        SubDimension.objects.create(pillar=pillar, code=f"{pillar.code}-{n}", name=f"Bagian {n}", position=n)
        for pillar in pillars
        for n in (1, 2, 3)
    ]
    rows = Program.objects.bulk_create(
        Program(
            plan=plan,
            pillar=subs[n % 18].pillar,
            sub_dimension=subs[n % 18] if n % 25 else None,
            code=f"P-{n:04}",
            name=f"Program pelayanan nomor {n}",
            lead=organizations[n % 36] if n % 40 else None,
            stage=STAGES[n % 8],
            starts_on=dt.date(FIRST_YEAR + n % 4, 1 + n % 12, 1),
            ends_on=dt.date(FIRST_YEAR + 4 + n % 3, 1 + n % 12, 28),
            weight=1 + n % 3,
        )
        for n in range(programs)
    )
    activities = Activity.objects.bulk_create(
        Activity(program=program, name=f"Kegiatan {n}", position=n, stage="execution")
        for program in rows
        for n in range(3)
    )
    Milestone.objects.bulk_create(
        Milestone(
            activity=activity,
            name=f"Tonggak {n}",
            due_on=TODAY + dt.timedelta(days=(index * 7 + n * 90) % 1200 - 600),
            reached_on=TODAY - dt.timedelta(days=700) if (index * 7 + n * 90) % 1200 < 590 else None,
        )
        for index, activity in enumerate(activities)
        for n in range(2)
    )
    series = Series.objects.bulk_create(
        Series(code=f"series.s{n:03}", name=f"Seri {n}", unit="unit", producer=organizations[n % 36])
        for n in range(INDICATORS)
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(
            code=f"indicator_{n:03}",
            name=f"Indikator {n}",
            formula=f"series.s{n:03}",
            unit="%",
            frequency="quarter",
            owner=organizations[n % 36] if n % 30 else None,
        )
        for n in range(INDICATORS)
    )
    links = {(n % programs, n) for n in range(INDICATORS)} | {
        (p, (p * 7 + k * 131) % INDICATORS) for p in range(programs) for k in range(2)
    }
    ProgramIndicator.objects.bulk_create(
        (ProgramIndicator(program=rows[p], indicator=indicators[i], weight=1 + i % 2) for p, i in sorted(links)),
        batch_size=2000,
    )
    quarters = span(Period.parse(f"{FIRST_YEAR}-Q1"), Period.parse(f"{FIRST_YEAR + YEARS - 1}-Q4"))
    Target.objects.bulk_create(
        (
            Target(
                indicator=indicator,
                area=region,
                period=quarter,
                period_start=quarter.start,
                period_end=quarter.end,
                value=100,
            )
            for n, indicator in enumerate(indicators)
            for quarter in quarters
            if n % 50
        ),
        batch_size=2000,
    )
    known = {}
    values = []
    for n, indicator in enumerate(indicators):
        for q, quarter in enumerate(quarters):
            if quarter.start > TODAY or (n * 13 + q) % 17 == 0 or (n % 20 == 3 and q > 12):
                continue
            amount = 40 + (n * 37 + q * 3) % 70
            final = None if (n + q) % 23 == 0 else amount
            values.append(
                IndicatorValue(
                    indicator=indicator,
                    area=region,
                    period=quarter,
                    value=amount,
                    final_value=final,
                    marks=int(final is None),
                )
            )
            known[n] = (quarter, amount)
    IndicatorValue.objects.bulk_create(values, batch_size=2000)
    IndicatorState.objects.bulk_create(
        IndicatorState(
            indicator=indicator,
            latest_period=known[n][0],
            latest_end=known[n][0].end,
            latest_value=known[n][1],
            final_period=known[n][0],
            final_end=known[n][0].end,
            final_value=known[n][1],
        )
        for n, indicator in enumerate(indicators)
    )
    now = timezone.now()
    Observation.objects.bulk_create(
        (
            Observation(
                series=one,
                area=region,
                period=quarter,
                period_start=quarter.start,
                period_end=quarter.end,
                value=10,
                is_final=quarter.year < 2026,
                recorded_at=now,
            )
            for one in series
            for quarter in quarters[:19]
        ),
        batch_size=2000,
    )
    record_many(Verb.CHANGED, [(rows[n % programs], {}, {}) for n in range(2000)], by=None)
    services.recompute_all(plan, today=TODAY)


def measure_pages(programs: int, runs: int) -> list[Result]:
    """Measure each page as the first reader after a change sees it, and as the next one does."""
    from django.test import Client

    from serambi.apps.audit.models import Entry, Verb

    person, nobody = signed_in(coordinator()), Client()
    pages = [
        ("dashboard, signed in", person, "/dashboard/"),
        ("dashboard, signed out", nobody, "/dashboard/"),
        ("home", nobody, "/"),
        ("pillar", person, "/pillars/living/"),
        ("sub-dimension", person, "/pillars/living/living-1/"),
        ("program", person, "/programs/P-0005/"),
        ("organization", person, "/organizations/OPD-05/"),
        ("why, pillar", person, "/why/pillar/6/"),
        ("search", person, "/search/?q=pelayanan"),
    ]

    def write() -> None:
        Entry.objects.create(verb=Verb.CHANGED, object_type="regions.area")

    return [
        page(programs, f"{what}, {how}", client, address, runs, before=before)
        for what, client, address in pages
        for how, before in (("after a change", write), ("again", lambda: None))
    ]


def measure_changes(programs: int, runs: int) -> list[Result]:
    from types import SimpleNamespace

    from django.db import transaction

    from serambi.apps.evaluation import services
    from serambi.apps.indicators.models import Indicator, IndicatorValue
    from serambi.apps.plans.models import MasterPlan, Program
    from serambi.methods.periods import Period

    indicator = Indicator.objects.get(code="indicator_007")
    quarter = Period.parse("2026-Q3")
    cell = IndicatorValue.objects.filter(indicator=indicator, period=quarter)
    moved = SimpleNamespace(indicator_ids=frozenset({indicator.pk}), since=quarter.end)
    program = Program.objects.get(code="P-0005")
    amounts = iter(range(10**6))

    def correct_a_value() -> None:
        with transaction.atomic():
            cell.update(value=50 + next(amounts) % 40, final_value=45)
            services.refresh_after_values(moved)

    def change_a_program() -> None:
        services.refresh_after_plan(SimpleNamespace(program_ids=frozenset({program.pk})))

    plan = MasterPlan.objects.get()
    found = []
    for what, act, times in [
        ("scores after one value", correct_a_value, runs),
        ("scores after a change of the plan", change_a_program, max(3, runs // 10)),
        ("all scores again", lambda: services.recompute_all(plan, today=TODAY), 3),
    ]:
        took = timed(act, times)
        found.append(Result(programs, what, took.median, took.p95, counted(act), 0, took.processor))
    return found


def measure(programs: int, runs: int) -> list[Result]:
    begin = time.perf_counter()
    fill(programs)
    print(f"{programs} programs written in {time.perf_counter() - begin:.1f} s", file=sys.stderr)
    import django.utils.timezone as clock

    clock.localdate = lambda *_: TODAY  # type: ignore[assignment]  # the bench has its own day, always the same
    return measure_pages(programs, runs) + measure_changes(programs, runs)


if __name__ == "__main__":
    main(__doc__ or "", __file__, measure, runs=30)
