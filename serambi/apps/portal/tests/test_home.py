"""The first page: the published state for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.evaluation.tests.scene import TODAY, Scene, make_full, make_scene, make_value, recompute
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def full(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A plan with figures and scores, on 10 February 2025."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    return make_full(make_scene(cast))


def shown(client: Client, address: str = "/en/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ")


def test_signed_out_people_see_the_six_pillars(full: Scene, client: Client) -> None:
    text = shown(client)
    assert "One of the two pillars with figures is on plan." in text
    for pillar in full.plan.pillars.all():
        assert f'href="/en/pillars/{pillar.code}/"' in text
    assert "How to read this" in text


def test_it_speaks_indonesian_first(full: Scene, client: Client) -> None:
    assert "Satu dari dua pilar yang punya angka sesuai rencana." in shown(client, "/")
    assert "Cara membaca" in shown(client, "/")


def test_people_who_signed_in_go_on_to_their_overview(full: Scene, signed_in: SignIn) -> None:
    answer = signed_in(full.cast.oka).get("/en/")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/dashboard/"


def test_only_reading_is_allowed(full: Scene, client: Client) -> None:
    assert client.post("/en/").status_code == 405


def test_nothing_unverified_is_shown(full: Scene, client: Client) -> None:
    make_value(full.piped, full.cast.region, "2024", 57, final=30, marks=Mark.PRELIMINARY)
    recompute(full)
    text = shown(client)
    assert "95.0%" not in text
    assert "50.0%" in text
    assert "verified figures only" in text


def test_illustration_is_told(full: Scene, client: Client) -> None:
    assert "Figures on this page are examples" not in shown(client)
    make_value(full.piped, full.cast.region, "2024", 57, marks=Mark.ILLUSTRATION)
    recompute(full)
    assert "Figures on this page are examples" in shown(client)


def test_without_a_published_plan_it_says_what_will_be_here(full: Scene, client: Client) -> None:
    MasterPlan.objects.update(is_published=False)
    text = shown(client)
    assert "No master plan is published here yet." in text
    assert "Smart Living" not in text
    MasterPlan.objects.all().update(is_current=False)
    assert "No master plan is published here yet." in shown(client)


def test_it_costs_at_most_fifteen_queries(
    full: Scene, client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(15):
        shown(client)
    with django_assert_max_num_queries(3):
        shown(client)
