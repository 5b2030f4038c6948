"""The list of organizations, which everybody may read."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization, OrganizationKind, Sector
from tests.cast import Cast, make_organization, make_user

ADDRESS = "/organizations/"

Browser = Callable[[User], Client]


def listed(query: str = "", client: Client | None = None) -> list[str]:
    response = (client or Client()).get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return [organization.abbreviation for organization in response.context["page"].object_list]


@pytest.fixture
def more(cast: Cast) -> Cast:
    """Besides the three agencies: a university, an agency that has ended, and a board whose name is not certain."""
    make_organization("UNSER", "Universitas Serumpun", sector=Sector.ACADEMIA, kind=OrganizationKind.OTHER)
    make_organization("DISPASAR", "Dinas Pasar", valid_until=dt.date(2019, 12, 31))
    make_organization("BAPPEDA", "Badan Perencanaan", kind=OrganizationKind.BOARD, needs_confirmation=True)
    Organization.objects.filter(abbreviation="DLH").update(government_function_codes="2.11")
    return cast


def test_everybody_reads_it_and_nothing_can_be_sent_to_it(cast: Cast, signed_in: Browser) -> None:
    assert listed() == listed(client=signed_in(cast.sari)) == ["DINKES", "DISKOMINFO", "DLH"]
    assert Client().post(ADDRESS).status_code == 405


def test_the_heading_says_how_many_and_what_is_uncertain(more: Cast) -> None:
    text = Client().get(ADDRESS).content.decode()

    assert "5 organisasi; 1 nama dalam daftar perlu dipastikan" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=lingkungan", ["DLH"]),
        ("q=dinkes", ["DINKES"]),
        ("q=2.11", ["DLH"]),
        ("sector=academia", ["UNSER"]),
        ("kind=board", ["BAPPEDA"]),
        ("to_confirm=on", ["BAPPEDA"]),
        ("validity=ended", ["DISPASAR"]),
        ("validity=all", ["BAPPEDA", "DINKES", "DISKOMINFO", "DISPASAR", "DLH", "UNSER"]),
        ("sector=nonsense", ["BAPPEDA", "DINKES", "DISKOMINFO", "DLH", "UNSER"]),
        ("sort=-abbreviation", ["UNSER", "DLH", "DISKOMINFO", "DINKES", "BAPPEDA"]),
        ("sort=name", ["BAPPEDA", "DINKES", "DISKOMINFO", "DLH", "UNSER"]),
        ("sort=-sector", ["BAPPEDA", "DINKES", "DISKOMINFO", "DLH", "UNSER"]),
        ("sort=password", ["BAPPEDA", "DINKES", "DISKOMINFO", "DLH", "UNSER"]),
    ],
)
def test_searching_filtering_and_sorting(more: Cast, query: str, expected: list[str]) -> None:
    assert listed(query) == expected


def test_only_the_coordinator_is_offered_to_keep_it(cast: Cast, signed_in: Browser) -> None:
    assert "/organizations/new/" in signed_in(cast.rani).get(ADDRESS).content.decode()
    for client in (Client(), signed_in(cast.oka)):
        text = client.get(ADDRESS).content.decode()
        assert "/organizations/new/" not in text
        assert "/edit/" not in text


def test_the_number_of_people_counts_a_person_once(cast: Cast, signed_in: Browser) -> None:
    cast.oka.memberships.create(organization=cast.dlh, role="viewer")
    cast.wati.memberships.create(organization=cast.dlh, role="viewer", valid_until=dt.date(2020, 1, 1))
    User.objects.filter(pk=cast.hadi.pk).update(is_active=False)

    page = signed_in(cast.rani).get(ADDRESS).context["page"]

    assert {found.abbreviation: found.people for found in page.object_list} == {"DINKES": 1, "DISKOMINFO": 4, "DLH": 1}


def test_the_file_has_the_filtered_list(more: Cast) -> None:
    response = Client().get(f"{ADDRESS}?sector=academia&format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))

    assert [(row["Singkatan"], row["Sektor"]) for row in rows] == [("UNSER", "Perguruan tinggi")]


def test_an_empty_list_says_how_to_begin(db: None, signed_in: Browser) -> None:
    assert "Belum ada organisasi" in Client().get(ADDRESS).content.decode()
    assert "Hapus satu saringan" in Client().get(f"{ADDRESS}?q=zzz").content.decode()
    assert "Beri" not in signed_in(make_user("Budi")).get(ADDRESS).content.decode()


def test_fifty_a_page_at_a_constant_number_of_queries(
    cast: Cast, signed_in: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        make_organization(f"ORG-{number:02}", f"Organisasi {number}", area=cast.region)
    client = signed_in(cast.rani)

    with django_assert_max_num_queries(8):
        client.get(ADDRESS)
    assert len(listed()) == 50
    assert len(listed("page=2")) == 13
    assert len(listed("page=nonsense")) == 50


def test_the_page_is_there_in_english(more: Cast) -> None:
    assert "5 organizations; one name of the list is to be confirmed" in Client().get(f"/en{ADDRESS}").content.decode()
