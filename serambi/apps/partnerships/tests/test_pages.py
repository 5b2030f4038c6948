"""The pages: the ledger, a commitment and its forms, and where else commitments are seen."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Role, Sector
from serambi.apps.partnerships.models import Commitment, CommitmentState, Delivery
from serambi.apps.partnerships.tests.builders import (
    TODAY,
    delivered,
    finished,
    in_parts,
    make_commitment,
    make_partner,
    signed,
)
from tests.cast import Cast, make_plan, make_program, make_user

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


def typed(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "title": "Sepuluh bank sampah",
        "organization": make_partner().pk,
        "agency": cast.dlh.pk,
        "kind": "money",
        "promised": "100.000.000",
        "promised_on": "2026-02-02",
        "due_on": "2026-08-31",
        **more,
    }


def titles(browser: Client, query: str = "") -> list[str]:
    answer = browser.get(f"/partners/?{query}")
    assert answer.status_code == 200
    return [line.commitment.title for line in answer.context["lines"]]


def test_from_a_promise_to_its_verification_in_the_browser(cast: Cast, signed_in: SignIn) -> None:
    make_program(make_plan(cast.region), "LING-1", name="Bank sampah")
    rani, oka, vera = (signed_in(person) for person in (cast.rani, cast.oka, cast.vera))

    answer = rani.post("/partners/new/", typed(cast, program="LING-1"))
    commitment = Commitment.objects.get()
    page = commitment.get_absolute_url()
    assert answer["Location"] == page
    assert commitment.promised == Decimal(100_000_000)
    assert "Bank sampah" in oka.get(page).content.decode()

    seen = commitment.version
    agreed = {"agreement_type": "mou", "agreed_on": "2026-03-02", "agreement_number": "MOU/1", "seen": seen}
    assert oka.post(f"{page}agreement/", agreed)["Location"] == page
    came = {"delivered_on": "2026-05-04", "amount": "100.000.000", "handover": "BAST/1"}
    answer = oka.post(f"{page}deliveries/new/", came)
    delivery = Delivery.objects.get()
    assert answer["Location"] == f"/files/of/partnerships.delivery/{delivery.pk}/"
    assert oka.get(answer["Location"]).status_code == 200
    assert f"{page}moves/verify/" not in vera.get(page).content.decode()
    oka.post(f"{page}moves/finish/", {"said": "Diterima", "without_evidence": "Transfer"})
    assert f"{page}moves/verify/" in vera.get(page).content.decode()
    assert vera.post(f"{page}moves/verify/", {})["Location"] == page

    commitment.refresh_from_db()
    assert commitment.state == CommitmentState.VERIFIED
    text = signed_in(cast.wati).get(page).content.decode()
    assert "MOU/1" in text
    assert "BAST/1" in text
    assert f"{page}change/" not in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"promised": "1,250"}, "promised"),
        ({"promised": "0"}, "promised"),
        ({"promised": "1,255"}, "promised"),
        ({"kind": "goods"}, "unit"),
        ({"program": "TIADA"}, "program"),
        ({"activity": "Sosialisasi"}, "activity"),
        ({"promised_on": "2026-10-07", "due_on": ""}, "promised_on"),
        ({"due_on": "2026-01-01"}, "due_on"),
        ({"organization": "0"}, "organization"),
        ({"email": "bukan alamat"}, "email"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    cast: Cast, signed_in: SignIn, wrong: dict[str, str], field: str
) -> None:
    answer = signed_in(cast.rani).post("/partners/new/", typed(cast, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Commitment.objects.exists()


def test_an_agency_is_no_partner_and_a_partner_no_agency(cast: Cast, signed_in: SignIn) -> None:
    form = signed_in(cast.rani).get("/partners/new/").context["form"]
    partner = make_partner()
    assert list(form.fields["organization"].queryset) == [partner]
    assert partner not in form.fields["agency"].queryset


def test_a_commitment_is_changed_with_a_reason(cast: Cast, signed_in: SignIn) -> None:
    commitment = make_commitment(cast)
    page = f"{commitment.get_absolute_url()}change/"
    browser = signed_in(cast.rani)
    assert "100.000.000" in browser.get(page).content.decode()
    sent = typed(cast, due_on="2026-12-31", seen=commitment.version)
    assert list(browser.post(page, sent).context["form"].errors) == ["reason"]
    assert browser.post(page, {**sent, "reason": "Adendum"}).status_code == 302
    assert browser.post(page, {**sent, "reason": "Lagi"}).status_code == 422  # it looked at an older version
    commitment.refresh_from_db()
    assert commitment.due_on == dt.date(2026, 12, 31)


def parts(*rows: tuple[str, str], seen: int = 0) -> dict[str, Any]:
    given: dict[str, Any] = {"parts-TOTAL_FORMS": len(rows), "parts-INITIAL_FORMS": 0, "seen": seen or ""}
    for number, (day, amount) in enumerate(rows):
        given |= {f"parts-{number}-due_on": day, f"parts-{number}-amount": amount, f"parts-{number}-note": ""}
    return given


def test_parts_are_written_row_by_row(cast: Cast, signed_in: SignIn) -> None:
    commitment = make_commitment(cast)
    page = f"{commitment.get_absolute_url()}parts/"
    browser = signed_in(cast.rani)
    assert browser.get(page).status_code == 200
    uneven = browser.post(page, parts(("2026-03-31", "40.000.000"), ("2026-06-30", "50.000.000")))
    assert uneven.status_code == 422
    assert "Rp90.000.000" in uneven.content.decode()
    assert browser.post(page, parts(("2026-03-31", ""))).status_code == 422
    assert browser.post(page, parts(("", "40.000.000"))).status_code == 422

    even = parts(("2026-06-30", "60.000.000"), ("", ""), ("2026-03-31", "40.000.000"), seen=commitment.version)
    assert browser.post(page, even).status_code == 302
    assert browser.post(page, even).status_code == 422  # somebody was quicker
    commitment.refresh_from_db()
    assert commitment.next_due_on == dt.date(2026, 3, 31)
    assert "Rp60.000.000" in browser.get(commitment.get_absolute_url()).content.decode()


def test_a_delivery_is_taken_out_by_who_recorded_it(cast: Cast, signed_in: SignIn) -> None:
    commitment = signed(cast)
    delivery = delivered(cast, commitment, 100_000_000)
    page = f"{commitment.get_absolute_url()}deliveries/{delivery.pk}/withdraw/"
    for person in (cast.hadi, cast.sari, cast.vera, cast.wati):
        assert signed_in(person).get(page).status_code == 404
    browser = signed_in(cast.oka)
    assert page in browser.get(commitment.get_absolute_url()).content.decode()
    assert browser.post(page, {"said": ""}).status_code == 422
    assert browser.post(page, {"said": "Salah catat"}).status_code == 302
    assert browser.get(page).status_code == 404
    assert "Salah catat" in browser.get(commitment.get_absolute_url()).content.decode()


def test_the_ledger_is_narrowed_and_sorted(cast: Cast, signed_in: SignIn) -> None:
    program = make_program(make_plan(cast.region), "LING-1", pillar="environment")
    campus = make_partner("KAMPUS", "Universitas Serumpun", sector=Sector.ACADEMIA)
    make_commitment(cast, title="Lewat", program=program)
    make_commitment(cast, title="Nanti", organization=campus, due_on=dt.date(2026, 12, 1))
    make_commitment(cast, title="Relawan", organization=campus, kind="people", unit="orang", promised=Decimal(20),
                    agency=cast.dinkes, due_on=None)  # fmt: skip
    done = signed(cast, title="Selesai")
    delivered(cast, done, 100_000_000)
    finished(cast, done)
    gone = make_commitment(cast, title="Batal")
    browser = signed_in(cast.rani)
    browser.post(f"{gone.get_absolute_url()}moves/cancel/", {"said": "Pindah"})

    assert titles(browser) == ["Lewat", "Nanti", "Relawan", "Selesai"]
    assert titles(browser, "state=overdue") == ["Lewat"]
    assert titles(browser, "state=cancelled") == ["Batal"]
    assert titles(browser, "state=all&sort=-title") == ["Selesai", "Relawan", "Nanti", "Lewat", "Batal"]
    assert titles(browser, "sector=academia") == ["Nanti", "Relawan"]
    assert titles(browser, "partner=KAMPUS&kind=people") == ["Relawan"]
    assert titles(browser, f"agency={cast.dinkes.abbreviation}") == ["Relawan"]
    assert titles(browser, "program=LING-1") == titles(browser, "pillar=environment") == ["Lewat"]
    assert titles(browser, "q=serumpun+relawan") == ["Relawan"]
    assert titles(browser, "whose=check") == ["Selesai"]
    assert titles(signed_in(cast.oka), "whose=mine") == ["Lewat", "Nanti", "Selesai"]
    assert titles(signed_in(cast.wati), "whose=check") == []
    assert titles(browser, "state=quatsch&sort=nonsense&page=99") == ["Lewat", "Nanti", "Relawan", "Selesai"]
    for query, title in (
        ("state=overdue", "1 komitmen mitra, 1 lewat tenggat"),
        ("state=cancelled", "1 komitmen dibatalkan"),
        ("state=all", "4 komitmen mitra, 1 lewat tenggat"),
        ("q=tiada", "Tidak ada komitmen yang cocok"),
    ):
        assert browser.get(f"/partners/?{query}").context["title"] == title


def test_the_ledger_as_a_file(cast: Cast, signed_in: SignIn) -> None:
    commitment = signed(cast, title="=Dana", promised=Decimal("300000000.50"))
    delivered(cast, commitment, "25000000.25")
    make_commitment(cast, title="Data", kind="data", promised=None, due_on=None)
    browser = signed_in(cast.wati)

    text = b"".join(browser.get("/partners/?format=csv")).decode("utf-8-sig")  # type: ignore[arg-type]  # streamed
    heads, *rows = csv.reader(StringIO(text))
    first = dict(zip(heads, rows[0], strict=True))
    assert (first["Judul"], first["Dijanjikan"], first["Diserahkan"]) == ("'=Dana", "300000000.50", "25000000.25")
    assert (first["Persen"], first["Satuan"]) == ("8.3", "rupiah")
    second = dict(zip(heads, rows[1], strict=True))
    assert (second["Dijanjikan"], second["Diserahkan"], second["Persen"]) == ("", "", "")

    sheet = load_workbook(BytesIO(b"".join(browser.get("/partners/?format=xlsx")))).worksheets[0]  # type: ignore[arg-type]  # likewise
    assert [cell.value for cell in sheet[2]][4:6] == [300000000.50, 25000000.25]


def test_the_ledger_costs_as_many_queries_for_many_as_for_few(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.wati)
    counts = []
    for numbers in ([0], range(1, 6)):
        for number in numbers:
            partner = make_partner(f"P{number}", f"Mitra {number}")
            made = signed(cast, title=f"K{number}", organization=partner)
            in_parts(cast, made, (dt.date(2026, 3, 31), 40_000_000), (dt.date(2026, 6, 30), 60_000_000))
            delivered(cast, made, 10_000_000)
        browser.get("/partners/")
        with CaptureQueriesContext(connection) as found:
            browser.get("/partners/")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 16


def test_a_commitment_costs_as_many_queries_for_many_deliveries_as_for_few(cast: Cast, signed_in: SignIn) -> None:
    commitment = signed(cast)
    browser = signed_in(cast.wati)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            delivered(cast, commitment, 1_000_000)
        browser.get(commitment.get_absolute_url())
        with CaptureQueriesContext(connection) as found:
            browser.get(commitment.get_absolute_url())
        counts.append(len(found))
    assert counts[0] == counts[1] <= 22


def test_whom_to_call_is_for_those_who_have_to_do_with_it(cast: Cast, signed_in: SignIn) -> None:
    partner = make_partner()
    member = make_user("Bankir", role=Role.OFFICER, organization=partner)
    commitment = make_commitment(cast, contact_name="Ibu Lestari", phone="0812-1")
    page = commitment.get_absolute_url()
    for person in (cast.rani, cast.oka, cast.hadi, member):
        assert "Ibu Lestari" in signed_in(person).get(page).content.decode()
    for person in (cast.sari, cast.vera, cast.bima, cast.wati):
        text = signed_in(person).get(page).content.decode()
        assert "Ibu Lestari" not in text
        assert "0812-1" not in text


def test_a_partner_has_a_page(cast: Cast, signed_in: SignIn) -> None:
    commitment = signed(cast)
    delivered(cast, commitment, 25_000_000)
    browser = signed_in(cast.wati)
    text = browser.get("/partners/of/bank/").content.decode()
    assert "Rp25\xa0juta dari Rp100\xa0juta (25\xa0%)" in text
    assert commitment.get_absolute_url() in text
    assert commitment.get_absolute_url() in browser.get(f"/partners/of/{cast.dlh.abbreviation}/").content.decode()
    assert browser.get(f"/partners/of/{cast.dinkes.abbreviation}/").status_code == 200
    assert browser.get("/partners/of/TIADA/").status_code == 404
    for address in ("/organizations/BANK/", f"/organizations/{cast.dlh.abbreviation}/"):
        assert commitment.get_absolute_url() in browser.get(address).content.decode()
        assert commitment.get_absolute_url() not in Client().get(address).content.decode()


def test_a_program_shows_its_partners_to_those_with_a_role(cast: Cast, signed_in: SignIn) -> None:
    program = make_program(make_plan(cast.region), "LING-1", lead=cast.dlh)
    commitment = make_commitment(cast, program=program)
    address = "/programs/LING-1/"
    text = signed_in(cast.wati).get(address).content.decode()
    assert commitment.get_absolute_url() in text
    assert "/partners/new/" not in text
    assert "/partners/new/?program=LING-1" in signed_in(cast.rani).get(address).content.decode()
    assert commitment.get_absolute_url() not in Client().get(address).content.decode()


def test_nobody_without_a_role_finds_it(cast: Cast, signed_in: SignIn) -> None:
    commitment = make_commitment(cast)
    outsider = signed_in(make_user("Tamu"))
    for address in ("/partners/", commitment.get_absolute_url(), "/partners/of/BANK/"):
        assert outsider.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert 'href="/partners/"' in signed_in(cast.wati).get("/partners/").content.decode()
    assert 'href="/partners/"' not in Client().get("/").content.decode()


def test_a_move_that_is_not_there_is_not_found(cast: Cast, signed_in: SignIn) -> None:
    page = make_commitment(cast).get_absolute_url()
    browser = signed_in(cast.rani)
    for name in ("verify", "sign", "deliver", "nonsense"):
        assert browser.post(f"{page}moves/{name}/", {"said": "X"}).status_code == 404
    assert browser.get(f"{page}deliveries/new/").status_code == 404  # nothing is signed
    assert browser.get("/partners/999999/").status_code == 404
