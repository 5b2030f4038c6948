"""Recurring duties: when they are due, that each time is carried out once, and the coordinator's page about them."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.jobs import board, duties
from serambi.apps.jobs.clock import ATTEMPTS, carry_out_due, know_duties
from serambi.apps.jobs.duties import Registered, duty
from serambi.apps.jobs.errors import AlreadyEnded
from serambi.apps.jobs.kinds import Manner
from serambi.apps.jobs.models import Duty, Outcome
from serambi.apps.jobs.sentences import Sentence, written
from tests.cast import Cast, make_user

WITA = ZoneInfo("Asia/Makassar")
NOON = dt.datetime(2026, 11, 25, 12, 0, tzinfo=WITA)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

Browser = Callable[[User], Client]
Recurring = Callable[..., None]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the duties of a test are registered in it."""
    monkeypatch.setattr(duties, "_duties", {})


@pytest.fixture
def recurring() -> Iterator[Recurring]:
    """Return how to register a duty that recurs every hour and is due at noon."""

    def register(carry: Callable[[dt.datetime], Any], *, manner: Manner = Manner.WHOLE) -> None:
        duty("tests.duty", title="Count villages", every=HOUR, manner=manner)(carry)
        know_duties(NOON)

    return register


def nothing(due: dt.datetime) -> None: ...


def row() -> Duty:
    return Duty.objects.get(name="tests.duty")


def schedule(every: dt.timedelta | None = None, at: dt.time | None = None) -> Registered:
    return Registered("tests.duty", "Count villages", nothing, every, at, Manner.WHOLE)


@pytest.mark.parametrize(
    ("due", "now", "expected"),
    [
        (NOON, NOON, NOON + HOUR),
        (NOON, NOON + HOUR, NOON + 2 * HOUR),
        (NOON, NOON + dt.timedelta(minutes=59), NOON + HOUR),
        (NOON, NOON + 30 * HOUR, NOON + 31 * HOUR),  # missed for a day: once now, then at its own times again
    ],
)
def test_every_so_often(due: dt.datetime, now: dt.datetime, expected: dt.datetime) -> None:
    assert schedule(every=HOUR).first(now) == now
    assert schedule(every=HOUR).next(due, now) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOON, dt.datetime(2026, 11, 26, 7, 0, tzinfo=WITA)),
        (NOON.replace(hour=6, minute=59), NOON.replace(hour=7)),
        (NOON.replace(hour=7), NOON.replace(hour=7) + DAY),
        # Still the 25th in Greenwich, already the 26th in the regency.
        (dt.datetime(2026, 11, 25, 22, 0, tzinfo=dt.UTC), dt.datetime(2026, 11, 26, 7, 0, tzinfo=WITA)),
    ],
)
def test_each_day_at_a_time_of_the_regency(now: dt.datetime, expected: dt.datetime) -> None:
    at_seven = schedule(at=dt.time(7))

    assert at_seven.first(now) == at_seven.next(now - 3 * DAY, now) == expected


def test_a_duty_has_one_kind_of_time_and_a_name_of_its_own() -> None:
    with pytest.raises(ValueError, match="every or at"):
        duty("tests.duty", title="")
    with pytest.raises(ValueError, match="every or at"):
        duty("tests.duty", title="", every=DAY, at=dt.time(7))

    def one(due: dt.datetime) -> None: ...
    def other(due: dt.datetime) -> None: ...

    duty("tests.duty", title="", every=DAY)(one)
    with pytest.raises(ValueError, match="registered already"):
        duty("tests.duty", title="", every=DAY)(other)


@pytest.mark.parametrize("manner", list(Manner))
def test_a_time_that_was_missed_is_made_up_for_once(db: None, recurring: Recurring, manner: Manner) -> None:
    told: list[dt.datetime] = []

    def carry(due: dt.datetime) -> Sentence:
        told.append(due)
        return Sentence("%(count)s villages", {"count": 12})

    recurring(carry, manner=manner)

    assert carry_out_due(NOON - HOUR) == 0
    assert carry_out_due(NOON + 5 * HOUR) == 1
    assert carry_out_due(NOON + 5 * HOUR) == 0
    assert told == [NOON]
    assert row().next_due_at == NOON + 6 * HOUR
    assert (row().outcome, written(row().sentence), row().attempts) == (Outcome.DONE, "12 villages", 0)


def test_two_processes_carry_it_out_once(db: None, recurring: Recurring) -> None:
    ran: list[int] = []

    def carry(due: dt.datetime) -> None:
        ran.append(carry_out_due(NOON))  # another process looks at the clock in the middle

    recurring(carry)
    with board.held("duty-tests.duty"):
        assert carry_out_due(NOON) == 0
    assert carry_out_due(NOON) == 1
    assert ran == [0]


