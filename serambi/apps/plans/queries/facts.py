"""Everything the register knows about one program, for the page that shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Model

from serambi.apps.attachments.queries import NOTHING_NEEDED, Completeness, EvidenceCount, counts_of
from serambi.apps.plans import permissions
from serambi.apps.plans.delays import Delay
from serambi.apps.plans.labels import delay_text, duration_text, severity_word
from serambi.apps.plans.lateness import CLOSED, Due, delays, is_overdue
from serambi.apps.plans.models import Activity, BudgetLine, Milestone, Mission, Participation, Program, Risk
from serambi.apps.plans.queries.budgets import BudgetTotals, totals_of
from serambi.apps.plans.queries.dependencies import OrderFacts, orders_of
from serambi.apps.regions.models import Area

NO_EVIDENCE = EvidenceCount()
EvidenceCounts = Mapping[tuple[type[Model], int], EvidenceCount]

# The drawing of the work over time is a hundred units wide.
WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A milestone; overdue: its day has passed and it counts as late. at: where it stands in the drawing, 0 to 100.

    evidence: how many files show that it was reached.
    """

    milestone: Milestone
    overdue: bool
    at: float
    evidence: EvidenceCount = NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """An activity with its milestones, earliest first.

    overrun: its end has passed and it is neither finished nor stopped. start, width: its bar in the drawing, of
    a hundred; None without both dates. order: for what it waits.
    """

    activity: Activity
    milestones: tuple[MilestoneFacts, ...]
    locations: tuple[Area, ...]
    overrun: bool
    start: float | None
    width: float | None
    order: OrderFacts = field(default_factory=OrderFacts)
    evidence: EvidenceCount = NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class YearBudget:
    """One year's lines with their sums."""

    year: int
    lines: tuple[BudgetLine, ...]
    totals: BudgetTotals


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """A risk with its severity in words."""

    risk: Risk
    word: str


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """A program as the register has it, and what the person may do about it.

    stage_days: days since the stage was reached; None where that day is not known. first_day, last_day: what the
    drawing of the work spans; None where no dates are known. now: where today stands in it, None outside. risks: most
    severe first, closed ones last. left_out: budget lines whose realization nobody reported. proven: how many of the
    milestones that were reached have evidence.
    """

    program: Program
    today: dt.date
    delays: tuple[Delay, ...]
    stage_days: int | None
    participations: tuple[Participation, ...]
    locations: tuple[Area, ...]
    missions: tuple[Mission, ...]
    activities: tuple[ActivityFacts, ...]
    first_day: dt.date | None
    last_day: dt.date | None
    now: float | None
    years: tuple[YearBudget, ...]
    budget: BudgetTotals
    left_out: tuple[BudgetLine, ...]
    risks: tuple[RiskFacts, ...]
    proven: Completeness = NOTHING_NEEDED
    can_edit: bool = False
    can_carry_out: bool = False
    can_restore: bool = False
    can_see_people: bool = False

    @property
    def delay_texts(self) -> list[str]:
        """Return every reason for being late as a sentence."""
        return [delay_text(delay, today=self.today) for delay in self.delays]

    @property
    def stage_duration(self) -> str:
        """Return in words how long the program has been in its stage; "" where that is not known."""
        return duration_text(self.stage_days) if self.stage_days is not None and self.stage_days >= 0 else ""

    @property
    def overspent(self) -> tuple[BudgetLine, ...]:
        """Return the budget lines of which more was spent than was set aside."""
        return tuple(line for year in self.years for line in year.lines if line.is_overspent)


def program_facts(program: Program, user: Any, today: dt.date) -> ProgramFacts:
    """Return what `plans/_program_facts.html` shows to the person, with ten queries however much the program has,
    and two more where its activities wait for others.

    program: as `get_program_for` returns it.
    """
    return facts_for(user, register_facts(program, today))


def facts_for(user: Any, facts: ProgramFacts) -> ProgramFacts:
    """Return the facts with what the person may do; in an archived program nothing can be done but to restore it."""
    program = facts.program
    is_open = program.archived_at is None
    return replace(
        facts,
        can_edit=is_open and permissions.can_edit_program(user, program),
        can_carry_out=is_open and permissions.can_carry_out(user, program),
        can_restore=not is_open and permissions.can_archive_program(user, program),
        can_see_people=permissions.can_see_people(user),
    )


