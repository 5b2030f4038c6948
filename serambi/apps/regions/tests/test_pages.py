from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.regions.models import Area, AreaKind, Boundary
from tests.cast import Cast, make_area

SignIn = Callable[[User], Client]
SQUARE = {"type": "Polygon", "coordinates": [[[116, -1], [116.1, -1], [116.1, -0.9], [116, -0.9], [116, -1]]]}


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def links(response: object) -> list[str]:
    return _Links(response.content.decode()).found  # type: ignore[attr-defined]


# The list -----------------------------------------------------------------------------------------------------------


def test_anybody_sees_the_tree_in_the_order_of_the_codes(client: Client, cast: Cast) -> None:
    response = client.get("/areas/")
    html = response.content.decode()
    assert response.status_code == 200
    places = [html.index(f'/areas/{code}/"') for code in sorted(cast.areas)]
    assert places == sorted(places)
    assert (
        "1 province, 1 regency, 2 districts, 2 villages and 2 urban villages"
        in client.get("/en/areas/").content.decode()
    )


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("q=bukit", ["90.01.01.2002"]),
        ("q=90.01.02", ["90.01.02", "90.01.02.1001", "90.01.02.2002"]),
        ("kind=district", ["90.01.01", "90.01.02"]),
        ("kind=district&q=hil", ["90.01.02"]),
        ("kind=nonsense", ["90", "90.01"]),
    ],
)
def test_the_list_is_narrowed(client: Client, cast: Cast, query: str, codes: list[str]) -> None:
    found = [link.split("/")[-2] for link in links(client.get(f"/areas/?{query}")) if link.startswith("/areas/9")]
    assert found[: len(codes)] == codes
    assert len(found) == len(codes) or "nonsense" in query


def test_an_area_that_ended_is_shown_when_asked_for(client: Client, cast: Cast) -> None:
    Area.objects.filter(code="90.01.01.1001").update(valid_until=dt.date(2024, 1, 1))
    assert "Atas" not in client.get("/areas/").content.decode()
    assert "Atas" in client.get("/areas/?ended=on").content.decode()


def test_nothing_found_says_so(client: Client, cast: Cast) -> None:
    assert "No area fits" in client.get("/en/areas/?q=zzz").content.decode()


def test_no_areas_yet_says_where_they_come_from(client: Client, db: None) -> None:
    assert "No areas yet" in client.get("/en/areas/").content.decode()


def test_the_list_as_a_table(client: Client, cast: Cast) -> None:
    response = client.get("/areas/?format=csv&kind=district")
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))  # type: ignore[call-overload]
    assert response["Content-Type"].startswith("text/csv")
    assert [row[0] for row in rows[1:]] == ["90.01.01", "90.01.02"]
    assert rows[1][3] == "90.01"


