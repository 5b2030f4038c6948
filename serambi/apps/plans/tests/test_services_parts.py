"""What people do to what a program has: activities, milestones, money, risks and those who take part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.plans import errors, services
from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Milestone, Participation, Program, Risk, Stage
from serambi.apps.plans.tests.builders import TODAY, make_activity, make_line, make_milestone, make_risk
from tests.cast import Cast, make_program

Deed = Callable[[User], object]


def _report_deeds(program: Program) -> list[Deed]:
    """Return what the lead agency may do to its program."""
    activity = make_activity(program)
    milestone = make_milestone(activity, TODAY)
    line, risk = make_line(program, 100), make_risk(program)
    return [
        lambda by: services.add_activity(program, by=by, name="A"),
        lambda by: services.change_activity(activity, by=by, stage=Stage.DONE),
        lambda by: services.place_activity(activity, by=by, position=2),
        lambda by: services.add_milestone(activity, by=by, today=TODAY, name="M", due_on=TODAY),
        lambda by: services.change_milestone(milestone, by=by, today=TODAY, name="N"),
        lambda by: services.reach_milestone(milestone, by=by, reached_on=TODAY, today=TODAY),
        lambda by: services.reopen_milestone(milestone, by=by),
        lambda by: services.remove_milestone(milestone, by=by),
        lambda by: services.report_realization(line, by=by, realization=Decimal(5)),
        lambda by: services.add_risk(program, by=by, description="R", likelihood=1, impact=5),
        lambda by: services.change_risk(risk, by=by, is_closed=True),
        lambda by: services.remove_risk(risk, by=by),
        lambda by: services.remove_activity(activity, by=by),
    ]


def _agreed_deeds(program: Program, cast: Cast) -> list[Deed]:
    """Return what only the coordinator may do to a program's parts."""
    line = make_line(program, 100)
    participation = Participation.objects.create(program=program, organization=cast.dinkes)
    return [
        lambda by: services.add_budget_line(program, by=by, year=2025, fund_source="csr", ceiling=Decimal(100)),
        lambda by: services.change_budget_line(line, by=by, ceiling=Decimal(200)),
        lambda by: services.remove_budget_line(line, by=by),
        lambda by: services.add_participation(program, by=by, organization=cast.diskominfo),
        lambda by: services.change_participation(participation, by=by, support="partner", note="Data"),
        lambda by: services.remove_participation(participation, by=by),
    ]


@pytest.mark.parametrize("name", ["rani", "oka", "hadi"])
def test_the_coordinator_and_the_lead_agency_report_and_each_report_is_recorded(
    cast: Cast, program: Program, name: str
) -> None:
    for count, deed in enumerate(_report_deeds(program), start=1):
        before = Entry.objects.count()
        deed(cast.people[name])
        assert Entry.objects.count() > before, count
    assert set(Entry.objects.values_list("actor_id", flat=True)) == {cast.people[name].pk}


@pytest.mark.parametrize("name", ["sari", "vera", "bima", "wati"])
def test_others_report_nothing(cast: Cast, program: Program, name: str) -> None:
    for deed in _report_deeds(program):
        with pytest.raises(errors.NotYourProgram):
            deed(cast.people[name])
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_what_was_agreed_is_the_coordinators_alone(cast: Cast, program: Program, name: str) -> None:
    for deed in _agreed_deeds(program, cast):
        with pytest.raises(errors.NotACoordinator):
            deed(cast.people[name])
    assert Entry.objects.count() == 0


def test_the_coordinator_changes_what_was_agreed_and_each_change_is_recorded(cast: Cast, program: Program) -> None:
    for deed in _agreed_deeds(program, cast):
        before = Entry.objects.count()
        deed(cast.rani)
        assert Entry.objects.count() == before + 1


def test_an_archived_program_takes_nothing(cast: Cast, program: Program) -> None:
    deeds = _report_deeds(program) + _agreed_deeds(program, cast)
    services.archive_program(program, by=cast.rani)
    before = Entry.objects.count()
    for deed in deeds:
        with pytest.raises(errors.ProgramArchived):
            deed(cast.rani)
    assert Entry.objects.count() == before


def test_activities_keep_their_order_and_move_within_it(cast: Cast, program: Program) -> None:
    first, second, third = (services.add_activity(program, by=cast.oka, name=name) for name in "abc")
    services.place_activity(third, by=cast.oka, position=1)
    assert [one.name for one in program.activities.all()] == ["c", "a", "b"]
    services.place_activity(third, by=cast.oka, position=99)
    assert [(one.name, one.position) for one in program.activities.all()] == [("a", 1), ("b", 2), ("c", 3)]
    services.place_activity(second, by=cast.oka, position=0)
    assert [one.name for one in program.activities.all()] == ["b", "a", "c"]
    moved = Entry.objects.order_by("pk").last()
    assert moved is not None
    assert (moved.before, moved.after) == ({"position": 2}, {"position": 1})
    assert first.pk != third.pk


