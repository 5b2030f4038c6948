"""One of everything that an address can name, so that every page can be asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization
from serambi.apps.attachments import services as attachments
from serambi.apps.attachments.models import Attachment
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.services import record
from serambi.apps.citizen_reports import services as citizen_reports
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.indicators.models import Baseline, Constant, Indicator, Target
from serambi.apps.jobs.models import Job
from serambi.apps.meetings.models import (
    Action,
    AgendaItem,
    AgendaSection,
    Attendance,
    BodyMember,
    CheckIn,
    Decision,
    Dismissal,
    Invitation,
    InvitationLetter,
    Meeting,
    MeetingBody,
    Minute,
    MinutesCorrection,
    Origin,
    Photograph,
    Vote,
)
from serambi.apps.meetings.services import make_feed
from serambi.apps.observations.models import Observation, Series
from serambi.apps.partnerships.models import Commitment, Delivery
from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    BulkEdit,
    Dependency,
    FundSource,
    Goal,
    Milestone,
    Mission,
    Participation,
    PlanVersion,
    Program,
    Risk,
    SavedView,
    Strategy,
)
from serambi.apps.plans.services import adopt_version, open_version
from serambi.apps.progress.models import (
    Delegation,
    GroupMember,
    HolidayCorrection,
    ProgressReport,
    ReportingCycle,
    ReportingPeriod,
    ReportItem,
    State,
)
from serambi.apps.progress.models.periods import period_named
from serambi.apps.regions.models import AreaLevel
from serambi.exchange.budgets.desk import take as take_spending
from serambi.exchange.budgets.tests.world import form_row, form_text
from serambi.exchange.imports.layouts_kept import keep_layout
from serambi.exchange.models import REPORTED, KeptLayout, Load, Upload
from serambi.exchange.observations_csv.desk import take as take_observations
from serambi.exchange.uploads.services import Sent, take
from serambi.exchange.workbook.desk import take as take_workbook
from serambi.methods.periods import Period
from tests.cast import (
    Cast,
    make_cast,
    make_indicator,
    make_observation,
    make_organization,
    make_plan,
    make_program,
    make_series,
    make_target,
)
from tests.evidence.conftest import attached
from tests.files import jpeg, pdf, scene

# The roles of the table and who of the cast has each. The program, the series and the indicator below belong to the
# agency of Oka and Hadi; Sari works for another one.
ROLES: dict[str, str] = {
    "nobody": "",
    "coordinator": "rani",
    "officer": "oka",
    "stranger": "sari",
    "head": "hadi",
    "verifier": "vera",
    "executive": "bima",
    "viewer": "wati",
}


@dataclass(frozen=True)
class World:
    """The cast and one of each kind of thing; the agency's own things belong to DLH."""

    cast: Cast
    person: User
    membership: Membership
    entry: Entry
    job: Job
    mission: Mission
    goal: Goal
    strategy: Strategy
    program: Program
    archived_program: Program
    activity: Activity
    milestone: Milestone
    dependency: Dependency
    stage_entry: Entry
    budget_line: BudgetLine
    risk: Risk
    participation: Participation
    version: PlanVersion
    open_version: PlanVersion
    bulk_edit: BulkEdit
    shared_view: SavedView
    series: Series
    archived_series: Series
    observation: Observation
    indicator: Indicator
    archived_indicator: Indicator
    target: Target
    baseline: Baseline
    constant: Constant
    cycle: ReportingCycle
    reports: dict[str, ProgressReport]
    holiday: HolidayCorrection
    delegation: Delegation
    group_member: GroupMember
    meeting: Meeting
    invitation: Invitation
    attendance: Attendance
    body_member: BodyMember
    agenda_section: AgendaSection
    agenda_item: AgendaItem
    parked_item: AgendaItem
    dismissal: Dismissal
    carried_action: Action
    minute: Minute
    vote: Vote
    correction: MinutesCorrection
    held_meeting: Meeting
    picture: Attachment
    photograph: Photograph
    calendar_token: str
    decision: Decision
    action: Action
    attachment: Attachment
    archived_attachment: Attachment
    upload: Upload
    workbook: Upload
    observation_table: Upload
    spending: Upload
    load: Load
    spending_load: Load
    layout: KeptLayout
    pledge: Commitment
    delivery: Delivery
    citizen_report: CitizenReport

    def user(self, role: str) -> User | None:
        name = ROLES[role]
        return self.cast.people[name] if name else None


