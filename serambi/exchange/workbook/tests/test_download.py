"""The download: who gets it, what is in it, and how many queries it takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.plans.models import Program
from serambi.apps.plans.queries.objects import current_plan
from serambi.apps.plans.tests.builders import make_full_program
from serambi.exchange.workbook.export import export_workbook
from serambi.exchange.workbook.tests.world import make_world
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/workbook/register.xlsx"
SignIn = Callable[[User], Client]


def opened(client: Client, tmp_path: Path, address: str = ADDRESS) -> openpyxl.Workbook:
    response = client.get(address)
    assert response.status_code == 200
    assert re.search(r"(buku-kerja|workbook)-\d{4}-\d\d-\d\d\.xlsx", response["Content-Disposition"])
    (tmp_path / "got.xlsx").write_bytes(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    return openpyxl.load_workbook(tmp_path / "got.xlsx")


def test_it_is_for_people_who_have_signed_in(cast: Cast, signed_in: SignIn, client: Client, tmp_path: Path) -> None:
    assert signed_in(cast.wati).get(ADDRESS).status_code == 404  # there is no plan yet
    make_world(cast)
    assert client.get(ADDRESS)["Location"].startswith("/account/sign-in/?next=")
    assert signed_in(cast.wati).post(ADDRESS).status_code == 405
    book = opened(signed_in(cast.wati), tmp_path)
    assert [cell.value for cell in book["Program"]["A"]][2:] == ["0012", "P-1"]
    assert "Programs" in opened(signed_in(cast.wati), tmp_path, f"/en{ADDRESS}").sheetnames
    real = opened(signed_in(cast.wati), tmp_path, f"{ADDRESS}?illustration=no")
    assert [cell.value for cell in real["Program"]["A"]][2:] == ["P-1"]


def test_the_register_leads_to_it_once_signed_in(cast: Cast, signed_in: SignIn, client: Client) -> None:
    make_world(cast)
    link = 'href="/workbook/register.xlsx"'
    assert link in signed_in(cast.wati).get("/plan/programs/").content.decode()
    assert link not in client.get("/plan/programs/").content.decode()


def test_headings_are_locked_rows_are_not_and_text_is_text(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    make_world(cast)
    book = opened(signed_in(cast.rani), tmp_path)
    page = book["Program"]
    assert page.row_dimensions[1].hidden
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert not page["A3"].protection.locked
    assert (page["A3"].value, page["A3"].number_format) == ("0012", "@")
    assert (page["B4"].value, page["B4"].data_type, page["B4"].quotePrefix) == ("@nama", "s", True)
    assert book["lists"].sheet_state == "hidden"
    assert book["Petunjuk"]["B1"].value == "How to fill in this workbook"
    rules = {str(rule.sqref).split(":", maxsplit=1)[0]: rule for rule in page.data_validations.dataValidation}
    assert rules["L3"].type == "list"
    assert rules["P3"].prompt == "Tanggal, misalnya 2026-03-14."


def test_it_takes_the_same_queries_however_many_rows(
    cast: Cast, django_assert_num_queries: Callable[[int], object], tmp_path: Path
) -> None:
    make_world(cast)
    plan = current_plan()
    assert plan is not None
    for count in (1, 5):
        for number in range(count):
            make_full_program(plan, cast, f"Q-{count}-{number}")
        with django_assert_num_queries(39):
            export_workbook(tmp_path / "a.xlsx", by=None, language="id")
    assert Program.objects.count() == 8