def register_facts(program: Program, today: dt.date) -> ProgramFacts:
    """Return what the register knows about the program, the same for everybody: nobody may do anything yet."""
    activities = list(program.activities.select_related("organization").prefetch_related("milestones", "locations"))
    lines = list(program.budget_lines.select_related("activity"))
    due = [
        Due(milestone.name, milestone.due_on, activity.stage, milestone.reached_on)
        for activity in activities
        for milestone in activity.milestones.all()
    ]
    axis = _Axis.over(program, activities)
    orders = orders_of([program.pk], today=today)
    milestones = [milestone.pk for activity in activities for milestone in activity.milestones.all()]
    reached = [one.pk for activity in activities for one in activity.milestones.all() if one.reached_on is not None]
    evidence = counts_of({Activity: [activity.pk for activity in activities], Milestone: milestones})
    return ProgramFacts(
        program=program,
        today=today,
        delays=delays(
            stage=program.stage,
            starts_on=program.starts_on,
            ends_on=program.ends_on,
            milestones=due,
            today=today,
        ),
        stage_days=(today - program.stage_changed_on).days if program.stage_changed_on else None,
        participations=tuple(program.participations.select_related("organization")),
        proven=Completeness(sum((Milestone, pk) in evidence for pk in reached), len(reached)),
        locations=tuple(program.locations.all()),
        missions=tuple(program.missions.all()),
        activities=tuple(
            _activity(activity, axis, orders.get(activity.pk, OrderFacts()), today, evidence) for activity in activities
        ),
        first_day=axis.first if axis else None,
        last_day=axis.last if axis else None,
        now=axis.at(today) if axis and axis.first <= today <= axis.last else None,
        years=_years(lines),
        budget=totals_of(lines),
        left_out=tuple(line for line in lines if line.realization is None),
        risks=tuple(
            RiskFacts(risk, severity_word(risk.severity))
            for risk in sorted(program.risks.select_related("owner"), key=_by_severity)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """The days that the drawing of the work spans."""

    first: dt.date
    last: dt.date

    @classmethod
    def over(cls, program: Program, activities: list[Activity]) -> _Axis | None:
        days = [program.starts_on, program.ends_on]
        for activity in activities:
            days += [activity.starts_on, activity.ends_on]
            days += [milestone.due_on for milestone in activity.milestones.all()]
        known = sorted(day for day in days if day is not None)
        return cls(known[0], known[-1]) if known and known[0] < known[-1] else None

    def at(self, day: dt.date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return round(WIDTH * min(max(share, 0.0), 1.0), 2)


def _activity(
    activity: Activity, axis: _Axis | None, order: OrderFacts, today: dt.date, evidence: EvidenceCounts
) -> ActivityFacts:
    drawn = axis is not None and activity.starts_on is not None and activity.ends_on is not None
    start = axis.at(activity.starts_on) if axis and drawn and activity.starts_on else None
    end = axis.at(activity.ends_on) if axis and drawn and activity.ends_on else None
    return ActivityFacts(
        activity=activity,
        milestones=tuple(
            MilestoneFacts(
                milestone,
                is_overdue(Due(milestone.name, milestone.due_on, activity.stage, milestone.reached_on), today=today),
                axis.at(milestone.due_on) if axis else 0.0,
                evidence.get((Milestone, milestone.pk), NO_EVIDENCE),
            )
            for milestone in activity.milestones.all()
        ),
        locations=tuple(activity.locations.all()),
        overrun=activity.ends_on is not None and activity.ends_on < today and activity.stage not in CLOSED,
        start=start,
        width=max(round(end - start, 2), 1.0) if start is not None and end is not None else None,
        order=order,
        evidence=evidence.get((Activity, activity.pk), NO_EVIDENCE),
    )


def _years(lines: list[BudgetLine]) -> tuple[YearBudget, ...]:
    found: dict[int, list[BudgetLine]] = {}
    for line in lines:
        found.setdefault(line.year, []).append(line)
    return tuple(YearBudget(year, tuple(found[year]), totals_of(found[year])) for year in sorted(found))


def _by_severity(risk: Risk) -> tuple[bool, int, int]:
    return risk.is_closed, -risk.severity, risk.pk