def _report(cycle: ReportingCycle, period: str, cast: Cast, program: Program, state: str) -> ProgressReport:
    """Return a report of DLH in that state, for a period that takes reports on any day."""
    made = period_named(cycle, Period.parse(period))
    made.opens_on, made.due_on = dt.date(2020, 1, 1), dt.date(2999, 1, 1)
    made.grace_until = made.closes_on = made.due_on
    made.save()
    report = ProgressReport.objects.create(
        reporting_period=made,
        organization=cast.dlh,
        state=state,
        state_since=timezone.now(),
        asked=1,
        answered=1,
        first_submitted_at=None if state == State.DRAFT else timezone.now(),
        submitted_by=None if state == State.DRAFT else cast.oka,
    )
    ReportItem.objects.create(
        report=report, kind="program", key=f"program-{program.pk}", program=program, answer="given", stage="planning"
    )
    return report


def _closed(cycle: ReportingCycle) -> ReportingPeriod:
    made = period_named(cycle, Period.parse("2019-Q1"))
    made.opens_on = made.due_on = made.grace_until = made.closes_on = dt.date(2019, 4, 15)
    made.save()
    return made


def _meeting(body: MeetingBody, day: dt.date, state: str = "draft") -> Meeting:
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    return Meeting.objects.create(
        body=body,
        title="Rakor",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        began_at=None if state == "draft" else starts,
        state=state,
        state_since=timezone.now(),
    )


def _action(cast: Cast, meeting: Meeting | None = None) -> Action:
    return Action.objects.create(
        text="Adendum ditandatangani",
        agency=cast.dlh,
        due_on=dt.date(2026, 6, 1),
        origin=Origin.AGREEMENT,
        meeting=meeting,
        state_since=timezone.now(),
        recorded_at=timezone.now(),
    )


def _commitment(cast: Cast, partner: Organization, state: str) -> Commitment:
    """Return a promise to DLH in that state."""
    return Commitment.objects.create(
        title="Bank sampah",
        kind="money",
        promised=Decimal(100_000_000),
        organization=partner,
        agency=cast.dlh,
        agreement_type="mou",
        agreed_on=dt.date(2026, 1, 5),
        promised_on=dt.date(2026, 1, 5),
        due_on=dt.date(2026, 6, 1),
        next_due_on=dt.date(2026, 6, 1),
        state=state,
        state_since=timezone.now(),
        recorded_at=timezone.now(),
    )


def _citizen_report(cast: Cast) -> CitizenReport:
    """Return a report about waste that waits for DLH, with a photograph."""
    category = ReportCategory.objects.create(code="waste", name="Sampah", agency=cast.dlh)
    sent = citizen_reports.SentFacts(category, cast.areas["90.01.01.2002"], "TPS penuh.", key="world", name="Ayu")
    report = citizen_reports.receive(sent, now=timezone.now())
    picture = SimpleUploadedFile("tps.jpg", jpeg(scene(4)))
    citizen_reports.add_photograph(report, picture, today=timezone.localdate())
    return report


