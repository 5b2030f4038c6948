"""What forms do with what is wrong: it is said beside its field, and nothing that was typed is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.plans import services
from serambi.apps.plans.models import BudgetLine, MasterPlan, Program
from serambi.apps.plans.tests.builders import make_line, make_mission, make_strategy
from tests.cast import Cast, make_program

SignIn = Callable[[User], Client]


@pytest.fixture
def rani(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.rani)


def details(plan: MasterPlan, **fields: object) -> dict[str, object]:
    pillar = plan.pillars.get(code="environment")
    return {"code": "LING-7", "name": "Kompos", "pillar": pillar.pk, "weight": "1", **fields}


CREATE = reverse("plans:program_create")


def test_a_program_is_added_with_everything_the_form_has(cast: Cast, plan: MasterPlan, rani: Client) -> None:
    pillar = plan.pillars.get(code="environment")
    strategy, mission = make_strategy(plan), make_mission(plan)
    sent = details(
        plan,
        name_en="Compost",
        description="Kompos desa",
        sub_dimension=pillar.sub_dimensions.get().pk,
        strategy=strategy.pk,
        missions=[mission.pk],
        horizon="medium",
        is_quick_win="on",
        weight="2,5",
        lead=cast.dlh.pk,
        person_in_charge=cast.oka.pk,
        starts_on="2026-01-01",
        ends_on="2027-12-31",
        locations=[cast.areas["90.01"].pk, cast.areas["90.01.01.1001"].pk],
        sipd_year="2026",
        sipd_code="2.11.02.2.01.0003",
        source="Perbup 12/2025",
    )
    response = rani.post(CREATE, sent)
    program = Program.objects.get()
    assert response["Location"].endswith("/programs/LING-7/")
    assert program.sub_dimension == pillar.sub_dimensions.get()
    assert (program.strategy, program.lead, program.person_in_charge) == (strategy, cast.dlh, cast.oka)
    assert (program.horizon, program.is_quick_win, program.weight) == ("medium", True, Decimal("2.5"))
    assert (program.starts_on, program.ends_on) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert (program.sipd_year, program.sipd_code) == (2026, "2.11.02.2.01.0003")
    assert list(program.missions.all()) == [mission]
    assert {area.code for area in program.locations.all()} == {"90.01", "90.01.01.1001"}


def test_what_a_service_refuses_is_said_beside_its_field_and_the_rest_stays_typed(
    plan: MasterPlan, rani: Client
) -> None:
    make_program(plan, "LING-7")
    response = rani.post(CREATE, details(plan, description="Kompos dari pasar", source="Notula 3 Maret"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Kode LING-7 sudah dipakai" in page
    assert 'href="#id_code"' in page
    for typed in ("Kompos", "Kompos dari pasar", "Notula 3 Maret"):
        assert typed in page
    assert Program.objects.count() == 1


def test_a_sub_dimension_of_another_pillar_is_refused_by_the_server(plan: MasterPlan, rani: Client) -> None:
    elsewhere = plan.pillars.get(code="living").sub_dimensions.get()
    response = rani.post(CREATE, details(plan, sub_dimension=elsewhere.pk))
    assert response.status_code == 422
    assert "bukan bagian dari" in response.content.decode()
    assert not Program.objects.exists()


def test_without_scripts_every_sub_dimension_stands_under_its_pillar(plan: MasterPlan, rani: Client) -> None:
    page = rani.get(CREATE).content.decode()
    for pillar in plan.pillars.all():
        assert f'<optgroup label="{pillar.display_name}"><option value="{pillar.sub_dimensions.get().pk}"' in page


def test_with_scripts_the_choices_follow_the_pillar(plan: MasterPlan, cast: Cast, rani: Client,
                                                    signed_in: SignIn, client: Client) -> None:  # fmt: skip
    places = reverse("plans:program_places")
    living = plan.pillars.get(code="living")
    part = rani.get(places, {"pillar": living.pk}).content.decode()
    assert "Sub living" in part
    assert "Sub economy" not in part
    assert "Sub economy" in rani.get(places, {"pillar": "x"}).content.decode()
    assert signed_in(cast.oka).get(places).status_code == 403
    assert client.get(places).status_code == 302
    assert rani.post(places).status_code == 405


def test_the_last_to_save_is_told_that_somebody_was_first(
    cast: Cast, plan: MasterPlan, program: Program, rani: Client
) -> None:
    edit = reverse("plans:program_edit", args=[program.code])
    seen = program.updated_at.isoformat()
    services.set_stage(program, by=cast.oka, stage="done", note="", today=timezone.localdate())
    sent = details(plan, code=program.code, name="Nama lain", seen=seen)
    response = rani.post(edit, sent)
    assert response.status_code == 422
    assert "Orang lain mengubah" in response.content.decode()
    assert "Nama lain" in response.content.decode()
    program.refresh_from_db()
    assert program.name == "Bank sampah"
    again = {**sent, "seen": program.updated_at.isoformat()}
    assert f'value="{program.updated_at.isoformat()}"' in response.content.decode()
    assert rani.post(edit, again).status_code == 302


def test_a_date_that_runs_backwards_is_refused_in_a_sentence(plan: MasterPlan, rani: Client) -> None:
    response = rani.post(CREATE, details(plan, starts_on="2027-01-01", ends_on="2026-01-01"))
    assert "mendahului" in response.content.decode()


@pytest.mark.parametrize("bad", ["kosong", "", "-1"])
def test_a_weight_is_a_number_from_zero(plan: MasterPlan, rani: Client, bad: str) -> None:
    assert rani.post(CREATE, details(plan, weight=bad)).status_code == 422


@pytest.mark.parametrize(
    "typed", ["1.250.000.000", "1250000000", "1250000000,00", "1,250,000,000.00", "Rp1.250.000.000"]
)
def test_money_is_read_as_it_is_typed_and_shown_as_the_reader_types_it(
    plan: MasterPlan, program: Program, rani: Client, typed: str
) -> None:
    create = reverse("plans:budget_line_create", args=[program.code])
    assert rani.post(create, {"year": 2026, "fund_source": "apbn", "ceiling": typed}).status_code == 302
    line = BudgetLine.objects.get()
    assert (line.ceiling, line.realization) == (Decimal(1_250_000_000), None)
    edit = reverse("plans:budget_line_edit", args=[program.code, line.pk])
    assert 'value="1.250.000.000"' in rani.get(edit).content.decode()
    with translation.override("en"):
        english = reverse("plans:budget_line_edit", args=[program.code, line.pk])
    assert 'value="1,250,000,000"' in rani.get(english).content.decode()


def test_money_that_can_be_read_in_two_ways_is_refused_and_stays_typed(
    plan: MasterPlan, program: Program, rani: Client
) -> None:
    create = reverse("plans:budget_line_create", args=[program.code])
    response = rani.post(create, {"year": 2026, "fund_source": "apbn", "ceiling": "1,250"})
    assert response.status_code == 422
    assert "dapat dibaca dua cara" in response.content.decode()
    assert 'value="1,250"' in response.content.decode()
    assert not BudgetLine.objects.exists()


def test_an_empty_realization_is_not_zero(cast: Cast, program: Program, signed_in: SignIn) -> None:
    line = make_line(program, 1000, 500)
    report = reverse("plans:realization", args=[program.code, line.pk])
    oka = signed_in(cast.oka)
    oka.post(report, {"realization": ""})
    line.refresh_from_db()
    assert line.realization is None
    oka.post(report, {"realization": "0"})
    line.refresh_from_db()
    assert line.realization == 0


def test_more_than_the_ceiling_is_kept_with_a_remark(cast: Cast, program: Program, signed_in: SignIn) -> None:
    line = make_line(program, 1000)
    report = reverse("plans:realization", args=[program.code, line.pk])
    page = signed_in(cast.oka).post(report, {"realization": "2.000"}, follow=True).content.decode()
    assert "Lebih besar dari pagu" in page


def test_the_lead_agency_cannot_slip_a_ceiling_in(cast: Cast, program: Program, signed_in: SignIn) -> None:
    line = make_line(program, 1000)
    signed_in(cast.oka).post(
        reverse("plans:realization", args=[program.code, line.pk]), {"realization": "10", "ceiling": "9.999"}
    )
    line.refresh_from_db()
    assert (line.ceiling, line.realization) == (1000, 10)


def test_stopping_asks_why(cast: Cast, program: Program, signed_in: SignIn) -> None:
    stage = reverse("plans:program_stage", args=[program.code])
    response = signed_in(cast.oka).post(stage, {"stage": "stopped", "stage_note": ""})
    assert response.status_code == 422
    assert 'href="#id_stage_note"' in response.content.decode()
    assert signed_in(cast.oka).post(stage, {"stage": "unreported"}).status_code == 422


@pytest.mark.parametrize("position", ["", "x", "-1", "1.5"])
def test_a_place_that_is_no_number_is_a_bad_request(
    cast: Cast, program: Program, signed_in: SignIn, position: str
) -> None:
    activity = services.add_activity(program, by=cast.oka, name="A")
    move = reverse("plans:activity_move", args=[program.code, activity.pk])
    assert signed_in(cast.oka).post(move, {"position": position}).status_code == 400


def test_an_area_outside_the_region_cannot_be_chosen(cast: Cast, plan: MasterPlan, rani: Client) -> None:
    assert rani.post(CREATE, details(plan, locations=[cast.areas["90"].pk])).status_code == 422


def test_an_agency_that_ended_is_offered_only_where_it_was_chosen(
    cast: Cast, plan: MasterPlan, program: Program, rani: Client
) -> None:
    cast.dlh.valid_until = dt.date(2020, 1, 1)
    cast.dlh.save()
    assert "DLH – " not in rani.get(CREATE).content.decode()
    assert "DLH – " in rani.get(reverse("plans:program_edit", args=[program.code])).content.decode()
