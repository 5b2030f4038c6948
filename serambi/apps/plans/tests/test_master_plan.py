"""The page of the master plan and that of its goals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.plans import services
from serambi.apps.plans.models import LegalBasis, MasterPlan, Program, Stage
from serambi.apps.plans.queries import plan_overview
from serambi.apps.plans.tests.builders import TODAY, make_mission, make_register, make_strategy
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]
PLAN, GOALS = reverse("plans:master_plan"), reverse("plans:goal_list")


def test_the_page_says_how_many_programs_there_are_and_on_what_law(
    cast: Cast, plan: MasterPlan, program: Program, client: Client
) -> None:
    page = client.get(PLAN).content.decode()
    assert "1 program di 6 pilar, belum punya dasar hukum." in page
    assert "2024–2028" in page
    services.change_master_plan(
        plan,
        by=cast.rani,
        legal_basis=LegalBasis.REGENT_REGULATION,
        legal_basis_number="12 Tahun 2025",
        legal_basis_date=dt.date(2025, 8, 20),
        end_year=None,
    )
    page = client.get(PLAN).content.decode()
    assert "Peraturan Bupati (Perbup) 12 Tahun 2025 tanggal 20 Agustus 2025" in page
    assert "mulai 2024, tahun akhir belum terbit" in page


def test_programs_are_counted_where_they_stand_and_archived_ones_nowhere(cast: Cast, plan: MasterPlan) -> None:
    make_program(plan, "A", stage=Stage.EXECUTION, ends_on=TODAY - dt.timedelta(days=1))
    make_program(plan, "B", sub_dimension=None, stage=Stage.IN_USE)
    services.archive_program(make_program(plan, "C"), by=cast.rani)
    overview = plan_overview(plan, today=TODAY)
    row = next(row for row in overview.pillars if row.pillar.code == "environment")
    assert (row.programs, row.running, row.late, row.unplaced) == (2, 2, 1, 1)
    assert [part.programs for part in row.parts] == [1]
    assert overview.programs == 2


def test_missions_goals_and_strategies_are_shown_with_their_programs(
    cast: Cast, plan: MasterPlan, program: Program, client: Client
) -> None:
    strategy = make_strategy(plan)
    services.change_program(program, by=cast.rani, strategy=strategy, missions=[make_mission(plan, 2)])
    for address in (PLAN, GOALS):
        page = client.get(address).content.decode()
        assert "Pilah dari rumah" in page
        assert "1 program" in page
    assert "Misi 2" in client.get(PLAN).content.decode()


@pytest.mark.parametrize("address", [PLAN, GOALS])
def test_only_the_coordinator_is_offered_to_change_the_plan(
    cast: Cast, plan: MasterPlan, client: Client, signed_in: SignIn, address: str
) -> None:
    make_strategy(plan)
    make_mission(plan)
    edits = ("/edit/", "/remove/", "/create/", "/publish/", "/unpublish/")
    assert any(part in signed_in(cast.rani).get(address).content.decode() for part in edits)
    for browser in (client, signed_in(cast.oka), signed_in(cast.hadi), signed_in(cast.vera)):
        page = browser.get(address).content.decode()
        assert not any(f"/plan{part}" in page for part in edits)
        assert "/goals/create/" not in page
        assert "/missions/" not in page


@pytest.mark.parametrize("address", [PLAN, GOALS])
def test_a_plan_that_is_not_published_is_not_shown_to_the_public(
    cast: Cast, client: Client, signed_in: SignIn, address: str
) -> None:
    plan = make_plan(cast.region, is_published=False, vision="Rahasia kita")
    make_strategy(plan)
    page = client.get(address).content.decode()
    assert "Rahasia kita" not in page
    assert "Pilah dari rumah" not in page
    assert "Pilah dari rumah" in signed_in(cast.wati).get(address).content.decode()


@pytest.mark.parametrize("address", [PLAN, GOALS])
def test_they_are_only_read(cast: Cast, plan: MasterPlan, client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.delete(address).status_code == 405


def test_without_a_plan_the_page_says_so(cast: Cast, client: Client) -> None:
    assert "Belum ada masterplan di sini" in client.get(PLAN).content.decode()
    assert "Belum ada masterplan di sini" in client.get(GOALS).content.decode()


def test_the_pages_read_in_english(cast: Cast, plan: MasterPlan, program: Program, client: Client) -> None:
    with translation.override("en"):
        address = reverse("plans:master_plan")
    assert "1 program in 6 pillars, without a legal basis yet." in client.get(address).content.decode()


@pytest.mark.parametrize("address", [PLAN, GOALS])
def test_the_pages_cost_as_many_queries_for_sixty_programs_as_for_five(
    cast: Cast, client: Client, address: str
) -> None:
    plan = make_register(cast, 5)
    make_strategy(plan)
    counts = []
    for extra in (0, 55):
        for number in range(extra):
            make_program(plan, f"X-{number}", ends_on=timezone.localdate() - dt.timedelta(days=1))
        for number in range(extra):
            make_strategy(plan, code=f"Z{number}")
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15
