"""The numbers with a name that formulas may use."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.indicators import services
from serambi.apps.indicators.models import Constant, IndicatorState
from serambi.apps.indicators.tests.conftest import Waste, address
from tests.cast import make_indicator

SignIn = Callable[[User], Client]
NORM = {"name": "Waste norm", "value": "0,7", "unit": "ton", "source": "SNI"}


@pytest.mark.parametrize(
    ("name", "arguments"), [("constant_create", ()), ("constant_edit", ("norm",)), ("constant_remove", ("norm",))]
)
def test_only_the_coordinator_keeps_them(
    waste: Waste, signed_in: SignIn, name: str, arguments: tuple[str, ...]
) -> None:
    Constant.objects.create(code="norm", name="Norm", value=1)
    url = address(name, *arguments)
    assert Client().get(url).status_code == 302
    assert signed_in(waste.cast.oka).post(url).status_code == 403
    assert signed_in(waste.cast.rani).get(url).status_code == 200
    assert signed_in(waste.cast.rani).put(url).status_code == 405


def test_a_changed_constant_moves_what_uses_it(waste: Waste, signed_in: SignIn) -> None:
    client = signed_in(waste.cast.rani)
    assert client.post(address("constant_create"), {"code": "waste.norm", **NORM}).status_code == 302
    share = make_indicator("norm_share", "waste.handled / waste.norm", unit="")
    services.refresh_indicators([share.pk])
    assert IndicatorState.objects.get(indicator=share).latest_value == pytest.approx(510 / 0.7)
    assert client.post(address("constant_edit", "waste.norm"), {**NORM, "value": "2"}).status_code == 302
    assert Constant.objects.get().value == Decimal(2)
    assert IndicatorState.objects.get(indicator=share).latest_value == 255
    assert "norm_share" in client.get(address("constant_list")).content.decode()


def test_one_that_formulas_name_stays(waste: Waste, signed_in: SignIn) -> None:
    client = signed_in(waste.cast.rani)
    client.post(address("constant_create"), {"code": "waste.norm", **NORM})
    user = make_indicator("norm_share", "waste.handled / waste.norm", unit="")
    assert (
        "stands in the formula of norm_share" in client.post(address("constant_remove", "waste.norm")).content.decode()
    )
    user.delete()
    assert client.post(address("constant_remove", "waste.norm")).status_code == 302
    assert not Constant.objects.exists()


@pytest.mark.parametrize("code", ["waste.handled", "waste_share", "sum"])
def test_names_are_shared_with_series_and_indicators(waste: Waste, signed_in: SignIn, code: str) -> None:
    text = signed_in(waste.cast.rani).post(address("constant_create"), {"code": code, **NORM}).content.decode()
    assert f"{code} is " in text
    assert "Waste norm" in text
    assert not Constant.objects.exists()


def test_everybody_may_read_them_and_an_unknown_one_is_not_found(waste: Waste, signed_in: SignIn) -> None:
    assert "No constant yet" in Client().get(address("constant_list")).content.decode()
    assert Client().post(address("constant_list")).status_code == 405
    assert signed_in(waste.cast.rani).get(address("constant_edit", "nothing")).status_code == 404
