"""What a running job tells, and how it is heard, beside the database."""

from __future__ import annotations

import logging
import shutil
import uuid

import pytest

from serambi.apps.jobs import board
from serambi.apps.jobs.progress import Interrupted, Progress, Stopped, watched
from serambi.apps.jobs.sentences import Sentence

JOB = uuid.UUID("00000000-0000-4000-8000-000000000001")


def test_what_is_told_last_is_read_and_an_empty_sentence_keeps_the_one_before() -> None:
    with board.held(JOB):
        progress = Progress(JOB)
        progress.tell(1, 10, Sentence("Reading %(file)s", {"file": "hulu.xlsx"}))
        progress.tell(2, 10)
        assert board.told(JOB) == {}  # telling writes nothing by itself
        progress.look()

    assert board.told(JOB) == {
        "done": 2,
        "total": 10,
        "sentence": {"text": "Reading %(file)s", "facts": {"file": "hulu.xlsx"}, "many": ""},
    }


def test_stopping_is_heard_at_the_next_safe_point_and_goes_through_handlers_of_errors() -> None:
    with board.held(JOB):
        progress = Progress(JOB)
        board.ask_to_stop(JOB, {"by": 1})
        progress.tell(1)
        progress.look()
        with pytest.raises(Stopped):
            progress.tell(2)

    # Work that goes on after the error of one row catches Exception.
    assert not issubclass(Stopped, Exception)


def test_a_worker_that_ends_goes_before_stopping() -> None:
    progress = Progress(JOB)
    progress.interrupt()
    with pytest.raises(Interrupted):
        progress.check()


def test_one_process_holds_a_job_at_a_time_and_a_dead_one_none() -> None:
    with board.held(JOB) as first, board.held(JOB) as second:
        assert (first, second) == (True, False)
    with board.held(JOB) as again:
        assert again
    assert board.last_sign(JOB) is not None
    board.clear(JOB)
    assert board.last_sign(JOB) is None


def test_ringing_is_noticed() -> None:
    before = board.last_ring()
    board.ring()

    assert board.last_ring() != before


def test_work_goes_on_when_its_progress_cannot_be_written(caplog: pytest.LogCaptureFixture) -> None:
    with board.held(JOB), caplog.at_level(logging.ERROR):
        progress = Progress(JOB)
        with watched(progress, JOB):
            shutil.rmtree(board.folder())
            progress.tell(1, 2, "Reading")
            while not caplog.records:
                progress.check()

    assert "cannot be written" in caplog.text
    assert progress.told["done"] == 1
