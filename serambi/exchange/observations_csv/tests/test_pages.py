"""Sending a table of figures on a page: checked first, then loaded all or nothing, or what is good."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.running import run
from serambi.apps.observations.models import Observation, Series
from serambi.exchange.models import Upload
from serambi.exchange.observations_csv import desk
from serambi.exchange.uploads.services import forget_old
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
START = "/data/tables/"
HEAD = "series,area,period,value\n"
GOOD = f"{HEAD}waste.handled,90.01.01.1001,2026-01,12.5\nwaste.handled,90.01.01.1001,2026-02,13\n"
MIXED = f"{GOOD}waste.unknown,90.01.01.1001,2026-03,14\n"


@pytest.fixture(autouse=True)
def _state(settings: Any, tmp_path: Path, waste: Series) -> None:
    settings.STATE = tmp_path


@pytest.fixture
def oka(cast: Cast, signed_in: SignIn) -> Client:
    """Return a browser of an officer whose agency answers for the waste series."""
    return signed_in(cast.oka)


def send(client: Client, content: str | bytes, name: str = "figures.csv", **fields: str) -> Any:
    raw = content if isinstance(content, bytes) else content.encode()
    return client.post(START, {"file": SimpleUploadedFile(name, raw), "reason": "", **fields})


def work() -> Job:
    """Carry out the newest job, as a worker does."""
    job = Job.objects.latest("queued_at")
    run(job.public_id)
    job.refresh_from_db()
    return job


def checked(client: Client, content: str, **fields: str) -> str:
    """Send a table, check it, and return the address of its page."""
    response = send(client, content, **fields)
    assert response.status_code == 302
    assert work().state == State.DONE
    return str(response["Location"])


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def load(client: Client, address: str, rows: str) -> Job:
    seen = page(client, address).partition('name="seen" value="')[2].partition('"')[0]
    assert len(seen) == 64
    assert client.post(f"{address}load/", {"seen": seen, "rows": rows})["Location"] == address
    return work()


def test_who_may_send_and_see_a_table(cast: Cast, client: Client, signed_in: SignIn, oka: Client) -> None:
    assert client.get(START)["Location"].startswith("/account/sign-in/")
    assert send(signed_in(cast.wati), GOOD).status_code == 403
    assert oka.put(START).status_code == 405
    address = checked(oka, GOOD)
    assert signed_in(cast.rani).get(address).status_code == 200  # the coordinator sees every table
    assert signed_in(cast.sari).get(address).status_code == 404
    assert oka.post(address).status_code == 405
    assert oka.get(f"{address}load/").status_code == 405
    # The pages of tables of programs and of workbooks know nothing of it.
    assert signed_in(cast.rani).get(f"/plan/import/{Upload.objects.get().pk}/").status_code == 404


def test_nothing_is_loaded_before_it_was_seen(oka: Client, cast: Cast, record: Callable[..., Observation]) -> None:
    record(9, period="2026-01")
    address = checked(oka, GOOD, reason="Timbangan diperbaiki")
    text = page(oka, address)
    assert "2 angka akan baru atau berubah" in text
    assert "<del>9</del>" in text
    assert "12,5" in text
    assert Observation.objects.count() == 1

    job = load(oka, address, "all")
    assert (job.state, job.result["page"]) == (State.DONE, "observation_tables:detail")
    assert sorted(str(one.value.normalize()) for one in Observation.objects.all()) == ["12.5", "13"]
    assert not Observation.objects.filter(is_final=True).exists()
    assert "figures.csv sudah dimuat" in page(oka, address)
    assert Entry.objects.filter(object_type="exchange.upload", verb="loaded").count() == 1
    # It cannot be loaded or checked twice.
    for action in ("load", "check"):
        assert oka.post(f"{address}{action}/", {"seen": "x"}).status_code == 302
    assert Job.objects.count() == 2


def test_refused_rows_stand_against_loading_all_but_not_the_good_ones(oka: Client) -> None:
    address = checked(oka, MIXED)
    text = page(oka, address)
    assert "1 baris tidak dapat dimuat" in text
    assert "waste.unknown" in text
    refused = b"".join(oka.get(f"{address}rejects.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert refused.splitlines()[1].startswith("4,")
    assert oka.post(f"{address}load/", {"seen": "", "rows": "all"}).status_code == 302
    assert Job.objects.count() == 1

    assert load(oka, address, "good").state == State.DONE
    assert Observation.objects.count() == 2
    assert "waste.unknown" in page(oka, address)
    assert oka.get(f"{address}rejects.csv").status_code == 200


def test_what_changed_meanwhile_is_not_loaded_unseen(oka: Client, record: Callable[..., Observation]) -> None:
    address = checked(oka, GOOD)
    record(9, period="2026-01")
    job = load(oka, address, "all")
    assert job.state == State.FAILED
    assert Observation.objects.count() == 1
    oka.post(f"{address}check/")
    work()
    assert load(oka, address, "all").state == State.DONE
    assert Observation.objects.count() == 2


def test_a_series_of_another_agency_is_refused_row_by_row(signed_in: SignIn, cast: Cast) -> None:
    address = checked(signed_in(cast.sari), GOOD)
    assert "2 baris tidak dapat dimuat" in page(signed_in(cast.sari), address)


def test_numbers_with_two_readings_are_asked(oka: Client) -> None:
    address = checked(oka, f"{HEAD}waste.handled,90.01.01.1001,2026-01,1.234\n")
    assert "1.234" in page(oka, address)
    assert oka.post(f"{address}notation/", {}).status_code == 422
    assert oka.post(f"{address}notation/", {"notation": "comma"})["Location"] == address
    work()
    assert load(oka, address, "all").state == State.DONE
    assert Observation.objects.get().value == 1234


def test_only_who_verifies_sends_final_figures(oka: Client, signed_in: SignIn, cast: Cast) -> None:
    assert 'name="is_final"' not in page(oka, START)
    address = checked(oka, GOOD, is_final="on")
    assert "final" in Upload.objects.get().choices
    load(oka, address, "all")
    assert not Observation.objects.filter(is_final=True).exists()
    rani = signed_in(cast.rani)
    assert 'name="is_final"' in page(rani, START)
    load(rani, checked(rani, GOOD, is_final="on"), "all")
    assert Observation.objects.filter(is_final=True).count() == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "kosong"), (b"%PDF-1.7 ", "PDF"), (b"PK\x03\x04rest", "CSV")],
)
def test_what_can_be_no_table_is_refused_beside_the_field(oka: Client, content: bytes, sentence: str) -> None:
    response = send(oka, content)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Upload.objects.count() == 0


def test_a_table_may_be_as_large_as_the_installation_says(oka: Client, settings: Any) -> None:
    settings.OBSERVATIONS_BYTES = 20
    assert send(oka, GOOD).status_code == 422


def test_a_table_without_its_columns_says_why(oka: Client) -> None:
    address = checked(oka, "nama,jumlah\nx,1\n")
    assert "tidak dapat dibaca" in page(oka, address)


def test_a_table_goes_when_it_is_discarded_or_old(oka: Client) -> None:
    address = checked(oka, GOOD)
    upload = Upload.objects.get()
    folder = desk.file_of(upload).parent
    assert oka.get(f"{address}discard/").status_code == 200
    assert folder.exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("serambi.exchange.uploads.services.KEPT_DAYS", 0)
        assert forget_old(upload.created_at.replace(year=upload.created_at.year + 1)) == 1
    address = checked(oka, GOOD)
    assert oka.post(f"{address}discard/")["Location"] == START
    assert Upload.objects.count() == 0


def test_the_list_asks_as_often_for_many_tables(oka: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(3):
        checked(oka, GOOD)
    with django_assert_max_num_queries(12):
        assert page(oka, START).count("figures.csv") == 3
