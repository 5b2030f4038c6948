"""The register, the timeline and the board as workbooks: what is on the screen, with what it was narrowed to."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.tests.builders import make_full_program
from tests.cast import Cast, make_program


@pytest.fixture
def register(cast: Cast, plan: MasterPlan) -> MasterPlan:
    make_full_program(plan, cast, "A", name="=1+1", starts_on=dt.date(2026, 1, 5))
    make_program(plan, "B", pillar="living", name="Puskesmas digital")
    return plan


def sheets(client: Client, name: str, **query: str) -> tuple[list[tuple[object, ...]], dict[object, object]]:
    with translation.override("en"):
        response = client.get(reverse(f"plans:{name}"), query)
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[arg-type,attr-defined]
    table, about = book.worksheets
    facts = {str(row[0]): row[1] for row in about.iter_rows(values_only=True)}
    return list(table.iter_rows(values_only=True)), facts


def test_the_register_is_a_workbook_with_its_filters_in_words(cast: Cast, register: MasterPlan, client: Client) -> None:
    rows, facts = sheets(client, "program_xlsx", pillar="environment", late="on")
    assert [row[:2] for row in rows] == [("Code", "Program"), ("A", "=1+1")]
    head = {str(name): place for place, name in enumerate(rows[0])}
    assert rows[1][head["Ceiling (Rp)"]] == 3_000_000
    assert rows[1][head["Start"]] == dt.datetime(2026, 1, 5)  # noqa: DTZ001 - a spreadsheet knows no zone
    assert (facts["Pillar"], facts["Late"], facts["Rows"]) == ("Smart Environment", "yes", 1)
    assert facts["Master plan"] == register.display_name
    assert "pillar=environment" in str(facts["Address"])


def test_the_timeline_and_the_board_are_workbooks(register: MasterPlan, client: Client) -> None:
    rows, facts = sheets(client, "timeline_xlsx", sort="code")
    assert [row[0] for row in rows] == ["Kind", "program", "activity", "milestone", "program"]
    assert facts["Filters"] == "none: everything that you may see"
    rows, _facts = sheets(client, "board_xlsx", lead="DLH")
    assert [row[:2] for row in rows] == [("Stage", "Code"), ("Not reported", "A")]


@pytest.mark.parametrize("name", ["program_xlsx", "timeline_xlsx", "board_xlsx"])
def test_workbooks_are_only_read_and_need_a_plan(cast: Cast, client: Client, name: str) -> None:
    address = reverse(f"plans:{name}")
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 405
