"""What has no place in the chain yet stands in every list beside what has one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import QuerySet

from serambi.apps.audit.halves import Found
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.paging import PAGE, stretch
from serambi.apps.audit.queries import Wanted, entries, entries_about, entries_of, newest_entry, state_of_data
from serambi.apps.audit.sealing import seal
from serambi.apps.audit.services import record
from tests.cast import Cast
from tests.record import unprotected

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def four(cast: Cast) -> list[Entry]:
    """Four entries an hour apart; the first and third have their places, the others wait."""
    made = [record(Verb.CHANGED, cast.dinkes, by=cast.rani, after={"phone": f"{n}"}) for n in range(2)]
    seal()
    made += [record(Verb.CHANGED, cast.dinkes, by=cast.rani, after={"phone": f"{n}"}) for n in range(2, 4)]
    hours = {made[0].pk: 0, made[1].pk: 2, made[2].pk: 1, made[3].pk: 3}
    with unprotected():
        for pk, hour in hours.items():
            Entry.objects.filter(pk=pk).update(at=AT + dt.timedelta(hours=hour))
    return sorted(Entry.objects.filter(pk__in=hours), key=lambda entry: entry.at)


def found(four: list[Entry]) -> Found:
    return Found(Entry.objects.filter(pk__in=[entry.pk for entry in four]))


def test_both_halves_are_joined_in_the_order_of_time(four: list[Entry]) -> None:
    assert [entry.seq is None for entry in four] == [False, True, False, True]
    assert found(four).latest(3) == four[:0:-1]
    assert found(four).earliest(3) == four[:3]
    assert list(found(four)) == four[::-1]
    assert [found(four).count(limit) for limit in (1, 3, 9)] == [1, 3, 4]


def test_what_gets_its_place_while_it_is_read_is_read_once(four: list[Entry], monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Found._waiting

    def sealed_after(self: Found) -> QuerySet[Entry]:
        rows = waiting(self)
        list(rows)
        seal()
        return rows

    monkeypatch.setattr(Found, "_waiting", sealed_after)
    assert list(found(four)) == four[::-1]


def test_a_page_begins_where_the_other_ended_across_both_halves(cast: Cast, four: list[Entry]) -> None:
    for number in range(PAGE):
        record(Verb.CHANGED, cast.dinkes, by=cast.rani, after={"phone": f"9{number}"})
        if number == PAGE // 2:
            seal()
    everything = Found(Entry.objects.all())
    first = stretch(everything)
    second = stretch(everything, older=first.older)
    back = stretch(everything, newer=second.newer)
    assert [entry.pk for entry in (*first.entries, *second.entries)] == [entry.pk for entry in everything]
    assert back.entries == first.entries


def test_the_history_of_an_object_has_both(cast: Cast, four: list[Entry]) -> None:
    assert list(entries_of(cast.dinkes)) == four[::-1]
    assert set(entries_about("agencies.organization", [cast.dinkes.pk])) == set(four)


def test_the_newest_change_is_found_in_either_half(cast: Cast, four: list[Entry]) -> None:
    def newest() -> int:
        return int(Entry.objects.annotate(newest=newest_entry()).values_list("newest", flat=True)[0])

    last = max(entry.pk for entry in four)
    assert newest() == last
    before = state_of_data()
    seal()
    assert (newest(), state_of_data()) == (last, before)
    record(Verb.SIGNED_IN, cast.rani, by=cast.rani)
    assert (newest(), state_of_data()) == (last, before)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database explains its plan otherwise")
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "audit_entry_placed_at"),
        ({"actor_id": 7}, "audit_entry_placed_actor"),
        ({"verb": "deleted"}, "audit_entry_placed_verb"),
        ({"object_type": "plans.program"}, "audit_entry_placed_type"),
    ],
)
def test_each_half_is_found_by_its_index(wanted: dict[str, object], index: str) -> None:
    halves = Found(Entry.objects.filter(**wanted))
    placed = halves._placed().order_by("-at", "-pk")[:51].explain()
    assert f"INDEX {index}" in placed
    assert "TEMP B-TREE" not in placed
    assert "(seq=?)" in halves._waiting().order_by("-at", "-pk")[:51].explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database explains its plan otherwise")
def test_an_object_is_found_by_both_indexes() -> None:
    plan = entries_about("plans.program", [3]).order_by("-pk").explain()
    assert "audit_entry_placed_object" in plan
    assert "(seq=?)" in plan
    assert "SCAN audit_entry" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="another database explains its plan otherwise")
def test_what_tells_of_an_object_is_looked_up_and_not_looked_for(cast: Cast) -> None:
    wanted = Wanted(object_type="plans.program", object_id="3")
    for found in (entries(wanted).entries, entries(wanted)._placed(), entries_of(cast.dinkes)):
        plan = found.order_by("-at", "-pk")[:51].explain()
        assert "audit_entry_placed_object" in plan
        assert "audit_entry_placed_at" not in plan
