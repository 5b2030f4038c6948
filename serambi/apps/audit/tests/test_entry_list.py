"""The record as the coordinator reads it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.services import record, snapshot
from tests.cast import Cast, make_area
from tests.record import unprotected

ADDRESS = "/audit/"

Browser = Callable[[Any], Client]


@pytest.fixture
def lines(cast: Cast) -> dict[str, Entry]:
    """Three lines: Rani renames Dinkes, Oka corrects his position two days ago, the program loads an area."""
    before = snapshot(cast.dinkes)
    cast.dinkes.name = "Dinas Kesehatan dan Gizi"
    renamed = record(
        Verb.CHANGED, cast.dinkes, by=cast.rani, before=before, after=snapshot(cast.dinkes), reason="Perbup"
    )
    moved = record(Verb.CHANGED, cast.oka, by=cast.oka, before={"position": ""}, after={"position": "Analis"})
    with unprotected():
        Entry.objects.filter(pk=moved.pk).update(at=timezone.now() - dt.timedelta(days=2))
    loaded = record(Verb.LOADED, cast.region, by=None, after=snapshot(cast.region))
    return {"renamed": renamed, "moved": moved, "loaded": loaded}


def listed(client: Client, query: str = "") -> set[int]:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return {line.entry.pk for line in response.context["lines"]}


def test_signed_out_it_asks_to_sign_in(db: None) -> None:
    assert Client().get(ADDRESS)["Location"] == f"/account/sign-in/?next={ADDRESS}"


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_only_the_coordinator_reads_it(cast: Cast, signed_in: Browser, name: str) -> None:
    assert signed_in(cast.people[name]).get(ADDRESS).status_code == 403


def test_nothing_can_be_sent_to_it(cast: Cast, signed_in: Browser) -> None:
    assert signed_in(cast.rani).post(ADDRESS).status_code == 405


def test_it_shows_who_did_what_with_before_and_after(cast: Cast, signed_in: Browser, lines: dict[str, Entry]) -> None:
    response = signed_in(cast.rani).get(ADDRESS)
    text = response.content.decode()

    assert [line.entry.pk for line in response.context["lines"]] == [
        lines["loaded"].pk,
        lines["renamed"].pk,
        lines["moved"].pk,
    ]
    assert "3 catatan, 2 di antaranya hari ini" in text
    assert "Nama: Dinas Kesehatan → Dinas Kesehatan dan Gizi" in text
    assert "1 catatan, 0 di antaranya hari ini" in signed_in(cast.rani).get(f"{ADDRESS}?q=oka").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=gizi", {"renamed"}),
        ("q=perbup", {"renamed"}),
        ("q=oka", {"moved"}),
        ("actor=program", {"loaded"}),
        ("verb=loaded", {"loaded"}),
        ("kind=agencies.organization", {"renamed"}),
        ("kind=accounts.user&verb=created", set()),
        ("actor=not-a-number", {"renamed", "moved", "loaded"}),
        ("since=2020-01-01&until=2020-01-31", set()),
    ],
)
def test_filters(cast: Cast, signed_in: Browser, lines: dict[str, Entry], query: str, expected: set[str]) -> None:
    assert listed(signed_in(cast.rani), query) == {lines[name].pk for name in expected}


def test_a_person_an_object_and_days_can_be_chosen(cast: Cast, signed_in: Browser, lines: dict[str, Entry]) -> None:
    client, today = signed_in(cast.rani), timezone.localdate()

    assert listed(client, f"actor={cast.oka.pk}") == {lines["moved"].pk}
    assert listed(client, f"kind=accounts.user&object={cast.oka.pk}") == {lines["moved"].pk}
    assert listed(client, f"since={today - dt.timedelta(days=1)}") == {lines["renamed"].pk, lines["loaded"].pk}
    assert listed(client, f"until={today - dt.timedelta(days=1)}") == {lines["moved"].pk}
    assert listed(client, f"since={today}&until={today}") == {lines["renamed"].pk, lines["loaded"].pk}


def test_days_the_wrong_way_round_are_pointed_out(cast: Cast, signed_in: Browser, lines: dict[str, Entry]) -> None:
    response = signed_in(cast.rani).get(f"{ADDRESS}?since=2026-02-01&until=2026-01-01")

    assert "Hari pertama sesudah hari terakhir" in response.content.decode()


def test_nothing_found_says_what_to_do(cast: Cast, signed_in: Browser) -> None:
    assert "Hapus satu saringan" in signed_in(cast.rani).get(f"{ADDRESS}?q=zzz").content.decode()


def test_the_file_has_the_same_entries_in_words(cast: Cast, signed_in: Browser, lines: dict[str, Entry]) -> None:
    response = signed_in(cast.rani).get(f"{ADDRESS}?q=gizi&format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))

    assert [row["Orang"] for row in rows] == ["Rani"]
    assert rows[0]["Perubahan"] == "Nama: Dinas Kesehatan → Dinas Kesehatan dan Gizi"
    assert rows[0]["Waktu"].endswith("+08:00")


def test_fifty_a_page_at_a_constant_number_of_queries(
    cast: Cast, signed_in: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        village = make_area(f"90.01.01.3{number:03}", f"Desa {number}", "village", cast.areas["90.01.01"])
        record(Verb.CREATED, village, by=cast.rani, after=snapshot(village))
    client = signed_in(cast.rani)

    with django_assert_max_num_queries(13):
        first = client.get(ADDRESS)
    assert len(first.context["lines"]) == 50
    second = client.get(f"{ADDRESS}{first.context['older_query']}")
    assert len(second.context["lines"]) == 10
    assert (second.context["older_query"], first.context["newer_query"]) == ("", "")
    back = client.get(f"{ADDRESS}{second.context['newer_query']}")
    assert [line.entry.pk for line in back.context["lines"]] == [line.entry.pk for line in first.context["lines"]]
