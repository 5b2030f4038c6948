"""When a program is late: the rule, and that lists apply the same one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.plans.delays import Delay, DelayReason
from serambi.apps.plans.labels import delay_text
from serambi.apps.plans.lateness import CLOSED, Due, delays
from serambi.apps.plans.models import MasterPlan, Program, Stage
from serambi.apps.plans.queries import delays_of, late_programs, with_lateness
from serambi.apps.plans.tests.builders import TODAY, make_activity, make_milestone
from tests.cast import make_program

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


def reasons(stage: str, starts_on: dt.date | None = None, ends_on: dt.date | None = None, *due: Due) -> list[str]:
    found = delays(stage=stage, starts_on=starts_on, ends_on=ends_on, milestones=due, today=TODAY)
    return [delay.reason.value for delay in found]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.UNREPORTED, ["not_finished"]),
        (Stage.NOT_STARTED, ["not_finished"]),
        (Stage.EXECUTION, ["not_finished"]),
        (Stage.DONE, []),
        (Stage.IN_USE, []),
        (Stage.STOPPED, []),
    ],
)
def test_a_program_is_late_from_the_day_after_its_end_unless_it_is_finished_or_stopped(
    stage: str, expected: list[str]
) -> None:
    assert reasons(stage, None, YESTERDAY) == expected
    assert reasons(stage, None, TODAY) == []


def test_only_what_somebody_said_has_not_started_is_late_to_start() -> None:
    assert reasons(Stage.NOT_STARTED, YESTERDAY) == ["not_started"]
    assert reasons(Stage.NOT_STARTED, TODAY) == []
    assert reasons(Stage.UNREPORTED, YESTERDAY) == []
    assert reasons(Stage.PLANNING, YESTERDAY) == []


def test_an_overdue_milestone_makes_a_program_late() -> None:
    assert reasons(Stage.EXECUTION, None, None, Due("a", YESTERDAY, Stage.EXECUTION)) == ["milestone"]
    assert reasons(Stage.EXECUTION, None, None, Due("a", TODAY, Stage.EXECUTION)) == []
    assert reasons(Stage.EXECUTION, None, None, Due("a", YESTERDAY, Stage.EXECUTION, reached_on=TODAY)) == []
    assert reasons(Stage.EXECUTION, None, None, Due("a", YESTERDAY, Stage.STOPPED)) == []


def test_every_reason_is_given_the_end_first_and_milestones_by_their_day() -> None:
    early, late = Due("b", YESTERDAY - dt.timedelta(days=5), Stage.PLANNING), Due("a", YESTERDAY, Stage.PLANNING)
    found = delays(
        stage=Stage.NOT_STARTED, starts_on=YESTERDAY, ends_on=YESTERDAY, milestones=(late, early), today=TODAY
    )
    assert [(delay.reason.value, delay.name) for delay in found] == [
        ("not_finished", ""),
        ("not_started", ""),
        ("milestone", "b"),
        ("milestone", "a"),
    ]


def test_a_delay_says_the_day_and_how_long_ago_it_was() -> None:
    delay = Delay(DelayReason.MILESTONE, dt.date(2026, 2, 28), "Unit pertama")
    assert delay.days(TODAY) == 20
    assert "Unit pertama" in delay_text(delay, today=TODAY)
    assert "28 Februari 2026" in delay_text(delay, today=TODAY)
    unheard = Delay(DelayReason.NOT_FINISHED, YESTERDAY, reported=False)
    assert delay_text(unheard, today=TODAY) != delay_text(Delay(DelayReason.NOT_FINISHED, YESTERDAY), today=TODAY)


days = st.one_of(st.none(), st.integers(-3, 3).map(lambda offset: TODAY + dt.timedelta(days=offset)))


@given(
    stage=st.sampled_from(Stage.values),
    starts_on=days,
    ends_on=days,
    milestones=st.lists(
        st.tuples(days.filter(lambda day: day is not None), days, st.sampled_from(Stage.values)), max_size=3
    ),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_lists_and_the_rule_agree_on_any_program(
    plan: MasterPlan,
    stage: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    milestones: list[tuple[dt.date, dt.date | None, str]],
) -> None:
    if starts_on and ends_on and starts_on > ends_on:
        starts_on, ends_on = ends_on, starts_on
    Program.objects.all().delete()
    program = make_program(plan, "X", stage=stage, starts_on=starts_on, ends_on=ends_on)
    for due_on, reached_on, activity_stage in milestones:
        make_milestone(make_activity(program, stage=activity_stage), due_on, reached_on=reached_on)
    expected = delays(
        stage=stage,
        starts_on=starts_on,
        ends_on=ends_on,
        milestones=[Due("Unit pertama buka", due, activity, reached) for due, reached, activity in milestones],
        today=TODAY,
    )
    assert delays_of([program], today=TODAY)[program.pk] == expected
    assert late_programs(Program.objects.all(), today=TODAY).exists() is bool(expected)
    assert with_lateness(Program.objects.all(), today=TODAY).get().is_late is bool(expected)  # type: ignore[attr-defined]
    assert bool(expected) is False or stage not in CLOSED