def test_what_is_written_is_one_with_the_next_time(db: None, recurring: Recurring) -> None:
    """A machine without our lock carried it out meanwhile: what was written here is rolled back."""

    def carry(due: dt.datetime) -> None:
        make_user("Baru")
        Duty.objects.update(next_due_at=NOON + HOUR)

    recurring(carry)

    assert carry_out_due(NOON) == 0
    assert not User.objects.filter(name="Baru").exists()


def test_an_error_has_its_number_in_the_log_and_is_tried_again(
    db: None, recurring: Recurring, caplog: pytest.LogCaptureFixture
) -> None:
    def carry(due: dt.datetime) -> None:
        make_user("Baru")
        raise ZeroDivisionError

    recurring(carry)
    with caplog.at_level(logging.ERROR):
        assert carry_out_due(NOON) == 1

    assert row().outcome == Outcome.FAILED
    assert row().reference
    assert row().reference in caplog.text
    assert row().next_due_at == NOON + HOUR
    assert not User.objects.filter(name="Baru").exists()


def test_a_refusal_is_told(db: None, recurring: Recurring) -> None:
    def carry(due: dt.datetime) -> None:
        raise AlreadyEnded

    recurring(carry)
    carry_out_due(NOON)

    assert written(row().sentence) == "Pekerjaan ini sudah berakhir."


def test_a_database_that_is_kept_by_another_writer_is_no_failure(db: None, recurring: Recurring) -> None:
    def carry(due: dt.datetime) -> None:
        raise OperationalError("database is locked")

    recurring(carry)
    with pytest.raises(OperationalError):
        carry_out_due(NOON)

    assert (row().outcome, row().next_due_at) == ("", NOON)


def test_a_duty_that_takes_its_process_with_it_waits_for_its_next_time(
    db: None, recurring: Recurring, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[dt.datetime] = []
    recurring(ran.append)
    Duty.objects.update(attempts=ATTEMPTS)

    assert carry_out_due(NOON) == 1
    assert ran == []
    assert (row().outcome, row().attempts, row().next_due_at) == (Outcome.FAILED, 0, NOON + HOUR)


def test_a_duty_that_this_version_does_not_have_is_left_alone(db: None) -> None:
    Duty.objects.create(name="tests.gone", next_due_at=NOON)

    assert carry_out_due(NOON + DAY) == 0


def test_the_command_carries_out_what_is_due(db: None) -> None:
    duty("tests.duty", title="Count villages", every=HOUR)(nothing)
    told = io.StringIO()
    call_command("clock", "--once", stdout=told)

    assert "1" in told.getvalue()
    assert row().outcome == Outcome.DONE


# The page -----------------------------------------------------------------------------------------------------------


def test_the_page_is_the_coordinators(cast: Cast, signed_in: Browser) -> None:
    assert Client().get("/jobs/duties/")["Location"].startswith("/account/sign-in/")
    assert signed_in(cast.oka).get("/jobs/duties/").status_code == 403
    assert signed_in(cast.rani).post("/jobs/duties/").status_code == 405
    assert signed_in(cast.rani).get("/jobs/duties/").status_code == 200


def test_it_tells_the_last_and_the_next_time_and_what_is_late(cast: Cast, signed_in: Browser) -> None:
    duty("tests.duty", title="Count villages", at=dt.time(7))(nothing)
    duty("tests.other", title="Count boats", every=dt.timedelta(minutes=30))(nothing)
    Duty.objects.create(
        name="tests.duty",
        next_due_at=timezone.now() + HOUR,
        ended_at=NOON,
        outcome=Outcome.DONE,
        sentence={"text": "12 counted", "facts": {}, "many": ""},
    )
    Duty.objects.create(
        name="tests.other", next_due_at=timezone.now() - HOUR, outcome=Outcome.FAILED, reference="0A1B2C3D"
    )
    text = signed_in(cast.rani).get("/jobs/duties/").content.decode()

    assert "1 tugas berkala terlambat" in text
    assert "Setiap hari pukul 07.00 WITA" in text
    assert "Setiap 30 mnt" in text
    assert "25 Nov 2026 12.00 WITA" in text
    assert "12 counted" in text
    assert "0A1B2C3D" in text


def test_it_says_when_nothing_has_run_yet(cast: Cast, signed_in: Browser) -> None:
    assert "serambi clock" in signed_in(cast.rani).get("/jobs/duties/").content.decode()
