"""The first page: the published state for everybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.evaluation import services
from serambi.apps.indicators.models import IndicatorValue
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_plan, make_program, make_target

SignIn = Callable[[User], Client]
TODAY = dt.date(2025, 2, 10)


@pytest.fixture
def plan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> MasterPlan:
    """A plan of which Living has reached 95 and Environment 60 percent, on 10 February 2025."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    plan = make_plan(cast.region)
    for pillar, value in (("living", 95), ("environment", 60)):
        indicator = make_indicator(f"in_{pillar}", "x", program=make_program(plan, pillar, pillar=pillar))
        make_target(indicator, cast.region, "2024", 100)
        IndicatorValue.objects.create(
            indicator=indicator, area=cast.region, period=Period.parse("2024"), value=value, final_value=value
        )
    services.recompute_all(plan, today=TODAY)
    return plan


def change_living(plan: MasterPlan, **fields: Any) -> None:
    IndicatorValue.objects.filter(indicator__code="in_living").update(**fields)
    services.recompute_all(plan, today=TODAY)


def shown(client: Client, address: str = "/en/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ")


def test_signed_out_people_see_the_six_pillars(plan: MasterPlan, client: Client) -> None:
    text = shown(client)
    assert "Two of six pillars have figures; one of them is on plan." in text
    for pillar in plan.pillars.all():
        assert f'href="/en/pillars/{pillar.code}/"' in text
    assert "How to read this" in text


def test_it_speaks_indonesian_first(plan: MasterPlan, client: Client) -> None:
    assert "Dua dari enam pilar punya angka; satu di antaranya sesuai rencana." in shown(client, "/")
    assert "Cara membaca" in shown(client, "/")


def test_people_who_signed_in_go_on_to_their_overview(plan: MasterPlan, cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.oka).get("/en/")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/dashboard/"


def test_only_reading_is_allowed(plan: MasterPlan, client: Client) -> None:
    assert client.post("/en/").status_code == 405


def test_nothing_unverified_is_shown(plan: MasterPlan, client: Client) -> None:
    change_living(plan, final_value=50, marks=int(Mark.PRELIMINARY))
    text = shown(client)
    assert "95.0%" not in text
    assert "50.0%" in text
    assert "verified figures only" in text


def test_illustration_is_told(plan: MasterPlan, client: Client) -> None:
    assert "Figures on this page are examples" not in shown(client)
    change_living(plan, marks=int(Mark.ILLUSTRATION))
    assert "Figures on this page are examples" in shown(client)


def test_without_a_published_plan_it_says_what_will_be_here(plan: MasterPlan, client: Client) -> None:
    MasterPlan.objects.update(is_published=False)
    text = shown(client)
    assert "No master plan is published here yet." in text
    assert "Smart Living" not in text
    MasterPlan.objects.all().update(is_current=False)
    assert "No master plan is published here yet." in shown(client)


def test_it_costs_at_most_fifteen_queries(
    plan: MasterPlan, client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(15):
        shown(client)
    with django_assert_max_num_queries(3):
        shown(client)
