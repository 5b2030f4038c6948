"""What the register knows about one program, and how the page says it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from serambi.apps.plans import services
from serambi.apps.plans.models import MasterPlan, Program, Stage
from serambi.apps.plans.queries import get_program_for, program_facts
from serambi.apps.plans.tests.builders import (
    TODAY,
    make_activity,
    make_full_program,
    make_line,
    make_milestone,
    make_mission,
    make_risk,
)
from tests.cast import Cast, make_plan, make_program

NOBODY = AnonymousUser()


def shown(program: Program, user: Any) -> str:
    request = RequestFactory().get("/")
    request.user = user
    facts = program_facts(get_program_for(user, program.code), user, TODAY)
    return render_to_string("plans/_program_facts.html", {"facts": facts}, request)


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_only_the_coordinator_opens_an_archived_program(cast: Cast, program: Program, name: str) -> None:
    services.archive_program(program, by=cast.rani)
    assert get_program_for(cast.rani, program.code) == program
    for user in (cast.people[name], NOBODY):
        with pytest.raises(Http404):
            get_program_for(user, program.code)


def test_the_program_of_an_unpublished_plan_is_for_people_who_signed_in(cast: Cast) -> None:
    program = make_program(make_plan(cast.region, is_published=False), "A")
    assert get_program_for(cast.wati, "A") == program
    with pytest.raises(Http404):
        get_program_for(NOBODY, "A")


def test_of_two_plans_the_current_one_has_the_code(cast: Cast) -> None:
    old = make_plan(cast.region, is_current=False, name="Lama", start_year=2017, end_year=2021)
    make_program(old, "A")
    now = make_program(make_plan(cast.region), "A")
    assert get_program_for(cast.wati, "A") == now


@pytest.mark.parametrize(
    ("name", "edits", "reports"),
    [("rani", True, True), ("oka", False, True), ("hadi", False, True), ("sari", False, False), ("vera", False, False),
     ("bima", False, False), ("wati", False, False)],
)  # fmt: skip
def test_what_a_person_may_do_is_offered_and_nothing_else(
    cast: Cast, plan: MasterPlan, name: str, edits: bool, reports: bool
) -> None:
    program = make_full_program(plan, cast, "A")
    page = shown(program, cast.people[name])
    for address in ("/budget/create/", "/participants/create/"):
        assert (address in page) is edits, address
    for address in ("/stage/", "/activities/create/", "/milestones/", "/risks/create/", "/realization/"):
        assert (address in page) is reports, address
    assert "Pejabat penanggung jawab" in page
    assert "/create/" not in shown(program, NOBODY)


def test_the_public_does_not_read_who_is_in_charge(cast: Cast, plan: MasterPlan) -> None:
    program = make_full_program(plan, cast, "A", person_in_charge=cast.oka)
    assert "Oka" in shown(program, cast.wati)
    assert "Oka" not in shown(program, NOBODY)


def test_an_archived_program_offers_only_to_come_back(cast: Cast, plan: MasterPlan) -> None:
    program = make_full_program(plan, cast, "A")
    services.archive_program(program, by=cast.rani)
    facts = program_facts(get_program_for(cast.rani, "A"), cast.rani, TODAY)
    assert (facts.can_edit, facts.can_carry_out, facts.can_restore) == (False, False, True)
    page = shown(program, cast.rani)
    assert "mark-archived" in page
    assert "/create/" not in page
    actions = render_to_string("plans/_program_actions.html", {"facts": facts})
    assert "/restore/" in actions
    assert "/edit/" not in actions


def test_risks_stand_by_severity_with_closed_ones_last(cast: Cast, program: Program) -> None:
    make_risk(program, 1, 5, description="lima")
    make_risk(program, 5, 5, description="tutup", is_closed=True)
    make_risk(program, 4, 4, description="enam belas")
    make_risk(program, 2, 3, description="enam")
    facts = program_facts(program, NOBODY, TODAY)
    assert [(row.risk.description, row.word) for row in facts.risks] == [
        ("enam belas", "Sangat tinggi"), ("enam", "Sedang"), ("lima", "Sedang"), ("tutup", "Sangat tinggi"),
    ]  # fmt: skip


def test_money_stands_by_year_and_says_what_is_left_out_and_what_is_too_much(cast: Cast, program: Program) -> None:
    make_line(program, 1_000, 1_500, year=2024)
    make_line(program, 2_000, 0, year=2025)
    make_line(program, 4_000, None, year=2025, fund_source="csr")
    facts = program_facts(program, NOBODY, TODAY)
    assert [year.year for year in facts.years] == [2024, 2025]
    assert facts.budget.percent == 50
    assert facts.years[1].totals.percent == 0
    assert [line.fund_source for line in facts.left_out] == ["csr"]
    assert [line.year for line in facts.overspent] == [2024]
    page = shown(program, NOBODY)
    assert "di atas pagu" in page
    assert "2025 CSR" in page
    assert "50,0" in page


def test_nothing_reported_is_a_dash_and_not_zero(cast: Cast, program: Program) -> None:
    make_line(program, 1_000)
    facts = program_facts(program, NOBODY, TODAY)
    assert (facts.budget.realization, facts.budget.percent) == (None, None)
    assert "Realisasi belum dilaporkan." in shown(program, NOBODY)


def test_the_work_is_drawn_over_the_days_it_spans(cast: Cast, plan: MasterPlan) -> None:
    program = make_program(plan, "A", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31))
    activity = make_activity(program, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31))
    make_milestone(activity, dt.date(2026, 7, 2))
    make_activity(program, name="Tanpa tanggal")
    facts = program_facts(program, NOBODY, TODAY)
    first, second = facts.activities
    assert (first.start, first.width, first.milestones[0].at) == (0, 100, 50)
    assert (second.start, second.width) == (None, None)
    assert facts.now == pytest.approx(21.43, abs=0.01)
    assert 'cx="50.0"' in shown(program, NOBODY)


def test_a_program_without_dates_has_no_drawing(cast: Cast, program: Program) -> None:
    make_activity(program)
    facts = program_facts(program, NOBODY, TODAY)
    assert (facts.first_day, facts.now) == (None, None)
    assert "<svg" not in shown(program, NOBODY)


def test_the_stage_says_since_when(cast: Cast, program: Program) -> None:
    assert "Belum ada yang melaporkan" in shown(program, NOBODY)
    services.set_stage(
        program, by=cast.oka, stage=Stage.EXECUTION, note="Tiga unit", today=TODAY - dt.timedelta(days=40)
    )
    page = shown(program, NOBODY)
    assert "40 hari" in page
    assert "Tiga unit" in page


def test_why_it_is_late_stands_with_the_stage(cast: Cast, plan: MasterPlan) -> None:
    program = make_full_program(plan, cast, "A", stage=Stage.EXECUTION)
    page = shown(program, NOBODY)
    assert "Tonggak “Unit pertama buka” jatuh tempo 1 Februari 2026, 47 hari lalu." in page


def test_what_people_wrote_is_shown_as_text(cast: Cast, plan: MasterPlan) -> None:
    program = make_full_program(plan, cast, "A", description="<script>alert(1)</script>", stage_note="<b>x</b>")
    page = shown(program, cast.rani)
    assert "<script>" not in page
    assert "<b>x</b>" not in page


def test_the_facts_cost_as_many_queries_for_sixty_of_everything_as_for_five(cast: Cast, plan: MasterPlan) -> None:
    def cost(code: str, count: int) -> int:
        program = make_full_program(plan, cast, code)
        for number in range(count):
            make_milestone(make_activity(program, name=f"K{number}"), TODAY)
            make_line(program, 10, year=2024 + number % 5)
            make_risk(program)
            program.missions.add(make_mission(plan, number=100 * len(code) + number))
        found = get_program_for(NOBODY, code)
        with CaptureQueriesContext(connection) as captured:
            program_facts(found, NOBODY, TODAY)
        return len(captured)

    few, many = cost("A", 5), cost("BB", 60)
    assert few == many <= 11
