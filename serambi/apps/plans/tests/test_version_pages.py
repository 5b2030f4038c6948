"""The pages of the plan's versions: who reads what, what they say, what they cost."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from typing import cast as typed

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from serambi.apps.accounts.models import User
from serambi.apps.plans import services
from serambi.apps.plans.models import MasterPlan, PlanVersion, Program
from serambi.apps.plans.tests.builders import make_full_program, make_line
from serambi.apps.plans.tests.endpoints import EVERYBODY
from serambi.apps.plans.tests.test_versions import adopt
from tests.cast import Cast, make_indicator, make_program, make_target

SignIn = Callable[[User], Client]
LIST = reverse("plans:version_list")
COMPARISON = reverse("plans:comparison")


@pytest.fixture
def versions(plan: MasterPlan, cast: Cast) -> MasterPlan:
    """Two adopted versions and a third that is open; the register has gone on since."""
    program = make_full_program(plan, cast, "A", name="Bank sampah", description="Bangun dua unit di tiap desa.")
    make_program(plan, "B", pillar="living", lead=cast.dinkes, name="Puskesmas")
    adopt(plan, cast.rani)
    services.change_program(program, by=cast.rani, description="Bangun lima unit di tiap desa.")
    make_program(plan, "C", pillar="living", name="Taman")
    adopt(
        plan, cast.rani, "2", reason="Perubahan visi", legal_basis="perbup", legal_basis_number="12 Tahun 2025",
        legal_basis_date=dt.date(2025, 3, 4),
    )  # fmt: skip
    services.open_version(plan, by=cast.rani, number="3", reason="Rahasia dulu")
    services.change_program(program, by=cast.rani, horizon="long")
    return plan


def text_of(response: Any) -> str:
    if response.streaming:
        return b"".join(typed(Iterable[bytes], response.streaming_content)).decode("utf-8-sig")
    return str(response.content.decode())


def read(browser: Client, address: str, **query: str) -> str:
    response = browser.get(address, query)
    assert response.status_code == 200
    return text_of(response)


def test_the_list_says_which_version_stands_and_on_what_basis(versions: MasterPlan, client: Client) -> None:
    page = read(client, LIST)
    assert "Versi 2 berlaku" in page
    assert "12 Tahun 2025 tanggal 4 Maret 2025" in page
    assert "Perubahan visi" in page


def test_the_public_sees_adopted_versions_only_and_no_names(
    versions: MasterPlan, client: Client, signed_in: SignIn, cast: Cast
) -> None:
    page = read(client, LIST)
    assert "Rahasia dulu" not in page
    assert "Rani" not in page
    inside = read(signed_in(cast.wati), LIST)
    assert "Rahasia dulu" in inside
    assert "Rani" in inside
    assert client.get(reverse("plans:version_detail", args=[3])).status_code == 404
    assert signed_in(cast.rani).get(reverse("plans:version_detail", args=[3])).status_code == 404
    assert "now" not in read(client, COMPARISON, after="now").partition('name="after"')[2].partition("</select>")[0]


def test_a_plan_that_is_not_published_hides_its_versions(versions: MasterPlan, client: Client) -> None:
    MasterPlan.objects.update(is_published=False)
    for name, args in (("version_detail", [1]), ("version_file", [1]), ("comparison", []), ("program_versions", ["A"])):
        assert client.get(reverse(f"plans:{name}", args=args)).status_code == 404


def test_without_a_version_the_coordinator_is_shown_how_to_begin(
    plan: MasterPlan, client: Client, signed_in: SignIn, cast: Cast
) -> None:
    begin = reverse("plans:version_open")
    assert begin in read(signed_in(cast.rani), LIST)
    assert begin not in read(client, LIST)
    assert "Belum ada yang dapat dibandingkan" in read(client, COMPARISON)


def test_a_version_reads_as_it_did_then(versions: MasterPlan, client: Client) -> None:
    key = Program.objects.get(code="A").pk
    page = read(client, reverse("plans:version_program", args=[1, key]))
    assert "Bangun dua unit" in page
    assert "Rp2.000.000" in page
    assert "Bangun lima unit" in read(client, reverse("plans:version_program", args=[2, key]))
    assert client.get(reverse("plans:version_program", args=[1, key + 99])).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"q": "dua unit"}, "Bank sampah", "Puskesmas"),
        ({"pillar": "living"}, "Puskesmas", "Bank sampah"),
        ({"lead": "DINKES"}, "Puskesmas", "Bank sampah"),
        ({"lead": "TIDAK-ADA"}, "Bank sampah", "Taman"),
        ({"texts": "on"}, "Bangun dua unit", "Bangun lima unit"),
    ],
)
def test_a_version_is_searched_and_narrowed(
    versions: MasterPlan, client: Client, query: dict[str, str], shown: str, hidden: str
) -> None:
    page = read(client, reverse("plans:version_detail", args=[1]), **query)
    assert shown in page
    assert hidden not in page


def test_the_file_has_the_sum_that_the_page_names(versions: MasterPlan, client: Client) -> None:
    response = client.get(reverse("plans:version_file", args=[2]))
    whole = b"".join(typed(Iterable[bytes], response.streaming_content))
    assert hashlib.sha256(whole).hexdigest() == PlanVersion.objects.get(position=2).sha256
    picture = json.loads(whole)
    assert [program["code"] for program in picture["programs"]] == ["A", "B", "C"]
    assert picture["version"]["legal_basis_number"] == "12 Tahun 2025"
    assert "adalah yang ditetapkan" in read(client, reverse("plans:version_check", args=[2]))


def test_a_picture_that_was_changed_is_said_to_be(versions: MasterPlan, client: Client) -> None:
    PlanVersion.objects.filter(position=2).update(reason="Lain")
    assert "bukan yang ditetapkan" in read(client, reverse("plans:version_check", args=[2]))


def test_a_comparison_shows_the_words_that_differ(versions: MasterPlan, client: Client) -> None:
    page = read(client, COMPARISON, before="1", after="2")
    assert "2 program berbeda antara versi 1 dan versi 2" in page
    assert "dua</del>" in page
    assert "lima</ins>" in page
    assert "Taman" in page
    only = read(client, COMPARISON, before="1", after="2", kind="added")
    assert "lima</ins>" not in only
    assert "Taman" in only


def test_who_signed_in_sees_what_changed_since(versions: MasterPlan, signed_in: SignIn, cast: Cast) -> None:
    page = read(signed_in(cast.wati), COMPARISON)
    assert "1 program berbeda antara versi 2 dan daftar sekarang" in page
    assert "Jangka panjang" in page


def test_the_comparison_is_a_table_to_download(versions: MasterPlan, client: Client) -> None:
    with translation.override("en"):
        address = reverse("plans:comparison_table")
        rows = list(csv.DictReader(io.StringIO(read(client, address, before="1", after="2"))))
        book = client.get(address, {"before": "1", "after": "2", "format": "xlsx"})
    assert [(row["Code"], row["What"], row["Before"]) for row in rows] == [
        ("A", "Description", "Bangun dua unit di tiap desa."), ("C", "The whole program", ""),
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(typed(Iterable[bytes], book.streaming_content)))).worksheets[0]
    assert sheet["I2"].value == "Bangun lima unit di tiap desa."


def test_a_version_is_a_table_to_download(versions: MasterPlan, client: Client) -> None:
    with translation.override("en"):
        rows = list(csv.DictReader(io.StringIO(read(client, reverse("plans:version_table", args=[1]), q="bank"))))
    assert [(row["Code"], row["Ceiling (Rp)"]) for row in rows] == [("A", "3000000.00")]
    assert client.get(reverse("plans:version_table", args=[1]), {"format": "xlsx"}).status_code == 200


def test_targets_read_as_the_language_writes_them(versions: MasterPlan, client: Client, cast: Cast) -> None:
    program = Program.objects.get(code="B")
    target = make_target(make_indicator("share", "x.y", program=program), cast.region, "2026-Q1", "82.50")
    adopt_next(versions, cast)
    assert "TW I 2026: 82,5 %" in read(client, reverse("plans:version_program", args=[3, program.pk]))
    target.value = Decimal("85.25")
    target.save()
    services.open_version(versions, by=cast.rani, number="4", reason="x")
    services.adopt_version(PlanVersion.objects.get(position=4), by=cast.rani)
    assert "Target TW I 2026" in read(client, COMPARISON)
    assert "<del>82,5 %</del> → <ins>85,25 %</ins>" in read(client, COMPARISON)


def test_a_difference_of_some_sen_is_shown(versions: MasterPlan, client: Client, cast: Cast) -> None:
    line = Program.objects.get(code="A").budget_lines.get(year=2025)
    services.change_budget_line(line, by=cast.rani, ceiling=Decimal("999999.75"))
    adopt_next(versions, cast)
    page = read(client, COMPARISON)
    assert "<del>Rp1.000.000</del> → <ins>Rp999.999,75</ins>" in page
    assert "−Rp0,25" in page


def adopt_next(plan: MasterPlan, cast: Cast) -> None:
    services.adopt_version(plan.versions.get(adopted_at__isnull=True), by=cast.rani)


def test_a_program_shows_its_history(versions: MasterPlan, client: Client) -> None:
    page = read(client, reverse("plans:program_versions", args=["A"]))
    assert page.index("Versi 2") < page.index("Versi 1")
    assert "lima</ins>" in page
    make_program(versions, "D")
    assert "Belum ada di versi mana pun" in read(client, reverse("plans:program_versions", args=["D"]))


def _send(browser: Client, name: str, position: int, **sent: str) -> int:
    return browser.post(reverse(f"plans:{name}", args=[position]), sent).status_code


def test_the_coordinator_goes_through_all_steps(plan: MasterPlan, signed_in: SignIn, cast: Cast) -> None:
    make_program(plan, "A")
    rani = signed_in(cast.rani)
    opened = rani.post(reverse("plans:version_open"), {"number": "1", "legal_basis": "none_yet"}, follow=True)
    assert "Versi 1 dibuka" in text_of(opened)
    assert _send(rani, "version_edit", 1, number="1", legal_basis="perbup") == 422
    assert _send(rani, "version_edit", 1, number="1a", legal_basis="none_yet", reason="Awal") == 302
    assert _send(rani, "version_adopt", 1) == 302
    assert PlanVersion.objects.get().is_adopted
    assert _send(rani, "version_take_back", 1) == 422
    assert _send(rani, "version_take_back", 1, reason="Nomor salah") == 302
    assert not PlanVersion.objects.get().is_adopted
    assert _send(rani, "version_discard", 1) == 302
    assert not PlanVersion.objects.exists()


def test_what_is_typed_stays_when_it_is_refused(versions: MasterPlan, signed_in: SignIn, cast: Cast) -> None:
    rani = signed_in(cast.rani)
    response = rani.post(
        reverse("plans:version_open"), {"number": "4", "legal_basis": "none_yet", "reason": "Alasanku"}
    )
    assert response.status_code == 422
    assert "Alasanku" in text_of(response)
    assert "sudah disiapkan" in text_of(response)
    assert _send(rani, "version_take_back", 2, reason="x") == 302
    assert PlanVersion.objects.get(position=2).is_adopted


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_coordinator_takes_steps(versions: MasterPlan, signed_in: SignIn, cast: Cast, name: str) -> None:
    browser = signed_in(cast.people[name])
    expected = {200} if name == "rani" else {403}
    steps = [("version_open", []), ("version_edit", [3]), ("version_adopt", [3]), ("version_discard", [3]),
             ("version_take_back", [2])]  # fmt: skip
    assert {browser.get(reverse(f"plans:{step}", args=args)).status_code for step, args in steps} == expected


def test_nobody_sends_anything_to_a_page_that_is_read(versions: MasterPlan, signed_in: SignIn, cast: Cast) -> None:
    for name, args in (("version_list", []), ("version_detail", [1]), ("comparison", []), ("version_file", [1])):
        assert signed_in(cast.rani).post(reverse(f"plans:{name}", args=args)).status_code == 405


@pytest.mark.parametrize(
    ("name", "args", "query", "most"),
    [
        ("version_list", [], {}, 9),
        ("version_detail", [1], {}, 12),
        ("version_detail", [1], {"texts": "on"}, 12),
        ("comparison", [], {"before": "1", "after": "2"}, 11),
        ("comparison", [], {"after": "now"}, 28),
        ("program_versions", ["A"], {}, 10),
    ],
)
def test_pages_cost_as_many_queries_for_many_programs_as_for_few(  # noqa: PLR0917 - each row is one case
    cast: Cast, plan: MasterPlan, signed_in: SignIn, name: str, args: list[Any], query: dict[str, str], most: int
) -> None:
    def count() -> int:
        rani = signed_in(cast.rani)
        with CaptureQueriesContext(connection) as captured:
            read(rani, reverse(f"plans:{name}", args=args), **query)
        return len(captured)

    def change(first: int, last: int) -> None:
        for number in range(first, last):
            make_line(make_full_program(plan, cast, "A" if number == 0 else f"P-{number}"), 5)

    change(0, 3)
    adopt(plan, cast.rani)
    Program.objects.update(description="Lain")
    adopt(plan, cast.rani, "2")
    Program.objects.update(description="Lagi")
    few = count()
    services.take_back_adoption(PlanVersion.objects.get(position=2), by=cast.rani)
    services.discard_version(PlanVersion.objects.get(position=2), by=cast.rani)
    services.take_back_adoption(PlanVersion.objects.get(position=1), by=cast.rani)
    services.discard_version(PlanVersion.objects.get(position=1), by=cast.rani)
    change(3, 30)
    adopt(plan, cast.rani)
    Program.objects.update(description="Lain lagi")
    adopt(plan, cast.rani, "2")
    Program.objects.update(description="Lagi lagi")
    assert count() == few <= most
