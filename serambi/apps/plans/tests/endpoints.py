"""Every address at which something about the plan is written, with what is sent to it and who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet

from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    Dependency,
    Goal,
    MasterPlan,
    Milestone,
    Mission,
    Participation,
    Program,
    Risk,
    Strategy,
)
from serambi.apps.plans.tests.builders import make_activity, make_full_program, make_mission, make_strategy
from tests.cast import Cast, make_program

COORDINATOR = frozenset({"rani"})
LEAD_AGENCY = frozenset({"rani", "oka", "hadi"})
EVERYBODY = ("rani", "oka", "hadi", "sari", "vera", "bima", "wati")


@dataclass(frozen=True)
class Endpoint:
    """An address by its name. of: what stands in it after the program's code. sent: a form that is right.

    came: tells whether it happened. shown: whether it can also be looked at, or only sent to.
    """

    name: str
    sent: dict[str, object] = field(default_factory=dict)
    came: Callable[[], bool] = lambda: False
    of: Callable[[], list[object]] = list
    may: frozenset[str] = COORDINATOR
    shown: bool = True

    def __str__(self) -> str:
        return self.name


def _activity() -> list[object]:
    return [_activities().order_by("pk")[0].pk]


def _activities() -> QuerySet[Activity]:
    return Activity.objects.filter(program__code="LING-1")


def _milestone() -> list[object]:
    return [Milestone.objects.get().pk]


def _line() -> list[object]:
    return [BudgetLine.objects.order_by("pk")[0].pk]


def _dependency() -> list[object]:
    return [Dependency.objects.get().pk]


def _risk() -> list[object]:
    return [Risk.objects.get().pk]


def _participation() -> list[object]:
    return [Participation.objects.get().pk]


def _program() -> Program:
    return Program.objects.get(code="LING-1")


_DETAILS = {
    "code": "LING-1", "name": "Bank sampah unit", "pillar": "PILLAR", "weight": "1", "seen": "SEEN",
}  # fmt: skip
_LINE = {"year": 2026, "fund_source": "csr", "ceiling": "1.250.000.000", "realization": ""}
_RISK = {"description": "Banjir", "likelihood": 5, "impact": 5}

ON_PROGRAM = (
    Endpoint("program_edit", _DETAILS, lambda: _program().name == "Bank sampah unit"),
    Endpoint("program_stage", {"stage": "done", "stage_note": "Selesai"}, lambda: _program().stage == "done",
             may=LEAD_AGENCY),
    Endpoint("board_move", {"stage": "done", "stage_note": "Selesai"}, lambda: _program().stage == "done",
             may=LEAD_AGENCY),
    Endpoint("program_archive", {"reason": "Digabung"}, lambda: _program().archived_at is not None),
    Endpoint("activity_create", {"name": "Latih kader", "stage": "planning"}, lambda: _activities().count() == 2,
             may=LEAD_AGENCY),
    Endpoint("activity_edit", {"name": "Latih", "stage": "done"}, lambda: _activities().get().name == "Latih",
             of=_activity, may=LEAD_AGENCY),
    Endpoint("activity_move", {"position": 1}, lambda: _activities().get().position == 1, of=_activity,
             may=LEAD_AGENCY, shown=False),
    Endpoint("activity_remove", {}, lambda: not _activities().exists(), of=_activity, may=LEAD_AGENCY),
    Endpoint("dependency_create", {"predecessor": "ELSEWHERE", "lag_days": 7},
             lambda: Dependency.objects.filter(lag_days=7).exists(), of=_activity, may=LEAD_AGENCY),
    Endpoint("dependency_remove", {}, lambda: not Dependency.objects.exists(), of=_dependency, may=LEAD_AGENCY),
    Endpoint("milestone_create", {"name": "Serah terima", "due_on": "2026-12-01"},
             lambda: Milestone.objects.filter(due_on=dt.date(2026, 12, 1)).exists(), of=_activity, may=LEAD_AGENCY),
    Endpoint("milestone_edit", {"name": "Buka", "due_on": "2026-12-01"},
             lambda: Milestone.objects.get().name == "Buka", of=_milestone, may=LEAD_AGENCY),
    Endpoint("milestone_reach", {"reached_on": "2026-02-01", "note": "Berita acara"},
             lambda: Milestone.objects.get().reached_on == dt.date(2026, 2, 1), of=_milestone, may=LEAD_AGENCY),
    Endpoint("milestone_remove", {}, lambda: not Milestone.objects.exists(), of=_milestone, may=LEAD_AGENCY),
    Endpoint("budget_line_create", _LINE, lambda: BudgetLine.objects.count() == 3),
    Endpoint("budget_line_edit", _LINE, lambda: BudgetLine.objects.filter(ceiling=1_250_000_000).exists(), of=_line),
    Endpoint("realization", {"realization": "999,50"}, lambda: BudgetLine.objects.filter(realization="999.50").exists(),
             of=_line, may=LEAD_AGENCY),
    Endpoint("budget_line_remove", {}, lambda: BudgetLine.objects.count() == 1, of=_line),
    Endpoint("risk_create", _RISK, lambda: Risk.objects.count() == 2, may=LEAD_AGENCY),
    Endpoint("risk_edit", _RISK, lambda: Risk.objects.get().severity == 25, of=_risk, may=LEAD_AGENCY),
    Endpoint("risk_remove", {}, lambda: not Risk.objects.exists(), of=_risk, may=LEAD_AGENCY),
    Endpoint("participation_create", {"organization": "DISKOMINFO", "support": "partner"},
             lambda: Participation.objects.count() == 2),
    Endpoint("participation_edit", {"support": "partner", "note": "Data"},
             lambda: Participation.objects.get().note == "Data", of=_participation),
    Endpoint("participation_remove", {}, lambda: not Participation.objects.exists(), of=_participation),
)  # fmt: skip


def _plan() -> MasterPlan:
    return MasterPlan.objects.get()


_PLAN = {"name": "Masterplan baru", "start_year": 2024, "legal_basis": "none_yet", "version": "2"}
_PART = {"name": "Lingkungan", "weight": "2,5"}


ON_PLAN = (
    Endpoint("program_create", {**_DETAILS, "code": "LING-9"}, lambda: Program.objects.count() == 3),
    Endpoint("master_plan_edit", _PLAN, lambda: _plan().name == "Masterplan baru"),
    Endpoint("master_plan_unpublish", {}, lambda: not _plan().is_published),
    Endpoint("pillar_edit", _PART, lambda: _plan().pillars.get(code="living").weight == Decimal("2.5"),
             of=lambda: ["living"]),
    Endpoint("sub_dimension_edit", _PART,
             lambda: _plan().pillars.get(code="living").sub_dimensions.get().name == "Lingkungan",
             of=lambda: ["living", "living-1"]),
    Endpoint("goal_create", {"pillar": "PILLAR", "code": "G2", "text": "T"}, lambda: Goal.objects.count() == 2,
             of=lambda: ["environment"]),
    Endpoint("goal_edit", {"pillar": "PILLAR", "code": "G1", "text": "Baru"},
             lambda: Goal.objects.get().text == "Baru", of=lambda: [Goal.objects.get().pk]),
    Endpoint("goal_remove", {}, lambda: not Goal.objects.exists(), of=lambda: [Goal.objects.get().pk]),
    Endpoint("strategy_create", {"code": "S2", "text": "T"}, lambda: Strategy.objects.count() == 2,
             of=lambda: [Goal.objects.get().pk]),
    Endpoint("strategy_edit", {"code": "S1", "text": "Baru"}, lambda: Strategy.objects.get().text == "Baru",
             of=lambda: [Strategy.objects.get().pk]),
    Endpoint("strategy_remove", {}, lambda: not Strategy.objects.exists(), of=lambda: [Strategy.objects.get().pk]),
    Endpoint("mission_create", {"development_plan": "RPJMD", "number": 2, "text": "T"},
             lambda: Mission.objects.count() == 2),
    Endpoint("mission_edit", {"development_plan": "RPJMD", "number": 3, "text": "T"},
             lambda: Mission.objects.get().number == 3, of=lambda: [Mission.objects.get().pk]),
    Endpoint("mission_remove", {}, lambda: not Mission.objects.exists(), of=lambda: [Mission.objects.get().pk]),
)  # fmt: skip


def make_everything(cast: Cast, plan: MasterPlan) -> Program:
    """Return a program of DLH that has one of everything, in a plan with a goal, a strategy and a mission.

    Its activity waits for one of another program, which has a second one.
    """
    make_mission(plan)
    make_strategy(plan)
    program = make_full_program(plan, cast, "LING-1", name="Bank sampah")
    program.activities.update(position=5)
    other = make_program(plan, "LAIN-0", lead=cast.dlh)
    Dependency.objects.create(activity=program.activities.get(), predecessor=make_activity(other, "Kajian"))
    make_activity(other, "Lelang")
    return program
