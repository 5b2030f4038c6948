"""What becomes of a job, from being started to its end; carried out at once, in this process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.audit.services import acting_from, current_address
from serambi.apps.jobs import board, running
from serambi.apps.jobs.errors import AlreadyEnded, OthersJob
from serambi.apps.jobs.kinds import JobResult, Manner
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.progress import Progress
from serambi.apps.jobs.sentences import Sentence, counted_sentence, written
from serambi.apps.jobs.services import start, stop
from serambi.apps.jobs.tasks import queue_again
from serambi.ui.refusals import Refusal
from tests.cast import Cast, make_user

Register = Callable[..., str]


class TooSmall(Refusal):
    code = "too_small"
    sentence = "The table has %(rows)s rows."
    hint = "Choose another."


def nothing(progress: Progress, *, by: User) -> None: ...


def add_a_person(progress: Progress, *, by: User) -> None:
    make_user("Baru")


def carried_out(job: Job) -> Job:
    running.run(job.public_id)
    job.refresh_from_db()
    return job


def test_a_job_begins_after_the_commit_and_keeps_its_result(
    cast: Cast, registered: Register, django_capture_on_commit_callbacks: Any
) -> None:
    def count(progress: Progress, *, by: User, villages: int) -> JobResult:
        progress.tell(villages, 10, counted_sentence("%(count)s village", "%(count)s villages", count=villages))
        return JobResult(
            Sentence("Counted for %(name)s.", {"name": by.name}),
            page="agencies:organization_list",
            details={"villages": villages},
        )

    kind = registered(count)
    with django_capture_on_commit_callbacks(execute=True):
        job = start(kind, by=cast.oka, arguments={"villages": 4}, subject="hulu.xlsx")
        assert job.state == State.QUEUED
    job.refresh_from_db()

    assert job.state == State.DONE
    assert (job.done, job.total, written(job.sentence)) == (4, 10, "4 desa")  # in Indonesian
    assert written(job.result["sentence"]) == "Counted for Oka."
    assert job.result["details"] == {"villages": 4}
    assert job.started_at is not None
    assert job.ended_at is not None
    assert str(job) == "Count villages: hulu.xlsx"
    assert not list(board.folder().glob(f"{job.public_id}*"))


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_is_rolled_back_never_was(registered: Register) -> None:
    ran: list[int] = []

    def run(progress: Progress, *, by: User) -> None:
        ran.append(1)

    kind = registered(run)

    def start_and_fail() -> None:
        with transaction.atomic():
            start(kind, by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        start_and_fail()

    assert ran == []
    assert not Job.objects.exists()


def test_unknown_work_and_arguments_that_cannot_be_kept_are_our_mistakes(db: None, registered: Register) -> None:
    with pytest.raises(LookupError):
        start("tests.unknown", by=None)
    with pytest.raises(TypeError):
        start(registered(nothing), by=None, arguments={"what": object()})


def test_a_refusal_is_told_as_it_is_and_nothing_is_kept(cast: Cast, registered: Register) -> None:
    def refuse(progress: Progress, *, by: User) -> None:
        make_user("Baru")
        raise TooSmall(rows=3)

    job = carried_out(start(registered(refuse), by=cast.oka))

    assert (job.state, job.failure, job.reference) == (
        State.FAILED,
        "The table has 3 rows. Choose another.",
        "",
    )
    assert not User.objects.filter(name="Baru").exists()


def test_an_error_of_ours_gets_a_number_that_stands_in_the_log(
    cast: Cast, registered: Register, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(progress: Progress, *, by: User) -> None:
        make_user("Baru")
        raise ZeroDivisionError("secret detail")

    with caplog.at_level(logging.ERROR):
        job = carried_out(start(registered(break_down), by=cast.oka))

    assert job.state == State.FAILED
    assert job.reference
    assert job.reference in job.failure
    assert "secret detail" not in job.failure
    assert job.reference in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert not User.objects.filter(name="Baru").exists()


def test_work_of_its_own_transactions_says_that_part_may_be_done(cast: Cast, registered: Register) -> None:
    def break_down(progress: Progress, *, by: User) -> None:
        make_user("Baru")
        raise ZeroDivisionError

    with translation.override("en"):
        job = start(registered(break_down, manner=Manner.ONCE), by=cast.oka)

    assert "part of the work may have been done" in carried_out(job).failure
    assert User.objects.filter(name="Baru").exists()


def test_the_last_step_is_one_with_the_end_of_the_job(cast: Cast, registered: Register) -> None:
    """Somebody else ended the job meanwhile: what the last step wrote is rolled back with it."""

    def prepare(progress: Progress, *, by: User) -> Callable[[], JobResult]:
        def write() -> JobResult:
            make_user("Baru")
            return JobResult()

        Job.objects.update(attempt=2)  # another worker has it by now
        return write

    job = carried_out(start(registered(prepare, manner=Manner.REPEATABLE), by=cast.oka))

    assert job.state == State.RUNNING
    assert not User.objects.filter(name="Baru").exists()


def test_it_runs_in_the_language_and_from_the_address_of_whoever_started_it(cast: Cast, registered: Register) -> None:
    def look(progress: Progress, *, by: User) -> JobResult:
        return JobResult(details={"word": _("Save"), "address": current_address()})

    kind = registered(look)
    with translation.override("en"), acting_from("10.1.2.3"):
        job = start(kind, by=cast.oka)
    with translation.override("id"):
        carried_out(job)

    assert job.result["details"] == {"word": "Save", "address": "10.1.2.3"}


def test_a_waiting_job_is_stopped_at_once_and_recorded(cast: Cast, registered: Register) -> None:
    job = start(registered(add_a_person), by=cast.oka)
    stop(job, by=cast.oka)
    job.refresh_from_db()

    assert job.state == State.STOPPED
    assert "Oka" in job.failure
    entry = Entry.objects.latest("id")
    assert (entry.actor_id, entry.before, entry.after) == (cast.oka.pk, {"state": "queued"}, {"state": "stopped"})
    assert carried_out(job).state == State.STOPPED
    assert not User.objects.filter(name="Baru").exists()


def test_a_running_job_stops_at_its_next_safe_point_and_keeps_nothing(cast: Cast, registered: Register) -> None:
    def load(progress: Progress, *, by: User) -> None:
        make_user("Baru")
        stop(Job.objects.get(), by=cast.rani)  # the coordinator may stop the job of anybody
        progress.look()
        progress.tell(1, 2, "never told")
        raise AssertionError("it went on")

    job = carried_out(start(registered(load), by=cast.oka))

    assert job.state == State.STOPPED
    assert "Rani" in job.failure
    assert Entry.objects.filter(actor_id=cast.rani.pk, before={"state": "running"}).count() == 1
    assert not User.objects.filter(name="Baru").exists()
    assert not board.stop_is_asked(job.public_id)


def test_stopping_that_was_asked_for_while_the_database_was_kept_is_found_by_the_worker(
    cast: Cast, registered: Register
) -> None:
    job = start(registered(add_a_person), by=cast.oka)
    board.ask_to_stop(job.public_id, {"by": cast.oka.pk, "address": "10.1.2.3"})

    assert carried_out(job).state == State.STOPPED
    assert Entry.objects.latest("id").address == "10.1.2.3"
    assert not User.objects.filter(name="Baru").exists()


def test_only_its_person_and_the_coordinator_stop_a_job_and_only_while_it_is_open(
    cast: Cast, registered: Register
) -> None:
    job = start(registered(nothing), by=cast.oka)
    with pytest.raises(OthersJob):
        stop(job, by=cast.sari)
    carried_out(job)
    with pytest.raises(AlreadyEnded):
        stop(job, by=cast.oka)


def test_a_job_is_carried_out_once_however_often_it_stands_in_the_queue(cast: Cast, registered: Register) -> None:
    ran: list[int] = []

    def run(progress: Progress, *, by: User) -> None:
        ran.append(1)

    job = start(registered(run), by=cast.oka)
    carried_out(job)
    carried_out(job)

    assert ran == [1]


def test_work_that_is_interrupted_goes_back_into_the_queue_and_is_done_in_the_end(
    cast: Cast, registered: Register
) -> None:
    attempts: list[int] = []

    def load(progress: Progress, *, by: User) -> None:
        attempts.append(len(attempts))
        make_user("Baru")
        if len(attempts) == 1:
            running.Current.interrupt()
        progress.check()

    job = start(registered(load), by=cast.oka)
    assert running.run(job.public_id)
    assert not User.objects.filter(name="Baru").exists()
    assert queue_again(job.public_id)

    assert carried_out(job).state == State.DONE
    assert (job.attempt, attempts) == (2, [0, 1])
    assert User.objects.filter(name="Baru").count() == 1


def test_work_that_must_not_be_done_twice_is_not_interrupted(cast: Cast, registered: Register) -> None:
    def load(progress: Progress, *, by: User) -> None:
        assert not running.Current.interrupt()
        progress.check()

    assert carried_out(start(registered(load, manner=Manner.ONCE), by=cast.oka)).state == State.DONE


def test_a_kind_that_is_no_longer_known_fails_with_a_sentence(
    cast: Cast, registered: Register, caplog: pytest.LogCaptureFixture
) -> None:
    job = start(registered(nothing), by=cast.oka)
    Job.objects.update(kind="tests.gone")

    assert carried_out(job).state == State.FAILED
    assert job.failure


def test_work_without_an_owner_is_the_programs(db: None, registered: Register) -> None:
    def tell(progress: Progress, *, by: User | None) -> JobResult:
        return JobResult(details={"by": None if by is None else by.name})

    job = carried_out(start(registered(tell), by=None))

    assert job.result["details"] == {"by": None}


def test_a_name_belongs_to_one_piece_of_work(registered: Register) -> None:
    def one(progress: Progress, *, by: User) -> None: ...
    def other(progress: Progress, *, by: User) -> None: ...

    registered(one)
    with pytest.raises(ValueError, match=r"tests\.work"):
        registered(other)
