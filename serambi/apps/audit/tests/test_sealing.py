"""The thread that seals: one for what comes within a second, a new one in a forked process, and at once at the end."""

from __future__ import annotations

import pytest

from serambi.apps.audit import sealing

LONG = 3600.0


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> sealing._Waiting:
    """Return a waiting of its own, whose sealing is counted and touches no database."""
    monkeypatch.setattr(sealing, "seal", lambda: counted.append(1))
    monkeypatch.setattr(sealing.connection, "close", lambda: None)
    counted.clear()
    return sealing._Waiting()


counted: list[int] = []


def test_what_comes_meanwhile_waits_for_the_same_thread(waiting: sealing._Waiting) -> None:
    waiting.begin(LONG)
    first = waiting.timer
    waiting.begin(LONG)

    assert waiting.timer is first is not None
    waiting.finish()
    assert (counted, waiting.timer) == ([1], None)
    waiting.finish()
    assert counted == [1]


def test_it_seals_after_its_time_and_is_ready_for_more(waiting: sealing._Waiting) -> None:
    waiting.begin(0.0)
    timer = waiting.timer
    if timer is not None:  # it may have run already
        timer.join()
    assert (counted, waiting.timer) == ([1], None)


def test_a_forked_process_does_not_wait_for_the_thread_of_its_parent(waiting: sealing._Waiting) -> None:
    waiting.begin(LONG)
    of_the_parent = waiting.timer
    waiting.forget()
    waiting.begin(LONG)

    assert waiting.timer is not of_the_parent
    for timer in (of_the_parent, waiting.timer):
        assert timer is not None
        timer.cancel()
