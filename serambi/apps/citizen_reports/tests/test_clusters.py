"""Where reports pile up: the rule, its edges, who sees what of a pile, and its program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.citizen_reports.queries import WantedClusters, cluster_page, clusters, clusters_named
from serambi.apps.citizen_reports.tests.builders import TODAY, VILLAGE, category_of, make_category, moved, piled
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]
KEY = f"waste/{VILLAGE}"


@pytest.fixture(autouse=True)
def _english_on_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)
    with translation.override("en"):
        yield


def test_three_open_ones_within_ninety_days_are_a_pile(cast: Cast) -> None:
    piled(cast, [0, 10])
    assert clusters(TODAY) == []
    piled(cast, [90])
    (found,) = clusters(TODAY)

    assert (found.key, found.count, found.recent, found.oldest_days) == (KEY, 3, 3, 90)
    # 4 each; 10 days are one full week, 90 days count as the eight weeks at most.
    assert found.weight == 4 + (4 + 1) + (4 + 8)


def test_older_ones_make_no_pile_but_count_in_one(cast: Cast) -> None:
    piled(cast, [91, 120, 200, 3, 4])
    assert clusters(TODAY) == []
    piled(cast, [5])
    (found,) = clusters(TODAY)

    assert (found.count, found.recent, found.oldest_days) == (6, 3, 200)


def test_what_is_closed_is_in_no_pile(cast: Cast) -> None:
    reports = piled(cast, [1, 2, 3])
    moved(reports[0], "solve", by=cast.oka)

    assert clusters(TODAY) == []
    assert clusters_named([KEY], TODAY)[KEY].count == 2


def test_other_villages_and_other_categories_are_other_piles_the_heaviest_first(cast: Cast) -> None:
    health = make_category(cast, "health", agency=cast.dinkes)
    piled(cast, [1, 2, 3], category=health)
    piled(cast, [1, 2, 3], village=cast.areas["90.01.02.2002"])
    piled(cast, [21, 22, 23, 24])
    found = clusters(TODAY)

    assert [one.key for one in found] == [KEY, f"health/{VILLAGE}", "waste/90.01.02.2002"]
    assert [one.key for one in clusters(TODAY, WantedClusters(district="90.01.02"))] == ["waste/90.01.02.2002"]
    assert len(clusters(TODAY, WantedClusters(agencies=frozenset({cast.dinkes.pk})))) == 1
    assert clusters(TODAY, WantedClusters(category="none")) == []


def test_piles_of_a_pillar_are_those_of_its_sub_dimensions(cast: Cast) -> None:
    plan = make_plan(cast.region)
    pillar = plan.pillars.get(code="environment")
    make_category(cast, "river", sub_dimension=pillar.sub_dimensions.first())
    piled(cast, [1, 2, 3], category=category_of(cast, "river"))
    piled(cast, [1, 2, 3])

    assert [one.category.code for one in clusters(TODAY, WantedClusters(pillar=pillar.pk))] == ["river"]


def test_it_takes_three_questions_however_many_there_are(cast: Cast, django_assert_num_queries: Any) -> None:
    piled(cast, [1, 2, 3])
    with django_assert_num_queries(3):
        clusters(TODAY)
    piled(cast, list(range(4, 40)), village=cast.areas["90.01.02.2002"])
    with django_assert_num_queries(3):
        clusters(TODAY)


def test_what_names_nothing_is_absent(cast: Cast) -> None:
    category_of(cast)

    assert clusters_named(["", "x", "none/90.01", f"waste/{VILLAGE}"], TODAY).keys() == {KEY}
    assert cluster_page("nothing") == ""


def test_everybody_with_a_role_sees_the_pile_and_only_handlers_its_words(cast: Cast, signed_in: SignIn) -> None:
    piled(cast, [1, 2, 3])
    address = cluster_page(KEY)
    viewer, officer = signed_in(cast.wati).get(address), signed_in(cast.oka).get(address)

    assert viewer.status_code == 200
    assert "Laporan 1 (" not in viewer.content.decode()
    assert "Laporan 1 (" in officer.content.decode()
    assert Client().get(address).status_code == 302
    assert signed_in(cast.rani).get(f"/en/residents/piles/none/{VILLAGE}/").status_code == 404
    assert "Waste, Bukit" in signed_in(cast.bima).get("/en/residents/piles/").content.decode()
    assert signed_in(cast.bima).get("/en/residents/piles/?district=90.01.02").context["title"] == "No pile fits"


def test_the_coordinator_says_which_program_takes_care_of_it(cast: Cast, signed_in: SignIn) -> None:
    make_program(make_plan(cast.region), "P-1", lead=cast.dlh)
    piled(cast, [1, 2, 3])
    address = cluster_page(KEY)

    assert signed_in(cast.oka).post(address, {"program": "P-1"}).status_code == 403
    assert signed_in(cast.rani).post(address, {"program": "P-9"}).status_code == 422
    assert signed_in(cast.rani).post(address, {"program": "P-1"}).status_code == 302
    assert CitizenReport.objects.filter(program__code="P-1").count() == 3
    assert "Program P-1" in signed_in(cast.rani).get(address).content.decode()
