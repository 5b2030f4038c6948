"""What waits for whom: the officer of the agency, its head, the coordinator."""

from __future__ import annotations

from typing import Any

from serambi.apps.citizen_reports import reminders
from serambi.apps.citizen_reports.tests.builders import NOW, TODAY, make_category, moved, piled, received
from tests.cast import Cast


def test_the_officer_of_the_agency_owes_the_first_answer_and_then_the_end(cast: Cast) -> None:
    report = received(cast, "Rahasia", days_ago=1)
    (first,) = reminders.due_items(TODAY)
    moved(report, "accept", by=cast.oka)
    (then,) = reminders.due_items(TODAY)

    assert (first.due_on, then.due_on) == (report.answer_due_on, report.due_on)
    assert first.key != then.key
    assert (first.owners, first.heads) == ({cast.oka.pk}, {cast.hadi.pk})
    assert first.coordinators == {cast.rani.pk}
    assert set(first.subject) == {"id", "en"}
    assert "Rahasia" not in str(first.subject)


def test_without_an_officer_it_is_the_head_and_without_an_agency_the_coordinator(cast: Cast) -> None:
    cast.oka.memberships.all().delete()
    none = make_category(cast, "other", agency=None)
    received(cast, "Sampah")
    received(cast, "Lain", category=none)
    owners = [one.owners for one in reminders.due_items(TODAY)]

    assert owners == [{cast.hadi.pk}, {cast.rani.pk}]


def test_what_is_closed_is_due_from_nobody(cast: Cast) -> None:
    moved(received(cast), "solve", by=cast.oka)

    assert list(reminders.due_items(TODAY)) == []
    assert reminders.due_lines(cast.oka, TODAY) == []


def test_a_person_sees_their_own_the_most_urgent_first(cast: Cast) -> None:
    piled(cast, [0, 20])
    received(cast, "Lain", category=make_category(cast, "other", agency=None))
    lines = reminders.due_lines(cast.oka, TODAY)

    assert [line.is_late for line in lines] == [True, False]
    assert lines[0].text == "Laporan 1 (20)"
    assert {line.place for line in lines} == {"Sampah, Bukit"}
    assert [line.text for line in reminders.due_lines(cast.rani, TODAY)] == ["Lain"]
    assert reminders.due_lines(cast.vera, TODAY) == []
    assert NOW.date() == TODAY


def test_it_takes_two_questions_however_many_there_are(cast: Cast, django_assert_num_queries: Any) -> None:
    piled(cast, list(range(6)))
    with django_assert_num_queries(2):
        assert len(list(reminders.due_items(TODAY))) == 6
