"""The illustration: a full dashboard for visitors, marked everywhere, and taken away whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.db import models, transaction

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.indicators.models import Baseline, Indicator, ProgramIndicator, Target
from serambi.apps.observations.models import Observation, Origin, Quality, Series, ValueType
from serambi.apps.observations.services import LoadedValue, load_observations
from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    FundSource,
    Goal,
    MasterPlan,
    Milestone,
    Program,
    Risk,
    Stage,
    Strategy,
)
from serambi.apps.plans.models.programs import FINISHED
from serambi.apps.progress.models import ProgressReport
from serambi.apps.regions.models import Area, AreaLevel
from serambi.exchange.content.figures import load_indicators, load_series
from serambi.exchange.content.folder import Row
from serambi.exchange.content.generated_figures import Pattern, chance, figures, last_complete
from serambi.exchange.content.loaded import Loaded
from serambi.exchange.content.partners import load_partners, remove_partners
from serambi.exchange.content.rakor import load_meetings, remove_meetings
from serambi.exchange.content.register import load_programs
from serambi.exchange.content.reporting import add_cycles, add_reports
from serambi.exchange.content.residents import load_citizen_reports, remove_citizen_reports
from serambi.methods.periods import Frequency, Period, span

MONTHS = 36
SOURCE = "Ilustrasi"
SLOW = 0.2  # the part of the programs that miss a milestone
# Removed in this order: what points at something goes before it.
FLAGGED: tuple[type[models.Model], ...] = (
    ProgressReport,
    Target,
    Baseline,
    ProgramIndicator,
    Indicator,
    Observation,
    Series,
    BudgetLine,
    Risk,
    Activity,
    Program,
    Strategy,
    Goal,
    Organization,
)
WORK = ("Rencana teknis dan kesepakatan", "Pengadaan dan pemasangan", "Pelatihan dan pemanfaatan")
WORRIES = (
    ("Tenaga pelaksana kurang atau berganti", "Dua orang cadangan dilatih di setiap perangkat daerah."),
    ("Jaringan internet desa belum stabil", "Formulir luring dan jadwal kirim mingguan."),
    ("Anggaran perubahan terlambat", "Paket dibagi dua; bagian pertama dari anggaran murni."),
)


@transaction.atomic
def load_illustration(folder: Path, plan: MasterPlan, *, today: dt.date) -> Loaded:
    """Add the illustration of a content folder: programs, series, three years of figures, indicators and targets.

    The figures end with the last whole month before today.
    """
    loaded = Loaded()
    months = last_complete(Period.of(today, Frequency.MONTH), MONTHS)

    def add_work(program: Program, row: Row) -> None:
        _add_work(program, today)
        _add_budget(program, row)

    load_programs(folder, plan, loaded, illustration=True, after=add_work)
    series = load_series(folder, loaded, illustration=True)
    loaded.count("observations", load_observations(_values(series, plan, months), by=None))
    quarters = span(Period.of(months[0].start, Frequency.QUARTER), Period.of(months[-1].start, Frequency.QUARTER))

    def add_targets(indicator: Indicator, row: Row) -> None:
        loaded.count("targets", _add_targets(indicator, row, plan.region, quarters))

    load_indicators(folder, plan, loaded, illustration=True, after=add_targets)
    loaded.count("reporting cycles", len(add_cycles(today=today)))
    loaded.count("reports", add_reports(today=today))
    load_partners(folder, plan, loaded, today=today)
    load_meetings(folder, plan, loaded, today=today)
    load_citizen_reports(folder, loaded, today=today)
    if loaded.added:
        record(Verb.LOADED, plan, by=None, after={"illustration": folder.parent.name, **loaded.added})
    return loaded


@transaction.atomic
def remove_illustration() -> dict[str, int]:
    """Remove everything that is marked as illustration and return how many objects of each kind there were."""
    removed = remove_meetings() | remove_partners() | remove_citizen_reports()
    for model in FLAGGED:
        found = model._default_manager.filter(is_illustration=True)
        if model is Organization:  # a partner that somebody recorded something real for stays with it
            found = found.filter(commitments=None, commitments_looked_after=None, participations=None)
        count = found.count()
        if count:
            found.delete()
            removed[str(model._meta.verbose_name_plural)] = count
    plan = MasterPlan.objects.filter(is_current=True).first()
    if removed and plan is not None:
        record(Verb.REMOVED, plan, by=None, before={"illustration": removed})
    return removed


def _values(series: list[tuple[Series, Row]], plan: MasterPlan, months: list[Period]) -> Iterator[LoadedValue]:
    patterns = {thing.code: _pattern(thing, row) for thing, row in series}
    region = list(Area.objects.inside(plan.region).filter(valid_until__isnull=True))
    places: dict[int, list[Area]] = {level: [area for area in region if area.level == level] for level in AreaLevel}
    for thing, row in series:
        preliminary = set(months[len(months) - (row.whole_or_none("preliminary_months") or 0) :])
        for area in places[thing.area_level]:
            for month, value in figures(patterns, thing.code, area.code, months):
                yield LoadedValue(
                    series_id=thing.pk,
                    area_id=area.pk,
                    period=month,
                    value=value,
                    is_final=month not in preliminary,
                    quality=Quality.MEASURED if chance("quality", thing.code, area.code) < 0.8 else Quality.ESTIMATED,
                    origin=Origin.ILLUSTRATION,
                    source=SOURCE,
                    source_url="",
                    note="",
                    is_illustration=True,
                )


def _pattern(series: Series, row: Row) -> Pattern:
    def part(column: str) -> float:
        return float(row.number_or_none(column) or 0)

    return Pattern(
        code=series.code,
        base=part("base"),
        growth=part("growth"),
        season=part("season"),
        of=row.text("of"),
        share_start=part("share_start"),
        share_end=part("share_end"),
        silent=part("silent"),
        whole=series.value_type == ValueType.COUNT,
    )


def _add_work(program: Program, today: dt.date) -> None:
    """Give a program of the illustration three activities with milestones, and a risk.

    A milestone before today was reached, but for one program in five that is being carried out.
    """
    starts, ends = program.starts_on, program.ends_on
    if starts is None or ends is None:
        return
    third = (ends - starts) / 3
    finished = program.stage in FINISHED
    for position, name in enumerate(WORK):
        begins, due = starts + third * position, starts + third * (position + 1)
        begun = program.stage == Stage.EXECUTION and due < today
        done = finished or (begun and (position == 0 or chance("slow", program.code) >= SLOW))
        activity = Activity.objects.create(
            program=program,
            code=f"{program.code}.{position + 1}",
            name=name,
            organization=program.lead,
            stage=_stage(program, done=done, begun=begins <= today),
            starts_on=begins,
            ends_on=due,
            position=position + 1,
            is_illustration=True,
        )
        Milestone.objects.create(
            activity=activity,
            name=f"{name} selesai",
            due_on=due,
            reached_on=due - dt.timedelta(days=round(40 * chance("early", program.code, name))) if done else None,
        )
    worry, response = WORRIES[int(chance("worry", program.code) * len(WORRIES))]
    Risk.objects.create(
        program=program,
        description=worry,
        likelihood=1 + int(chance("likelihood", program.code) * 5),
        impact=2 + int(chance("impact", program.code) * 4),
        owner=program.lead,
        response=response,
        is_illustration=True,
    )


def _stage(program: Program, *, done: bool, begun: bool) -> Stage:
    if done:
        return Stage.DONE
    return Stage(program.stage) if begun else Stage.NOT_STARTED


def _add_budget(program: Program, row: Row) -> None:
    """Spread the program's budget evenly over its years; the last year's spending is not reported yet."""
    total, spent = row.number_or_none("budget_million"), row.number_or_none("spent_share") or Decimal(0)
    if total is None or program.starts_on is None or program.ends_on is None:
        return
    years = range(program.starts_on.year, program.ends_on.year + 1)
    ceiling = (total * 1_000_000 / len(years)).quantize(Decimal(1000))
    for year in years:
        reported = year <= program.starts_on.year + len(years) // 2
        BudgetLine.objects.create(
            program=program,
            year=year,
            fund_source=row.choice("fund_source", FundSource),
            ceiling=ceiling,
            realization=(ceiling * spent).quantize(Decimal(1)) if reported else None,
            source=SOURCE,
            is_illustration=True,
        )


def _add_targets(indicator: Indicator, row: Row, region: Area, quarters: list[Period]) -> int:
    """Add a target for each quarter, on a straight line from target_start to target_end."""
    first, last = row.number_or_none("target_start"), row.number_or_none("target_end")
    if first is None or last is None:
        return 0
    step = Decimal(1).scaleb(-indicator.decimals)
    ahead = [*quarters, *(quarters[-1].shift(count) for count in range(1, 5))]
    targets = []
    for position, quarter in enumerate(ahead):
        value = first + (last - first) * position / (len(ahead) - 1)
        targets.append(
            Target(
                indicator=indicator,
                area=region,
                period=quarter,
                period_start=quarter.start,
                period_end=quarter.end,
                value=value.quantize(step),
                source=SOURCE,
                is_illustration=True,
            )
        )
    Target.objects.bulk_create(targets)
    Baseline.objects.create(
        indicator=indicator,
        area=region,
        period=quarters[0].shift(-1),
        value=(first * Decimal("0.95")).quantize(step),
        source=SOURCE,
        is_illustration=True,
    )
    return len(targets)
