"""The page of a program."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.evaluation.tests.scene import Scene, make_value, recompute
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan
from tests.cast import make_program

SignIn = Callable[[User], Client]
PAGE = "/en/programs/ENV-1/"


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ")


def test_who_may_read_it(full: Scene, client: Client, signed_in: SignIn) -> None:
    assert client.get(PAGE).status_code == 200
    assert client.get("/en/programs/NOTHING/").status_code == 404
    assert signed_in(full.cast.rani).post(PAGE).status_code == 405
    MasterPlan.objects.update(is_published=False)
    assert client.get(PAGE).status_code == 404
    assert signed_in(full.cast.sari).get(PAGE).status_code == 200


def test_an_archived_program_is_the_coordinator_s(full: Scene, client: Client, signed_in: SignIn) -> None:
    full.waste.archived_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    full.waste.save()
    assert client.get(PAGE).status_code == 404
    assert signed_in(full.cast.oka).get(PAGE).status_code == 404
    assert "This program is archived" in shown(signed_in(full.cast.rani))


def test_it_shows_score_indicators_and_the_register(full: Scene, client: Client) -> None:
    text = shown(client)
    assert "It reaches 80.0% of its targets at the end of Q4 2024." in text
    assert "waste handled" in text
    assert "waste sorted" in text
    assert "75.0%" in text  # the share of three in four
    assert "Stage: Not reported" in text
    assert 'href="/en/pillars/environment/environment-1/">Sub environment</a>' in text


def test_values_targets_and_attainments_stand_beside_each_other(full: Scene, client: Client) -> None:
    row = re.search(r"<tr><th[^>]*><a[^>]*>waste sorted</a>.*?</tr>", shown(client))
    assert row is not None
    figures = re.sub(r"<[^>]+>", " ", row.group())
    assert re.search(r"40\.0% +50\.0% +Q4 2024 +80\.00% +3 +75\.0% +60\.00", figures)


def test_a_program_without_indicators_says_so(full: Scene, client: Client) -> None:
    make_program(full.plan, "ENV-9", name="Belum terukur")
    text = shown(client, "/en/programs/ENV-9/")
    assert "It has no indicator yet" in text
    assert "No indicators yet" in text


def test_a_program_before_its_first_target_says_so(full: Scene, client: Client) -> None:
    text = shown(client, "/en/programs/LIV-1/?period=2024-Q2")
    assert "It has no attainment at the end of Q2 2024" in text
    assert "no target has come due yet" in text


def test_preliminary_figures_are_for_people_with_a_role(full: Scene, client: Client, signed_in: SignIn) -> None:
    make_value(full.piped, full.cast.region, "2024", 57, final=None, marks=Mark.PRELIMINARY)
    recompute(full)
    assert "the figure is not verified yet" in shown(client, "/en/programs/LIV-1/")
    own = shown(signed_in(full.cast.sari), "/en/programs/LIV-1/")
    assert "It reaches 95.0% of its targets" in own
    assert "Preliminary" in own


def test_an_unpublished_indicator_counts_without_its_name(full: Scene, client: Client, signed_in: SignIn) -> None:
    full.sorted_waste.is_published = False
    full.sorted_waste.save()
    text = shown(client)
    assert "waste sorted" not in text
    assert "An indicator that is not published" in text
    assert "It reaches 80.0% of its targets" in text
    assert "waste sorted" in shown(signed_in(full.cast.sari))


def test_what_is_capped_is_shown_as_it_is_and_as_it_counts(full: Scene, client: Client) -> None:
    make_value(full.handled, full.cast.region, "2024-Q4", 120)
    recompute(full)
    text = shown(client)
    assert "150.00%" in text
    assert "Counts as" in text
    assert "It reaches 85.0% of its targets" in text


def test_only_those_who_may_report_are_offered_to(full: Scene, client: Client, signed_in: SignIn) -> None:
    assert "Report the stage" not in shown(client)
    assert "Report the stage" not in shown(signed_in(full.cast.sari))
    assert "Report the stage" in shown(signed_in(full.cast.oka))
    assert "Change the program" in shown(signed_in(full.cast.rani))
