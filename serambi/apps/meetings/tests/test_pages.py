"""The pages: the register of decisions, the tracker of actions, and where else they are seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from serambi.apps.accounts.models import User
from serambi.apps.meetings.models import Action, ActionState, Decision
from serambi.apps.meetings.tests.builders import TODAY, finished, make_action, make_decision
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]
RESULTS = 'id="results"'


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "text": "Adendum ditandatangani",
        "due_on": "2026-10-24",
        "priority": "high",
        "origin": "agreement",
        **more,
    }


def test_a_decision_is_recorded_and_superseded(cast: Cast, signed_in: SignIn) -> None:
    make_program(make_plan(cast.region), "LING-1", name="Bank sampah")
    browser = signed_in(cast.rani)
    given = {"text": "Sepuluh titik.", "decided_by": "Dewan Smart City", "decided_on": "2026-10-01"}

    answer = browser.post("/meetings/decisions/new/", {**given, "program": "LING-1"})
    assert answer["Location"] == "/meetings/decisions/2026/1/"
    later = browser.post("/meetings/decisions/new/", {**given, "text": "Delapan titik.", "supersedes": "2026/1"})
    assert later["Location"] == "/meetings/decisions/2026/2/"

    page = browser.get("/meetings/decisions/2026/1/").content.decode()
    assert "Bank sampah" in page
    assert "/meetings/decisions/2026/2/" in page
    assert "supersedes=2026/1" not in page  # it was superseded already
    assert "/meetings/decisions/2026/2/" in signed_in(cast.wati).get("/meetings/decisions/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decided_on": "2026-10-07"}, "decided_on"),
        ({"effective_from": "2026-09-01"}, "effective_from"),
        ({"program": "TIADA"}, "program"),
        ({"supersedes": "2026/99"}, "supersedes"),
        ({"text": ""}, "text"),
    ],
)
def test_what_is_wrong_with_a_decision_stands_beside_its_field(
    cast: Cast, signed_in: SignIn, wrong: dict[str, str], field: str
) -> None:
    given = {"text": "Sepuluh titik.", "decided_by": "Dewan", "decided_on": "2026-10-01", **wrong}

    answer = signed_in(cast.rani).post("/meetings/decisions/new/", given)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Decision.objects.exists()


def test_a_decision_is_corrected_with_a_reason(cast: Cast, signed_in: SignIn) -> None:
    make_decision(cast)
    browser, address = signed_in(cast.rani), "/meetings/decisions/2026/1/correct/"
    given = {"text": "Empat titik.", "decided_by": "Dewan", "decided_on": "2026-10-01", "seen": "1"}
    assert browser.post(address, given).status_code == 422

    assert browser.post(address, {**given, "reason": "Salah tulis"})["Location"] == "/meetings/decisions/2026/1/"

    assert Decision.objects.get().text == "Empat titik."


def test_an_action_is_recorded_for_a_decision(cast: Cast, signed_in: SignIn) -> None:
    decision = make_decision(cast)
    browser = signed_in(cast.rani)
    assert 'value="2026/1"' in browser.get("/meetings/actions/new/?decision=2026/1").content.decode()

    given = typed(agency=cast.dlh.pk, person=cast.oka.pk, origin="decision", decision="2026/1")
    answer = browser.post("/meetings/actions/new/", given)

    action = Action.objects.get()
    assert answer["Location"] == f"/meetings/actions/{action.pk}/"
    assert (action.decision, action.person) == (decision, cast.oka)
    assert action.text in browser.get("/meetings/decisions/2026/1/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"origin": "decision"}, "decision"),
        ({"origin": "assessment"}, "source_year"),
        ({"due_on": "2026-10-01"}, "due_on"),
        ({"text": ""}, "text"),
    ],
)
def test_what_is_wrong_with_an_action_stands_beside_its_field(
    cast: Cast, signed_in: SignIn, wrong: dict[str, str], field: str
) -> None:
    answer = signed_in(cast.rani).post("/meetings/actions/new/", typed(agency=cast.dlh.pk, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Action.objects.exists()


def test_from_the_page_of_an_action_to_verified(cast: Cast, signed_in: SignIn) -> None:
    action = make_action(cast, decision=make_decision(cast), origin="decision")
    address, officer = f"/meetings/actions/{action.pk}/", signed_in(cast.oka)
    page = officer.get(address).content.decode()
    assert f"{address}moves/finish/" in page
    assert f"{address}moves/verify/" not in page
    assert "/meetings/decisions/2026/1/" in page
    without = officer.post(f"{address}moves/finish/", {"said": "Sudah", "seen": "1"})
    assert without.status_code == 422
    assert "without_evidence" in without.context["form"].errors
    sent = {"said": "Sudah ditandatangani", "without_evidence": "Naskah di Setda", "seen": "1"}
    assert officer.post(f"{address}moves/finish/", sent)["Location"] == address
    assert officer.get(f"{address}moves/verify/").status_code == 404

    verifier = signed_in(cast.vera)
    assert "Sudah ditandatangani" in verifier.get(address).content.decode()
    assert verifier.post(f"{address}moves/verify/", {"seen": "2"})["Location"] == address

    action.refresh_from_db()
    assert action.state == ActionState.VERIFIED
    assert "Vera" in signed_in(cast.wati).get(address).content.decode()


def test_an_old_page_verifies_nothing(cast: Cast, signed_in: SignIn) -> None:
    action = finished(cast, make_action(cast))

    signed_in(cast.vera).post(f"/meetings/actions/{action.pk}/moves/verify/", {"seen": "1"})

    action.refresh_from_db()
    assert action.state == ActionState.DONE


def test_an_action_is_changed(cast: Cast, signed_in: SignIn) -> None:
    action = make_action(cast)
    browser, address = signed_in(cast.rani), f"/meetings/actions/{action.pk}/"
    assert f"{address}change/" in browser.get(address).content.decode()
    given = typed(agency=cast.dinkes.pk, seen="1")
    assert browser.post(f"{address}change/", given).status_code == 422

    browser.post(f"{address}change/", {**given, "reason": "Urusan Dinkes"})

    action.refresh_from_db()
    assert action.agency == cast.dinkes


def test_the_tracker_shows_what_is_wanted(cast: Cast, signed_in: SignIn) -> None:
    make_action(cast, "Pindahkan tiga titik", due_on=TODAY, today=TODAY)
    make_action(cast, "Latih kader", agency=cast.dinkes)
    browser = signed_in(cast.oka)

    def results(query: str) -> str:
        return browser.get(f"/meetings/actions/{query}").content.decode().split(RESULTS)[1]

    assert "Latih kader" in results("")
    assert "Latih kader" not in results("?whose=agency")
    assert "Pindahkan" in results("?whose=agency&q=tiga&sort=-due")
    assert "Pindahkan" not in results("?state=overdue")


def test_lists_are_files_too(cast: Cast, signed_in: SignIn) -> None:
    make_action(cast, "=Jahat", origin="decision", decision=make_decision(cast))
    browser = signed_in(cast.wati)

    lines = b"".join(browser.get("/meetings/actions/?format=csv").streaming_content).decode().splitlines()
    assert lines[1].startswith("'=Jahat,DLH,,2026-10-24,0")
    book = load_workbook(BytesIO(b"".join(browser.get("/meetings/actions/?format=xlsx").streaming_content)))
    assert book.worksheets[0]["A2"].value == "=Jahat"
    assert book.worksheets[0]["D2"].value == dt.datetime(2026, 10, 24)  # noqa: DTZ001 - a day of a workbook
    lines = b"".join(browser.get("/meetings/decisions/?format=csv").streaming_content).decode().splitlines()
    assert lines[1].startswith("2026/1,Tiga titik")
    book = load_workbook(BytesIO(b"".join(browser.get("/meetings/decisions/?format=xlsx").streaming_content)))
    assert book.worksheets[0]["J2"].value == 1


@pytest.mark.parametrize("address", ["/meetings/actions/", "/meetings/decisions/"])
def test_a_list_asks_the_same_however_long_it_is(cast: Cast, signed_in: SignIn, address: str) -> None:
    program = make_program(make_plan(cast.region), "LING-1")
    browser = signed_in(cast.rani)

    def count() -> int:
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(address)
        return len(asked)

    make_action(cast, origin="decision", decision=make_decision(cast, program=program), program=program)
    few = count()
    for number in range(8):
        last = make_decision(cast, f"Putusan {number}", program=program)
        make_action(cast, f"Aksi {number}", origin="decision", decision=last, program=program, person=cast.oka)

    assert count() == few
    assert few <= 12


def test_a_program_shows_what_was_decided_about_it(cast: Cast, signed_in: SignIn) -> None:
    program = make_program(make_plan(cast.region), "LING-1", name="Bank sampah")
    make_action(cast, "Adendum paket 2", program=program)
    make_decision(cast, "Gedung dipinjam.", program=program)
    address = "/programs/LING-1/"

    officer = signed_in(cast.oka).get(address).content.decode()
    assert "Adendum paket 2" in officer
    assert "/meetings/decisions/2026/1/" in officer
    assert "/meetings/actions/new/?program=LING-1" in signed_in(cast.rani).get(address).content.decode()
    # What agencies agree among themselves is not for the public.
    assert "Adendum paket 2" not in Client().get(address).content.decode()


def test_an_action_stands_among_what_is_due(cast: Cast, signed_in: SignIn) -> None:
    action = make_action(cast, "Adendum paket 2")

    assert f"/meetings/actions/{action.pk}/" in signed_in(cast.oka).get("/progress/").content.decode()
    assert "Adendum paket 2" not in signed_in(cast.sari).get("/progress/").content.decode()
