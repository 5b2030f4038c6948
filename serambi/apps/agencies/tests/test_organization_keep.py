"""Adding, correcting, ending and reopening organizations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies import services
from serambi.apps.agencies.errors import (
    AbbreviationNotUsable,
    AbbreviationTaken,
    AlreadyEnded,
    EndsBeforeItBegins,
    NotEnded,
)
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Entry, Verb
from tests.cast import Cast

Browser = Callable[[User], Client]

NEW = "/organizations/new/"
PAGES = [NEW, "/organizations/DLH/edit/", "/organizations/DLH/end/", "/organizations/DLH/reopen/"]


def data(**fields: str) -> dict[str, str]:
    return {
        "abbreviation": "DISPAR",
        "name": "Dinas Pariwisata",
        "sector": "government",
        "kind": "department",
        "government_function_codes": "3.26, 2.22",
        "website": "dispar.serumpun.example",
        **fields,
    }


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_they_ask_to_sign_in(cast: Cast, page: str) -> None:
    assert Client().get(page)["Location"] == f"/account/sign-in/?next={page}"
    assert Client().post(page, data())["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_only_the_coordinator_keeps_organizations(cast: Cast, signed_in: Browser, page: str, name: str) -> None:
    client = signed_in(cast.people[name])

    assert client.get(page).status_code == 403
    assert client.post(page, data(last_day="2026-01-01")).status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_other_methods_are_refused(cast: Cast, signed_in: Browser, page: str) -> None:
    assert signed_in(cast.rani).put(page).status_code == 405


@pytest.mark.parametrize("action", ["edit", "end", "reopen"])
def test_an_organization_that_is_not_there(cast: Cast, signed_in: Browser, action: str) -> None:
    assert signed_in(cast.rani).get(f"/organizations/NOTHING/{action}/").status_code == 404


def test_the_coordinator_adds_an_organization(cast: Cast, signed_in: Browser) -> None:
    client = signed_in(cast.rani)

    response = client.post(NEW, data(area=str(cast.region.pk), valid_from="2026-01-01"))

    assert response["Location"] == "/organizations/DISPAR/people/"
    added = Organization.objects.get(abbreviation="DISPAR")
    assert (added.government_function_codes, added.website) == ("3.26;2.22", "https://dispar.serumpun.example")
    assert (added.area, added.valid_from, added.is_illustration) == (cast.region, dt.date(2026, 1, 1), False)
    entry = Entry.objects.get(verb=Verb.CREATED)
    assert (entry.actor_id, entry.object_id, entry.after["name"]) == (cast.rani.pk, str(added.pk), "Dinas Pariwisata")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"abbreviation": "dlh"}, "sudah dipakai organisasi lain"),
        ({"abbreviation": "A/B"}, "bagian alamat web"),
        ({"abbreviation": "People"}, "bagian alamat web"),
        ({"name": ""}, "Wajib diisi"),
        ({"government_function_codes": "dua"}, "2.16;2.20"),
        ({"website": "not a site"}, "valid"),
        ({"valid_from": "32/13/2026"}, "valid"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    cast: Cast, signed_in: Browser, wrong: dict[str, str], told: str
) -> None:
    response = signed_in(cast.rani).post(NEW, data(source="Perbup 1/2026", **wrong))
    text = response.content.decode()

    assert response.status_code == 200
    assert told in text
    assert 'value="Perbup 1/2026"' in text
    assert Organization.objects.count() == 3


def test_the_coordinator_corrects_an_organization(cast: Cast, signed_in: Browser) -> None:
    response = signed_in(cast.rani).post(
        "/organizations/dlh/edit/", data(abbreviation="DLHK", name="Dinas Lingkungan Hidup dan Kehutanan")
    )

    assert response["Location"] == "/organizations/"
    changed = Organization.objects.get(pk=cast.dlh.pk)
    assert changed.abbreviation == "DLHK"
    entry = Entry.objects.get(verb=Verb.CHANGED)
    assert (entry.before["abbreviation"], entry.after["abbreviation"]) == ("DLH", "DLHK")
    assert "sector" not in entry.after


def test_a_page_with_a_mistake_goes_on_showing_what_is_saved(cast: Cast, signed_in: Browser) -> None:
    response = signed_in(cast.rani).post("/organizations/DLH/edit/", data(name="Nama Baru", abbreviation="DINKES"))

    assert "<h1>Sunting Dinas Lingkungan Hidup</h1>" in response.content.decode()
    assert "/organizations/DLH/people/" in response.content.decode()


def test_an_organization_ends_and_exists_again(cast: Cast, signed_in: Browser) -> None:
    client = signed_in(cast.rani)
    assert "2 orang berperan di sini" in client.get("/organizations/DLH/end/").content.decode()

    ended = client.post("/organizations/DLH/end/", {"last_day": "2025-12-31", "reason": "digabung"})

    assert ended["Location"] == "/organizations/"
    assert not Organization.objects.valid_on(timezone.localdate()).filter(abbreviation="DLH").exists()
    assert Entry.objects.get(verb=Verb.ARCHIVED).reason == "digabung"

    again = client.post("/organizations/DLH/end/", {"last_day": "2025-12-30"})
    assert "sudah berakhir" in again.content.decode()

    client.post("/organizations/DLH/reopen/")
    assert Organization.objects.valid_on(timezone.localdate()).filter(abbreviation="DLH").exists()
    assert "belum berakhir" in client.post("/organizations/DLH/reopen/").content.decode()
    assert [entry.verb for entry in Entry.objects.all()] == [Verb.RESTORED, Verb.ARCHIVED]


def test_a_last_day_before_the_first_is_told_at_the_day(cast: Cast, signed_in: Browser) -> None:
    Organization.objects.filter(pk=cast.dlh.pk).update(valid_from=dt.date(2026, 1, 1))

    response = signed_in(cast.rani).post("/organizations/DLH/end/", {"last_day": "2025-12-31"})

    assert "mendahului" in response.context["form"].errors["last_day"][0]


def test_a_first_day_after_the_last_is_told_at_the_day(cast: Cast, signed_in: Browser) -> None:
    Organization.objects.filter(pk=cast.dlh.pk).update(valid_until=dt.date(2025, 12, 31))

    response = signed_in(cast.rani).post("/organizations/DLH/edit/", data(abbreviation="DLH", valid_from="2026-01-01"))

    assert "mendahului" in response.context["form"].errors["valid_from"][0]


def test_the_services_refuse_what_makes_no_sense(cast: Cast) -> None:
    facts = services.OrganizationFacts
    with pytest.raises(AbbreviationTaken):
        services.create_organization(facts("Dinkes", "Another"), by=cast.rani)
    for abbreviation in ["", "a b", "-A", "new", "roles"]:
        with pytest.raises(AbbreviationNotUsable):
            services.create_organization(facts(abbreviation, "X"), by=cast.rani)
    with pytest.raises(AbbreviationTaken):
        services.change_organization(cast.dlh, facts("DINKES", "X"), by=cast.rani)
    services.change_organization(cast.dlh, facts("dlh", "DLH"), by=cast.rani)
    with pytest.raises(NotEnded):
        services.reopen_organization(cast.dlh, by=cast.rani)
    services.end_organization(cast.dlh, last_day=dt.date(2025, 6, 30), reason="", by=cast.rani)
    with pytest.raises(AlreadyEnded):
        services.end_organization(cast.dlh, last_day=dt.date(2025, 6, 30), reason="", by=cast.rani)
    with pytest.raises(EndsBeforeItBegins):
        services.change_organization(cast.dlh, facts("DLH", "X", valid_from=dt.date(2025, 7, 1)), by=cast.rani)
