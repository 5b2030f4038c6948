"""The page of a pillar, and that of one of its sub-dimensions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.evaluation.tests.scene import Scene, recompute
from serambi.apps.indicators.models import ProgramIndicator
from serambi.apps.plans.models import MasterPlan, Stage
from tests.cast import make_program

SignIn = Callable[[User], Client]
PILLAR = "/en/pillars/environment/"
PART = "/en/pillars/environment/environment-1/"


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ")


@pytest.mark.parametrize("address", [PILLAR, PART])
def test_everybody_reads_a_published_plan_and_nobody_writes(
    full: Scene, client: Client, signed_in: SignIn, address: str
) -> None:
    assert client.get(address).status_code == 200
    assert signed_in(full.cast.rani).post(address).status_code == 405
    MasterPlan.objects.update(is_published=False)
    assert client.get(address).status_code == 404
    assert signed_in(full.cast.sari).get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/en/pillars/nowhere/", "/en/pillars/environment/nothing/", "/en/pillars/living/environment-1/"],
)
def test_what_is_not_there_is_not_found(full: Scene, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_without_a_plan_there_is_no_pillar(db: None, client: Client) -> None:
    assert client.get(PILLAR).status_code == 404


def test_a_pillar_says_how_far_it_has_come_and_what_is_under_it(full: Scene, client: Client) -> None:
    text = shown(client, PILLAR)
    assert "Smart Environment reaches 70.0% of its targets: " in text
    assert 'href="/en/pillars/environment/environment-1/">Sub environment</a>' in text
    assert "Without a sub-dimension" in text
    assert "Pengelolaan sampah" in text
    assert "Taman kota" in text
    assert "Air minum" not in text
    assert "Up 42.5 points since Q1 2024" in text  # 27.5 % in the first quarter with figures, 70 % now


def test_a_part_shows_its_own_programs(full: Scene, client: Client) -> None:
    text = shown(client, PART)
    assert "Sub environment reaches 80.0% of its targets: " in text
    assert "Pengelolaan sampah" in text
    assert "Taman kota" not in text
    assert 'href="/en/pillars/environment/">Smart Environment</a>' in text


def test_the_quarter_stays_in_the_links(full: Scene, client: Client) -> None:
    text = shown(client, f"{PILLAR}?period=2024-Q2")
    assert "/en/pillars/environment/environment-1/?period=2024-Q2" in text
    assert "/en/programs/ENV-1/?period=2024-Q2" in text


def test_indicators_that_need_attention_can_be_chosen_by_state(full: Scene, client: Client) -> None:
    living = shown(client, "/en/pillars/living/")
    assert living.count("piped water") >= 1
    attention = living[living.index('id="indicators"') :]
    assert "Not updated" in attention
    assert "No owner" in attention
    assert "piped water" in shown(client, "/en/pillars/living/?state=stale")[living.index('id="indicators"') :]
    assert (
        "None: every figure is there"
        in shown(client, "/en/pillars/living/?state=no_target")[living.index('id="indicators"') :]
    )
    assert "None: every figure is there" in shown(client, PILLAR)
    assert "piped water" in shown(client, "/en/pillars/living/?state=nonsense")


def test_programs_that_need_attention_come_first_and_columns_sort(full: Scene, client: Client) -> None:
    full.green.ends_on = dt.date(2025, 1, 1)
    full.green.stage = Stage.EXECUTION
    full.green.save()
    recompute(full)

    def order(sort: str) -> list[str]:
        text = shown(client, f"{PILLAR}?sort={sort}")
        table = text[text.index('id="results"') :]
        return sorted(("ENV-1", "ENV-2"), key=table.index)

    assert order("") == ["ENV-2", "ENV-1"]  # late before behind
    assert order("name") == ["ENV-1", "ENV-2"]
    assert order("-name") == ["ENV-2", "ENV-1"]
    assert order("attainment") == ["ENV-2", "ENV-1"]
    assert order("-attainment") == ["ENV-1", "ENV-2"]
    assert order("stage") == ["ENV-1", "ENV-2"]
    assert order("lead") == ["ENV-1", "ENV-2"]
    assert order("-late") == ["ENV-1", "ENV-2"]
    assert order("nonsense") == ["ENV-2", "ENV-1"]


def test_many_programs_are_turned_page_by_page(full: Scene, client: Client) -> None:
    for number in range(60):
        make_program(full.plan, f"MORE-{number:02}")
    recompute(full)
    first, second = shown(client, f"{PILLAR}?sort=name"), shown(client, f"{PILLAR}?sort=name&page=2")
    assert "62 programs" in first
    assert first.count('href="/en/programs/') == 50
    assert second.count('href="/en/programs/') == 12
    assert client.get(f"{PILLAR}?page=nonsense").status_code == 200


def test_a_pillar_without_programs_says_so(full: Scene, client: Client) -> None:
    text = shown(client, "/en/pillars/society/")
    assert "Smart Society has no attainment yet." in text
    assert "No program of the plan stands here yet." in text
    assert "No programs here" in text


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"name_en": "Refuse", "name": "Sampah"}, ">Refuse</a>"),
        ({"stage": Stage.STOPPED}, "Stopped"),
        ({"is_quick_win": True}, "Quick win"),
        ({"is_illustration": True}, "Illustration"),
        ({"lead": None}, "No owner"),
        ({"stage": Stage.EXECUTION, "ends_on": dt.date(2020, 5, 17)}, "17 May 2020"),
    ],
)
def test_a_row_that_was_written_before_shows_what_is_other_now(
    full: Scene, client: Client, change: dict[str, Any], seen: str
) -> None:
    table = shown(client, PILLAR).partition('id="programs-title"')[2].partition("</table>")[0]
    assert seen not in table
    vars(full.waste).update(change)
    full.waste.lead = change.get("lead", full.cast.dlh)
    full.waste.save()
    record(Verb.CHANGED, full.waste, by=None)
    table = shown(client, PILLAR).partition('id="programs-title"')[2].partition("</table>")[0]
    assert seen in table


@pytest.mark.parametrize("programs", [2, 40])
def test_a_pillar_costs_at_most_fifteen_queries(
    full: Scene, signed_in: SignIn, programs: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(programs):
        program = make_program(full.plan, f"MORE-{number:02}", lead=full.cast.dlh)
        ProgramIndicator.objects.create(program=program, indicator=full.parks)
    recompute(full)
    client = signed_in(full.cast.oka)
    with django_assert_max_num_queries(15):
        shown(client, PILLAR)


# The chart as a file ----------------------------------------------------------------------------------------------


def test_the_trend_can_be_taken_away(full: Scene, client: Client, signed_in: SignIn) -> None:
    pillar = full.plan.pillars.get(code="environment")
    drawing = client.get(f"/en/why/pillar/{pillar.pk}/trend.svg")
    assert drawing.status_code == 200
    assert drawing["Content-Type"].startswith("image/svg+xml")
    table = client.get(f"/en/why/pillar/{pillar.pk}/trend.csv").content.decode("utf-8-sig")
    assert table.splitlines()[1:5] == ["2024-Q1,27.5,", "2024-Q2,45.0,", "2024-Q3,62.5,", "2024-Q4,70.0,"]
    assert client.get("/en/why/nonsense/1/trend.svg").status_code == 404
    assert client.get("/en/why/pillar/99999/trend.csv").status_code == 404
    assert signed_in(full.cast.rani).post(f"/en/why/pillar/{pillar.pk}/trend.svg").status_code == 405
