"""Who downloads what is written down; it is no change of the data, and visitors without an account are not watched."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.queries import describe, state_of_data
from serambi.apps.audit.services import record
from tests.cast import Cast, make_plan

Browser = Callable[[Any], Client]


def test_a_download_is_written_down_with_its_file_and_address(cast: Cast, signed_in: Browser) -> None:
    client = signed_in(cast.oka)
    agent = {"HTTP_USER_AGENT": "Firefox/150"}
    response = client.get("/organizations/?q=dinas&format=csv", REMOTE_ADDR="203.0.113.9", **agent)

    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id, entry.object_name) == (Verb.EXPORTED, cast.oka.pk, "perangkat-mitra.csv")
    assert [(one.label, one.after) for one in describe([entry])[0].changes] == [
        ("Halaman", "/organizations/?q=dinas&format=csv")
    ]
    assert entry.after == {}
    assert (entry.address, entry.user_agent) == ("203.0.113.9", "Firefox/150")
    assert response["X-Request-ID"] == entry.request_id
    assert describe([entry])[0].sentence == "Oka mengunduh perangkat-mitra.csv"


def test_workbooks_count_and_pages_do_not(cast: Cast, signed_in: Browser) -> None:
    make_plan(cast.region)
    client = signed_in(cast.rani)
    client.get("/organizations/")
    assert not Entry.objects.exists()
    client.get("/plan/programs.xlsx")

    assert Entry.objects.get().object_name.endswith(".xlsx")


def test_visitors_without_an_account_are_not_written_down(cast: Cast) -> None:
    assert Client().get("/organizations/?format=csv").status_code == 200
    assert not Entry.objects.exists()


def test_asking_for_the_head_only_is_no_download(cast: Cast, signed_in: Browser) -> None:
    assert signed_in(cast.oka).head("/organizations/?format=csv").status_code == 200
    assert not Entry.objects.exists()


def test_a_refused_download_is_none(cast: Cast, signed_in: Browser) -> None:
    assert signed_in(cast.wati).get("/audit/?format=csv").status_code == 403
    assert not Entry.objects.exists()


def test_downloading_and_signing_in_leave_the_state_of_the_data(cast: Cast, signed_in: Browser) -> None:
    record(Verb.CHANGED, cast.dlh, by=cast.rani)
    before = state_of_data()
    signed_in(cast.oka).get("/organizations/?format=csv")
    for verb in (Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.SIGN_IN_FAILED):
        record(verb, cast.oka, by=cast.oka)
    assert state_of_data() == before

    record(Verb.CHANGED, cast.dlh, by=cast.rani)
    assert state_of_data() != before


def test_the_record_as_a_workbook_is_written_down_itself(cast: Cast, signed_in: Browser) -> None:
    record(Verb.CHANGED, cast.dlh, by=cast.rani, before={"name": "a"}, after={"name": "=b"}, reason="Perda")
    response = signed_in(cast.rani).get("/audit/?verb=changed&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))

    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][3] == "Rani"
    assert "Nama: a → =b" in rows[1]
    assert "Mengubah" in str([cell for row in book.worksheets[1].iter_rows(values_only=True) for cell in row])
    assert Entry.objects.latest("pk").verb == Verb.EXPORTED


def test_too_much_for_excel_is_refused_with_another_way(
    cast: Cast, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serambi.apps.audit.views.FOR_EXCEL", 1)
    for _number in range(2):
        record(Verb.CHANGED, cast.dlh, by=cast.rani)
    response = signed_in(cast.rani).get("/audit/?format=xlsx")

    assert response.status_code == 400
    assert "CSV" in response.content.decode()
    assert not Entry.objects.filter(verb=Verb.EXPORTED).exists()


def test_a_request_number_is_taken_from_our_own_proxy_only(cast: Cast, settings: Any) -> None:
    given = {"HTTP_X_REQUEST_ID": "abc-12345678"}
    assert Client().get("/organizations/", **given)["X-Request-ID"] != "abc-12345678"
    settings.PROXIES = 1
    assert Client().get("/organizations/", **given)["X-Request-ID"] == "abc-12345678"
    assert Client().get("/organizations/", HTTP_X_REQUEST_ID="a b\nc")["X-Request-ID"] != "a b\nc"
