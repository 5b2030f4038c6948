"""The table of moves: nobody leaves it, everything has a way out, and each move is somebody's."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from serambi.apps.audit.models import Entry
from serambi.apps.progress import services
from serambi.apps.progress.errors import (
    ChangedMeanwhile,
    LateReasonMissing,
    MoveNotOpen,
    NotAnsweredAnew,
    NotComplete,
    NotExplained,
    NotYours,
    OwnReport,
    PeriodClosed,
    ProgressError,
    ReasonMissing,
)
from serambi.apps.progress.models import ReportMove, State
from serambi.apps.progress.queries import moves_open_to
from serambi.apps.progress.services import Content
from serambi.apps.progress.tests.builders import (
    TODAY,
    Reporting,
    answers,
    approved,
    lines_of,
    make_reporting,
    save,
    submitted,
    verified,
)
from serambi.apps.progress.workflow import MOVES, Guard, is_final, moves_from
from tests.cast import Cast

DOCUMENT = Path(__file__).parents[4] / "docs" / "reference" / "progress.md"
ALLOWED = {(move.before, move.name, move.after) for move in MOVES}


def test_every_state_but_the_final_ones_has_a_way_out() -> None:
    for state in State:
        for second in (False, True):
            ways = [move for move in moves_from(state) if second or Guard.SECOND_LEVEL not in move.guards]
            assert ways or is_final(state, has_second_level=second)


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached, more = {State.DRAFT}, True
    while more:
        found = {move.after for state in reached for move in moves_from(state)}
        more, reached = bool(found - reached), reached | found

    assert reached == set(State)


def test_a_move_has_one_meaning_from_each_state() -> None:
    assert len({(move.before, move.name) for move in MOVES}) == len(MOVES)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("second", [False, True])
def test_random_moves_by_random_people_never_leave_the_table(cast: Cast, seed: int, second: bool) -> None:
    reporting = make_reporting(cast, accepting_organization=cast.dinkes if second else None)
    save(reporting, answers(reporting))
    lot = random.Random(seed)  # noqa: S311 - a test repeats itself
    people, names = list(cast.people.values()), sorted({move.name for move in MOVES})
    made = 0
    for step in range(40):
        report = reporting.report()
        offered = {
            (one.move.name, person.name)
            for person in people
            for one in moves_open_to(report, person, today=TODAY)
            if one.hindrance is None
        }
        name, person = lot.choice(names), lot.choice(people)
        if step % 2 and offered:  # every other one is allowed, so that the walk gets somewhere
            name, who = lot.choice(sorted(offered))
            person = next(one for one in people if one.name == who)
        try:
            after = services.move_report(report, name, by=person, today=TODAY, reason="Alasan").state
        except ProgressError:
            assert (name, person.name) not in offered
            assert reporting.report().state == report.state
            continue
        assert (name, person.name) in offered
        assert (report.state, name, after) in ALLOWED
        made += 1
    assert made == ReportMove.objects.count() > 5
    for done in ReportMove.objects.all():
        assert (done.before, done.move, done.after) in ALLOWED
        assert done.by is not None
        if done.after == State.VERIFIED:
            sent = ReportMove.objects.filter(pk__lt=done.pk, move__in=["submit", "submit-as-head"]).first()
            assert sent is not None
            assert sent.by != done.by


def test_the_states_answer_who_may_do_what_next(reporting: Reporting) -> None:
    cast = reporting.cast

    def offered(report: object, person: object) -> set[str]:
        return {one.move.name for one in moves_open_to(report, person, today=TODAY)}  # type: ignore[arg-type]

    report = submitted(reporting)
    assert offered(report, cast.oka) == {"recall"}
    assert offered(report, cast.hadi) == {"recall", "approve", "return-as-head"}
    assert offered(report, cast.rani) == {"send-back"}
    for stranger in (cast.sari, cast.vera, cast.bima, cast.wati):
        assert offered(report, stranger) == set()
    report = services.move_report(report, "approve", by=cast.hadi, today=TODAY)
    assert offered(report, cast.vera) == offered(report, cast.rani) == {"verify", "return"}
    assert offered(report, cast.oka) == set()


def test_an_unfinished_report_is_not_sent_in(reporting: Reporting) -> None:
    wanted = answers(reporting)
    del wanted[reporting.keys["hulu"]]
    save(reporting, wanted)

    with pytest.raises(NotComplete):
        services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY)


def test_more_than_the_ceiling_wants_a_remark(reporting: Reporting) -> None:
    key = reporting.keys["money"]
    save(reporting, {**answers(reporting), key: Content(answer="given", amount=reporting.line.ceiling + 1)})

    with pytest.raises(NotExplained):
        services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY)
    save(reporting, {key: Content(answer="given", amount=reporting.line.ceiling + 1, note="Adendum")})
    assert services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY).state == "submitted"


def test_the_head_sends_in_and_approves_in_one_step(reporting: Reporting) -> None:
    save(reporting, answers(reporting), by=reporting.cast.hadi)

    report = services.move_report(reporting.report(), "submit-as-head", by=reporting.cast.hadi, today=TODAY)

    assert report.state == State.APPROVED
    with pytest.raises(NotYours):
        services.move_report(report, "verify", by=reporting.cast.hadi, today=TODAY)


def test_nobody_approves_what_they_submitted(reporting: Reporting) -> None:
    save(reporting, answers(reporting))
    report = services.move_report(reporting.report(), "submit", by=reporting.cast.hadi, today=TODAY)

    with pytest.raises(OwnReport):
        services.move_report(report, "approve", by=reporting.cast.hadi, today=TODAY)


def test_a_late_report_says_why(reporting: Reporting) -> None:
    late = reporting.period.grace_until + dt.timedelta(days=1)
    save(reporting, answers(reporting), today=late)

    with pytest.raises(LateReasonMissing):
        services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=late)
    report = services.move_report(
        reporting.report(), "submit", by=reporting.cast.oka, today=late, reason="Listrik padam"
    )
    assert report.late_because == "Listrik padam"


def test_a_closed_period_takes_no_first_report_and_still_an_answer(reporting: Reporting) -> None:
    closed = reporting.period.closes_on + dt.timedelta(days=1)
    with pytest.raises(PeriodClosed):
        save(reporting, answers(reporting), today=closed)
    report = approved(reporting)
    services.check_report(
        report, {reporting.keys["hulu"]: "Salah"}, by=reporting.cast.vera, today=closed, seen=report.version
    )

    save(reporting, {reporting.keys["hulu"]: Content(answer="unavailable", because="Hilang")}, today=closed)
    assert services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=closed).state == "submitted"


def test_what_came_back_is_answered_anew_before_it_is_sent_in(reporting: Reporting) -> None:
    report, key, oka = approved(reporting), reporting.keys["hulu"], reporting.cast.oka
    services.check_report(report, {key: "Salah"}, by=reporting.cast.vera, today=TODAY, seen=report.version)

    with pytest.raises(NotAnsweredAnew):
        services.move_report(reporting.report(), "submit", by=oka, today=TODAY)
    save(reporting, {key: replace(answers(reporting)[key], note="Sesuai timbangan; lihat berita acara")})
    assert services.move_report(reporting.report(), "submit", by=oka, today=TODAY).state == State.SUBMITTED


def test_a_report_that_comes_back_as_a_whole_is_open_as_a_whole(cast: Cast) -> None:
    reporting = make_reporting(cast, accepting_organization=cast.dinkes)

    services.move_report(
        verified(reporting), "return-as-acceptor", by=cast.sari, today=TODAY, reason="Tidak sesuai renja"
    )

    assert all(line.is_open for line in lines_of(reporting).values())


def test_a_return_without_a_reason_is_refused(reporting: Reporting) -> None:
    report = submitted(reporting)

    with pytest.raises(ReasonMissing):
        services.move_report(report, "return-as-head", by=reporting.cast.hadi, today=TODAY, reason="  ")


def test_whoever_looked_before_somebody_changed_it_looks_again(reporting: Reporting) -> None:
    report = submitted(reporting)
    services.move_report(report, "recall", by=reporting.cast.oka, today=TODAY)
    services.move_report(report, "submit", by=reporting.cast.oka, today=TODAY)

    with pytest.raises(ChangedMeanwhile):
        services.move_report(report, "approve", by=reporting.cast.hadi, today=TODAY, seen=report.version)


def test_every_move_is_in_the_history_and_in_the_record(reporting: Reporting) -> None:
    report = verified(reporting)

    steps = list(report.moves.order_by("at").values_list("move", "by", "before", "after"))
    cast = reporting.cast
    assert steps == [
        ("submit", cast.oka.pk, "draft", "submitted"),
        ("approve", cast.hadi.pk, "submitted", "approved"),
        ("verify", cast.vera.pk, "approved", "verified"),
    ]
    entries = Entry.objects.filter(object_type="progress.progressreport", after__has_key="state")
    assert [entry.after["state"] for entry in entries.order_by("pk")] == ["submitted", "approved", "verified"]


def test_several_reports_are_verified_each_by_itself(reporting: Reporting) -> None:
    report = approved(reporting)
    other = reporting.report()
    other.version -= 1

    results = services.verify_many([(report, report.version)], by=reporting.cast.vera, today=TODAY)
    assert [error for _report, error in results] == [None]
    again = services.verify_many([(report, report.version)], by=reporting.cast.vera, today=TODAY)
    assert isinstance(again[0][1], ProgressError)


def test_a_move_that_the_table_does_not_have_is_refused(reporting: Reporting) -> None:
    save(reporting, answers(reporting))

    with pytest.raises(MoveNotOpen):
        services.move_report(reporting.report(), "verify", by=reporting.cast.vera, today=TODAY)


def test_the_reference_has_the_table() -> None:
    rows = re.findall(r"^\| `(\S+)` \| (\w+) \| (\w+) \| (\w+) \| (yes|no) \|", DOCUMENT.read_text(), re.MULTILINE)

    assert rows == [
        (move.name, move.before.value, move.after.value, move.who.value, "yes" if move.needs_reason else "no")
        for move in MOVES
    ]
