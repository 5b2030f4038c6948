"""Many rows at once follow the same rules, leave the same record, and are told of once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from serambi.apps.audit.models import Entry
from serambi.apps.audit.services import rows_in
from serambi.apps.plans import errors, services
from serambi.apps.plans.models import Activity, BudgetLine, FundSource, MasterPlan, Program
from serambi.apps.plans.tests.builders import (
    heard,
    make_activity,
    make_full_program,
    make_line,
    make_milestone,
    make_risk,
)
from tests.cast import Cast, make_plan, make_program

from .builders import TODAY


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


def drafts(plan: MasterPlan, *codes: str) -> list[Program]:
    pillar = plan.pillars.get(code="living")
    return [Program(code=code, name=f"Program {code}", pillar=pillar) for code in codes]


def test_programs_are_created_and_told_of_once(plan: MasterPlan, cast: Cast) -> None:
    with heard() as told:
        created = services.create_programs(plan, drafts(plan, "A", "B"), by=cast.rani)
    assert told == [frozenset(program.pk for program in created)]
    assert [program.plan for program in created] == [plan, plan]
    entries = Entry.objects.filter(object_type="plans.program", verb="created").order_by("id")
    assert [(entry.object_name, entry.after["code"]) for entry in entries] == [("Program A", "A"), ("Program B", "B")]


def test_the_statements_do_not_grow_with_the_programs(
    plan: MasterPlan, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = drafts(plan, *(f"P-{number}" for number in range(200)))
    with heard(), django_assert_max_num_queries(20):
        services.create_programs(plan, rows, by=cast.rani)


def test_one_wrong_program_keeps_all_out(plan: MasterPlan, cast: Cast) -> None:
    make_program(plan, "A")
    for rows in (drafts(plan, "B", "A"), drafts(plan, "B", "B")):
        with pytest.raises(errors.CodeTaken):
            services.create_programs(plan, rows, by=cast.rani)
    with pytest.raises(errors.CodeUnusable):
        services.create_programs(plan, drafts(plan, "B", "x y"), by=cast.rani)
    assert list(Program.objects.values_list("code", flat=True)) == ["A"]
    assert not Entry.objects.exists()


def test_nothing_to_do_is_no_error(plan: MasterPlan, cast: Cast) -> None:
    with heard() as told:
        assert services.create_programs(plan, [], by=cast.rani) == []
        services.add_activities([], by=cast.rani)
        services.add_budget_lines([], by=cast.rani)
        services.set_ceilings({}, by=cast.rani)
        services.remove_programs([], by=cast.rani)
    assert (told, Entry.objects.count()) == ([], 0)


def test_activities_and_lines_are_added(plan: MasterPlan, cast: Cast) -> None:
    program = make_program(plan, "A")
    (activity,) = services.add_activities([Activity(program=program, name="K", position=1)], by=cast.rani)
    line = BudgetLine(
        program=program, activity=activity, year=2025, fund_source=FundSource.APBN, ceiling=Decimal("1.25")
    )
    services.add_budget_lines([line], by=cast.rani)
    assert program.budget_lines.get().ceiling == Decimal("1.25")
    assert set(Entry.objects.values_list("object_type", "verb")) == {
        ("plans.activity", "created"), ("plans.program", "figures_set"),
    }  # fmt: skip
    entry = Entry.objects.get(verb="figures_set")
    assert (entry.object_id, entry.object_name, entry.before) == (str(program.pk), str(program), {})
    added = rows_in(entry.after, "plans.budgetline")
    assert {pk: (row["year"], row["ceiling"], row["activity"]) for pk, row in added.items()} == {
        line.pk: (2025, "1.25", activity.pk)
    }


def test_a_wrong_line_or_activity_keeps_all_out(plan: MasterPlan, cast: Cast) -> None:
    program, other = make_program(plan, "A"), make_program(plan, "B")
    good = {"program": program, "year": 2025, "fund_source": FundSource.APBN, "ceiling": Decimal(1)}
    for fields, error in (
        ({"year": 2050}, errors.YearOutOfReach),
        ({"ceiling": Decimal(-1)}, errors.AmountBelowZero),
        ({"activity": make_activity(other)}, errors.WrongActivity),
    ):
        with pytest.raises(error):
            services.add_budget_lines([BudgetLine(**good), BudgetLine(**{**good, **fields})], by=cast.rani)
    with pytest.raises(errors.NameMissing):
        services.add_activities([Activity(program=program, name=" ", position=1)], by=cast.rani)
    assert not BudgetLine.objects.exists()


def test_ceilings_change_with_their_entries(plan: MasterPlan, cast: Cast) -> None:
    line = make_line(make_program(plan, "A"), 5)
    services.set_ceilings({line: Decimal("7.50")}, by=cast.rani)
    assert BudgetLine.objects.get().ceiling == Decimal("7.50")
    entry = Entry.objects.get()
    assert (entry.verb, entry.object_type) == ("figures_set", "plans.program")
    sides = [rows_in(side, "plans.budgetline") for side in (entry.before, entry.after)]
    assert sides == [{line.pk: {"ceiling": "5"}}, {line.pk: {"ceiling": "7.50"}}]


def test_an_archived_program_takes_nothing(plan: MasterPlan, cast: Cast) -> None:
    program = make_program(plan, "A", archived_at=timezone.now())
    line, activity = make_line(program, 5), make_activity(program)
    new = BudgetLine(program=program, year=2025, fund_source=FundSource.APBN, ceiling=Decimal(1))
    for attempt in (
        lambda: services.add_budget_lines([new], by=cast.rani),
        lambda: services.add_activities([Activity(program=program, name="K")], by=cast.rani),
        lambda: services.set_ceilings({line: Decimal(1)}, by=cast.rani),
        lambda: services.remove_budget_lines([line], by=cast.rani),
        lambda: services.remove_activities([activity], by=cast.rani),
    ):
        with pytest.raises(errors.ProgramArchived):
            attempt()


def test_a_program_is_removed_with_all_it_has(plan: MasterPlan, cast: Cast) -> None:
    program, other = make_full_program(plan, cast, "A"), make_full_program(plan, cast, "B")
    with heard() as told:
        services.remove_programs([program], by=cast.rani)
    assert told == [frozenset({program.pk})]
    assert list(Program.objects.all()) == [other]
    assert BudgetLine.objects.count() == 2
    verbs = Entry.objects.filter(verb="deleted").values_list("object_type", flat=True)
    assert sorted(verbs) == [
        "plans.activity", "plans.milestone", "plans.participation", "plans.program", "plans.risk",
    ]  # fmt: skip
    gone = Entry.objects.get(verb="deleted", object_type="plans.program")
    assert len(rows_in(gone.before, "plans.budgetline")) == 2


def test_activities_are_removed_with_milestones_and_money(plan: MasterPlan, cast: Cast) -> None:
    program = make_program(plan, "A")
    activity = make_activity(program)
    make_milestone(activity, TODAY)
    make_line(program, 5, activity=activity)
    kept = make_line(program, 6)
    make_risk(program)
    services.remove_activities([activity], by=cast.rani)
    assert list(program.budget_lines.all()) == [kept]
    services.remove_budget_lines([kept], by=cast.rani)
    assert (program.budget_lines.count(), program.risks.count()) == (0, 1)


@pytest.mark.parametrize("name", ["oka", "hadi", "vera", "wati"])
def test_all_of_it_is_the_coordinators(plan: MasterPlan, cast: Cast, name: str) -> None:
    person, program = cast.people[name], make_program(plan, "A", lead=cast.dlh)
    line, activity = make_line(program, 5), make_activity(program)
    for attempt in (
        lambda: services.create_programs(plan, drafts(plan, "B"), by=person),
        lambda: services.add_activities([Activity(program=program, name="K")], by=person),
        lambda: services.add_budget_lines([line], by=person),
        lambda: services.set_ceilings({line: Decimal(1)}, by=person),
        lambda: services.remove_budget_lines([line], by=person),
        lambda: services.remove_activities([activity], by=person),
        lambda: services.remove_programs([program], by=person),
    ):
        with pytest.raises(errors.NotACoordinator):
            attempt()


def test_many_changes_are_told_of_at_the_end(plan: MasterPlan, cast: Cast) -> None:
    first, second = make_program(plan, "A"), make_program(plan, "B")
    with heard() as told:
        with services.told_once():
            services.change_program(first, by=cast.rani, weight=Decimal(2))
            with services.told_once():
                services.change_program(second, by=cast.rani, weight=Decimal(3))
            assert told == []
        assert told == [frozenset({first.pk, second.pk})]
        with pytest.raises(errors.NameMissing):
            change_two_and_fail(first, second, cast)
        assert len(told) == 1
        services.change_program(first, by=cast.rani, weight=Decimal(5))
        assert len(told) == 2


def change_two_and_fail(first: Program, second: Program, cast: Cast) -> None:
    with services.told_once():
        services.change_program(first, by=cast.rani, weight=Decimal(4))
        services.change_program(second, by=cast.rani, name="")
