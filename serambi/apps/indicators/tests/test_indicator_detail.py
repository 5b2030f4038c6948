"""The page of one indicator: the sentence, the trend, the areas, and why."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.indicators import services
from serambi.apps.indicators.models import Indicator, Polarity, Target
from serambi.apps.indicators.tests.conftest import Waste, address
from serambi.apps.observations.models import Observation, Series
from serambi.apps.observations.services import record_value
from serambi.methods.periods import Period
from tests.cast import make_indicator, make_observation

SignIn = Callable[[User], Client]


def page(client: Client, query: str = "", *, code: str = "waste_share", name: str = "indicator_detail") -> str:
    response = client.get(address(name, code, query=query))
    assert response.status_code == 200
    return response.content.decode()


def heading(text: str) -> str:
    return " ".join(text.partition("<h1>")[2].partition("</h1>")[0].split())


def test_opens_with_the_value_and_how_it_stands_to_the_target(waste: Waste, client: Client) -> None:
    assert heading(page(client)) == "Waste handled share 68.0%, below the target of 80%"


@pytest.mark.parametrize(
    ("aim", "sentence"),
    [
        ((Polarity.HIGHER, 60, None), "68.0%, above the target of 60%"),
        ((Polarity.HIGHER, 68, None), "68.0%, on the target of 68%"),
        ((Polarity.LOWER, 80, None), "68.0%, under the limit of 80%"),
        ((Polarity.LOWER, 60, None), "68.0%, over the limit of 60%"),
        ((Polarity.RANGE, 60, 70), "68.0%, within the target of 60–70%"),
        ((Polarity.RANGE, 70, 80), "68.0%, below the target of 70–80%"),
    ],
)
def test_the_sentence_follows_the_direction(
    waste: Waste, client: Client, aim: tuple[str, int, int | None], sentence: str
) -> None:
    polarity, value, upper = aim
    Indicator.objects.update(polarity=polarity)
    Target.objects.filter(period="2025-Q3").update(value=value, upper=upper)
    assert heading(page(client)) == f"Waste handled share {sentence}"


def test_why_leads_from_the_formula_to_each_observation(waste: Waste, client: Client) -> None:
    text = page(client)
    assert "Why 68.0%?" in text
    assert "100 * waste.handled / waste.generated" in text
    assert "100 times the sum of waste handled" in text
    assert "510" in text  # tonnes handled in the quarter, at the head of the first series
    whole = page(client, name="indicator_why")
    observation = Observation.objects.filter(series__code="waste.handled").first()
    assert f"/figures/{observation.pk}/" in whole  # type: ignore[union-attr]  # there is one
    assert "Dermaga" in whole
    assert "not reported" in whole


def test_areas_show_their_parts_quality_and_silence(waste: Waste, client: Client) -> None:
    text = page(client)
    table = text[text.index("areas-caption") :]
    assert "Hulu lags behind" in text
    hulu = table[table.index("Hulu</a>") : table.index("Hilir</a>")]
    assert "240" in hulu  # handled
    assert "450" in hulu  # generated
    assert "53.3" in hulu
    assert "Estimated" in hulu
    assert "1 area without figures" in table


def test_one_area_and_an_earlier_period_can_be_chosen(waste: Waste, client: Client) -> None:
    text = page(client, "area=90.01.02&period=2025-Q3")
    assert heading(text) == "Waste handled share, Hilir 90.0%"
    assert heading(page(client, "period=2025")) == "Waste handled share 68.0%, below the target of 75%"


@pytest.mark.parametrize("query", ["area=90", "area=12.34", "period=2025-13", "period=x"])
def test_what_is_not_there_is_not_found(waste: Waste, client: Client, query: str) -> None:
    assert client.get(address("indicator_detail", "waste_share", query=query)).status_code == 404


def test_a_missing_value_says_why(waste: Waste, client: Client) -> None:
    text = page(client, "area=90.01.02.2002&period=2025-Q3")
    assert heading(text) == "Waste handled share, Dermaga: no value"
    assert "Why is there no value?" in text
    assert "There is no observation of waste handled in Q3 2025." in text


def test_a_formula_that_cannot_be_computed_says_so(waste: Waste, client: Client) -> None:
    make_indicator("broken", "100 * waste.handeld", unit="%", name="Broken")
    services.recompute_all()
    text = page(client, code="broken")
    assert "Why can it not be computed?" in text
    assert "did you mean waste.handled" in text
    listed = client.get(address("indicator_list", query="state=broken")).content.decode()
    assert "Broken" in listed
    assert "cannot be computed" in listed


def test_the_public_sees_no_preliminary_figure_anywhere(waste: Waste, signed_in: SignIn) -> None:
    Observation.objects.filter(series__code="waste.handled", area__code="90.01.02.1001").update(is_final=False)
    services.recompute_all()
    hidden = [str(pk) for pk in Observation.objects.filter(is_final=False).values_list("pk", flat=True)]
    for name in ("indicator_detail", "indicator_why"):
        text = page(Client(), name=name)
        assert "32.0%" in heading(text)
        assert not any(f"/figures/{pk}/" in text for pk in hidden)
    text = page(signed_in(waste.cast.wati))
    assert "68.0%" in heading(text)
    assert "waiting for the verification of 3 of 18 figures" in text


def test_illustration_is_marked(waste: Waste, client: Client) -> None:
    assert "Illustration" not in page(client)
    Observation.objects.filter(area__code="90.01.02.1001").update(is_illustration=True)
    services.recompute_all()
    assert "Illustration" in page(client)
    assert "Illustration" in client.get(address("trend_svg", "waste_share")).content.decode()


def test_a_division_by_zero_is_told(waste: Waste, client: Client) -> None:
    Observation.objects.filter(series__code="waste.generated").update(value=0)
    services.recompute_all()
    assert "nothing can be divided by it" in page(client, "period=2025-Q3")


def test_links_lead_to_owner_program_standard_and_user(waste: Waste, client: Client) -> None:
    make_indicator("rest", "100 - waste_share", name="The rest")
    text = page(client)
    assert "Dinas Lingkungan Hidup" in text
    assert "Waste collection" in text
    assert "The rest" in text
    assert "Smart Environment" in text


def test_corrections_are_counted_and_the_last_one_named(waste: Waste, signed_in: SignIn) -> None:
    record_value(
        Series.objects.get(code="waste.handled"),
        area=waste.cast.areas["90.01.02.1001"],
        period=Period.parse("2025-09"),
        value=Decimal(80),
        by=waste.cast.vera,
        is_final=True,
        quality="measured",
        origin="agency",
        reason="typing error",
    )
    text = page(signed_in(waste.cast.rani))
    assert "66.7%" in heading(text)  # the listeners of the program are at work
    assert "Cempaka" in text[text.index("Corrected") :]


def test_series_with_other_indicators_inside_are_explained(waste: Waste, client: Client) -> None:
    make_indicator("rest", "100 - waste_share", name="The rest")
    services.recompute_all()
    text = page(client, code="rest")
    assert heading(text).startswith("The rest 32.0%")
    assert address("indicator_detail", "waste_share") in text or "waste handled share" in text


def test_pages_need_few_queries(waste: Waste, signed_in: SignIn, django_assert_max_num_queries: Any) -> None:
    client = signed_in(waste.cast.rani)
    page(client)
    with django_assert_max_num_queries(24):
        page(client)
    with django_assert_max_num_queries(20):
        page(client, name="indicator_why")


@pytest.mark.parametrize(
    ("name", "kind", "begin"),
    [
        ("trend_svg", "image/svg+xml", "<svg"),
        ("trend_csv", "text/csv", "\ufeffPeriod"),
        ("areas_svg", "image/svg+xml", "<svg"),
        ("areas_csv", "text/csv", "\ufeffVillage"),
    ],
)
def test_charts_can_be_saved(waste: Waste, client: Client, name: str, kind: str, begin: str) -> None:
    response = client.get(address(name, "waste_share"))
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)
    assert response.content.decode().startswith(begin)


def test_an_indicator_of_the_region_alone_has_no_map(waste: Waste, client: Client) -> None:
    make_indicator("whole", "waste.handled", unit="ton", name="Whole")
    assert client.get(address("areas_svg", "whole")).status_code == 404


@pytest.mark.parametrize("name", ["indicator_detail", "indicator_why", "trend_svg", "areas_csv", "target_list"])
def test_archived_unpublished_and_unknown_ones_are_not_found(waste: Waste, signed_in: SignIn, name: str) -> None:
    assert Client().get(address(name, "nothing")).status_code == 404
    assert Client().post(address(name, "waste_share")).status_code == 405
    Indicator.objects.update(is_published=False)
    assert Client().get(address(name, "waste_share")).status_code == 404
    assert signed_in(waste.cast.sari).get(address(name, "waste_share")).status_code == 200
    Indicator.objects.update(archived_at=timezone.now())
    assert signed_in(waste.cast.sari).get(address(name, "waste_share")).status_code == 404
    assert signed_in(waste.cast.rani).get(address(name, "waste_share")).status_code == 200


def test_a_period_without_any_figure_is_shown_as_such(cast: Any, client: Client) -> None:
    make_indicator("empty", "1 / 0", unit="", name="Empty")
    assert "no value" in heading(page(client, code="empty"))


def test_an_area_that_ended_is_not_called_silent(waste: Waste, client: Client) -> None:
    village = waste.cast.areas["90.01.02.2002"]
    village.valid_until = timezone.localdate().replace(year=2024)
    village.save()
    assert "Dermaga" not in page(client, name="indicator_why")
    make_observation(Series.objects.get(code="waste.handled"), village, "2023-07", 5)
    assert "Dermaga" in page(client, "period=2023-Q3", name="indicator_why")
