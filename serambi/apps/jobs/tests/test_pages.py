"""The pages of jobs."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from serambi.apps.accounts.models import User
from serambi.apps.jobs import board
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.queries import duration
from tests.cast import Cast

Browser = Callable[[Any], Client]
HTMX = {"HX-Request": "true"}


def make_job(owner: User | None, state: State = State.RUNNING, **fields: Any) -> Job:
    now = timezone.now()
    return Job.objects.create(
        **{
            "kind": "tests.count",
            "subject": "hulu.xlsx",
            "owner": owner,
            "state": state,
            "attempt": 1,
            "queued_at": now,
            "started_at": None if state == State.QUEUED else now,
            "ended_at": None if state in {State.QUEUED, State.RUNNING} else now,
            **fields,
        }
    )


def address(job: Job, part: str = "") -> str:
    return f"/jobs/{job.public_id}/{part}"


def test_signed_out_it_asks_to_sign_in(cast: Cast) -> None:
    job, client = make_job(cast.oka), Client()

    assert client.get("/jobs/")["Location"] == "/account/sign-in/?next=/jobs/"
    assert client.get(address(job))["Location"].startswith("/account/sign-in/")
    assert client.post(address(job, "stop/"))["Location"].startswith("/account/sign-in/")
    assert client.get(address(job, "progress/"), headers=HTMX)["HX-Refresh"] == "true"
    assert client.get(address(job, "progress/"))["Location"] == f"/account/sign-in/?next={address(job)}"


def test_the_part_opened_as_a_page_is_the_page(cast: Cast, signed_in: Browser) -> None:
    job = make_job(cast.oka)

    assert signed_in(cast.oka).get(address(job, "progress/"))["Location"] == address(job)


@pytest.mark.parametrize("part", ["", "progress/"])
def test_a_job_of_somebody_else_is_not_there(cast: Cast, signed_in: Browser, part: str) -> None:
    job = make_job(cast.oka)

    for person, status in ((cast.oka, 200), (cast.rani, 200), (cast.sari, 404), (cast.bima, 404)):
        assert signed_in(person).get(address(job, part), headers=HTMX).status_code == status


def test_the_wrong_method_is_refused(cast: Cast, signed_in: Browser) -> None:
    job, client = make_job(cast.oka), signed_in(cast.oka)

    assert client.post("/jobs/").status_code == 405
    assert client.post(address(job)).status_code == 405
    assert client.post(address(job, "progress/"), headers=HTMX).status_code == 405
    assert client.get(address(job, "stop/")).status_code == 405


def test_an_open_job_asks_for_itself_each_second_with_and_without_scripts(cast: Cast, signed_in: Browser) -> None:
    job = make_job(cast.oka)
    board.folder().mkdir(parents=True)
    sentence = {"text": "%(count)s rows", "facts": {"count": 1250}, "many": ""}
    board.tell(job.public_id, {"done": 1250, "total": 5000, "sentence": sentence})
    text = signed_in(cast.oka).get(address(job)).content.decode()

    assert 'hx-trigger="every 1s"' in text
    assert f'hx-get="{address(job, "progress/")}"' in text
    assert "<noscript><p><a href=" in text
    assert 'aria-valuenow="25"' in text
    assert "1.250 dari 5.000" in text
    assert "1.250 rows" in text
    assert address(job, "stop/") in text


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.STOPPED])
def test_a_job_that_ended_asks_no_more(cast: Cast, signed_in: Browser, state: State) -> None:
    job = make_job(cast.oka, state, failure="" if state == State.DONE else "Kolom Target kosong.")
    client = signed_in(cast.oka)
    page, part = client.get(address(job)).content.decode(), client.get(address(job, "progress/"), headers=HTMX)

    for text in (page, part.content.decode()):
        assert "hx-get" not in text
        assert "<noscript><p>" not in text
        assert address(job, "stop/") not in text
        assert ("Kolom Target kosong." in text) == (state != State.DONE)
    assert "data-announce" in part.content.decode()


def test_a_job_that_is_done_leads_on(cast: Cast, signed_in: Browser) -> None:
    result = {
        "sentence": {"text": "%(count)s programs loaded.", "facts": {"count": 12}, "many": ""},
        "page": "agencies:member_list",
        "page_arguments": {"abbreviation": "DLH"},
        "page_label": "",
        "details": {},
    }
    job = make_job(cast.oka, State.DONE, result=result)

    assert 'href="/organizations/DLH/people/"' in signed_in(cast.oka).get(address(job)).content.decode()
    english = signed_in(cast.oka).get(f"/en{address(job)}").content.decode()
    assert 'href="/en/organizations/DLH/people/"' in english
    assert "12 programs loaded." in english


def test_a_page_that_this_version_does_not_have_leaves_no_dead_link(cast: Cast, signed_in: Browser) -> None:
    job = make_job(cast.oka, State.DONE, result={"page": "gone:page", "page_arguments": {}})

    assert signed_in(cast.oka).get(address(job)).status_code == 200


def test_stopping_tells_that_it_was_asked(cast: Cast, signed_in: Browser) -> None:
    job, client = make_job(cast.oka), signed_in(cast.oka)
    response = client.post(address(job, "stop/"), follow=True)

    assert response.redirect_chain[-1][0] == address(job)
    assert board.asked_to_stop(job.public_id) == {"by": cast.oka.pk, "address": "127.0.0.1"}
    assert address(job, "stop/") not in response.content.decode()


def test_stopping_a_job_of_somebody_else_is_not_possible(cast: Cast, signed_in: Browser) -> None:
    job = make_job(cast.oka)

    assert signed_in(cast.sari).post(address(job, "stop/")).status_code == 404
    assert not board.stop_is_asked(job.public_id)


def test_stopping_what_ended_leads_to_its_page(cast: Cast, signed_in: Browser) -> None:
    job = make_job(cast.oka, State.DONE)
    response = signed_in(cast.oka).post(address(job, "stop/"))

    assert response["Location"] == address(job)
    assert not board.stop_is_asked(job.public_id)


def test_asking_for_progress_is_one_query_of_its_own(
    cast: Cast, signed_in: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job, client = make_job(cast.oka), signed_in(cast.oka)
    with django_assert_num_queries(3) as captured:  # session and person, then the job
        client.get(address(job, "progress/"), headers=HTMX)

    assert sum('"jobs_job"' in query["sql"] for query in captured.captured_queries) == 1


def test_the_list_has_ones_own_and_for_the_coordinator_everybodys(cast: Cast, signed_in: Browser) -> None:
    own, other = make_job(cast.oka), make_job(cast.sari, State.DONE)
    program = make_job(None, State.FAILED)

    def listed(person: User, query: str = "") -> list[int]:
        return [card.job.pk for card in signed_in(person).get(f"/jobs/?{query}").context["cards"]]

    assert listed(cast.oka) == [own.pk]
    assert listed(cast.oka, "whose=all") == [own.pk]
    assert listed(cast.oka, "state=done") == []
    assert listed(cast.oka, "state=nonsense") == [own.pk]
    assert listed(cast.rani) == []
    assert listed(cast.rani, "whose=all") == [program.pk, other.pk, own.pk]
    assert listed(cast.rani, "whose=all&state=done") == [other.pk]


def test_the_list_says_what_will_be_here(cast: Cast, signed_in: Browser) -> None:
    assert "di latar belakang" in signed_in(cast.oka).get("/jobs/").content.decode()


def test_a_long_list_costs_as_much_as_a_short_one(
    cast: Cast, signed_in: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.rani)
    for _number in range(30):
        make_job(cast.oka, State.DONE)
    client.get("/jobs/?whose=all")
    with django_assert_num_queries(6):
        client.get("/jobs/?whose=all")


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "0 dtk"), (59, "59 dtk"), (61, "1 mnt 1 dtk"), (3600, "1 jam 0 mnt"), (-5, "0 dtk")]
)
def test_durations(seconds: int, expected: str) -> None:
    assert duration(dt.timedelta(seconds=seconds)) == expected


def test_a_silent_worker_is_told(cast: Cast, signed_in: Browser) -> None:
    job = make_job(cast.oka)
    with board.held(job.public_id):
        pass
    old = timezone.now() - dt.timedelta(minutes=2)
    os.utime(board.folder() / f"{job.public_id}.lock", (old.timestamp(), old.timestamp()))

    assert "2 mnt" in signed_in(cast.oka).get(address(job)).content.decode()