def test_removing_an_activity_records_its_milestones_too(cast: Cast, program: Program) -> None:
    activity = make_activity(program)
    make_milestone(activity, TODAY)
    services.remove_activity(activity, by=cast.oka)
    assert not Activity.objects.exists()
    assert not Milestone.objects.exists()
    assert list(Entry.objects.order_by("pk").values_list("verb", "object_type")) == [
        (Verb.DELETED, "plans.milestone"),
        (Verb.DELETED, "plans.activity"),
    ]


def test_an_agency_does_not_remove_an_activity_with_money_of_its_own(cast: Cast, program: Program) -> None:
    activity = make_activity(program)
    make_line(program, 100, activity=activity)
    with pytest.raises(errors.NotACoordinator):
        services.remove_activity(activity, by=cast.oka)
    services.remove_activity(activity, by=cast.rani)
    assert not BudgetLine.objects.exists()


def test_what_an_activity_cannot_be_is_refused(cast: Cast, program: Program) -> None:
    activity = make_activity(program, starts_on=dt.date(2026, 2, 1))
    with pytest.raises(errors.EndBeforeStart):
        services.change_activity(activity, by=cast.oka, ends_on=dt.date(2026, 1, 1))
    with pytest.raises(errors.NameMissing):
        services.change_activity(activity, by=cast.oka, name="")
    with pytest.raises(errors.SipdWithoutYear):
        services.add_activity(program, by=cast.oka, name="B", sipd_code="2.16")


def test_a_milestone_is_reached_once_and_not_tomorrow(cast: Cast, program: Program) -> None:
    milestone = make_milestone(make_activity(program), TODAY)
    with pytest.raises(errors.ReachedInFuture):
        services.reach_milestone(milestone, by=cast.oka, reached_on=TODAY + dt.timedelta(days=1), today=TODAY)
    services.reach_milestone(milestone, by=cast.oka, reached_on=TODAY, today=TODAY, note="Berita acara 12")
    with pytest.raises(errors.AlreadyReached):
        services.reach_milestone(milestone, by=cast.oka, reached_on=TODAY, today=TODAY)
    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.note) == (TODAY, "Berita acara 12")
    services.reopen_milestone(milestone, by=cast.oka)
    with pytest.raises(errors.NotReached):
        services.reopen_milestone(milestone, by=cast.oka)


def test_more_may_be_spent_than_was_set_aside_and_a_report_can_be_taken_back(cast: Cast, program: Program) -> None:
    line = make_line(program, 100)
    services.report_realization(line, by=cast.oka, realization=Decimal("150.25"))
    line.refresh_from_db()
    assert line.realization == Decimal("150.25")
    services.report_realization(line, by=cast.oka, realization=None)
    line.refresh_from_db()
    assert line.realization is None
    with pytest.raises(errors.RealizationBelowZero):
        services.report_realization(line, by=cast.oka, realization=Decimal(-1))


def test_what_a_budget_line_cannot_be_is_refused(cast: Cast, plan: MasterPlan, program: Program) -> None:
    elsewhere = make_activity(make_program(plan, "LAIN"))
    line = make_line(program, 100)
    with pytest.raises(errors.WrongActivity):
        services.change_budget_line(line, by=cast.rani, activity=elsewhere)
    with pytest.raises(errors.YearOutOfReach):
        services.change_budget_line(line, by=cast.rani, year=1999)
    with pytest.raises(errors.AmountBelowZero):
        services.change_budget_line(line, by=cast.rani, ceiling=Decimal(-1))
    assert Entry.objects.count() == 0


def test_a_risk_stays_within_its_scale(cast: Cast, program: Program) -> None:
    with pytest.raises(errors.OutOfScale):
        services.add_risk(program, by=cast.oka, description="R", likelihood=0, impact=3)
    risk = make_risk(program)
    with pytest.raises(errors.OutOfScale):
        services.change_risk(risk, by=cast.oka, impact=6)
    assert Risk.objects.get().severity == 12


def test_an_organization_takes_part_once_and_not_beside_leading(cast: Cast, program: Program) -> None:
    services.add_participation(program, by=cast.rani, organization=cast.dinkes)
    with pytest.raises(errors.TakesPartAlready):
        services.add_participation(program, by=cast.rani, organization=cast.dinkes)
    with pytest.raises(errors.LeadsAlready):
        services.add_participation(program, by=cast.rani, organization=cast.dlh)


def test_what_is_added_to_an_illustration_is_illustration(cast: Cast, plan: MasterPlan) -> None:
    program = make_program(plan, "IL-1", lead=cast.dlh, is_illustration=True)
    assert services.add_activity(program, by=cast.oka, name="A").is_illustration
    assert services.add_risk(program, by=cast.oka, description="R", likelihood=1, impact=1).is_illustration
    line = services.add_budget_line(program, by=cast.rani, year=2025, fund_source="apbn", ceiling=Decimal(1))
    assert line.is_illustration
