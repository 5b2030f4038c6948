"""Waiting for another activity: circles, contradictions, and delays that are passed on."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.plans.models import Stage
from serambi.apps.plans.precedence import Push, Wait, Work, circle, is_broken, pushes

TODAY = dt.date(2026, 3, 20)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def test_a_circle_is_named_in_the_order_of_waiting() -> None:
    assert circle([Wait(2, 1), Wait(3, 2)], Wait(1, 3)) == (1, 3, 2)
    assert circle([Wait(2, 1)], Wait(1, 2)) == (1, 2)
    assert circle([], Wait(1, 1)) == (1,)
    assert circle([Wait(2, 1), Wait(3, 1)], Wait(3, 2)) == ()


WAITS = st.lists(st.builds(Wait, st.integers(1, 8), st.integers(1, 8), st.integers(0, 9)), max_size=25)


@given(WAITS)
def test_what_is_let_through_never_closes_a_circle(asked: list[Wait]) -> None:
    kept: list[Wait] = []
    for wait in asked:
        closed = circle(kept, wait)
        if not closed:
            kept.append(wait)
            continue
        pairs = {(one.activity, one.predecessor) for one in [*kept, wait]}
        assert all(pair in pairs for pair in zip(closed, (*closed[1:], closed[0]), strict=True))
    # An order exists: some activity waits for nothing that is left, until none is left.
    left = {pk for wait in kept for pk in (wait.activity, wait.predecessor)}
    while left:
        free = {pk for pk in left if not any(one.activity == pk and one.predecessor in left for one in kept)}
        assert free
        left -= free


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "lag", "stage", "broken"),
    [
        (day(3, 9), day(3, 10), 0, Stage.PLANNING, True),
        (day(3, 10), day(3, 10), 0, Stage.PLANNING, False),
        (day(3, 12), day(3, 10), 3, Stage.PLANNING, True),
        (day(3, 13), day(3, 10), 3, Stage.PLANNING, False),
        (None, day(3, 10), 0, Stage.PLANNING, False),
        (day(3, 1), None, 0, Stage.PLANNING, False),
        (day(3, 1), day(3, 10), 0, Stage.DONE, False),
    ],
)
def test_dates_contradict_a_wait(
    starts_on: dt.date | None, ends_on: dt.date | None, lag: int, stage: Stage, broken: bool
) -> None:
    assert is_broken(Work(starts_on, None), Work(None, ends_on, stage), lag) is broken


def test_a_late_activity_pushes_all_that_follow_it() -> None:
    works = {
        1: Work(day(1, 1), day(3, 10), Stage.EXECUTION),  # ten days past its end
        2: Work(day(3, 10), day(3, 31)),
        3: Work(day(4, 5), day(4, 30)),
        4: Work(day(6, 1), day(6, 30)),
    }
    waits = [Wait(2, 1), Wait(3, 2), Wait(4, 3)]
    assert pushes(works, waits, today=TODAY) == {2: Push(10, 1), 3: Push(5, 2)}


def test_the_days_in_between_are_waited_for_again() -> None:
    works = {1: Work(day(1, 1), day(3, 10), Stage.EXECUTION), 2: Work(day(3, 17), day(3, 31))}
    assert pushes(works, [Wait(2, 1, 7)], today=TODAY) == {2: Push(10, 1)}


def test_the_predecessor_that_holds_up_longest_is_named() -> None:
    works = {
        1: Work(day(1, 1), day(3, 10), Stage.EXECUTION),
        2: Work(day(1, 1), day(3, 1), Stage.EXECUTION),
        3: Work(day(3, 12), day(3, 31)),
    }
    assert pushes(works, [Wait(3, 1), Wait(3, 2, 10)], today=TODAY) == {3: Push(18, 2)}


@pytest.mark.parametrize("stage", [Stage.EXECUTION, Stage.DONE, Stage.IN_USE, Stage.STOPPED])
def test_what_has_started_or_ended_is_not_pushed(stage: Stage) -> None:
    works = {1: Work(day(1, 1), day(3, 10)), 2: Work(day(3, 10), day(3, 31), stage)}
    assert pushes(works, [Wait(2, 1)], today=TODAY) == {}


@pytest.mark.parametrize("stage", [Stage.DONE, Stage.IN_USE, Stage.STOPPED])
def test_what_has_ended_pushes_nobody(stage: Stage) -> None:
    works = {1: Work(day(1, 1), day(3, 10), stage), 2: Work(day(3, 10), day(3, 31))}
    assert pushes(works, [Wait(2, 1)], today=TODAY) == {}


def test_dates_that_never_fitted_are_no_delay_and_circles_and_gaps_are_left_alone() -> None:
    works = {1: Work(day(4, 1), day(4, 30)), 2: Work(day(4, 10), day(5, 1)), 3: Work(None, None)}
    assert pushes(works, [Wait(2, 1), Wait(3, 2), Wait(2, 3), Wait(2, 99)], today=TODAY) == {}
    assert pushes({1: works[1], 2: works[2]}, [Wait(2, 1)], today=TODAY) == {}


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60), st.sampled_from(Stage.values)), min_size=1, max_size=8),
    WAITS,
)
def test_a_push_is_always_longer_than_nothing_and_comes_from_a_wait(
    plans: list[tuple[int, int, str]], waits: list[Wait]
) -> None:
    first = dt.date(2025, 9, 1)
    works = {
        pk: Work(first + dt.timedelta(days=start), first + dt.timedelta(days=start + length), stage)
        for pk, (start, length, stage) in enumerate(plans, start=1)
    }
    for pk, push in pushes(works, waits, today=TODAY).items():
        assert push.days > 0
        assert any(wait.activity == pk and wait.predecessor == push.predecessor for wait in waits)
