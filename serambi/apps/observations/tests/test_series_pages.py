from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.observations.models import Series
from serambi.methods.periods import Frequency, Period
from tests.cast import Cast, make_observation, make_series

from .conftest import TODAY

SignIn = Callable[[User], Client]
PAGE = "/data/series/waste.handled/"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def text(response: Any) -> str:
    return str(response.content.decode())


def table(response: Any) -> list[list[str]]:
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


# The list -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(cast: Cast, waste: Series) -> dict[str, Series]:
    """Fresh, late, never observed, made up, internal and archived series."""
    make_observation(waste, cast.areas["90.01.01.1001"], "2026-04", 12)
    late = make_series("ipm", name="Indeks pembangunan manusia", unit="", frequency="year", area_level=2)
    make_observation(late, cast.region, "2023", "76.19")
    make_series("empty", name="Belum ada", producer=cast.dinkes)
    make_series("made.up", name="Contoh", is_illustration=True)
    make_series("inside", name="Internal", is_public=False)
    make_series("old", name="Lama", archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return {series.code: series for series in Series.objects.all()}


def codes(response: Any) -> list[str]:
    return [row["series"].code for row in response.context["rows"]]


def test_the_public_sees_public_series_with_their_last_figure(client: Client, several: dict[str, Series]) -> None:
    response = client.get("/en/data/")
    assert response.status_code == 200
    assert codes(response) == ["empty", "ipm", "made.up", "waste.handled"]
    assert "4 series of figures; 3 are not updated" in text(response)
    assert "76.19" in text(response)
    assert "Waste handled" in text(response)
    assert "Sampah tertangani" in text(client.get("/data/"))
    assert "/data/new-series/" not in text(response)


def test_people_with_an_account_see_internal_series_and_the_coordinator_archived_ones(
    cast: Cast, several: dict[str, Series], signed_in: SignIn
) -> None:
    assert "inside" in codes(signed_in(cast.wati).get("/data/"))
    browser = signed_in(cast.rani)
    assert "old" not in codes(browser.get("/data/"))
    assert codes(browser.get("/data/?state=archived")) == ["old"]
    assert "old" in codes(browser.get("/data/?state=all"))
    assert "/data/new-series/" in text(browser.get("/data/"))
    assert codes(signed_in(cast.oka).get("/data/?state=archived")) == codes(signed_in(cast.oka).get("/data/"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=sampah", ["waste.handled"]),
        ("q=handled", ["waste.handled"]),
        ("q=waste", ["waste.handled"]),
        ("producer=DLH", ["waste.handled"]),
        ("unit=ton", ["empty", "made.up", "waste.handled"]),
        ("frequency=year", ["ipm"]),
        ("illustration=on", ["made.up"]),
        ("stale=on", ["empty", "ipm", "made.up"]),
        ("area=90.01", ["ipm"]),
        ("area=90.01.01.1001", ["waste.handled"]),
        ("q=nothing+like+it", []),
        ("frequency=fortnight&unit=parsec", ["empty", "ipm", "made.up", "waste.handled"]),
        ("sort=name", ["empty", "made.up", "ipm", "waste.handled"]),
        ("sort=-code", ["waste.handled", "made.up", "ipm", "empty"]),
        ("sort=latest", ["ipm", "waste.handled", "empty", "made.up"]),
        ("sort=-latest", ["waste.handled", "ipm", "empty", "made.up"]),
        ("sort=producer", ["empty", "waste.handled", "ipm", "made.up"]),
        ("sort=unit", ["ipm", "empty", "made.up", "waste.handled"]),
        ("sort=drop+table", ["empty", "ipm", "made.up", "waste.handled"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    client: Client, several: dict[str, Series], query: str, expected: list[str]
) -> None:
    assert codes(client.get(f"/data/?{query}")) == expected


def test_the_list_of_an_area_shows_its_figures(client: Client, several: dict[str, Series]) -> None:
    response = client.get("/en/data/?area=90.01.01.1001")
    assert "12\u00a0ton" in text(response)
    assert "1 series with figures of Atas" in text(response)


def test_a_preliminary_figure_is_not_the_last_one_for_the_public(
    cast: Cast, client: Client, several: dict[str, Series], signed_in: SignIn
) -> None:
    make_observation(several["ipm"], cast.region, "2025", "77.77", is_final=False)
    assert "77,77" not in text(client.get("/data/"))
    assert "77,77" in text(signed_in(cast.wati).get("/data/"))


def test_the_list_as_a_table(client: Client, several: dict[str, Series]) -> None:
    rows = table(client.get("/data/?format=csv&sort=code&unit=ton"))
    assert [row[0] for row in rows[1:]] == ["empty", "made.up", "waste.handled"]
    assert rows[3][10] == "2026-04"


def test_empty_lists_say_what_to_do(cast: Cast, client: Client, signed_in: SignIn) -> None:
    assert "No series yet" in text(client.get("/en/data/"))
    assert "/en/data/new-series/" in text(signed_in(cast.rani).get("/en/data/"))
    make_series("one")
    assert "No series fits" in text(client.get("/en/data/?q=zzz"))


def test_the_list_pages_by_fifty_and_costs_the_same(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(60):
        make_observation(make_series(f"s{number:02d}", producer=cast.dlh), cast.region, "2026-03", number)
    with django_assert_max_num_queries(8):
        response = client.get("/data/")
    assert len(codes(response)) == 50
    assert len(codes(client.get("/data/?page=2"))) == 10


def test_htmx_gets_the_list_without_its_frame(client: Client, several: dict[str, Series]) -> None:
    part = text(client.get("/data/?q=sampah", headers={"HX-Request": "true"}))
    assert 'id="results"' in part
    assert "<html" not in part


# One series ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def figures(cast: Cast, waste: Series) -> Series:
    for month in range(1, 5):
        make_observation(waste, cast.areas["90.01.01.1001"], f"2026-{month:02d}", month * 10)
    make_observation(waste, cast.areas["90.01.01.2002"], "2026-04", 5, is_final=False)
    make_observation(waste, cast.areas["90.01.02.1001"], "2026-03", None)
    make_observation(waste, cast.areas["90.01.02.2002"], "2026-04", 7, quality="estimated")
    return waste


def test_the_page_says_what_the_series_is_and_its_last_figure(client: Client, figures: Series) -> None:
    figures.definition, figures.method = "Yang sampai di TPA", "Timbangan"
    figures.save()
    html = text(client.get(f"/en{PAGE}"))
    assert "Waste handled: 2 of 4 areas have their figure of April 2026" in html
    assert "Atas: 40\u00a0ton in April 2026, up 10\u00a0ton since March 2026" in html
    for said in ("Yang sampai di TPA", "Timbangan", "Dinas Lingkungan Hidup", "between 0\u00a0ton and 5,000\u00a0ton"):
        assert said in html
    assert "Sampah tertangani: 2 dari 4 wilayah sudah punya angka April 2026" in text(client.get(PAGE))
    assert "<h1>Sampah tertangani, Atas: 40\u00a0ton pada April 2026" in text(client.get(f"{PAGE}?area=90.01.01.1001"))


def test_the_trend_compares_with_the_same_period_a_year_before(cast: Cast, client: Client, figures: Series) -> None:
    make_observation(figures, cast.areas["90.01.01.1001"], "2025-04", 55)
    make_observation(figures, cast.areas["90.01.02.2002"], "2026-03", 7)
    html = text(client.get(f"/en{PAGE}?area=90.01.01.1001"))
    assert "Atas: 40\u00a0ton in April 2026, down 15\u00a0ton since April 2025" in html
    assert "unchanged since March 2026" in text(client.get(f"/en{PAGE}?area=90.01.02.2002"))


def test_the_table_has_a_row_for_each_area_and_a_dash_for_what_is_missing(client: Client, figures: Series) -> None:
    response = client.get(f"/en{PAGE}")
    rows = {row.area.name: row for row in response.context["rows"]}
    assert list(rows) == ["Atas", "Bukit", "Cempaka", "Dermaga"]
    assert [str(period) for period in response.context["periods"]][-1] == "2026-04"
    assert len(response.context["periods"]) == 12
    assert [cell.text for cell in rows["Atas"].cells][-4:] == ["10", "20", "30", "40"]
    assert rows["Atas"].cells[0].text == "–"
    assert rows["Cempaka"].cells[-2].is_withdrawn
    assert "estimated" in text(response)


def test_the_figures_of_a_table_have_the_same_decimals(cast: Cast, client: Client, figures: Series) -> None:
    make_observation(figures, cast.areas["90.01.02.1001"], "2026-04", "1.25")
    rows = client.get(PAGE).context["rows"]
    assert [row.cells[-1].text for row in rows] == ["40,00", "–", "1,25", "7,00"]


def test_the_public_sees_no_preliminary_figure_and_people_with_a_role_do(
    cast: Cast, client: Client, figures: Series, signed_in: SignIn
) -> None:
    public = {row.area.name: row for row in client.get(PAGE).context["rows"]}
    assert public["Bukit"].cells[-1].value is None
    response = signed_in(cast.bima).get(f"/en{PAGE}")
    inside = {row.area.name: row for row in response.context["rows"]}
    assert inside["Bukit"].cells[-1].value == 5
    assert "preliminary" in text(response)


def test_the_page_is_narrowed_to_an_area_and_a_time(client: Client, figures: Series) -> None:
    response = client.get(f"{PAGE}?area=90.01.02&first=2026-02&last=2026-03")
    assert [row.area.name for row in response.context["rows"]] == ["Cempaka", "Dermaga"]
    assert [str(period) for period in response.context["periods"]] == ["2026-02", "2026-03"]
    assert client.get(f"{PAGE}?first=2026-03&last=2026-02").context["periods"] == []
    assert client.get(f"{PAGE}?area=nowhere&first=never").status_code == 200
    assert len(client.get(f"{PAGE}?first=2010-01").context["periods"]) == 36


def test_every_figure_as_a_table(cast: Cast, client: Client, figures: Series, signed_in: SignIn) -> None:
    rows = table(client.get(f"/en{PAGE}?format=csv"))
    assert rows[0][:5] == ["Series", "Area code", "Area", "Period", "Value"]
    assert len(rows) == 1 + 6
    assert rows[1][:5] == ["waste.handled", "90.01.01.1001", "Atas", "2026-01", "10"]
    assert len(table(client.get(f"{PAGE}?format=csv&area=90.01.02"))) == 1 + 2
    assert len(table(client.get(f"{PAGE}?format=csv&first=2026-02&last=2026-03"))) == 1 + 3
    assert len(table(signed_in(cast.oka).get(f"{PAGE}?format=csv"))) == 1 + 7


def test_the_trend_as_a_file(client: Client, figures: Series) -> None:
    assert client.get(f"{PAGE}?format=svg")["Content-Type"] == "image/svg+xml"
    assert "2026-04" in text(client.get(f"{PAGE}?format=chart"))


def test_an_area_above_has_a_row_only_with_a_figure_of_its_own(cast: Cast, client: Client, figures: Series) -> None:
    make_observation(figures, cast.areas["90.01.01"], "2026-04", 99)
    assert client.get(PAGE).context["rows"][0].area.name == "Hulu"


@pytest.mark.parametrize(
    ("person", "offered"),
    [("oka", "record"), ("hadi", "record"), ("sari", ""), ("vera", "record verify"), ("rani", "record keep verify"),
     ("bima", ""), ("wati", "")],
)  # fmt: skip
def test_the_page_offers_what_each_may_do(
    cast: Cast, figures: Series, signed_in: SignIn, person: str, offered: str
) -> None:
    html = text(signed_in(cast.people[person]).get(PAGE))
    addresses = {
        "record": f"{PAGE}record/", "keep": f"{PAGE}edit/", "verify": "/data/to-verify/?series=waste.handled"
    }  # fmt: skip
    assert {word for word, address in addresses.items() if address in html} == set(offered.split())


def test_what_one_may_not_see_is_not_found(cast: Cast, client: Client, waste: Series, signed_in: SignIn) -> None:
    assert client.get("/data/series/nothing/").status_code == 404
    Series.objects.update(is_public=False)
    assert client.get(PAGE).status_code == 404
    assert signed_in(cast.wati).get(PAGE).status_code == 200
    Series.objects.update(archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert signed_in(cast.wati).get(PAGE).status_code == 404
    assert "Restore" in text(signed_in(cast.rani).get(f"/en{PAGE}"))


@pytest.mark.parametrize("frequency", ["day", "quarter", "semester", "year"])
def test_series_of_every_frequency_have_a_page(cast: Cast, client: Client, frequency: str) -> None:
    series = make_series("other", frequency=frequency, area_level=2, producer=cast.dlh)
    assert "no figures yet" in text(client.get("/en/data/series/other/"))
    last = Period.of(dt.date(2026, 3, 31), Frequency(frequency))
    make_observation(series, cast.region, str(last), 3)
    response = client.get("/data/series/other/")
    assert response.context["periods"][-1] == last
    assert response.context["rows"][0].cells[-1].value == 3


@pytest.mark.parametrize("address", ["/data/", PAGE])
def test_reading_pages_take_no_posts(client: Client, waste: Series, address: str) -> None:
    assert client.post(address).status_code == 405


def test_the_page_costs_the_same_for_many_figures(
    cast: Cast, figures: Series, signed_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for month in range(1, 13):
        for code in ("90.01.01.1001", "90.01.01.2002", "90.01.02.2002"):
            make_observation(figures, cast.areas[code], f"2025-{month:02d}", month)
    browser = signed_in(cast.rani)
    browser.get(PAGE)
    with django_assert_max_num_queries(15):
        browser.get(PAGE)


# Keeping it ---------------------------------------------------------------------------------------------------------

GIVEN = {
    "code": "water.leaks", "name": "Kebocoran air", "name_en": "Water leaks", "unit": "kejadian", "value_type": "count",
    "frequency": "quarter", "area_level": "3", "over_time": "sum", "over_area": "sum", "producer": "", "concept": "",
    "definition": "", "classification": "", "measure": "", "method": "", "source": "", "minimum": "0",
    "maximum": "1.234,5", "is_public": "on",
}  # fmt: skip
DOORS = ["/data/new-series/", f"{PAGE}edit/", f"{PAGE}archive/"]


@pytest.mark.parametrize("address", DOORS)
def test_keeping_series_needs_signing_in(client: Client, waste: Series, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.post(address, GIVEN).status_code == 302
    assert Series.objects.count() == 1


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("person", ["oka", "hadi", "vera", "bima", "wati"])
def test_keeping_series_is_for_the_coordinator(
    cast: Cast, waste: Series, signed_in: SignIn, address: str, person: str
) -> None:
    browser = signed_in(cast.people[person])
    assert browser.get(address).status_code == 403
    assert browser.post(address, GIVEN).status_code == 403
    assert browser.post(f"{PAGE}restore/").status_code == 403
    waste.refresh_from_db()
    assert waste.archived_at is None


def test_a_series_is_created(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    assert browser.get("/data/new-series/").status_code == 200
    response = browser.post("/data/new-series/", GIVEN)
    series = Series.objects.get(code="water.leaks")
    assert response["Location"] == "/data/series/water.leaks/"
    assert (series.maximum, series.frequency, series.area_level) == (Decimal("1234.5"), "quarter", 3)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "waste.handled"}, "waste.handled"),
        ({"code": "Water Leaks"}, "small letters"),
        ({"name": ""}, "required"),
        ({"minimum": "9", "maximum": "1"}, "above the highest"),
        ({"minimum": "1.234"}, "1234 or 1.2340"),
        ({"minimum": "dua"}, "is not a number"),
        ({"value_type": "money"}, "rupiah"),
        ({"frequency": "weekly"}, "valid choice"),
    ],
)
def test_a_form_with_mistakes_keeps_what_was_typed(
    cast: Cast, waste: Series, signed_in: SignIn, wrong: dict[str, str], said: str
) -> None:
    response = signed_in(cast.rani).post("/en/data/new-series/", {**GIVEN, "definition": "Tetap di sini", **wrong})
    assert response.status_code == 200
    assert said in text(response)
    assert "Tetap di sini" in text(response)
    assert Series.objects.count() == 1


def test_a_series_is_changed_but_not_its_code(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    assert 'name="code"' not in text(browser.get(f"{PAGE}edit/"))
    response = browser.post(f"{PAGE}edit/", {**GIVEN, "code": "other"})
    waste.refresh_from_db()
    assert response["Location"] == PAGE
    assert (waste.code, waste.name, waste.frequency) == ("waste.handled", "Kebocoran air", "quarter")


def test_a_change_that_the_figures_forbid_is_told(cast: Cast, figures: Series, signed_in: SignIn) -> None:
    response = signed_in(cast.rani).post(f"/en{PAGE}edit/", {**GIVEN, "area_level": "4"})
    assert "create a new series" in text(response)
    figures.refresh_from_db()
    assert figures.frequency == "month"


def test_a_series_is_archived_and_restored(cast: Cast, waste: Series, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    assert browser.get(f"{PAGE}archive/").status_code == 200
    assert browser.post(f"{PAGE}archive/").status_code == 302
    waste.refresh_from_db()
    assert waste.archived_at is not None
    assert f'action="{PAGE}restore/"' in text(browser.get(PAGE))
    assert browser.post(f"{PAGE}archive/").status_code == 409
    assert browser.get(f"{PAGE}restore/").status_code == 405
    assert browser.post(f"{PAGE}restore/").status_code == 302
    waste.refresh_from_db()
    assert waste.archived_at is None
    assert "is not archived" in text(browser.post(f"/en{PAGE}restore/", follow=True))


@pytest.mark.parametrize("address", DOORS)
def test_forms_take_no_delete(cast: Cast, waste: Series, signed_in: SignIn, address: str) -> None:
    assert signed_in(cast.rani).delete(address).status_code == 405
