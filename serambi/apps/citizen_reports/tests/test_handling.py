"""Answering: the table of moves, who makes them, what the resident is told, and the LAPOR clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from serambi.apps.audit.models import Entry
from serambi.apps.citizen_reports import clocks, errors, queries, services
from serambi.apps.citizen_reports.models import CitizenReport, State
from serambi.apps.citizen_reports.services import MoveFacts
from serambi.apps.citizen_reports.tests.builders import NOW, TODAY, category_of, make_category, moved, received
from serambi.apps.citizen_reports.workflow import CLOSED, MOVES, OPEN, Who, moves_from
from tests.cast import Cast, make_plan, make_program


@pytest.fixture
def report(cast: Cast) -> CitizenReport:
    return received(cast)


# The table -----------------------------------------------------------------------------------------------------------


def test_every_open_state_leads_on_and_every_closed_one_back() -> None:
    for state in OPEN:
        assert {move.after for move in moves_from(state)} & CLOSED
    for state in CLOSED:
        assert {move.after for move in moves_from(state)} == {State.RECEIVED}


def test_every_move_to_a_closed_state_is_said_to_the_resident() -> None:
    for move in MOVES:
        assert move.words or move.after == State.RECEIVED


def test_a_report_goes_its_way(cast: Cast, report: CitizenReport) -> None:
    done = moved(report, "accept", "begin", "solve", by=cast.oka)

    assert done.state == "solved"
    assert done.closed_at == NOW
    assert [step.move for step in queries.timeline(done)] == ["receive", "accept", "begin", "solve"]
    assert Entry.objects.filter(object_type="citizen_reports.citizenreport", verb="changed").count() == 3


@pytest.mark.parametrize("name", ["begin", "reopen-for", "tell", "invented"])
def test_a_move_that_the_table_does_not_have_is_refused(cast: Cast, report: CitizenReport, name: str) -> None:
    with pytest.raises(errors.MoveNotOpen):
        moved(report, name, by=cast.rani)


def test_another_agency_a_verifier_and_nobody_move_nothing(cast: Cast, report: CitizenReport) -> None:
    for person in (cast.sari, cast.vera, cast.bima, cast.wati):
        with pytest.raises(errors.NotYours):
            moved(report, "accept", by=person)
    with pytest.raises(errors.NotYours):
        moved(report, "assign", by=cast.oka, agency=cast.dinkes)
    done = moved(report, "solve", by=cast.hadi)
    with pytest.raises(errors.NotYours):
        moved(done, "reopen", by=cast.rani)  # that is the resident's, through their link
    with pytest.raises(errors.NotYours):
        moved(done, "reopen-for", by=cast.oka)


def test_who_looked_before_somebody_else_changed_it_looks_again(cast: Cast, report: CitizenReport) -> None:
    moved(report, "accept", by=cast.oka)
    facts = MoveFacts(words="Selesai.")

    with pytest.raises(errors.ChangedMeanwhile):
        services.move_citizen_report(report, "solve", facts, by=cast.oka, now=NOW, seen=report.version)


@pytest.mark.parametrize(
    ("name", "facts", "error"),
    [
        ("accept", {"words": " "}, errors.WordsMissing),
        ("solve", {"words": ""}, errors.WordsMissing),
        ("decline", {"words": ""}, errors.WordsMissing),
        ("hand-back", {"note": ""}, errors.NoteMissing),
        ("assign", {"agency": None}, errors.AgencyMissing),
        ("pass-on", {"passed_to": " "}, errors.ReceiverMissing),
        ("same-as", {"original": None}, errors.OriginalUnknown),
    ],
)
def test_what_a_move_needs_has_to_be_there(
    cast: Cast, report: CitizenReport, name: str, facts: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        moved(report, name, by=cast.rani, **facts)
    report.refresh_from_db()
    assert (report.state, report.version) == ("received", 1)


def test_what_is_handed_back_waits_for_the_coordinator(cast: Cast, report: CitizenReport) -> None:
    back = moved(report, "hand-back", by=cast.oka)

    assert (back.state, back.agency, back.answered_at) == ("received", None, None)
    assert [one.pk for one in queries.waiting_for(cast.rani, today=TODAY)] == [back.pk]
    with pytest.raises(errors.NoAgencyYet):
        moved(back, "accept", by=cast.rani)
    given = moved(back, "assign", by=cast.rani, agency=cast.dinkes)
    assert (given.state, given.agency) == ("assigned", cast.dinkes)


def test_it_is_passed_on_to_whom_it_concerns(cast: Cast, report: CitizenReport) -> None:
    done = moved(report, "pass-on", by=cast.oka, passed_to="SP4N-LAPOR!")

    assert (done.state, done.passed_to) == ("passed_on", "SP4N-LAPOR!")


def test_it_is_the_same_as_another_but_never_as_itself(cast: Cast, report: CitizenReport) -> None:
    other = received(cast, "TPS di pasar penuh")
    with pytest.raises(errors.SameAsItself):
        moved(report, "same-as", by=cast.oka, original=report)
    done = moved(report, "same-as", by=cast.oka, original=other)

    assert (done.state, done.duplicate_of) == ("duplicate", other)
    with pytest.raises(errors.SameAsItself):
        moved(other, "same-as", by=cast.oka, original=done)
    again = services.reopen(done, "Bukan yang sama.", now=NOW)
    assert (again.state, again.duplicate_of) == ("received", None)


# The clocks ----------------------------------------------------------------------------------------------------------


def test_a_first_answer_is_due_in_three_working_days_and_the_rest_as_lapor_has_it(cast: Cast) -> None:
    make_category(cast, "schools", clock="dispute")
    make_category(cast, "pollution", clock="on_site")
    due = {
        code: received(cast, f"Laporan {code}", category=category_of(cast, code))
        for code in ("waste", "schools", "pollution")
    }

    # 6 October 2026 is a Tuesday; no holiday falls on a working day before the end of the year but 25 December.
    assert {one.answer_due_on for one in due.values()} == {dt.date(2026, 10, 9)}
    assert due["waste"].due_on == dt.date(2026, 10, 13)
    assert due["schools"].due_on == dt.date(2026, 10, 26)
    assert due["pollution"].due_on > dt.date(2026, 12, 28)


def test_the_office_says_which_days_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks._Office, "worked", staticmethod(lambda: lambda day: day.day % 2 == 0))

    assert clocks.due_dates(dt.date(2026, 10, 2), "ordinary") == (dt.date(2026, 10, 8), dt.date(2026, 10, 12))


def test_words_to_the_resident_stop_the_first_clock_and_a_move_without_words_does_not(
    cast: Cast, report: CitizenReport
) -> None:
    moved(report, "hand-back", by=cast.oka)
    late = moved(report, "assign", by=cast.rani, agency=cast.dlh, now=NOW + dt.timedelta(days=2))

    assert late.answered_at == NOW + dt.timedelta(days=2)
    assert late.days_to_answer == 2
    assert late.next_due_on == late.due_on


def test_another_clock_counts_from_the_day_it_was_received(cast: Cast) -> None:
    report = received(cast, days_ago=6)
    done = moved(report, "accept", by=cast.oka, clock="on_site")

    assert done.clock == "on_site"
    assert done.due_on == clocks.due_dates(TODAY - dt.timedelta(days=6), "on_site")[1]


def test_overdue_is_what_was_not_answered_or_not_settled_in_time(cast: Cast) -> None:
    unanswered = received(cast, "Lama", days_ago=7)
    answered = moved(received(cast, "Dijawab", days_ago=6), "accept", by=cast.oka, now=NOW - dt.timedelta(days=5))
    unsettled = moved(received(cast, "Belum", days_ago=12), "accept", by=cast.oka, now=NOW - dt.timedelta(days=11))
    moved(received(cast, "Selesai", days_ago=30), "solve", by=cast.oka)

    late = set(CitizenReport.objects.overdue_on(TODAY))
    assert late == {unanswered, unsettled}
    assert answered.days_late_on(TODAY) == 0
    assert unsettled.days_late_on(TODAY) == (TODAY - unsettled.due_on).days > 0


# Many at once, notes, programs, erasing ------------------------------------------------------------------------------


def test_many_are_assigned_with_one_word_each_in_its_own_timeline(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    reports = [received(cast, f"Laporan {number}") for number in range(6)]
    closed = moved(reports[0], "solve", by=cast.oka)
    ids = [one.pk for one in reports]
    with django_assert_max_num_queries(11):  # PostgreSQL needs one less
        done = services.assign_many(ids, cast.dinkes, words="Dinkes yang menangani.", by=cast.rani, now=NOW)

    assert len(done) == 5
    assert {(one.state, one.agency) for one in CitizenReport.objects.exclude(pk=closed.pk)} == {
        ("assigned", cast.dinkes)
    }
    assert all(one.steps.last().words == "Dinkes yang menangani." for one in done)
    with pytest.raises(errors.NothingChosen):
        services.assign_many([closed.pk], cast.dlh, words="a", by=cast.rani, now=NOW)
    with pytest.raises(errors.NotACoordinator):
        services.assign_many(ids, cast.dlh, words="a", by=cast.oka, now=NOW)


def test_a_note_is_for_colleagues(cast: Cast, report: CitizenReport) -> None:
    services.add_note(report, "Truk rusak.", by=cast.oka, now=NOW)

    assert queries.told_to_resident(report)[-1].words == ""
    with pytest.raises(errors.NoteMissing):
        services.add_note(report, " ", by=cast.oka, now=NOW)
    with pytest.raises(errors.NotYours):
        services.add_note(report, "a", by=cast.sari, now=NOW)


def test_a_program_takes_care_of_reports(cast: Cast, report: CitizenReport) -> None:
    program = make_program(make_plan(cast.region), "P-1", lead=cast.dlh)

    assert services.link_program([report], program, by=cast.rani) == 1
    assert services.link_program([report], program, by=cast.rani) == 0
    report.refresh_from_db()
    assert report.program == program
    with pytest.raises(errors.NotACoordinator):
        services.link_program([report], None, by=cast.oka)


def test_whoever_handles_it_erases_who_reported_it(cast: Cast) -> None:
    report = received(cast, name="Ayu", latitude=-1.5, longitude=116.5)
    with pytest.raises(errors.NotYours):
        services.erase_person(report, by=cast.sari, now=NOW)
    done = services.erase_person(report, by=cast.oka, now=NOW)

    assert not done.knows_somebody
    with pytest.raises(errors.NothingToErase):
        services.erase_person(report, by=cast.oka, now=NOW)


def test_who_makes_each_move_is_asked_by_its_predicate(cast: Cast, report: CitizenReport) -> None:
    open_to = {name: {move.name for move in queries.moves_open_to(report, cast.people[name])} for name in cast.people}

    assert open_to["rani"] == {"accept", "solve", "assign", "hand-back", "pass-on", "same-as", "decline"}
    assert open_to["oka"] == open_to["hadi"] == open_to["rani"] - {"assign"}
    assert not (open_to["sari"] | open_to["vera"] | open_to["bima"] | open_to["wati"])
    assert {move.who for move in MOVES} == set(Who)
