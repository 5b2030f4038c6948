"""The list of indicators: what it says, narrows, orders, pages and gives away as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.indicators import services
from serambi.apps.indicators.models import Framework, Indicator, StandardIndicator
from serambi.apps.indicators.tests.conftest import Waste, address
from serambi.apps.observations.models import Observation
from tests.cast import make_indicator, make_target

SignIn = Callable[[User], Client]


def page(client: Client, query: str = "") -> str:
    return client.get(address("indicator_list", query=query)).content.decode()


def test_says_how_many_there_are_and_how_many_are_behind(waste: Waste, client: Client) -> None:
    text = page(client)
    assert "1 indicator, 1 below target, 1 not updated" in text
    assert "Waste handled share" in text
    assert "68.0%" in text
    assert "90.7" in text  # 68 of the 75 percent that were due last


def test_the_public_sees_verified_figures_and_a_person_with_a_role_all(waste: Waste, signed_in: SignIn) -> None:
    Observation.objects.filter(series__code="waste.handled", area__code="90.01.02.1001").update(is_final=False)
    services.recompute_all()
    assert "32.0%" in page(Client())
    text = page(signed_in(waste.cast.wati))
    assert "68.0%" in text
    assert "Preliminary" in text


def test_unpublished_ones_are_for_those_who_signed_in(waste: Waste, signed_in: SignIn) -> None:
    Indicator.objects.update(is_published=False)
    assert "Waste handled share" not in page(Client())
    assert "Waste handled share" in page(signed_in(waste.cast.wati))


def test_archived_ones_are_for_the_coordinator_who_asks(waste: Waste, signed_in: SignIn) -> None:
    Indicator.objects.update(archived_at=timezone.now())
    assert "Waste handled share" not in page(signed_in(waste.cast.rani))
    assert "Waste handled share" in page(signed_in(waste.cast.rani), "archive=archived")
    assert "Waste handled share" not in page(signed_in(waste.cast.oka), "archive=archived")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=handled", True),
        ("q=waste_sh", True),
        ("q=water", False),
        ("state=behind", True),
        ("state=on_target", False),
        ("state=no_target", False),
        ("state=broken", False),
        ("illustration=only", False),
        ("illustration=none", True),
        ("pillar=PILLAR", True),
        ("pillar=OTHER", False),
        ("owner=DLH", True),
        ("owner=DINKES", False),
        ("standard=FRAMEWORK", True),
        ("pillar=nonsense", True),
        ("state=nonsense", True),
    ],
)
def test_filters_narrow_and_nonsense_does_not(waste: Waste, client: Client, query: str, shown: bool) -> None:
    framework = Framework.objects.create(name="U4SSC")
    waste.share.standards.add(StandardIndicator.objects.create(framework=framework, code="EN 1", name="Waste"))
    # An organization without an indicator is no choice, so it cannot narrow; it gets one here.
    make_indicator("beds", "1 + 1", unit="", name="Beds", owner=waste.cast.dinkes)
    named = {
        "PILLAR": waste.plan.pillars.get(code="environment").pk,
        "OTHER": waste.plan.pillars.get(code="living").pk,
        "DLH": waste.cast.dlh.pk,
        "DINKES": waste.cast.dinkes.pk,
        "FRAMEWORK": framework.pk,
    }
    for word, number in named.items():
        query = query.replace(word, str(number))
    assert ("Waste handled share" in page(client, query)) is shown


def order(text: str, *names: str) -> list[str]:
    body = text[text.index("<tbody>") :]
    return sorted(names, key=body.index)


def test_sorting_keeps_what_is_missing_at_the_end(waste: Waste, client: Client) -> None:
    make_indicator("abc", "2 + 3", unit="", name="Abc without target")
    good = make_indicator("good", "waste.handled", unit="ton", name="Good")
    make_target(good, waste.cast.region, "2025-Q3", 100)
    services.recompute_all()
    names = ("Waste handled share", "Abc without target", "Good")
    assert order(page(client, "sort=attainment"), *names) == ["Waste handled share", "Good", "Abc without target"]
    assert order(page(client, "sort=-attainment"), *names) == ["Good", "Waste handled share", "Abc without target"]
    assert order(page(client, "sort=name"), *names) == ["Abc without target", "Good", "Waste handled share"]


def test_fifty_stand_on_a_page_and_queries_do_not_grow(
    waste: Waste, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        make_target(
            make_indicator(f"i{number:02d}", "waste.handled", unit="ton", name=f"Indicator {number:02d}"),
            waste.cast.region,
            "2025",
            80,
        )
    services.recompute_all()
    client = signed_in(waste.cast.rani)
    page(client)
    with django_assert_max_num_queries(15):
        text = page(client)
    assert text.count('<th scope="row">') == 50
    assert page(client, "page=2").count('<th scope="row">') == 11


def test_the_file_has_every_row_with_plain_numbers(waste: Waste, client: Client) -> None:
    response = client.get(address("indicator_list", query="format=csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    heads, row = list(csv.reader(io.StringIO(text)))
    found = dict(zip(heads, row, strict=True))
    assert found["Code"] == "waste_share"
    assert (found["Period"], found["Value"], found["Target period"]) == ("2025-Q3", "68.0", "2025")
    assert found["Target"] == "75"
    assert found["Owner"] == "DLH"


def test_an_empty_list_says_how_to_begin(cast: Any, client: Client, signed_in: SignIn) -> None:
    assert "The coordinator defines the indicators" in page(client)
    assert address("indicator_create") in page(signed_in(cast.rani))


def test_only_reading_is_answered(waste: Waste, client: Client) -> None:
    assert client.post(address("indicator_list")).status_code == 405
