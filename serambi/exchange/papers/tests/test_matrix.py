"""The matrix over all meetings: filtered, counted, and the same in every file; and what the pages cost."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from serambi.apps.accounts.models import User
from serambi.apps.attachments import services as files
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.meetings import services
from serambi.apps.meetings.models import Action, MeetingBody
from serambi.apps.meetings.tests.builders import TODAY
from serambi.apps.meetings.tests.held import agreed, at, done_and_verified, make_body, make_meeting, went
from serambi.exchange.documents.tests.world import text_of
from serambi.exchange.papers import matrix_views
from tests.cast import Cast
from tests.files import jpeg, scene

SignIn = Callable[[User], Client]
JULY = dt.date(2026, 7, 7)


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)
    settings.STATE = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CLAMAV = ""


@pytest.fixture
def body(cast: Cast) -> MeetingBody:
    return make_body(cast)


@pytest.fixture
def four(cast: Cast, body: MeetingBody) -> None:
    """Four actions: verified, overdue, done of another agency and body, and one of 2027; a fifth was cancelled."""
    meeting = make_meeting(body, JULY)
    council = make_meeting(make_body(cast, "council", name="Dewan"), JULY)
    verified = agreed(cast, meeting, "Verifikasi", due=dt.date(2026, 8, 1))
    done_and_verified(cast, verified, done=at(dt.date(2026, 7, 20)), verified=at(dt.date(2026, 7, 21)))
    agreed(cast, meeting, "Terlambat", due=dt.date(2026, 8, 2))
    done = agreed(cast, council, "Selesai", due=dt.date(2026, 12, 1), agency=cast.dinkes)
    went(done, "finish", "done", at(dt.date(2026, 9, 1)), cast.sari)
    agreed(cast, meeting, "Nanti", due=dt.date(2027, 1, 5))
    went(agreed(cast, meeting, "Batal", due=dt.date(2026, 8, 3)), "cancel", "cancelled", at(JULY, 15), cast.rani)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Verifikasi", "Terlambat", "Selesai", "Nanti"]),
        ("body=council", ["Selesai"]),
        ("agency=DLH", ["Verifikasi", "Terlambat", "Nanti"]),
        ("state=unsettled", ["Terlambat", "Selesai", "Nanti"]),
        ("state=overdue", ["Terlambat"]),
        ("state=verified", ["Verifikasi"]),
        ("year=2027", ["Nanti"]),
        ("year=2026&agency=DLH&state=unsettled", ["Terlambat"]),
        ("year=abc&body=nobody&state=what", ["Verifikasi", "Terlambat", "Selesai", "Nanti"]),
    ],
)
def test_the_matrix_is_narrowed_by_what_is_chosen(
    cast: Cast, four: None, signed_in: SignIn, query: str, expected: list[str]
) -> None:
    browser = signed_in(cast.wati)
    page = browser.get(f"/meetings/matrix/?{query}")
    assert [row["action"].text for row in page.context["rows"]] == expected
    lines = b"".join(browser.get(f"/meetings/matrix/?{query}&format=csv").streaming_content).decode().splitlines()
    assert [line.split(",")[5] for line in lines[1:]] == expected


def test_every_file_says_the_same(cast: Cast, four: None, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    sheet = load_workbook(
        io.BytesIO(b"".join(browser.get("/meetings/matrix/?agency=DLH&format=xlsx").streaming_content))
    )
    rows = list(sheet.worksheets[0].values)
    assert [row[5] for row in rows[1:]] == ["Verifikasi", "Terlambat", "Nanti"]
    assert ("DLH" in str([list(row) for row in sheet.worksheets[1].values])) is True
    text = text_of(browser.get("/meetings/matrix/?agency=DLH&format=pdf").content)
    assert "3 tindak lanjut: 1 selesai, 0 dalam proses, 2 belum." in text
    assert "DLH" in text
    word = docx.Document(io.BytesIO(browser.get("/meetings/matrix/?format=docx").content))
    cells = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "Menurut perangkat daerah selesai, menunggu pemeriksaan." in cells
    assert "Batal" not in cells
    assert Entry.objects.filter(verb=Verb.EXPORTED).count() == 3


def test_too_many_for_paper_are_told(
    cast: Cast, four: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrix_views, "MOST_ON_PAPER", 3)
    answer = signed_in(cast.oka).get("/meetings/matrix/?format=pdf&state=")
    assert answer["Location"] == "/meetings/matrix/?state="
    assert "3" in str(next(iter(get_messages(answer.wsgi_request))))


def queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as made:
        assert browser.get(address).status_code == 200
    return len(made)


def test_the_pages_cost_the_same_however_much_there_is(cast: Cast, body: MeetingBody, signed_in: SignIn) -> None:
    meeting = make_meeting(body, JULY)
    browser, page = signed_in(cast.rani), f"/meetings/{meeting.pk}/documents/"

    def grow(*numbers: int) -> None:
        for number in numbers:
            agreed(cast, meeting, str(number), due=dt.date(2026, 8, 1))
            file = SimpleUploadedFile(f"{number}.jpg", jpeg(scene(number)))
            picture = files.attach(meeting, file, by=cast.rani, today=TODAY)
            services.choose_photograph(meeting, picture, caption="Suasana", by=cast.rani)

    grow(1, 2)
    few = {address: queries(browser, address) for address in (page, "/meetings/matrix/", f"/meetings/{meeting.pk}/")}
    grow(3, 4, 5, 6)
    assert {address: queries(browser, address) for address in few} == few
    assert few[page] <= 22
    assert few["/meetings/matrix/"] <= 13
    assert Action.objects.count() == 6
