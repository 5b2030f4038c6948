from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.observations.models import Observation, Series
from tests.cast import Cast, make_observation, make_series

from .conftest import TODAY

SignIn = Callable[[User], Client]
PAGE = "/data/series/waste.handled/record/"
CELL = "?area=90.01.01.1001&period=2026-03"
GIVEN = {"value": "14,5", "quality": "measured", "origin": "agency", "source": "Timbangan TPA",
         "source_url": "https://dlh.example/2026", "note": "Catatan", "revision": "0"}  # fmt: skip


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def text(response: Any) -> str:
    return str(response.content.decode())


def value_shown(response: Any) -> str:
    found = re.search(r'name="value"[^>]* value="([^"]*)"|value="([^"]*)"[^>]* name="value"', text(response))
    return (found.group(1) or found.group(2)) if found else ""


# Who ----------------------------------------------------------------------------------------------------------------


def test_recording_needs_signing_in(client: Client, waste: Series) -> None:
    assert client.get(PAGE + CELL).status_code == 302
    assert client.post(PAGE + CELL, GIVEN).status_code == 302
    assert not Observation.objects.exists()


@pytest.mark.parametrize("person", ["sari", "bima", "wati"])
def test_recording_is_for_the_producing_agency_and_verifiers(
    cast: Cast, waste: Series, signed_in: SignIn, person: str
) -> None:
    browser = signed_in(cast.people[person])
    assert browser.get(PAGE + CELL).status_code == 403
    assert browser.post(PAGE + CELL, GIVEN).status_code == 403
    assert not Observation.objects.exists()