def make_world() -> World:
    """Create the regency of the cast with a published plan that has one of everything."""
    cast = make_cast()
    plan = make_plan(cast.region)
    pillar = plan.pillars.get(code="environment")
    mission = Mission.objects.create(plan=plan, development_plan="RPJMD", number=1, text="Sejahtera")
    goal = Goal.objects.create(pillar=pillar, code="S1", text="Lingkungan bersih")
    strategy = Strategy.objects.create(goal=goal, code="S1.1", text="Memilah sampah")
    program = make_program(plan, "P-1", lead=cast.dlh, strategy=strategy)
    archived_program = make_program(plan, "P-2", lead=cast.dlh, archived_at=timezone.now())
    activity = Activity.objects.create(program=program, name="Bank sampah", position=1)
    series = make_series("waste.handled", producer=cast.dlh)
    area = cast.areas["90.01.01.2002"]
    indicator = make_indicator(
        "waste_handled", "waste.handled", program=program, owner=cast.dlh, unit="ton", area_level=AreaLevel.VILLAGE
    )
    cycle = ReportingCycle.objects.create(code="quarterly", name="Triwulanan", frequency="quarter")
    _closed(cycle)
    states = {"2020-Q1": State.DRAFT, "2020-Q2": State.SUBMITTED, "2020-Q3": State.APPROVED, "2020-Q4": State.VERIFIED}
    milestone = Milestone.objects.create(activity=activity, name="Buka", due_on=dt.date(2026, 6, 1))
    archived = attached(milestone, cast.oka, pdf(), "lama.pdf")
    body = MeetingBody.objects.create(code="team", name="Tim Pelaksana", usual_title="Rakor Smart City")
    earlier, meeting = _meeting(body, dt.date(2025, 12, 1)), _meeting(body, dt.date(2026, 1, 5))
    held = _meeting(body, dt.date(2025, 12, 1), state="signed_off")
    chosen = attached(held, cast.rani, jpeg(scene(2)), description="Suasana")
    section = AgendaSection.objects.create(meeting=meeting, title="Pembukaan", position=1)
    item = AgendaItem.objects.create(body=body, meeting=meeting, section=section, title="Sambutan")
    minute = Minute.objects.create(meeting=meeting, item=item, text="Empat titik.", at=timezone.now())
    partner = make_organization("BANK", "Bank Serumpun", sector="private")
    InvitationLetter.objects.create(meeting=meeting, number="005/1", day=dt.date(2026, 1, 2), hal="Undangan")
    return World(
        meeting=meeting,
        held_meeting=held,
        calendar_token=make_feed(cast.wati),
        picture=attached(held, cast.rani, jpeg(scene(3)), description="Peserta"),
        photograph=Photograph.objects.create(meeting=held, attachment=chosen, caption="Suasana rapat"),
        agenda_section=section,
        agenda_item=item,
        parked_item=AgendaItem.objects.create(body=body, title="Perbup"),
        dismissal=Dismissal.objects.create(
            meeting=meeting, suggestion="behind:0", title="Lahan", reason="Sudah dibahas", at=timezone.now()
        ),
        carried_action=_action(cast, meeting=earlier),
        minute=minute,
        vote=Vote.objects.create(meeting=meeting, question="Setuju?", opened_at=timezone.now()),
        correction=MinutesCorrection.objects.create(meeting=meeting, minute=minute, text="Tiga.", at=timezone.now()),
        invitation=Invitation.objects.create(meeting=meeting, organization=cast.dlh, sent_sequence=0),
        attendance=Attendance.objects.create(meeting=meeting, name="Ayu", how=CheckIn.NOTED, at=timezone.now()),
        body_member=BodyMember.objects.create(body=body, organization=cast.dlh),
        cycle=cycle,
        reports={state: _report(cycle, period, cast, program, state) for period, state in states.items()},
        holiday=HolidayCorrection.objects.create(day=dt.date(2026, 7, 6), name="Hari jadi"),
        delegation=Delegation.objects.create(
            organization=cast.dlh,
            role="head",
            giver=cast.hadi,
            receiver=cast.oka,
            first_day=dt.date(2020, 1, 1),
            last_day=dt.date(2020, 1, 2),
            reason="Cuti",
        ),
        group_member=GroupMember.objects.create(
            pillar=pillar, side="internal", organization=cast.dlh, user=cast.oka, valid_from=dt.date(2024, 1, 1)
        ),
        decision=Decision.objects.create(
            year=2026,
            number=1,
            text="Tiga titik dipindah.",
            decided_by="Tim Pelaksana",
            decided_on=dt.date(2026, 1, 5),
            effective_from=dt.date(2026, 1, 5),
            recorded_at=timezone.now(),
        ),
        action=_action(cast),
        cast=cast,
        person=cast.wati,
        membership=Membership.objects.get(user=cast.wati),
        entry=record(Verb.CHANGED, cast.dlh, by=cast.rani),
        job=Job.objects.create(kind="tests.count", owner=cast.oka, queued_at=timezone.now()),
        mission=mission,
        goal=goal,
        strategy=strategy,
        program=program,
        archived_program=archived_program,
        activity=activity,
        milestone=milestone,
        dependency=Dependency.objects.create(
            activity=activity,
            predecessor=Activity.objects.create(program=program, name="Sosialisasi", position=2),
        ),
        stage_entry=record(
            Verb.CHANGED, program, by=cast.rani, before={"stage": "planning"}, after={"stage": program.stage}
        ),
        budget_line=BudgetLine.objects.create(
            program=program, year=2026, fund_source=next(iter(FundSource)), ceiling=Decimal(1000)
        ),
        risk=Risk.objects.create(program=program, description="Hujan", likelihood=2, impact=2),
        participation=Participation.objects.create(program=program, organization=cast.dinkes),
        version=adopt_version(open_version(plan, by=cast.rani, number="1"), by=cast.rani),
        bulk_edit=BulkEdit.objects.create(
            plan=plan, at=timezone.now(), by=cast.rani, by_name="Rani", summary="Horizon", program_count=0
        ),
        shared_view=SavedView.objects.create(owner=cast.rani, name="Late", slug="late", is_shared=True),
        open_version=open_version(plan, by=cast.rani, number="2", reason="Regulation of 2025"),
        series=series,
        archived_series=make_series("waste.old", producer=cast.dlh, archived_at=timezone.now()),
        observation=make_observation(series, area, "2026-01", 10, is_final=False),
        indicator=indicator,
        archived_indicator=make_indicator("old", "waste.handled", owner=cast.dlh, archived_at=timezone.now()),
        target=make_target(indicator, cast.region, "2026", 100),
        baseline=Baseline.objects.create(
            indicator=indicator, area=cast.region, period=Period.parse("2023"), value=Decimal(50)
        ),
        attachment=attached(milestone, cast.oka, jpeg()),
        archived_attachment=attachments.archive(archived, by=cast.oka, reason="Buram"),
        constant=Constant.objects.create(code="days_of_a_year", name="Hari setahun", value=Decimal(365)),
        upload=take(Sent("rpjmd.csv", b"Kode;Program;Indikator\nA.1;Sampah;Tertangani\n"), by=cast.rani),
        workbook=take_workbook("buku.csv", b"programs.code;programs.name\n;\nP-1;Lain\n", note="", by=cast.rani),
        observation_table=take_observations(
            SimpleUploadedFile("figures.csv", b"series,area,period,value\n"), is_final=False, reason="", by=cast.rani
        ),
        spending=take_spending(
            Sent("e81.csv", form_text(form_row("2.11", "Sampah", 5)).encode()), year=2026, by=cast.rani
        ),
        load=Load.objects.create(plan=plan, file_name="rpjmd.xlsx", file_size=1, loaded_at=timezone.now()),
        spending_load=Load.objects.create(
            plan=plan, file_name="e81.xlsx", file_size=1, loaded_at=timezone.now(), counts={REPORTED: 0}
        ),
        layout=keep_layout("RPJMD", fingerprint="", layout={}, by=cast.rani),
        pledge=_commitment(cast, partner, "pledged"),
        delivery=Delivery.objects.create(
            commitment=_commitment(cast, partner, "partly"),
            delivered_on=dt.date(2026, 2, 2),
            amount=Decimal(1_000_000),
            recorded_by=cast.oka,
            recorded_at=timezone.now(),
        ),
        citizen_report=_citizen_report(cast),
    )
