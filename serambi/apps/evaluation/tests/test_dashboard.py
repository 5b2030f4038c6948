"""The page on which everything starts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.evaluation.models import Score
from serambi.apps.evaluation.tests.scene import Scene, make_value, recompute
from serambi.apps.indicators.models import ProgramIndicator
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import Activity, MasterPlan, Milestone, Stage
from serambi.methods.periods import Period
from tests.cast import Cast, make_observation, make_program, make_series

SignIn = Callable[[User], Client]
PAGE = "/en/dashboard/"


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ")


def main(text: str) -> str:
    """Return the page without its frame, where every answer has another token."""
    return text[text.index("<main") : text.index("</main>")]


def test_everybody_sees_a_published_plan(full: Scene, client: Client, signed_in: SignIn) -> None:
    assert "Two of six pillars have figures; one of them is on plan." in shown(client)
    assert "Two of six pillars have figures; one of them is on plan." in shown(signed_in(full.cast.wati))


def test_a_plan_that_is_not_published_is_for_people_who_signed_in(
    full: Scene, client: Client, signed_in: SignIn
) -> None:
    MasterPlan.objects.update(is_published=False)
    assert "There is no master plan here yet." in shown(client)
    assert "on plan." in shown(signed_in(full.cast.wati))


def test_only_reading_is_allowed(full: Scene, signed_in: SignIn) -> None:
    assert signed_in(full.cast.rani).post(PAGE).status_code == 405


def test_it_speaks_both_languages(full: Scene, client: Client) -> None:
    assert "Dua dari enam pilar punya angka; satu di antaranya sesuai rencana." in shown(client, "/dashboard/")
    assert "Perlu keputusan" in shown(client, "/dashboard/")


def test_without_a_plan_the_coordinator_is_shown_where_to_begin(cast: Cast, client: Client, signed_in: SignIn) -> None:
    assert reverse("plans:master_plan_create") not in shown(client)
    assert "Begin with the master plan" in shown(signed_in(cast.rani))


def test_without_programs_it_says_so(scene: Scene, client: Client, signed_in: SignIn) -> None:
    for program in (scene.waste, scene.green, scene.water):
        program.delete()
    assert "The plan has no program yet." in shown(client)
    assert "Add the first program" not in shown(client)
    assert "Add the first program" in shown(signed_in(scene.cast.rani))


def test_without_any_figure_it_says_so(scene: Scene, client: Client) -> None:
    recompute(scene)
    text = shown(client)
    assert "No pillar has an attainment yet." in text
    assert "3 programs are in the plan, 3 of them with indicators" in text


def test_the_rows_show_value_band_and_change(full: Scene, client: Client) -> None:
    text = shown(client)
    assert text.index("Smart Environment") < text.index("Smart Living")  # behind comes before on plan
    assert "70.0%" in text
    assert "Medium" in text
    assert "95.0%" in text
    assert "Very high" in text
    assert "76%, where the band “High” begins" in text


def test_the_public_sees_verified_figures_and_people_with_a_role_all(
    full: Scene, client: Client, signed_in: SignIn
) -> None:
    make_value(full.piped, full.cast.region, "2024", 57, final=None, marks=Mark.PRELIMINARY)
    recompute(full)
    public, own = shown(client), shown(signed_in(full.cast.wati))
    assert "95.0%" not in public
    assert "Some of the figures are not verified yet." not in public
    assert "verified figures only" in public
    assert "95.0%" in own
    assert "Some of the figures are not verified yet." in own


def test_illustration_is_told_where_it_counts(full: Scene, client: Client) -> None:
    assert "Figures on this page are examples" not in shown(client)
    make_value(full.piped, full.cast.region, "2024", 57, marks=Mark.ILLUSTRATION)
    recompute(full)
    assert "Figures on this page are examples" in shown(client)


def test_another_quarter_can_be_chosen_and_links_keep_it(full: Scene, client: Client) -> None:
    text = shown(client, f"{PAGE}?period=2024-Q3")
    assert "One of six pillars has figures; it is not on plan." in text
    assert "/en/pillars/environment/?period=2024-Q3" in text
    assert 'value="2024-Q3" selected' in text
    assert "/en/pillars/environment/?period" not in shown(client)


@pytest.mark.parametrize("period", ["nonsense", "2019-Q1", "2031-Q1", "2024-03", "%00"])
def test_a_quarter_that_is_none_of_the_plan_shows_the_last(full: Scene, client: Client, period: str) -> None:
    assert 'value="2024-Q4" selected' in shown(client, f"{PAGE}?period={period}")


def test_a_running_quarter_says_that_it_runs(full: Scene, client: Client) -> None:
    assert "Q1 2025 is still running" in shown(client, f"{PAGE}?period=2025-Q1")
    assert "is still running" not in shown(client)


def test_the_table_can_be_downloaded(full: Scene, client: Client) -> None:
    answer = client.get(f"{PAGE}?format=csv&period=2024-Q4")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:4] == ["Pillar", "Sub-dimension", "Attainment, percent", "Band"]
    assert ["Smart Environment", "", "70.0", "Medium"] in [line[:4] for line in rows]
    assert ["Smart Environment", "Without a sub-dimension", "60.0", "Low"] in [line[:4] for line in rows]
    assert rows[-1][0] == "Whole plan"
    assert rows[-1][2] == "82.5"


def test_stages_that_nobody_reported_are_not_counted_as_standing_still(full: Scene, client: Client) -> None:
    assert 'title="No stage is reported yet"' in shown(client)
    full.waste.stage = Stage.EXECUTION
    full.waste.save()
    record(Verb.CHANGED, full.waste, by=None)
    assert '1<span class="of">/2</span>' in shown(client)


# The row that opens -----------------------------------------------------------------------------------------------


def test_a_row_opens_in_place(full: Scene, client: Client) -> None:
    text = shown(client, "/en/dashboard/environment/")
    assert "<html" not in text
    assert "Sub environment" in text
    assert "80.0%" in text
    assert "Without a sub-dimension" in text
    assert "2 programs have no stage reported yet" in text
    assert client.get("/en/dashboard/nowhere/").status_code == 404
    assert client.post("/en/dashboard/environment/").status_code == 405


# The short lists --------------------------------------------------------------------------------------------------


def test_what_needs_a_decision_is_listed_with_its_reason(full: Scene, client: Client) -> None:
    full.waste.ends_on = dt.date(2025, 1, 31)
    full.waste.stage = Stage.EXECUTION
    full.waste.save()
    make_value(full.parks, full.cast.region, "2024", 4)
    recompute(full)
    record(Verb.CHANGED, full.waste, by=None)
    text = shown(client)
    decisions = text[text.index("Needs a decision") : text.index("Due soon")]
    assert decisions.index("Pengelolaan sampah") < decisions.index("Taman kota") < decisions.index("Air minum")
    assert "It should have ended on 31 January 2025, 10 days ago. · DLH" in decisions
    assert "Attainment 20.0%. · DLH" in decisions
    assert "No lead agency." in decisions
    assert 'href="/en/plan/programs/?late=on">1 late program' in decisions


def test_what_is_due_soon_is_listed_by_its_day(full: Scene, client: Client) -> None:
    activity = Activity.objects.create(program=full.waste, name="Bangun TPS")
    Milestone.objects.create(activity=activity, name="TPS selesai", due_on=dt.date(2025, 2, 20))
    Milestone.objects.create(activity=activity, name="Terlalu jauh", due_on=dt.date(2025, 4, 20))
    Milestone.objects.create(
        activity=activity, name="Sudah", due_on=dt.date(2025, 2, 12), reached_on=dt.date(2025, 2, 1)
    )
    full.water.ends_on = dt.date(2025, 2, 15)
    full.water.save()
    make_series("waste.handled", frequency="month")
    make_series("waste.generated", frequency="month")
    make_series("waste.yearly", frequency="year")
    record(Verb.CHANGED, full.water, by=None)
    text = shown(client)
    due = text[text.index("Due soon") : text.index(">New<")]
    assert due.index("Air minum") < due.index("TPS selesai") < due.index("Figures of February 2025")
    assert "Milestone, 20 February 2025, in 10 days · DLH" in due
    assert "2 series, monthly; the period ends on 28 February 2025, in 18 days" in due
    assert "Terlalu jauh" not in due
    assert "Sudah" not in due
    assert "2025</a>" in due
    assert "Figures of 2025" not in due


def test_what_is_new_is_told_with_who_did_it(full: Scene, client: Client, signed_in: SignIn) -> None:
    series = make_series("waste.handled", name="Sampah tertangani")
    figure = make_observation(series, full.cast.areas["90.01.01.1001"], "2024-12", 120)
    record(Verb.REVISED, figure, by=full.cast.oka, before={"value": "12"}, after={"value": "120"})
    record(Verb.CHANGED, full.waste, by=full.cast.rani, before={"stage": "planning"}, after={"stage": "execution"})
    own = shown(signed_in(full.cast.wati))
    news = own[own.index(">New<") :]
    assert "Sampah tertangani" in news
    assert re.search(r"Atas · 2024-12: 12 → 120, [^<]* · Oka", news)
    assert re.search(r"now: Execution, [^<]* · Rani", news)
    public = shown(client)
    news = public[public.index(">New<") :]
    assert "12 → 120" in news
    assert "Oka" not in news
    assert "Rani" not in news


def test_unverified_figures_are_no_news_for_the_public(full: Scene, client: Client, signed_in: SignIn) -> None:
    series = make_series("waste.handled", name="Sampah tertangani")
    figure = make_observation(series, full.cast.areas["90.01.01.1001"], "2024-12", 120, is_final=False)
    record(Verb.CREATED, figure, by=full.cast.oka, after={"value": "120"})
    assert "Sampah tertangani" in shown(signed_in(full.cast.wati))
    assert "Sampah tertangani" not in shown(client)


def test_a_batch_is_told_in_one_line(full: Scene, signed_in: SignIn) -> None:
    series = make_series("waste.handled", name="Sampah tertangani")
    for month in range(1, 10):
        figure = make_observation(series, full.cast.areas["90.01.01.1001"], f"2024-0{month}", month)
        record(Verb.FINALIZED, figure, by=full.cast.vera)
    text = shown(signed_in(full.cast.rani))
    assert text.count("Sampah tertangani") == 1
    assert "9 figures verified" in text


def test_an_officer_is_led_to_what_is_due_at_the_agency(full: Scene, client: Client, signed_in: SignIn) -> None:
    assert "What is due at DLH" in shown(signed_in(full.cast.oka))
    assert "What is due at" not in shown(signed_in(full.cast.rani))
    assert "What is due at" not in shown(client)


# Cost -------------------------------------------------------------------------------------------------------------


def _grow(scene: Scene, programs: int) -> None:
    for number in range(programs):
        program = make_program(
            scene.plan, f"X-{number}", pillar="living", lead=scene.cast.dlh, ends_on=dt.date(2025, 1, 1)
        )
        ProgramIndicator.objects.create(program=program, indicator=scene.piped)
    recompute(scene)


@pytest.mark.parametrize("programs", [2, 60])
def test_the_first_look_costs_at_most_fifteen_queries(
    full: Scene, signed_in: SignIn, programs: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    _grow(full, programs)
    client = signed_in(full.cast.oka)
    with django_assert_max_num_queries(15):
        shown(client)


def test_the_next_look_costs_no_more_than_finding_out_that_nothing_changed(
    full: Scene, signed_in: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = signed_in(full.cast.oka)
    shown(client)
    with django_assert_max_num_queries(5):
        shown(client)


# Kept rows --------------------------------------------------------------------------------------------------------


def test_what_was_written_is_seen_at_once(full: Scene, client: Client) -> None:
    assert "95.0%" in shown(client)
    make_value(full.piped, full.cast.region, "2024", 30)
    recompute(full)
    assert "50.0%" in shown(client)


def test_what_is_kept_for_one_is_not_shown_to_another(full: Scene, client: Client, signed_in: SignIn) -> None:
    make_value(full.piped, full.cast.region, "2024", 57, final=30, marks=Mark.PRELIMINARY)
    recompute(full)
    for _ in range(2):
        assert "95.0%" in shown(signed_in(full.cast.oka))
        assert "95.0%" not in shown(client)
        assert "50.0%" in shown(client)
        assert "95,0 %" in shown(signed_in(full.cast.oka), "/dashboard/")


def test_the_next_day_is_another_day(full: Scene, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    full.waste.ends_on = dt.date(2025, 2, 10)
    full.waste.stage = Stage.EXECUTION
    full.waste.save()
    record(Verb.CHANGED, full.waste, by=None)
    assert "late program" not in shown(client)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: dt.date(2025, 2, 11))
    assert "1 late program" in shown(client)


# A quarter that nobody has written --------------------------------------------------------------------------------


def test_when_only_the_calendar_moved_the_scores_are_joined_in_memory(full: Scene, client: Client) -> None:
    make_value(full.parks, full.cast.region, "2024", 4)
    recompute(full)
    written = main(shown(client))
    Score.objects.filter(period__gte=Period.parse("2024-Q4")).delete()
    record(Verb.CHANGED, full.cast.region, by=None)  # so that nothing kept is shown
    assert main(shown(client)) == written
    assert "Attainment 20.0%." in written
    assert not Score.objects.filter(period__gte=Period.parse("2024-Q4")).exists()
