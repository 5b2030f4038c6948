"""The sheets: who opens them, what they show, and what sending one does."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations.models import Observation, Revision, Series, SheetReceipt
from serambi.apps.observations.services import Changes
from tests.cast import Cast, make_observation, make_series

from .conftest import TODAY

SignIn = Callable[[User], Client]
PAGE = "/data/series/waste.handled/grid/?year=2026"
MANY = "/data/grid/?frequency=month&level=4&period=2026-03"
ATAS, BUKIT = "90.01.01.1001", "90.01.01.2002"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def text(response: Any) -> str:
    return html.unescape(str(response.content.decode()))


def cell(cast: Cast, area: str, column: object) -> str:
    return f"c{cast.areas[area].pk}-{column}"


def inputs(response: Any) -> dict[str, str]:
    """Return what the page would send if nobody touched it."""
    page = str(response.content.decode())
    found = re.findall(r'<input id="c[^"]*" name="([^"]*)" value="([^"]*)"', page)
    fields = {name: html.unescape(value) for name, value in found}
    for name in ("key", "base"):
        hidden = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
        assert hidden is not None
        fields[name] = html.unescape(hidden[1])
    return {**fields, "quality": "measured", "origin": "agency", "source": "Timbangan TPA", "reason": ""}


# Who ----------------------------------------------------------------------------------------------------------------


def test_a_sheet_needs_signing_in(client: Client, waste: Series) -> None:
    for page in (PAGE, MANY):
        assert client.get(page).status_code == 302
        assert client.post(page).status_code == 302


@pytest.mark.parametrize("person", ["sari", "bima", "wati"])
def test_the_sheet_of_a_series_is_for_its_agency_and_verifiers(
    cast: Cast, waste: Series, signed_in: SignIn, person: str
) -> None:
    browser = signed_in(cast.people[person])
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {cell(cast, ATAS, "2026-01"): "1"}).status_code == 403
    assert not Observation.objects.exists()


def test_a_sheet_of_a_period_holds_the_persons_own_series(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    make_series("health.visits", name="Kunjungan", producer=cast.dinkes)
    assert "Sampah tertangani (ton)" in text(signed_in(cast.oka).get(MANY))
    assert "Kunjungan" not in text(signed_in(cast.oka).get(MANY))
    assert "Sampah tertangani" not in text(signed_in(cast.sari).get(MANY))
    assert signed_in(cast.wati).get(MANY).status_code == 403
    forged = {cell(cast, ATAS, waste.pk): "1", "key": str(uuid4()), "quality": "measured", "origin": "agency"}
    signed_in(cast.sari).post(MANY, forged)
    assert not Observation.objects.exists()


def test_an_archived_series_has_no_sheet(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    Series.objects.update(archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert signed_in(cast.oka).get(PAGE).status_code == 404
    response = signed_in(cast.rani).post(PAGE, {})
    assert response.status_code == 409
    assert "<table" not in text(response)


def test_a_sheet_takes_no_delete(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    assert signed_in(cast.oka).delete(PAGE).status_code == 405
    assert signed_in(cast.oka).delete(MANY).status_code == 405


# What it shows ------------------------------------------------------------------------------------------------------


def test_sums_say_how_many_are_missing(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", "10.5", is_final=False)
    make_observation(waste, cast.areas[BUKIT], "2026-01", 4)
    page = text(signed_in(cast.oka).get(f"/en{PAGE}"))
    assert '<td class="num sheet-sum" data-column-sum="0"><b>14.5</b><span class="sub">2 missing</span></td>' in page
    assert '<td class="num sheet-sum" data-row-sum><b>10.5</b><span class="sub">4 missing</span></td>' in page
    assert '<b>–</b><span class="sub">4 missing</span>' in page


def test_what_is_not_added_has_no_sum(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    Series.objects.update(over_time="mean", over_area="mean")
    page = text(signed_in(cast.oka).get(f"/en{PAGE}"))
    assert "sheet-sum" not in page
    assert "Joined over time: Mean" in page


def test_final_figures_and_periods_to_come_are_read_only(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", 10)
    fields = inputs(signed_in(cast.oka).get(PAGE))
    assert cell(cast, ATAS, "2026-01") not in fields
    assert cell(cast, ATAS, "2026-06") not in fields
    assert len([name for name in fields if name.startswith("c")]) == 4 * 5 - 1


@pytest.mark.parametrize("page", [PAGE, MANY])
def test_made_up_figures_are_marked(cast: Cast, waste: Series, signed_in: SignIn, page: str) -> None:
    assert "mark-illustration" not in text(signed_in(cast.oka).get(page))
    make_observation(waste, cast.areas[ATAS], "2026-03", 12, is_illustration=True)
    assert "mark-illustration" in text(signed_in(cast.oka).get(page))


def test_a_sheet_is_read_with_the_same_queries_however_large(
    cast: Cast, waste: Series, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    browser = signed_in(cast.oka)
    for month in range(1, 6):
        for area in (ATAS, BUKIT):
            make_observation(waste, cast.areas[area], f"2026-{month:02d}", month, is_final=month < 3)
    browser.get(PAGE)
    with django_assert_num_queries(14):  # one more to find the area that was asked for
        browser.get(f"{PAGE}&first=2026-03&last=2026-03&area=90.01.01")
    with django_assert_num_queries(13):
        browser.get(PAGE)


# Saving -------------------------------------------------------------------------------------------------------------


def test_a_sheet_is_saved_whole_with_one_announcement(
    cast: Cast, waste: Series, signed_in: SignIn, heard: list[Changes]
) -> None:
    browser = signed_in(cast.oka)
    fields = inputs(browser.get(PAGE))
    fields[cell(cast, ATAS, "2026-01")] = "1.234,5"
    fields[cell(cast, BUKIT, "2026-02")] = "7"
    response = browser.post(PAGE, fields)
    assert response.status_code == 302
    assert "2 angka dicatat" in text(browser.get(response["Location"]))
    values = {str(one.period): (str(one.value), one.is_final, one.recorded_by) for one in Observation.objects.all()}
    assert values == {"2026-01": ("1234.500000", False, cast.oka), "2026-02": ("7.000000", False, cast.oka)}
    assert [len(changes.cells) for changes in heard] == [2]
    entry = Entry.objects.get(verb=Verb.LOADED)
    assert entry.after["figures"] == {f"{ATAS} 2026-01": "1234.5", f"{BUKIT} 2026-02": "7"}


def test_the_same_sheet_sent_twice_is_saved_once(
    cast: Cast, waste: Series, signed_in: SignIn, heard: list[Changes]
) -> None:
    browser = signed_in(cast.oka)
    fields = inputs(browser.get(PAGE)) | {cell(cast, ATAS, "2026-01"): "5"}
    first = browser.post(PAGE, fields, headers={"X-Sheet": "script"})
    again = browser.post(PAGE, fields, headers={"X-Sheet": "script"})
    assert first.json() == again.json()
    assert first.json()["address"] == PAGE
    assert (Observation.objects.count(), Revision.objects.count(), SheetReceipt.objects.count()) == (1, 0, 1)
    assert len(heard) == 1


def test_one_wrong_cell_keeps_all_and_every_typing_comes_back(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    wrong = {
        cell(cast, ATAS, "2026-01"): "12,x",
        cell(cast, ATAS, "2026-02"): "9000",
        cell(cast, ATAS, "2026-03"): "1.234",
        cell(cast, BUKIT, "2026-01"): "12",
    }
    response = browser.post(f"/en{PAGE}", inputs(browser.get(PAGE)) | wrong)
    assert response.status_code == 422
    assert not Observation.objects.exists()
    fields = inputs(response)
    assert {name: fields[name] for name in wrong} == wrong
    page = text(response)
    assert f'<a href="#{cell(cast, ATAS, "2026-01")}">Atas, January 2026</a>: <span>“12,x” is not a number' in page
    assert "too high" in page
    assert "can be two numbers" in page


def test_a_count_takes_whole_numbers(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    Series.objects.update(value_type="count")
    browser = signed_in(cast.oka)
    response = browser.post(f"/en{PAGE}", inputs(browser.get(PAGE)) | {cell(cast, ATAS, "2026-01"): "1,5"})
    assert "counts whole things" in text(response)
    browser.post(PAGE, inputs(browser.get(PAGE)) | {cell(cast, ATAS, "2026-01"): "1.234"})
    assert Observation.objects.get().value == 1234


def test_a_leap_is_confirmed_with_a_reason_for_this_figure_alone(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    for month in range(8, 13):
        make_observation(waste, cast.areas[ATAS], f"2025-{month:02d}", 10)
    browser, name = signed_in(cast.oka), cell(cast, ATAS, "2026-01")
    response = browser.post(f"/en{PAGE}", inputs(browser.get(PAGE)) | {name: "1000"})
    assert response.status_code == 422
    assert "1,000 ton is 100 times what is usual in Atas" in text(response).replace("\u00a0", " ")
    token = re.search(r'name="right" value="([^"]*)"', text(response))
    assert token is not None
    fields = inputs(response) | {"right": token[1]}
    assert "Say why" in text(browser.post(f"/en{PAGE}", fields))
    assert browser.post(PAGE, fields | {name: "2000", "reason": "Longsor"}).status_code == 422
    assert browser.post(PAGE, fields | {"reason": "Longsor"}).status_code == 302
    assert Observation.objects.get(period="2026-01").note == "Longsor"


def test_a_recorded_figure_changes_with_a_reason_and_keeps_its_revision(
    cast: Cast, waste: Series, signed_in: SignIn
) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", 10, is_final=False, note="Catatan")
    browser = signed_in(cast.oka)
    fields = inputs(browser.get(PAGE)) | {cell(cast, ATAS, "2026-01"): "11"}
    assert browser.post(PAGE, fields).status_code == 422
    assert browser.post(PAGE, fields | {"reason": "Salah baca"}).status_code == 302
    observation = Observation.objects.get()
    assert (observation.value, observation.revision, observation.note) == (11, 2, "Catatan")
    assert Revision.objects.get().replaced_because == "Salah baca"
    assert list(Entry.objects.get(verb=Verb.REVISED).after["observations"].values()) == ["11"]


def test_emptying_withdraws_only_when_confirmed(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", 10, is_final=False)
    browser, name = signed_in(cast.oka), cell(cast, ATAS, "2026-01")
    fields = inputs(browser.get(PAGE)) | {name: "", "reason": "Terhitung dua kali"}
    assert browser.post(PAGE, fields).status_code == 422
    assert Observation.objects.get().value == 10
    assert browser.post(PAGE, fields | {"right": f"{name}="}).status_code == 302
    assert Observation.objects.get().value is None
    assert Revision.objects.get().value == 10


def test_what_somebody_else_recorded_is_shown_as_yours_and_theirs(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser, name = signed_in(cast.oka), cell(cast, ATAS, "2026-01")
    fields = inputs(browser.get(PAGE)) | {name: "12", cell(cast, BUKIT, "2026-01"): "3"}
    make_observation(waste, cast.areas[ATAS], "2026-01", 15, is_final=False, recorded_by=cast.hadi)
    response = browser.post(f"/en{PAGE}", fields)
    assert response.status_code == 409
    assert Observation.objects.count() == 1
    page = text(response).replace("\u00a0", " ")
    assert "Hadi recorded another figure" in page
    assert "<b>12 ton</b>" in page
    assert "<b>15 ton</b>" in page
    again = inputs(response)
    assert browser.post(PAGE, again).status_code == 409
    theirs = browser.post(PAGE, again | {f"keep-{name}": "theirs:1"})
    assert theirs.status_code == 302
    assert sorted(Observation.objects.values_list("value", flat=True)) == [3, 15]


def test_ones_own_figure_can_replace_the_other_one(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser, name = signed_in(cast.oka), cell(cast, ATAS, "2026-01")
    fields = inputs(browser.get(PAGE)) | {name: "12"}
    make_observation(waste, cast.areas[ATAS], "2026-01", 15, is_final=False, recorded_by=cast.hadi)
    yours = inputs(browser.post(PAGE, fields)) | {f"keep-{name}": "yours:1", "reason": "Ditimbang ulang"}
    assert browser.post(PAGE, yours).status_code == 302
    assert (Observation.objects.get().value, Revision.objects.get().value) == (12, 15)


def test_the_same_figure_by_somebody_else_is_no_conflict(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    fields = inputs(browser.get(PAGE)) | {cell(cast, ATAS, "2026-01"): "12"}
    make_observation(waste, cast.areas[ATAS], "2026-01", 12, is_final=False)
    assert browser.post(PAGE, fields).status_code == 302
    assert Observation.objects.get().revision == 1


def test_a_figure_that_became_final_meanwhile_is_not_changed(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    fields = inputs(browser.get(PAGE)) | {cell(cast, ATAS, "2026-01"): "12", "reason": "x"}
    make_observation(waste, cast.areas[ATAS], "2026-01", 15)
    response = browser.post(f"/en{PAGE}", fields)
    assert response.status_code == 422
    assert "You typed 12." in text(response)
    assert Observation.objects.get().value == 15


def test_several_series_are_saved_on_one_sheet(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    other = make_series("waste.sorted", name="Sampah dipilah", producer=cast.dlh)
    browser = signed_in(cast.oka)
    fields = inputs(browser.get(MANY))
    fields |= {cell(cast, ATAS, waste.pk): "5", cell(cast, BUKIT, other.pk): "2"}
    assert browser.post(MANY, fields).status_code == 302
    saved = Observation.objects.order_by("series__code").values_list("series__code", "area__code", "value")
    assert list(saved) == [("waste.handled", ATAS, 5), ("waste.sorted", BUKIT, 2)]
    assert Entry.objects.filter(verb=Verb.LOADED).count() == 2


def test_a_sheet_without_changes_says_so(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    response = browser.post(PAGE, inputs(browser.get(PAGE)))
    assert response.status_code == 302
    assert not SheetReceipt.objects.exists()


@pytest.mark.parametrize("base", ["", "[", "[1]", '{"c1-2026-01": 5}', '{"c1-2026-01": ["x", 1]}'])
def test_a_broken_base_loses_nothing(cast: Cast, waste: Series, signed_in: SignIn, base: str) -> None:
    browser, name = signed_in(cast.oka), cell(cast, ATAS, "2026-01")
    response = browser.post(PAGE, inputs(browser.get(PAGE)) | {"base": base, "key": "x", name: "5"})
    assert response.status_code == 422
    assert inputs(response)[name] == "5"
    assert json.loads(inputs(response)["base"]) == {}


def test_spans_and_areas_narrow_the_sheet(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.oka)
    fields = inputs(browser.get("/data/series/waste.handled/grid/?first=2025-12&last=2026-02&area=90.01.02"))
    assert len([name for name in fields if name.startswith("c")]) == 2 * 3
    empty = text(browser.get("/en/data/series/waste.handled/grid/?first=2026-02&last=2025-12"))
    assert "No cells on this sheet" in empty
    assert browser.post("/data/series/waste.handled/grid/?first=2026-02&last=2025-12", {}).status_code == 400