def test_the_list_costs_the_same_for_many_areas(
    client: Client, cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(60):
        make_area(f"90.01.01.3{number:03d}", f"Desa {number}", AreaKind.VILLAGE, cast.areas["90.01.01"])
    with django_assert_max_num_queries(4):
        client.get("/areas/")


# One area -----------------------------------------------------------------------------------------------------------


def test_the_page_of_an_area_leads_up_down_and_to_its_figures(client: Client, cast: Cast) -> None:
    cast.dlh.area = cast.areas["90.01.01"]
    cast.dlh.save()
    response = client.get("/areas/90.01.01/")
    found = links(response)
    assert response.status_code == 200
    for address in ("/areas/90.01/", "/areas/90.01.01.1001/", "/areas/90.01.01.2002/", "/data/?area=90.01.01"):
        assert address in found
    assert "Dinas Lingkungan Hidup" in response.content.decode()


def test_the_map_shows_boundaries_where_there_are_and_centers_elsewhere(client: Client, cast: Cast) -> None:
    Boundary.objects.create(area=cast.areas["90.01.01"], geometry=SQUARE, source="BIG 2024")
    html = client.get("/areas/90.01/").content.decode()
    assert html.count('class="area c-step_2"') == 1
    assert html.count('class="place c-step_2"') == 1
    village = client.get("/areas/90.01.01.1001/").content.decode()
    assert 'data-code="90.01.01.1001" aria-label="Atas" aria-current="true"' in village


def test_an_area_without_a_place_says_that_there_is_no_map(client: Client, db: None) -> None:
    Area.objects.create(code="77", name="Entah", kind=AreaKind.PROVINCE)
    assert "There is no map" in client.get("/en/areas/77/").content.decode()


def test_a_code_that_was_used_again_leads_to_the_present_area(client: Client, cast: Cast) -> None:
    Area.objects.filter(code="90.01.01.1001").update(valid_until=dt.date(2024, 1, 1))
    make_area("90.01.01.1001", "Atas Baru", AreaKind.URBAN_VILLAGE, cast.areas["90.01.01"])
    assert "Atas Baru" in client.get("/areas/90.01.01.1001/").content.decode()


def test_an_unknown_code_is_not_found(client: Client, cast: Cast) -> None:
    assert client.get("/areas/90.99/").status_code == 404
    assert client.get("/areas/90.99/edit/").status_code in {302, 404}


@pytest.mark.parametrize("address", ["/areas/", "/areas/90.01/"])
def test_reading_pages_take_no_posts(client: Client, cast: Cast, address: str) -> None:
    assert client.post(address).status_code == 405


def test_the_page_costs_few_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(8):
        client.get("/areas/90.01.01/")


# Changing one -------------------------------------------------------------------------------------------------------

GIVEN = {"name": "Atas Indah", "valid_from": "2001-02-03", "valid_until": "", "successor": ""}


def test_a_stranger_is_sent_to_sign_in(client: Client, cast: Cast) -> None:
    response = client.post("/areas/90.01.01.1001/edit/", GIVEN)
    assert response.status_code == 302
    assert "next=" in response["Location"]


@pytest.mark.parametrize("person", ["oka", "hadi", "vera", "bima", "wati"])
def test_only_the_coordinator_changes_areas(cast: Cast, signed_in: SignIn, person: str) -> None:
    browser = signed_in(cast.people[person])
    assert browser.get("/areas/90.01.01.1001/edit/").status_code == 403
    assert browser.post("/areas/90.01.01.1001/edit/", GIVEN).status_code == 403
    assert "/edit/" not in "".join(links(browser.get("/areas/90.01.01.1001/")))
    assert Area.objects.get(code="90.01.01.1001").name == "Atas"


def test_the_coordinator_changes_an_area(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    assert "/areas/90.01.01.1001/edit/" in links(browser.get("/areas/90.01.01.1001/"))
    assert browser.get("/areas/90.01.01.1001/edit/").status_code == 200
    response = browser.post("/areas/90.01.01.1001/edit/", GIVEN, follow=True)
    area = Area.objects.get(code="90.01.01.1001")
    assert (area.name, area.valid_from) == ("Atas Indah", dt.date(2001, 2, 3))
    assert "Atas Indah" in response.content.decode()
    entry = Entry.objects.get(verb=Verb.CHANGED)
    assert (entry.before["name"], entry.after["name"]) == ("Atas", "Atas Indah")


def test_a_refused_change_keeps_what_was_typed(cast: Cast, signed_in: SignIn) -> None:
    given = {**GIVEN, "name": "Atas Lain", "valid_until": "2000-01-01"}
    response = signed_in(cast.rani).post("/en/areas/90.01.01.1001/edit/", given)
    html = response.content.decode()
    assert response.status_code == 200
    assert "cannot end before it began" in html
    assert 'value="Atas Lain"' in html
    assert Area.objects.get(code="90.01.01.1001").name == "Atas"


def test_changing_takes_no_delete(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.rani).delete("/areas/90.01.01.1001/edit/").status_code == 405
