"""Reminders: who is told what on which day, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from serambi.apps.accounts.models import User
from serambi.apps.notifications import due, outbox, reminders
from serambi.apps.notifications.due import DueItem
from serambi.apps.notifications.models import Delivery, Message, Pace, Reminder
from serambi.apps.notifications.reminders import remind
from serambi.apps.notifications.tests.conftest import TUESDAY, at, working_day
from tests.cast import Cast, make_user

Item = Callable[..., DueItem]
Items = list[DueItem]


def run(days: int) -> int:
    return remind(at(working_day(days))).told


def test_one_message_for_everything_that_is_open(cast: Cast, items: Items, item: Item) -> None:
    items += [
        item("a", 7, cast.oka.pk),
        item("b", 20, cast.oka.pk),
        item("c", -3, cast.oka.pk),
        item("d", 90, cast.oka.pk),
    ]

    assert run(0) == 1

    message = Message.objects.get()
    assert message.user == cast.oka
    assert message.subject == "1 hal terlambat, 2 hal segera jatuh tempo"
    assert "Laporan c: terlambat 3 hari" in message.body
    assert "Laporan a: jatuh tempo 16 Jun 2026" in message.body
    assert "Laporan b" in message.body
    assert "Laporan d" not in message.body
    assert message.body.index("Laporan c") < message.body.index("Laporan a")
    assert "/progress/c/" in message.body
    assert [delivery.channel for delivery in Delivery.objects.all()] == ["mail"]


def test_a_message_is_in_the_language_of_its_reader(cast: Cast, items: Items, item: Item) -> None:
    User.objects.filter(pk=cast.oka.pk).update(language="en")
    items.append(item("a", 1, cast.oka.pk))

    run(0)

    assert Message.objects.get().subject == "1 thing is due soon"


def test_a_second_run_tells_nobody_again(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", 7, cast.oka.pk))

    assert [run(0), run(0), run(1)] == [1, 0, 0]


def test_digests_keep_five_days_between_them_and_lose_nothing(cast: Cast, items: Items, item: Item) -> None:
    items += [item("a", 7, cast.oka.pk), item("b", 8, cast.oka.pk)]

    told = [day for day in range(14) if remind(at(TUESDAY + dt.timedelta(days=day))).told]

    # Seven days before a; b's day comes a day later and waits; then a day before both, and so on.
    assert told == [0, 6, 13]


def test_missed_runs_lose_nothing(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", 30, cast.oka.pk))
    assert run(0) == 1

    # Nothing ran for weeks; the thresholds of seven and one day have passed.
    assert run(31) == 1
    assert "Laporan a" in Message.objects.first().body


@pytest.mark.parametrize("moment", [at(TUESDAY, 7), at(TUESDAY, 16), at(TUESDAY + dt.timedelta(days=4), 10)])
def test_nobody_is_reminded_outside_working_hours(cast: Cast, items: Items, item: Item, moment: dt.datetime) -> None:
    items.append(item("a", 7, cast.oka.pk))

    assert remind(moment).asleep
    assert not Message.objects.exists()


def test_the_office_says_which_days_it_works(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", 7, cast.oka.pk))
    due.working_days_are(lambda day: day != TUESDAY)

    assert [run(0), run(1)] == [0, 1]


def test_what_is_done_is_not_told_any_more(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", 7, cast.oka.pk))
    run(0)
    items.clear()

    assert run(8) == 0
    assert not Reminder.objects.exists()


def test_a_day_that_moves_begins_anew(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", 7, cast.oka.pk))
    run(0)
    items[0] = item("a", 60, cast.oka.pk)

    assert run(8) == 0
    assert Reminder.objects.get().next_on == TUESDAY + dt.timedelta(days=30)


def test_the_head_is_told_after_a_week_and_the_coordinator_after_a_month(cast: Cast, items: Items, item: Item) -> None:
    people = {"heads": frozenset({cast.hadi.pk}), "coordinators": frozenset({cast.rani.pk})}
    items.append(item("a", 0, cast.oka.pk, **people))

    told = {
        day: {message.user for message in Message.objects.filter(made_at=at(TUESDAY + dt.timedelta(days=day)))}
        for day in range(32)
        if remind(at(TUESDAY + dt.timedelta(days=day))).told
    }

    # On the day itself the threshold of the day before is made up for.
    assert told[0] == {cast.oka}
    assert cast.hadi in told[7]
    assert [day for day, people in told.items() if cast.rani in people] == [30]
    assert "Terlambat di perangkat daerah Anda" in Message.objects.filter(user=cast.hadi).last().body


def test_a_coordinator_is_not_told_of_what_is_not_late_for_a_month(cast: Cast, items: Items, item: Item) -> None:
    coordinators = frozenset({cast.rani.pk})
    items += [item(str(days), days, cast.oka.pk, coordinators=coordinators) for days in (-31, -12, 9)]

    run(0)

    message = Message.objects.get(user=cast.rani)
    assert message.subject == "1 hal terlambat"
    assert "Laporan -31" in message.body
    assert "Laporan -12" not in message.body
    assert "Laporan 9" not in message.body
    assert Message.objects.get(user=cast.oka).subject == "2 hal terlambat, 1 hal segera jatuh tempo"


def test_whoever_owns_it_is_told_as_owner_alone(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", -40, cast.hadi.pk, heads=frozenset({cast.hadi.pk})))

    run(0)

    assert Message.objects.get().body.count("Laporan a") == 1


def test_a_closed_account_is_not_told(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", 7, cast.oka.pk))
    User.objects.filter(pk=cast.oka.pk).update(is_active=False)

    assert run(0) == 0


def test_a_run_that_is_killed_has_told_whole_people_and_the_next_one_tells_the_others(
    cast: Cast, items: Items, item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_user(f"Budi{number}") for number in range(6)]
    items.append(item("a", 7, *(person.pk for person in people)))
    monkeypatch.setattr(reminders, "PEOPLE_AT_ONCE", 2)
    put, calls = outbox.put, []

    def killed(*arguments: object) -> int:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return put(*arguments)

    monkeypatch.setattr(outbox, "put", killed)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        run(0)

    # The test's own transaction is around it all, so what was rolled back is the batch that was killed.
    monkeypatch.setattr(outbox, "put", put)
    run(0)

    assert sorted(Message.objects.values_list("user__name", flat=True)) == [person.name for person in people]
    assert Message.objects.count() == Delivery.objects.count() == 6


def test_whom_another_run_told_meanwhile_is_left_out(cast: Cast, items: Items, item: Item) -> None:
    items.append(item("a", 7, cast.oka.pk, cast.hadi.pk))
    Pace.objects.create(user=cast.oka, reminded_on=TUESDAY)

    reminders._keep_in_step(due.everything_due(TUESDAY), TUESDAY)
    told = reminders._tell([cast.oka.pk, cast.hadi.pk], due.everything_due(TUESDAY), TUESDAY, at(TUESDAY))

    assert told == 1
    assert Message.objects.get().user == cast.hadi


def test_the_queries_do_not_grow_with_the_people(
    cast: Cast, items: Items, item: Item, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    items.append(item("a", 7, *(make_user(f"Budi{number}").pk for number in range(40))))

    with django_assert_max_num_queries(29):
        assert run(0) == 40


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dues=st.lists(st.integers(-40, 40), min_size=1, max_size=4),
    runs=st.lists(st.integers(0, 90), min_size=1, max_size=25).map(sorted),
)
def test_however_the_runs_fall_digests_keep_their_distance_and_late_things_are_told(
    cast: Cast, items: Items, item: Item, dues: list[int], runs: list[int]
) -> None:
    with transaction.atomic():
        items[:] = [item(str(number), days, cast.oka.pk) for number, days in enumerate(dues)]
        told = [day for day in runs if remind(at(TUESDAY + dt.timedelta(days=day))).told]

        assert all(later - earlier >= 5 for earlier, later in pairwise(told))
        assert Message.objects.count() == len(told)
        # Whoever ran on a working day when something was late has told it by then.
        worked = [day for day in runs if (TUESDAY + dt.timedelta(days=day)).weekday() < 5]
        if worked and min(dues) < worked[-1]:
            assert told
        transaction.set_rollback(True)


def test_the_digest_greets_counts_and_warns_of_links_that_need_no_password(
    cast: Cast, items: Items, item: Item
) -> None:
    items.append(replace(item("a", -6, cast.oka.pk), links={cast.oka.pk: "/progress/link/x/"}))
    items.append(item("b", 7, cast.oka.pk, cast.hadi.pk))
    run(0)

    told = {message.user: message for message in Message.objects.select_related("user")}
    mine, other = told[cast.oka], told[cast.hadi]

    assert mine.subject == "1 hal terlambat, 1 hal segera jatuh tempo"
    assert mine.body.startswith("Halo Oka,\n\nterlambat: 1, segera jatuh tempo: 1.")
    assert "/progress/link/x/" in mine.body
    assert "tanpa kata sandi" in mine.body
    assert "tanpa kata sandi" not in other.body
