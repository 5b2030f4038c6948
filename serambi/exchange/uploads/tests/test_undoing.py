"""Taking a load back in the background: told how far it is, once however many press, all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.jobs import services as jobs
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.progress import Progress, Stopped
from serambi.apps.jobs.running import run
from serambi.apps.plans.models import MasterPlan, Program
from serambi.exchange.errors import AlreadyUndone, NotACoordinator
from serambi.exchange.imports.services import load
from serambi.exchange.imports.steps import EXAMINING, REMOVING_PROGRAMS, UNDO_STEPS
from serambi.exchange.imports.tests.tables import CHOICES, FILE, propose, waste
from serambi.exchange.imports.undo import undo
from serambi.exchange.models import Load
from serambi.exchange.uploads.services import UNDO, begin_undo, open_undo
from serambi.exchange.uploads.tests.world import work
from tests.cast import Cast, make_organization, make_user

START = "/plan/import/"


@pytest.fixture
def made(plan: MasterPlan, cast: Cast) -> Load:
    return load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)


def words(client: Client, place: str) -> str:
    return " ".join(client.get(place).content.decode().split())


def test_it_tells_how_far_it_is_and_goes_on_to_the_load(rani: Client, made: Load) -> None:
    at = f"{START}loads/{made.pk}/"
    waiting = rani.post(f"{at}undo/")["Location"]
    assert "Pemuatan rpjmd.xlsx sedang dibatalkan" in words(rani, waiting)
    # Meanwhile its page says so, and offers no second undo.
    page = words(rani, at)
    assert f'href="{waiting}"' in page
    assert f'href="{at}undo/"' not in page
    assert rani.get(f"{at}undo/")["Location"] == at
    assert work().state == State.DONE
    part = rani.get(waiting, headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == at
    page = words(rani, at)
    assert "dibatalkan pada" in page
    assert "Pemuatan rpjmd.xlsx dibatalkan." in page
    assert not Program.objects.exists()


def test_a_large_load_is_looked_at_in_the_background_first(rani: Client, made: Load, monkeypatch: Any) -> None:
    monkeypatch.setattr("serambi.exchange.uploads.services.LARGE_LOAD", 1)
    at = f"{START}loads/{made.pk}/undo/"
    waiting = rani.get(at)["Location"]
    assert "sedang diperiksa" in words(rani, waiting)
    assert rani.get(at)["Location"] == waiting
    assert work().state == State.DONE
    assert rani.get(waiting)["Location"] == at
    assert "Dihapus: 2 program" in words(rani, at)
    assert Program.objects.count() == 2
    # What was found long ago is looked at again.
    Job.objects.update(ended_at=timezone.now() - dt.timedelta(minutes=11))
    assert rani.get(at)["Location"] != waiting
    rani.post(at)
    assert work().state == State.DONE
    assert not Program.objects.exists()


def test_every_step_is_told_in_its_order(made: Load, cast: Cast) -> None:
    told: list[str] = []
    undo(made, by=cast.rani, step=told.append)
    assert told == list(UNDO_STEPS)
    assert (told[0], told[-1]) == (EXAMINING, REMOVING_PROGRAMS)


def test_two_who_press_at_once_take_it_back_once(made: Load, cast: Cast) -> None:
    second = make_user("Rina")
    second.memberships.create(organization=make_organization("BAPPEDA", "Bappeda"), role="coordinator")
    first = begin_undo(made, by=cast.rani)
    assert begin_undo(made, by=second) == first
    # Even where both had been let through, the second finds that it is done.
    other = jobs.start(UNDO, by=second, arguments={"load": made.pk}, subject=made.file_name)
    for job in (first, other):
        run(job.public_id)
        job.refresh_from_db()
    assert (first.state, other.state) == (State.DONE, State.FAILED)
    assert "sudah dibatalkan pada" in other.failure
    made.refresh_from_db()
    assert made.undone_by == cast.rani
    assert Entry.objects.filter(verb=Verb.REMOVED, object_type="exchange.load").count() == 1
    assert open_undo(made) is None
    with pytest.raises(AlreadyUndone):
        begin_undo(made, by=second)


def test_work_that_was_done_is_not_done_again_by_a_second_worker(made: Load, cast: Cast) -> None:
    job = begin_undo(made, by=cast.rani)
    run(job.public_id)
    run(job.public_id)
    assert Entry.objects.filter(verb=Verb.REMOVED, object_type="exchange.load").count() == 1


@pytest.mark.parametrize("step", UNDO_STEPS)
def test_stopped_in_the_middle_it_leaves_everything(
    made: Load, cast: Cast, rani: Client, step: str, monkeypatch: Any
) -> None:
    tell = Progress.tell

    def stopping(self: Progress, done: int, total: int | None = None, sentence: Any = "") -> None:
        tell(self, done, total, sentence)
        if sentence == step:
            raise Stopped

    monkeypatch.setattr(Progress, "tell", stopping)
    job = begin_undo(made, by=cast.rani)
    run(job.public_id)
    job.refresh_from_db()
    made.refresh_from_db()
    assert (job.state, made.undone_at, Program.objects.count()) == (State.STOPPED, None, 2)
    page = words(rani, f"{START}work/{job.public_id}/")
    assert "tidak dibatalkan" in page
    assert f'href="{START}loads/{made.pk}/"' in page
    # A page that asks for itself is loaded whole, so that its heading says it, too.
    assert rani.get(f"{START}work/{job.public_id}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_it_is_for_the_coordinator(made: Load, cast: Cast, signed_in: Callable[[User], Client]) -> None:
    with pytest.raises(NotACoordinator):
        begin_undo(made, by=cast.oka)
    assert signed_in(cast.oka).post(f"{START}loads/{made.pk}/undo/").status_code == 403
    assert not Job.objects.exists()


def test_a_load_or_a_person_that_is_gone_takes_nothing_back(made: Load, cast: Cast) -> None:
    gone = jobs.start(UNDO, by=cast.rani, arguments={"load": made.pk + 1}, subject="")
    nobody = jobs.start(UNDO, by=None, arguments={"load": made.pk}, subject="")
    for job in (gone, nobody):
        run(job.public_id)
        job.refresh_from_db()
        assert job.state == State.FAILED
    assert Program.objects.count() == 2
