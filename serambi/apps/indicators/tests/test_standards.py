"""The catalogues of standard indicators, and which of ours answer them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from serambi.apps.indicators.models import Framework, StandardIndicator
from serambi.apps.indicators.tests.conftest import Waste, address


@pytest.fixture
def catalogue(waste: Waste) -> StandardIndicator:
    u4ssc, iso = Framework.objects.create(name="U4SSC"), Framework.objects.create(name="ISO 37120")
    answered = StandardIndicator.objects.create(
        framework=u4ssc, code="EN: W: 1C", name="Solid waste collection", group="Environment", note="percent of homes"
    )
    StandardIndicator.objects.create(framework=iso, code="16.1", name="Households with collection", group="Solid waste")
    waste.share.standards.add(answered)
    return answered


def page(client: Client, query: str = "") -> str:
    response = client.get(address("standard_list", query=query))
    assert response.status_code == 200
    return response.content.decode()


def test_shows_which_are_answered(catalogue: StandardIndicator, client: Client) -> None:
    text = page(client)
    assert "2 standard indicators, 1 answered by ours" in text
    assert address("indicator_detail", "waste_share") in text


@pytest.mark.parametrize(
    ("query", "first", "second"),
    [
        ("q=households", False, True),
        ("q=percent", True, False),
        ("answered=yes", True, False),
        ("answered=no", False, True),
        ("group=Environment", True, False),
        ("framework=ISO", False, True),
        ("q=nothing", False, False),
    ],
)
def test_filters_narrow(catalogue: StandardIndicator, client: Client, query: str, first: bool, second: bool) -> None:
    text = page(client, query.replace("ISO", str(Framework.objects.get(name="ISO 37120").pk)))
    body = text[text.index('id="results"') :]
    assert ("Solid waste collection" in body, "Households with collection" in body) == (first, second)


def test_the_order_can_be_turned(catalogue: StandardIndicator, client: Client) -> None:
    text, turned = page(client, "sort=name"), page(client, "sort=-name")
    assert text.index("Households with collection") < text.index("Solid waste collection")
    assert turned.index("Households with collection") > turned.index("Solid waste collection")


def test_the_file_names_ours(catalogue: StandardIndicator, client: Client) -> None:
    response = client.get(address("standard_list", query="format=csv"))
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert "waste_share" in text
    assert text.count("\n") == 3


def test_pages_of_fifty_need_few_queries(
    catalogue: StandardIndicator, client: Client, django_assert_max_num_queries: Any
) -> None:
    StandardIndicator.objects.bulk_create(
        [StandardIndicator(framework=catalogue.framework, code=f"X{n}", name=f"Name {n}") for n in range(70)]
    )
    page(client)
    with django_assert_max_num_queries(10):
        assert page(client).count("<tr>") == 51
    assert client.post(address("standard_list")).status_code == 405


def test_without_a_catalogue_it_says_where_they_come_from(cast: Any, client: Client) -> None:
    assert "No catalogue is loaded" in page(client)
