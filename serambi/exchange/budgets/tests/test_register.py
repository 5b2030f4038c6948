"""The register's own money in the forms: what it says, what stays empty, who gets it, what it costs."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from serambi.apps.accounts.models import User
from serambi.apps.plans import services
from serambi.apps.plans.models import MasterPlan, Program
from serambi.apps.plans.tests.builders import make_activity, make_line, make_register
from serambi.exchange.budgets.evaluation_form import EvaluationForm, Pair
from serambi.exchange.budgets.evaluation_tables import read_evaluation
from serambi.exchange.budgets.monthly_export import read_monthly
from serambi.exchange.budgets.register import code_parts, evaluation_of, monthly_of, promises_of, register_budgets
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.understanding import Quantity
from tests.cast import Cast, make_indicator, make_plan, make_program, make_series, make_target

SignIn = Callable[[User], Client]
TODAY = dt.date(2026, 3, 20)
PAGE = "budgets:budget_forms"
DOWNLOADS = ("evaluation_xlsx", "evaluation_csv", "monthly_xlsx", "monthly_csv")
QUERIES = {"budget_forms": 5, "evaluation_xlsx": 6, "evaluation_csv": 6, "monthly_xlsx": 4, "monthly_csv": 4}
PEOPLE = ("rani", "oka", "hadi", "sari", "vera", "bima", "wati")


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


@pytest.fixture
def program(cast: Cast, plan: MasterPlan) -> Program:
    return make_program(
        plan, "LING-1", lead=cast.dlh, name="Bank sampah", sipd_year=2026, sipd_code="2.11.11.2.01.0016"
    )


def form_of(user: Any, plan: MasterPlan, year: int = 2026) -> EvaluationForm:
    budgets = register_budgets(user, plan, year=year, today=TODAY)
    return evaluation_of(budgets, promises_of(user, budgets), quarter=2, today=TODAY)


def test_a_program_is_a_row_with_the_money_of_its_years(cast: Cast, plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, 900, year=2025)
    make_line(program, 2_000, 500, year=2026)
    make_line(program, 2_000, 250, year=2026, fund_source="csr")
    make_line(program, 5_000, year=2027)
    [row] = form_of(cast.rani, plan).rows
    [line] = row.lines
    assert (row.code, row.name, line.responsible) == (("2", "11", "11", "2.01.0016"), "Bank sampah", "DLH")
    assert {name: pair.rupiah for name, pair in line.pairs.items()} == {
        "plan_target": 10_000, "until_last_year": 900, "year_target": 4_000, "year_realization": 750,
        "attainment": Decimal("18.75"), "until_this_year": 1_650,
        "plan_attainment": Decimal("16.5"),
    }  # fmt: skip
    assert line.note == ""  # nobody can have reported 2027


def test_what_was_not_reported_is_noted_and_has_no_percentage(cast: Cast, plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, 600, year=2026)
    make_line(program, 1_000, None, year=2026)
    [row] = form_of(cast.rani, plan).rows
    [line] = row.lines
    assert (line.rupiah("year_realization"), line.rupiah("attainment")) == (600, None)
    assert line.note.startswith("1 ")


def test_a_funded_activity_has_a_row_of_its_own(cast: Cast, plan: MasterPlan, program: Program) -> None:
    activity = make_activity(program, "Latih kader")
    make_line(program, 1_000, 100, year=2026)
    make_line(program, 400, 100, year=2026, activity=activity, sipd_code="2.11.11.2.01.0017")
    whole, part = form_of(cast.rani, plan).rows
    assert (whole.lines[0].rupiah("year_target"), part.lines[0].rupiah("year_target")) == (1_400, 400)
    assert (part.name, part.code[3]) == ("Latih kader", "2.01.0017")


def test_quarters_and_unknown_work_stay_empty(cast: Cast, plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, 100, year=2026)
    [row] = form_of(cast.rani, plan).rows
    assert not [name for name in row.lines[0].pairs if name.startswith("quarter")]
    assert all(pair.work is None for pair in row.lines[0].pairs.values())


def test_indicators_stand_in_the_row_with_their_yearly_targets(cast: Cast, plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, 100, year=2026)
    make_series("waste.handled", name="Sampah tertangani")
    first = make_indicator("a_share", "waste.handled", program=program)
    second = make_indicator("b_units", "waste.handled", program=program, unit="unit", is_illustration=True)
    make_indicator("c_hidden", "waste.handled", program=program, is_published=False)
    make_target(first, cast.region, "2026", "45.5")
    make_target(first, cast.region, "2025", 40)
    make_target(first, cast.areas["90.01.01"], "2026", 99)
    make_target(second, cast.region, "2026", 7, upper=Decimal(9))
    [row] = form_of(AnonymousUser(), plan).rows
    assert [line.indicator for line in row.lines] == ["a share", "b units"]
    assert row.lines[0].pairs["year_target"] == Pair(Quantity(Decimal("45.5"), "%"), Decimal(1_000))
    assert row.lines[1].pairs == {"year_target": Pair(Quantity(None, text="7–9 unit"))}
    assert (row.lines[0].note, "bukan data resmi" in row.lines[1].note) == ("", True)


def test_illustration_is_marked_in_both_files(cast: Cast, plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, 100, year=2026, is_illustration=True)
    budgets = register_budgets(cast.rani, plan, year=2026, today=TODAY)
    [row] = form_of(cast.rani, plan).rows
    [month] = monthly_of(budgets, quarter=1)
    assert "bukan data resmi" in row.lines[0].note
    assert "bukan data resmi" in month.description


def test_the_monthly_export_has_what_was_paid_so_far(cast: Cast, plan: MasterPlan, program: Program) -> None:
    make_line(program, 3_000, 1_000, year=2026)
    make_line(make_program(plan, "LING-2", name="Taman"), 500, None, year=2026)
    first, second = monthly_of(register_budgets(cast.rani, plan, year=2026, today=TODAY), quarter=2)
    assert (first.month, first.ceiling, first.spent_so_far) == (6, 3_000, 1_000)
    assert first.spent_percent_so_far == Decimal("33.3333")
    assert (first.target, first.physical, first.spent, first.financial_deviation) == (None, None, None, None)
    assert (second.ceiling, second.spent_so_far, second.spent_percent_so_far) == (500, None, None)


def test_archived_programs_are_in_no_form(cast: Cast, plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, 100, year=2026)
    services.archive_program(program, by=cast.rani)
    assert form_of(cast.rani, plan).rows == ()


def test_a_code_is_split_as_the_form_has_it() -> None:
    assert (code_parts(""), code_parts("2.16.03")) == (("", "", "", ""), ("2", "16", "03", ""))


# Pages ------------------------------------------------------------------------------------------------------------


def content_of(client: Client, name: str, **query: object) -> bytes:
    response = client.get(reverse(f"budgets:{name}"), query)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return response.content


def test_the_files_are_read_back_as_what_was_offered(
    cast: Cast, plan: MasterPlan, program: Program, client: Client, tmp_path: Path
) -> None:
    make_line(program, "1000.50", 100, year=2026)
    for suffix in ("xlsx", "csv"):
        path = tmp_path / f"e81.{suffix}"
        path.write_bytes(content_of(client, f"evaluation_{suffix}", year=2026, quarter=2))
        form = read_evaluation(read_book(path.read_bytes(), name=path.name))
        assert form.rows[0].lines[0].pairs["year_target"] == Pair(rupiah=Decimal("1000.50"))
        assert dict(form.heading)["Triwulan"] == "II"
        path = tmp_path / f"e-monev.{suffix}"
        path.write_bytes(content_of(client, f"monthly_{suffix}", year=2026, quarter=4))
        assert [
            (row.month, row.ceiling) for row in read_monthly(read_book(path.read_bytes(), name=path.name)).rows
        ] == [(12, Decimal("1000.50"))]


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_may_read_a_published_plan(
    cast: Cast, plan: MasterPlan, program: Program, signed_in: SignIn, name: str
) -> None:
    make_line(program, 1_000, year=2026)
    client = signed_in(cast.people[name])
    assert client.get(reverse(PAGE)).status_code == 200
    for download in DOWNLOADS:
        assert content_of(client, download)


def test_a_plan_that_is_not_published_is_hidden_from_who_has_not_signed_in(
    cast: Cast, client: Client, signed_in: SignIn
) -> None:
    plan = make_plan(cast.region, is_published=False)
    make_line(make_program(plan, "A", name="Bank sampah"), 1_000, year=2026)
    for name in ("budget_forms", *DOWNLOADS):
        assert client.get(reverse(f"budgets:{name}")).status_code == 404
        assert signed_in(cast.wati).get(reverse(f"budgets:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["budget_forms", *DOWNLOADS])
def test_nothing_can_be_sent(cast: Cast, plan: MasterPlan, client: Client, name: str) -> None:
    assert client.post(reverse(f"budgets:{name}")).status_code == 405


@pytest.mark.parametrize("query", [{"year": "1999"}, {"year": "2026", "quarter": "5"}, {"year": "x"}])
def test_a_wrong_year_or_quarter_is_told_and_gives_no_file(
    cast: Cast, plan: MasterPlan, program: Program, client: Client, query: dict[str, str]
) -> None:
    make_line(program, 1_000, year=2026)
    response = client.get(reverse("budgets:evaluation_xlsx"), query)
    assert response.status_code == 400
    assert "error" in response.content.decode()
    assert "Content-Disposition" not in response


def test_without_a_budget_the_page_says_how_to_begin(cast: Cast, plan: MasterPlan, client: Client) -> None:
    assert 'class="empty"' in client.get(reverse(PAGE)).content.decode()
    assert client.get(reverse("budgets:monthly_csv")).status_code == 400


def test_the_page_says_what_stays_empty(cast: Cast, plan: MasterPlan, program: Program, client: Client) -> None:
    make_line(program, 1_000, 250, year=2026)
    page = client.get(reverse(PAGE), {"year": 2026}).content.decode()
    assert "25" in page
    with translation.override("en"):
        page = client.get(reverse(PAGE), {"year": 2026}).content.decode()
    assert "What stays empty in the files" in page


def test_the_register_offers_the_form(cast: Cast, plan: MasterPlan, program: Program, client: Client) -> None:
    make_line(program, 1_000, year=2026)
    assert reverse(PAGE) in client.get(reverse("plans:program_list")).content.decode()


def test_names_that_look_like_formulas_are_guarded(cast: Cast, plan: MasterPlan, client: Client) -> None:
    make_line(make_program(plan, "A", name="=cmd()"), 1_000, year=2026)
    text = content_of(client, "evaluation_csv").decode("utf-8-sig")
    assert "'=cmd()" in [cell for row in csv.reader(text.splitlines()) for cell in row]


@pytest.mark.parametrize("name", ["budget_forms", *DOWNLOADS])
def test_the_number_of_programs_does_not_change_the_number_of_queries(cast: Cast, client: Client, name: str) -> None:
    make_register(cast, 3)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(f"budgets:{name}"))
    for number in range(10):
        make_line(make_program(MasterPlan.objects.get(), f"Q-{number}", lead=cast.dlh), 10, year=2026)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(f"budgets:{name}"))
    assert len(many) == len(few) == QUERIES[name]
