"""The register: what it shows to whom, how it is narrowed and sorted, what it costs."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.plans import services
from serambi.apps.plans.models import MasterPlan, Participation, Program, Stage
from serambi.apps.plans.queries import Chosen, programs_of, register_rows, register_summary
from serambi.apps.plans.queries.register import MONEY_SORTS, SORTS
from serambi.apps.plans.tests.builders import (
    TODAY,
    make_activity,
    make_full_program,
    make_line,
    make_milestone,
    make_mission,
    make_register,
)
from tests.cast import Cast, make_organization, make_plan, make_program

SignIn = Callable[[User], Client]
LIST = reverse("plans:program_list")
CSV = reverse("plans:program_csv")


def codes(user: Any, plan: MasterPlan, sort: str = "code", **chosen: Any) -> list[str]:
    found = Chosen(**chosen)
    rows = register_rows(programs_of(user, plan, found, today=TODAY), found, sort=sort, today=TODAY)
    return [row.program.code for row in rows]


@pytest.fixture
def register(cast: Cast, plan: MasterPlan) -> MasterPlan:
    """Three programs: A has one of everything and is late, B is another agency's, C is nobody's."""
    first = make_full_program(plan, cast, "A", name="Bank sampah", stage=Stage.EXECUTION, horizon="short")
    first.missions.add(make_mission(plan))
    make_program(plan, "B", pillar="living", lead=cast.dinkes, name="Puskesmas digital", stage=Stage.IN_USE,
                 is_quick_win=True, description="Antrean daring")  # fmt: skip
    make_program(plan, "C", pillar="living", name="Taman 100% hijau", name_en="Green park", is_illustration=True)
    return plan


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, "ABC"),
        ({"words": "sampah"}, "A"),
        ({"words": "daring"}, "B"),
        ({"words": "green"}, "C"),
        ({"words": "dinas kesehatan"}, "B"),
        ({"words": "100%"}, "C"),
        ({"words": "sampah dinkes"}, ""),
        ({"pillar": "living"}, "BC"),
        ({"sub_dimension": "environment/environment-1"}, "A"),
        ({"sub_dimension": "environment/living-1"}, ""),
        ({"lead": "DLH"}, "A"),
        ({"participant": "DINKES"}, "A"),
        ({"stage": "in_use"}, "B"),
        ({"horizon": "short"}, "A"),
        ({"year": 2026}, "A"),
        ({"year": 2030}, ""),
        ({"location": "90.01.01.1001"}, "A"),
        ({"location": "90.01.01"}, "A"),
        ({"location": "90.01.02"}, ""),
        ({"late": True}, "A"),
        ({"no_owner": True}, "C"),
        ({"quick_win": True}, "B"),
        ({"illustration": "only"}, "C"),
        ({"illustration": "without"}, "AB"),
        ({"pillar": "living", "no_owner": True}, "C"),
    ],
)
def test_the_register_is_narrowed(cast: Cast, register: MasterPlan, chosen: dict[str, Any], expected: str) -> None:
    assert "".join(codes(cast.rani, register, **chosen)) == expected


def test_the_register_is_narrowed_to_a_mission(cast: Cast, register: MasterPlan) -> None:
    assert codes(cast.rani, register, mission=register.missions.get().pk) == ["A"]


def test_every_column_sorts_both_ways_with_what_is_missing_last(cast: Cast, plan: MasterPlan) -> None:
    low = make_program(plan, "L", pillar="governance", name="Aku", lead=cast.dinkes, stage=Stage.PLANNING,
                       horizon="short", starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2025, 1, 1))  # fmt: skip
    high = make_program(plan, "M", pillar="living", name="Kamu", lead=cast.dlh, stage=Stage.IN_USE,
                        horizon="long", starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 1, 1))  # fmt: skip
    make_program(plan, "N", pillar="living", name="Zaman", sub_dimension=None)
    make_line(low, 100, 10)
    make_line(high, 200, 150)
    upward = {sort: codes(cast.rani, plan, sort) for sort in SORTS.keys() | MONEY_SORTS}
    downward = {sort: codes(cast.rani, plan, f"-{sort}") for sort in SORTS.keys() | MONEY_SORTS}
    for sort in ("start", "end", "ceiling", "realization"):
        assert upward[sort] == ["L", "M", "N"], sort
        assert downward[sort] == ["M", "L", "N"], sort
    assert upward["lead"] == ["L", "M", "N"]  # DINKES, DLH, nobody
    assert downward["lead"] == ["M", "L", "N"]
    assert upward["horizon"] == ["L", "M", "N"]
    assert upward["stage"] == ["N", "L", "M"]  # not reported, planning, in use
    assert downward["stage"] == ["M", "L", "N"]
    assert upward["code"] == upward["name"] == upward["pillar"] == ["L", "M", "N"]
    assert downward["code"] == downward["name"] == ["N", "M", "L"]
    assert codes(cast.rani, plan, "nonsense") == codes(cast.rani, plan, "-nonsense") == upward["pillar"]


def test_money_is_a_ratio_of_sums_over_the_lines_that_were_reported(cast: Cast, plan: MasterPlan) -> None:
    first, second = make_program(plan, "A"), make_program(plan, "B")
    make_line(first, 1_000, 900)
    make_line(first, 5_000, None, year=2026)
    make_line(second, 9_000, 100)
    summary = register_summary(programs_of(cast.rani, plan, Chosen(), today=TODAY), Chosen(), today=TODAY)
    assert (summary.budget.ceiling, summary.budget.realization) == (Decimal(15_000), Decimal(1_000))
    assert summary.budget.percent == 10
    assert (summary.budget.left_out, summary.budget.left_out_ceiling) == (1, Decimal(5_000))
    rows = register_rows(programs_of(cast.rani, plan, Chosen(), today=TODAY), Chosen(), sort="code", today=TODAY)
    assert [row.budget.percent for row in rows] == [90, Decimal(100) / 90]
    only = Chosen(year=2026)
    summary = register_summary(programs_of(cast.rani, plan, only, today=TODAY), only, today=TODAY)
    assert (summary.budget.ceiling, summary.budget.realization, summary.budget.percent) == (5_000, None, None)


def test_nothing_spent_is_not_the_same_as_nothing_reported(cast: Cast, plan: MasterPlan) -> None:
    make_line(make_program(plan, "A"), 1_000, 0)
    summary = register_summary(programs_of(cast.rani, plan, Chosen(), today=TODAY), Chosen(), today=TODAY)
    assert (summary.budget.realization, summary.budget.percent) == (0, 0)


def test_large_amounts_add_up_to_the_sen(cast: Cast, plan: MasterPlan) -> None:
    program = make_program(plan, "A")
    for _ in range(3):
        make_line(program, "9007199254740993.01")
    summary = register_summary(programs_of(cast.rani, plan, Chosen(), today=TODAY), Chosen(), today=TODAY)
    assert summary.budget.ceiling == Decimal("27021597764222979.03")


def test_the_page_says_how_many_programs_there_are_and_how_many_are_late(
    cast: Cast, register: MasterPlan, client: Client
) -> None:
    page = client.get(LIST).content.decode()
    assert "3 program" in page
    assert "Bank sampah" in page
    narrowed = client.get(LIST, {"q": "tidak ada"}).content.decode()
    assert "Bank sampah" not in narrowed
    assert 'class="empty"' in narrowed


def test_the_page_reads_in_english(cast: Cast, register: MasterPlan, client: Client) -> None:
    with translation.override("en"):
        page = client.get(reverse("plans:program_list")).content.decode()
    assert "Green park" in page
    assert "3 programs, 1 late." in page


def test_illustration_is_marked_in_the_row_and_above_the_table(
    cast: Cast, register: MasterPlan, client: Client
) -> None:
    assert client.get(LIST).content.decode().count("mark-illustration") == 2
    assert "mark-illustration" not in client.get(LIST, {"illustration": "without"}).content.decode()


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_archived_programs_are_the_coordinators(cast: Cast, register: MasterPlan, signed_in: SignIn, name: str) -> None:
    services.archive_program(Program.objects.get(code="A"), by=cast.rani)
    rani, other = signed_in(cast.rani), signed_in(cast.people[name])
    assert "Bank sampah" not in rani.get(LIST).content.decode()
    assert "Bank sampah" in rani.get(LIST, {"archived": "on"}).content.decode()
    assert "Bank sampah" not in other.get(LIST, {"archived": "on"}).content.decode()


def test_a_plan_that_is_not_published_is_shown_only_to_people_who_signed_in(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    plan = make_plan(cast.region, is_published=False)
    make_program(plan, "A", name="Bank sampah")
    assert "Bank sampah" not in client.get(LIST).content.decode()
    assert "Bank sampah" not in content(client.get(CSV))
    assert "Bank sampah" in signed_in(cast.wati).get(LIST).content.decode()


def test_without_a_plan_the_coordinator_is_shown_how_to_begin(cast: Cast, client: Client, signed_in: SignIn) -> None:
    create = reverse("plans:master_plan_create")
    assert create in signed_in(cast.rani).get(LIST).content.decode()
    response = client.get(LIST)
    assert response.status_code == 200
    assert create not in response.content.decode()


def test_only_the_coordinator_is_offered_to_add_programs(
    cast: Cast, plan: MasterPlan, client: Client, signed_in: SignIn
) -> None:
    create = reverse("plans:program_create")
    assert create in signed_in(cast.rani).get(LIST).content.decode()
    for browser in (client, signed_in(cast.oka), signed_in(cast.vera)):
        assert create not in browser.get(LIST).content.decode()


def test_fifty_programs_stand_on_a_page(cast: Cast, plan: MasterPlan, client: Client) -> None:
    for number in range(52):
        make_program(plan, f"P-{number:02}", name=f"Nama {number:02}")
    first, second = (client.get(LIST, {"page": page, "sort": "code"}).content.decode() for page in (1, 2))
    assert "Nama 49" in first
    assert "Nama 50" not in first
    assert "Nama 51" in second
    assert "Nama 51" in client.get(LIST, {"page": "99", "sort": "code"}).content.decode()
    assert "Nama 00" in client.get(LIST, {"page": "x", "sort": "code"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"stage": "half"}, {"year": "abc"}, {"year": "1e9"}, {"pillar": "<script>"}, {"mission": "-1"},
        {"sub": "/"}, {"location": "'"}, {"sort": "'; drop"}, {"q": "%_\\"}, {"q": "\x00"}, {"page": "-1"},
    ],
)  # fmt: skip
def test_an_address_with_nonsense_still_gives_a_page(
    cast: Cast, register: MasterPlan, client: Client, query: dict[str, str]
) -> None:
    response = client.get(LIST, query)
    assert response.status_code == 200
    assert b"<script>" not in response.content.split(b"<body>")[1].replace(b'<script type="module"', b"")


@pytest.mark.parametrize("address", [LIST, CSV])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_register_is_only_read(cast: Cast, plan: MasterPlan, client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


def content(response: Any) -> str:
    return b"".join(cast_parts(response)).decode("utf-8-sig")


def cast_parts(response: Any) -> Iterable[bytes]:
    return cast(Iterable[bytes], response.streaming_content)


def test_the_file_holds_what_the_list_shows_on_all_its_pages(cast: Cast, plan: MasterPlan, client: Client) -> None:
    for number in range(60):
        make_program(plan, f"P-{number:02}", pillar="living" if number % 2 else "economy")
    rows = list(csv.DictReader(io.StringIO(content(client.get(CSV, {"pillar": "living", "sort": "-code"})))))
    assert len(rows) == 30
    assert [row["Kode"] for row in rows[:2]] == ["P-59", "P-57"]


def test_the_file_has_plain_numbers_and_dates_and_marks_illustration(
    cast: Cast, register: MasterPlan, client: Client
) -> None:
    with translation.override("en"):
        text = content(client.get(reverse("plans:program_csv"), {"sort": "code"}))
    first, second, third = csv.DictReader(io.StringIO(text))
    assert (first["Ceiling (Rp)"], first["Realization (Rp)"], first["Realization (%)"]) == (
        "3000000.00", "400000.00", "40.0",
    )  # fmt: skip
    assert first["Budget lines not reported"] == "1"
    assert (first["End"], first["Supporting agencies"], first["Locations"]) == ("2026-12-31", "DINKES", "Atas")
    assert first["Late because"]
    assert (second["Ceiling (Rp)"], second["Realization (Rp)"], second["Late because"]) == ("", "", "")
    assert (second["Quick win"], third["Illustration"], first["Illustration"]) == ("yes", "yes", "")


@pytest.mark.parametrize("name", ["=1+1", "+62 811", "-sum(A1)", "@cmd"])
def test_the_file_runs_no_formula(cast: Cast, plan: MasterPlan, client: Client, name: str) -> None:
    make_program(plan, "A", name=name)
    row = next(csv.reader(io.StringIO(content(client.get(CSV)).split("\r\n", 1)[1])))
    assert row[1] == f"'{name}"


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = browser.get(address)
        if response.streaming:
            content(response)
    assert response.status_code == 200
    return len(captured)


def test_a_file_has_the_columns_that_were_chosen(plan: MasterPlan, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.rani)

    everything = next(csv.reader(io.StringIO(content(client.get(CSV)))))
    chosen = next(csv.reader(io.StringIO(content(client.get(CSV, {"col": ["lead", "realization"]})))))

    assert len(everything) == 26
    assert chosen == ["Program", "Ilustrasi", "Perangkat daerah penanggung jawab", "Realisasi (Rp)", "Realisasi (%)",
                      "Baris anggaran belum dilaporkan"]  # fmt: skip


@pytest.mark.parametrize("address", [LIST, f"{LIST}?sort=-ceiling&late=on&year=2025", CSV])
def test_the_register_costs_as_many_queries_for_sixty_programs_as_for_five(
    cast: Cast, signed_in: SignIn, address: str
) -> None:
    plan = make_register(cast, 5)
    rani = signed_in(cast.rani)
    signed_in(cast.rani).get("/organizations/?format=csv")  # the first download writes down who it is
    few = _queries(rani, address)
    for number in range(5, 60):
        make_full_program(plan, cast, f"P-{number:03}")
    assert _queries(signed_in(cast.rani), address) == few <= 16  # three of a file write down who took it


def test_late_is_said_by_a_word_with_its_reason(cast: Cast, plan: MasterPlan, client: Client) -> None:
    program = make_program(plan, "A", ends_on=timezone.localdate() - dt.timedelta(days=10), stage=Stage.EXECUTION)
    make_milestone(make_activity(program), timezone.localdate() - dt.timedelta(days=3), "Uji coba")
    page = client.get(LIST).content.decode()
    assert "mark-late" in page
    assert "Uji coba" in page
    assert "10 hari" in page


def test_an_organization_filters_by_what_it_supports_not_by_what_it_leads(cast: Cast, plan: MasterPlan) -> None:
    partner = make_organization("PT-X", "PT Serambi", sector="private")
    program = make_program(plan, "A", lead=cast.dlh)
    Participation.objects.create(program=program, organization=partner, support="partner")
    assert codes(cast.rani, plan, participant="PT-X") == ["A"]
    assert codes(cast.rani, plan, participant="DLH") == []
