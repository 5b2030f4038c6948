"""What the editor of formulas answers while one types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.indicators.models import Constant, Indicator, IndicatorValue
from serambi.apps.indicators.tests.conftest import Waste, address
from serambi.apps.observations.models import Observation, Series

SignIn = Callable[[User], Client]


def check(client: Client, formula: str, **more: str) -> str:
    data = {"formula": formula, "unit": "", "frequency": "quarter", **more}
    response = client.post(address("formula_check"), data)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("name", "method"), [("formula_check", "post"), ("formula_complete", "get")])
def test_only_the_coordinator_is_helped(waste: Waste, signed_in: SignIn, name: str, method: str) -> None:
    url = address(name)
    assert getattr(Client(), method)(url).status_code == 403
    assert getattr(signed_in(waste.cast.oka), method)(url).status_code == 403
    other = "get" if method == "post" else "post"
    assert getattr(signed_in(waste.cast.rani), other)(url).status_code == 405


def test_says_what_it_computes_and_shows_it_on_real_figures(waste: Waste, signed_in: SignIn) -> None:
    before = (Indicator.objects.count(), IndicatorValue.objects.count())
    text = check(signed_in(waste.cast.rani), "100 * waste.handled / waste.generated", decimals="1")
    assert "100 times the sum of waste handled divided by the sum of waste generated" in text
    assert "68.0" in text
    assert "53.3" in text  # Hulu
    assert "Waste generated</a> (ton)" in text
    assert (Indicator.objects.count(), IndicatorValue.objects.count()) == before


def test_a_monthly_preview_has_a_column_for_each_of_the_last_eight_months(waste: Waste, signed_in: SignIn) -> None:
    text = check(signed_in(waste.cast.rani), "waste.handled", frequency="month")
    assert [month for month in ("Jul 2025", "Aug 2025", "Sep 2025") if month in text] == [
        "Jul 2025", "Aug 2025", "Sep 2025",
    ]  # fmt: skip


def test_marks_the_place_that_is_wrong(waste: Waste, signed_in: SignIn) -> None:
    text = check(signed_in(waste.cast.rani), "100 * waste.handeld")
    assert 'data-error-start="6" data-error-end="19"' in text
    assert "did you mean waste.handled" in text
    assert "<mark>waste.handeld</mark>" in text


def test_refuses_to_add_tonnes_to_people(waste: Waste, signed_in: SignIn) -> None:
    Series.objects.create(code="population", name="Population", unit="orang")
    text = check(signed_in(waste.cast.rani), "waste.handled + population")
    assert "waste.handled is in ton and population is in orang (people): they cannot be added." in text


def test_says_the_same_in_indonesian(waste: Waste, signed_in: SignIn) -> None:
    client = signed_in(waste.cast.rani)
    url = address("formula_check").removeprefix("/en")
    text = client.post(url, {"formula": "waste.handled +", "unit": "", "frequency": "quarter"}).content.decode()
    assert "The formula breaks off" not in text
    assert "data-error-start" in text


def test_shows_the_circle(waste: Waste, signed_in: SignIn) -> None:
    text = check(signed_in(waste.cast.rani), "100 - waste_share", code="waste_share")
    assert "waste_share → waste_share" in text


def test_marks_preliminary_figures_and_says_when_there_are_none(waste: Waste, signed_in: SignIn) -> None:
    client = signed_in(waste.cast.rani)
    Observation.objects.update(is_final=False)
    assert "Preliminary" in check(client, "waste.handled")
    Observation.objects.all().delete()
    assert "Nothing has been observed yet" in check(client, "waste.handled")
    assert "Begin with the name of a series" in check(client, "  ")


def test_completes_series_by_code_and_by_name(waste: Waste, signed_in: SignIn) -> None:
    Constant.objects.create(code="waste.norm", name="Waste norm", value=1, unit="kg")
    Series.objects.create(code="waste.old", name="Old", archived_at="2025-01-01T00:00:00Z")
    client = signed_in(waste.cast.rani)
    found = client.get(address("formula_complete", query="q=was")).json()
    assert {option["insert"] for option in found} >= {"waste.handled", "waste.generated", "waste_share", "waste.norm"}
    assert "waste.old" not in {option["insert"] for option in found}
    handled = next(option for option in found if option["insert"] == "waste.handled")
    assert (handled["label"], handled["kind"], handled["detail"]) == ("waste.handled", "series", "Waste handled, ton")
    named = client.get(address("formula_complete", query="q=generat")).json()
    assert [option["insert"] for option in named] == ["waste.generated"]
    function = client.get(address("formula_complete", query="q=coal")).json()[0]
    assert (function["insert"], function["kind"]) == ("coalesce(", "function")
