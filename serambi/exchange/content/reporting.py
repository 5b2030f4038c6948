"""The illustration of reporting: two cycles, and a period in which the agencies stand in every state."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from serambi.apps.plans.models import Stage
from serambi.apps.progress import services
from serambi.apps.progress.models import (
    Answer,
    Check,
    Kind,
    PhysicalProgress,
    ProgressReport,
    ReportingCycle,
    ReportingPeriod,
    ReportItem,
    ReportMove,
    State,
)
from serambi.apps.progress.queries import asked_items, periods_taking, take_recorded
from serambi.apps.progress.workflow import (
    APPROVE,
    RETURN,
    SUBMIT,
    VERIFY,
    WITH_THE_AGENCY,
    move_named,
)
from serambi.exchange.content.generated_figures import chance

# One agency after another: how far its report is; "" for one that was not begun.
STATES = ("approved", "", "submitted", "verified", "draft", "returned", "verified", "submitted", "approved", "")
WAY: dict[str, tuple[str, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: (SUBMIT,),
    State.APPROVED: (SUBMIT, APPROVE),
    State.VERIFIED: (SUBMIT, APPROVE, VERIFY),
    State.RETURNED: (SUBMIT, APPROVE, RETURN),
}
BACK = "Angka dan bukti tidak cocok. Mohon diperiksa."
HURDLES = ("Cuaca menghambat pekerjaan lapangan.", "Menunggu hasil lelang.", "Tenaga teknis masih kurang.", "")


def add_cycles(*, today: dt.date) -> list[ReportingCycle]:
    """Add the monthly and the quarterly cycle with their periods of two years, where there is no cycle yet."""
    if ReportingCycle.objects.exists():
        return []
    cycles = [
        services.create_cycle(
            "monthly", by=None, name="Fisik dan keuangan bulanan", name_en="Monthly progress and money",
            frequency="month", asks_programs=True, asks_money=True, asks_figures=False, open_days=-10,
        ),
        services.create_cycle(
            "quarterly", by=None, name="Data indikator triwulanan", name_en="Quarterly figures",
            frequency="quarter", asks_programs=False, asks_money=False, asks_figures=True, late_working_days=45,
        ),
    ]  # fmt: skip
    for cycle in cycles:
        for year in (today.year - 1, today.year):
            services.add_periods(cycle, year=year, by=None)
    return cycles


def add_reports(*, today: dt.date) -> int:
    """Add made-up reports for the periods that have ended and still take reports, and return how many."""
    return sum(_add(period, today) for period in periods_taking(today) if period.period_end < today)


def _add(period: ReportingPeriod, today: dt.date) -> int:
    have = set(period.reports.values_list("organization_id", flat=True))
    count = 0
    for index, (agency, items) in enumerate(sorted(asked_items(period, today=today).items())):
        state = STATES[index % len(STATES)]
        if not state or agency in have:
            continue
        take_recorded(items)
        report = _report(period, agency, state, len(items))
        _answer(items, report, period)
        report.answered = sum(item.is_answered for item in items)
        report.save()
        for item in items:
            item.report = report
        ReportItem.objects.bulk_create([item for item in items if item.is_answered or state != State.DRAFT])
        ReportMove.objects.bulk_create(_moves(report, state))
        PhysicalProgress.objects.bulk_create(_verified(report, items))
        count += 1
    return count


def _report(period: ReportingPeriod, agency: int, state: str, asked: int) -> ProgressReport:
    sent = timezone.make_aware(dt.datetime.combine(period.due_on, dt.time(15, 20)))
    late = chance("late", str(period.pk), str(agency)) < 0.25
    sent += dt.timedelta(days=2 if late else -1)
    return ProgressReport(
        reporting_period=period,
        organization_id=agency,
        state=state,
        state_since=sent + dt.timedelta(days=len(WAY[state])),
        asked=asked,
        first_submitted_at=None if state == State.DRAFT else sent,
        is_illustration=True,
    )


def _answer(items: list[ReportItem], report: ProgressReport, period: ReportingPeriod) -> None:
    """Answer everything, or the first half of a draft; one item of a report that was returned came back."""
    is_draft = report.state in WITH_THE_AGENCY and report.state != State.RETURNED
    for index, item in enumerate(items):
        if is_draft and index > len(items) // 2:
            break
        _fill(item, chance("answer", item.key, str(period.period)), period)
        item.answered_at = report.first_submitted_at
        if report.state == State.VERIFIED or (report.state == State.RETURNED and index != len(items) // 2):
            item.check_state = item.first_check = Check.ACCEPTED
            item.checked_at = report.state_since
        elif report.state == State.RETURNED:
            item.check_state = item.first_check = Check.RETURNED
            item.check_reason, item.checked_at = BACK, report.state_since


def _fill(item: ReportItem, luck: float, period: ReportingPeriod) -> None:
    item.answer = Answer.GIVEN
    match item.kind:
        case Kind.PROGRAM:
            stage = item.program.stage if item.program else Stage.PLANNING
            item.stage = Stage.PLANNING if stage == Stage.UNREPORTED else stage
            item.number = Decimal(5 * int(luck * 19))
            item.obstacles = HURDLES[int(luck * len(HURDLES))]
        case Kind.MILESTONE:
            item.answer = Answer.UNCHANGED
        case Kind.MONEY if item.budget_line is not None:
            spent = item.budget_line.realization or item.budget_line.ceiling * Decimal("0.2")
            room = max(item.budget_line.ceiling - spent, Decimal(0))
            item.amount = (spent + room * Decimal(str(round(luck * 0.3, 2)))).quantize(Decimal(1))
        case Kind.FIGURE if item.number is None:
            item.answer, item.because = Answer.UNAVAILABLE, "Data desa belum masuk."


def _verified(report: ProgressReport, items: list[ReportItem]) -> list[PhysicalProgress]:
    """Return how far the programs are by what was accepted."""
    return [
        PhysicalProgress(report=report, program=item.program, percent=item.number, verified_at=report.state_since)
        for item in items
        if item.kind == Kind.PROGRAM and item.program and item.number is not None and item.check_state == Check.ACCEPTED
    ]


def _moves(report: ProgressReport, state: str) -> list[ReportMove]:
    """Return the history of a made-up report, a day for each move."""
    moves = []
    before: str = State.DRAFT
    at = report.first_submitted_at or report.state_since
    for name in WAY[state]:
        move = move_named(name, before)
        if move is None:
            raise ValueError(name)
        reason = BACK if name == RETURN else ""
        moves.append(
            ReportMove(report=report, move=name, before=before, after=move.after, at=at, reason=reason, facts={})
        )
        before, at = move.after, at + dt.timedelta(days=1)
    return moves
