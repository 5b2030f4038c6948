"""What is ours, what is due."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.evaluation.tests.scene import Scene, recompute
from serambi.apps.plans.models import MasterPlan, Participation, Stage, Support
from tests.cast import Cast, make_observation, make_program, make_series

SignIn = Callable[[User], Client]
PAGE = "/en/organizations/DLH/"


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ")


def test_organizations_are_public_and_read_only(full: Scene, client: Client, signed_in: SignIn) -> None:
    assert client.get(PAGE).status_code == 200
    assert client.get("/en/organizations/dlh/").status_code == 200
    assert client.get("/en/organizations/NOTHING/").status_code == 404
    assert signed_in(full.cast.rani).post(PAGE).status_code == 405


def test_nothing_late_is_said(full: Scene, client: Client) -> None:
    assert "Nothing is late at DLH." in shown(client)


def test_an_organization_without_a_part_says_so(full: Scene, client: Client) -> None:
    text = shown(client, "/en/organizations/DINKES/")
    assert "DINKES has no part in the plan yet." in text
    assert "Nothing to answer for yet" in text


def test_what_it_leads_and_supports_is_shown_with_its_score(full: Scene, client: Client) -> None:
    Participation.objects.create(program=full.water, organization=full.cast.dlh, support=Support.PARTNER)
    text = shown(client)
    led = text[text.index("Programs it leads") : text.index("Programs it supports")]
    supported = text[text.index("Programs it supports") : text.index("Indicators it owns")]
    assert "Pengelolaan sampah" in led
    assert "80.0%" in led
    assert "Air minum" not in led
    assert "Air minum" in supported
    assert "Partner" in supported


def test_what_is_late_makes_the_headline(full: Scene, client: Client) -> None:
    full.waste.ends_on = dt.date(2025, 1, 1)
    full.waste.stage = Stage.EXECUTION
    full.waste.save()
    series = make_series("waste.handled", name="Sampah tertangani", producer=full.cast.dlh, frequency="month")
    make_observation(series, full.cast.areas["90.01.01.1001"], "2024-09", 5)
    text = shown(client)
    assert "DLH: one program is late and one series is waiting for figures." in text
    assert "Last figure: September 2024" in text
    assert "October 2024 by 15 December 2024" in text


@pytest.mark.parametrize(
    ("period", "word"),
    [
        ("2025-01", "1 series is up to date"),
        ("2024-12", ">Due<"),  # January is over
        ("2024-11", ">Due<"),  # December may come until 14 February
        ("2024-10", ">Late<"),
        ("", ">Never reported<"),
    ],
)
def test_each_series_says_how_it_stands(full: Scene, client: Client, period: str, word: str) -> None:
    series = make_series("waste.handled", producer=full.cast.dlh, frequency="month")
    if period:
        make_observation(series, full.cast.areas["90.01.01.1001"], period, 5)
    assert word in shown(client)


def test_unverified_figures_are_for_people_with_a_role(full: Scene, client: Client, signed_in: SignIn) -> None:
    series = make_series("waste.handled", name="Sampah tertangani", producer=full.cast.dlh, frequency="month")
    for month in range(1, 13):
        make_observation(series, full.cast.areas["90.01.01.1001"], f"2024-{month:02}", month, is_final=False)
    assert "To verify" not in shown(client)
    text = shown(signed_in(full.cast.vera))
    assert "12 figures are not verified" in text
    assert text[text.index("To verify") :].count("Atas, ") == 8


def test_it_works_without_a_plan(cast: Cast, client: Client) -> None:
    series = make_series("waste.handled", name="Sampah tertangani", producer=cast.dlh, frequency="month")
    make_observation(series, cast.areas["90.01.01.1001"], "2024-12", 5)
    assert "Sampah tertangani" in shown(client)


def test_the_programs_of_a_plan_that_is_not_published_stay_inside(
    full: Scene, client: Client, signed_in: SignIn
) -> None:
    MasterPlan.objects.update(is_published=False)
    assert "Pengelolaan sampah" not in shown(client)
    assert "Pengelolaan sampah" in shown(signed_in(full.cast.oka))


@pytest.mark.parametrize("count", [2, 30])
def test_it_costs_at_most_fifteen_queries(
    full: Scene, signed_in: SignIn, count: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(count):
        make_program(full.plan, f"MORE-{number}", lead=full.cast.dlh)
        series = make_series(f"waste.s{number}", producer=full.cast.dlh)
        make_observation(series, full.cast.areas["90.01.01.1001"], "2024-12", 5, is_final=False)
    recompute(full)
    client = signed_in(full.cast.oka)
    with django_assert_max_num_queries(15):
        shown(client)