def test_an_archived_series_takes_no_figures(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    Series.objects.update(archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert signed_in(cast.oka).get(PAGE).status_code == 404
    response = signed_in(cast.rani).post(PAGE + CELL, GIVEN)
    assert response.status_code == 409
    assert not Observation.objects.exists()


def test_the_page_takes_no_delete(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    assert signed_in(cast.oka).delete(PAGE).status_code == 405


# A new figure -------------------------------------------------------------------------------------------------------


def test_an_officer_records_a_figure(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    page = browser.get(f"/en{PAGE}{CELL}")
    assert page.status_code == 200
    assert "Atas, March 2026" in text(page)
    assert 'name="is_final"' not in text(page)
    assert 'name="reason"' not in text(page)
    response = browser.post(PAGE + CELL, GIVEN)
    observation = Observation.objects.get()
    assert response["Location"] == f"/data/figures/{observation.pk}/"
    assert (str(observation.value), observation.source_url) == ("14.500000", "https://dlh.example/2026")
    assert (observation.recorded_by, observation.is_final) == (cast.oka, False)
    assert "14,5\u00a0ton" in text(browser.get(response["Location"]))


def test_a_verifier_may_make_it_final_at_once(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.vera)
    assert 'name="is_final"' in text(browser.get(PAGE + CELL))
    browser.post(PAGE + CELL, {**GIVEN, "is_final": "on"})
    assert Observation.objects.get().is_final


def test_an_officer_who_forges_the_box_records_a_preliminary_figure(
    cast: Cast, waste: Series, signed_in: SignIn
) -> None:
    signed_in(cast.oka).post(PAGE + CELL, {**GIVEN, "is_final": "on"})
    assert not Observation.objects.get().is_final


def test_without_a_place_the_next_figure_of_the_first_area_is_offered(
    cast: Cast, waste: Series, signed_in: SignIn
) -> None:
    browser = signed_in(cast.oka)
    assert "Atas, April 2026" in text(browser.get(f"/en{PAGE}"))
    make_observation(waste, cast.areas["90.01.01.2002"], "2026-01", 1)
    assert "Atas, February 2026" in text(browser.get(f"/en{PAGE}"))


def test_the_form_stands_beside_what_was_before(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    for month in range(1, 13):
        make_observation(waste, cast.areas["90.01.01.1001"], f"2025-{month:02d}", month * 11)
    make_observation(waste, cast.areas["90.01.01.2002"], "2025-12", 999)
    html = text(signed_in(cast.oka).get(f"/en{PAGE}{CELL}"))
    assert all(f">{month * 11}<" in html for month in range(1, 13))
    assert ">999<" not in html


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("?area=90.01.01.1001&period=2026-Q1", "counted by month"),
        ("?area=90.01.01.1001&period=soon", "is not a period"),
        ("?area=91.01&period=2026-03", "valid choice"),
        ("?area=90&period=2026-03", "valid choice"),
        ("?area=90.01.01.1001&period=2026-07", "has not begun"),
    ],
)
def test_a_place_that_cannot_be_is_told_and_nothing_recorded(
    cast: Cast, waste: Series, signed_in: SignIn, cell: str, said: str
) -> None:
    response = signed_in(cast.oka).post(f"/en{PAGE}{cell}", GIVEN)
    assert said in text(response)
    assert not Observation.objects.exists()


def test_an_area_below_the_level_of_the_series_is_not_offered(cast: Cast, signed_in: SignIn) -> None:
    make_series("ipm", area_level=2, frequency="year", producer=cast.dlh, unit="")
    html = text(signed_in(cast.oka).get("/data/series/ipm/record/"))
    assert 'value="90.01"' in html
    assert 'value="90.01.01"' not in html


@pytest.mark.parametrize("frequency", ["day", "quarter", "semester", "year"])
def test_series_of_every_frequency_are_recorded(cast: Cast, signed_in: SignIn, frequency: str) -> None:
    make_series("other", frequency=frequency, producer=cast.dlh)
    browser = signed_in(cast.oka)
    page = browser.get("/data/series/other/record/")
    area, period = page.context["area"], page.context["period"]
    browser.post(f"/data/series/other/record/?area={area.code}&period={period}", GIVEN)
    assert Observation.objects.get().period == period


# Mistakes and doubts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": ""}, "required"),
        ({"value": "dua ratus"}, "is not a number"),
        ({"value": "5001"}, "between 0\u00a0ton and 5,000\u00a0ton"),
        ({"value": "-1"}, "too low"),
        ({"value": "1,1234567"}, "six decimals"),
        ({"quality": "superb"}, "valid choice"),
        ({"origin": "illustration"}, "valid choice"),
        ({"source_url": "javascript:alert(1)"}, "valid URL"),
        ({"revision": ""}, "required"),
    ],
)
def test_a_form_with_mistakes_keeps_what_was_typed(
    cast: Cast, waste: Series, signed_in: SignIn, wrong: dict[str, str], said: str
) -> None:
    response = signed_in(cast.oka).post(f"/en{PAGE}{CELL}", {**GIVEN, "note": "Tetap di sini", **wrong})
    assert response.status_code == 200
    assert said in text(response)
    assert "Tetap di sini" in text(response)
    assert not Observation.objects.exists()


def test_a_number_that_can_be_two_is_asked_back_and_the_answer_taken(
    cast: Cast, waste: Series, signed_in: SignIn
) -> None:
    browser = signed_in(cast.oka)
    asked = browser.post(f"/en{PAGE}{CELL}", {**GIVEN, "value": "1.234"})
    assert "can be two numbers" in text(asked)
    assert 'value="1234"' in text(asked)
    assert 'value="1.234"' in text(asked)
    assert not Observation.objects.exists()
    browser.post(f"/en{PAGE}{CELL}", {**GIVEN, "value": "1.234", "reading": "1234"})
    assert Observation.objects.get().value == 1234


def test_an_answer_that_was_not_offered_is_no_answer(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    signed_in(cast.oka).post(PAGE + CELL, {**GIVEN, "value": "1.234", "reading": "99"})
    assert not Observation.objects.exists()


def test_counts_and_rupiah_are_not_asked_back(cast: Cast, signed_in: SignIn) -> None:
    make_series("people", unit="orang", value_type="count", producer=cast.dlh)
    make_series("fees", unit="Rp", value_type="money", producer=cast.dlh)
    browser = signed_in(cast.oka)
    for code in ("people", "fees"):
        browser.post(f"/data/series/{code}/record/{CELL}", {**GIVEN, "value": "1.234"})
    assert set(Observation.objects.values_list("value", flat=True)) == {1234}


@pytest.fixture
def usual(cast: Cast, waste: Series) -> Series:
    for month in range(1, 7):
        make_observation(waste, cast.areas["90.01.01.1001"], f"2025-{month:02d}", 14)
    return waste


@pytest.mark.parametrize("value", ["141", "1,3", "0"])
def test_a_leap_is_asked_back_and_recorded_once_confirmed(
    cast: Cast, usual: Series, signed_in: SignIn, value: str
) -> None:
    browser = signed_in(cast.oka)
    asked = browser.post(f"/en{PAGE}{CELL}", {**GIVEN, "value": value})
    assert "times what is usual in Atas" in text(asked)
    assert 'name="is_right"' in text(asked)
    doubted = re.search(r'name="doubted" value="([^"]+)"', text(asked))
    assert doubted is not None
    assert Observation.objects.filter(period="2026-03").count() == 0
    confirmed = {**GIVEN, "value": value, "is_right": "on", "doubted": doubted.group(1)}
    assert browser.post(f"/en{PAGE}{CELL}", confirmed).status_code == 302
    assert Observation.objects.filter(period="2026-03").count() == 1


def test_a_tick_holds_for_one_figure_only(cast: Cast, usual: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    other = browser.post(f"/en{PAGE}{CELL}", {**GIVEN, "value": "2000", "is_right": "on", "doubted": "200"})
    assert other.status_code == 200
    assert 'value="2000"' in text(other)
    assert not Observation.objects.filter(period="2026-03").exists()


@pytest.mark.parametrize("value", ["140", "1,4", "14"])
def test_up_to_ten_times_is_not_a_leap(cast: Cast, usual: Series, signed_in: SignIn, value: str) -> None:
    assert signed_in(cast.oka).post(PAGE + CELL, {**GIVEN, "value": value}).status_code == 302


def test_two_earlier_figures_are_too_few_to_doubt(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    for month in (1, 2):
        make_observation(waste, cast.areas["90.01.01.1001"], f"2025-{month:02d}", 14)
    assert signed_in(cast.oka).post(PAGE + CELL, {**GIVEN, "value": "4000"}).status_code == 302


def test_a_figure_that_would_be_counted_with_its_parts_is_asked_back(
    cast: Cast, waste: Series, signed_in: SignIn
) -> None:
    make_observation(waste, cast.areas["90.01.01.1001"], "2026-03", 14)
    browser = signed_in(cast.oka)
    cell = "?area=90.01.01&period=2026-03"
    asked = browser.post(f"/en{PAGE}{cell}", GIVEN)
    assert "counts together with it" in text(asked)
    confirmed = {**GIVEN, "is_right": "on", "doubted": "14.5"}
    assert browser.post(PAGE + cell, confirmed).status_code == 302


# A figure that is there ---------------------------------------------------------------------------------------------


def test_the_form_comes_filled_and_a_change_needs_its_reason(
    cast: Cast, waste: Series, signed_in: SignIn, record: Callable[..., Observation]
) -> None:
    record("1234.5", note="Catatan lama")
    browser = signed_in(cast.oka)
    page = browser.get(PAGE + CELL)
    assert value_shown(page) == "1234,5"
    assert "Catatan lama" in text(page)
    changed = {**GIVEN, "value": "1300", "revision": "1"}
    assert "Say why" in text(browser.post(f"/en{PAGE}{CELL}", changed))
    assert browser.post(PAGE + CELL, {**changed, "reason": "Salah ketik"}).status_code == 302
    observation = Observation.objects.get()
    assert (observation.value, observation.revision) == (1300, 2)


def test_a_form_left_open_is_told_of_the_change(
    cast: Cast, waste: Series, signed_in: SignIn, record: Callable[..., Observation]
) -> None:
    record(14)
    response = signed_in(cast.hadi).post(f"/en{PAGE}{CELL}", GIVEN)
    assert "Oka changed this figure to 14" in text(response)
    assert Observation.objects.get().value == 14


def test_an_officer_is_warned_before_a_final_figure_becomes_preliminary(
    cast: Cast, waste: Series, signed_in: SignIn, record: Callable[..., Observation]
) -> None:
    record(14, by=cast.vera, is_final=True)
    browser = signed_in(cast.oka)
    assert "preliminary again until a verifier" in text(browser.get(f"/en{PAGE}{CELL}"))
    browser.post(PAGE + CELL, {**GIVEN, "revision": "1", "reason": "Salah ketik"})
    assert not Observation.objects.get().is_final


def test_the_page_costs_few_queries(
    cast: Cast, usual: Series, signed_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser = signed_in(cast.oka)
    with django_assert_max_num_queries(15):
        browser.get(PAGE + CELL)
