"""A request that is wrong is answered with an error; the others are answered all the same."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Answered
from .corpus import CASE

RIGHT = {"formula": "waste.handled", "area": "V1", "period": "2024-01"}
WRONG = [
    ({"formula": "waste.handled +", "area": "V1", "period": "2024-01"}, "syntax_error", 14),
    ({"formula": "2 * waste.handeld", "area": "V1", "period": "2024-01"}, "unknown_name", 4),
    ({"indicator": "circle.a", "area": "V1", "period": "2024-01"}, "circular_definition", 4),
    ({"indicator": "waste.handled", "area": "V1", "period": "2024-01"}, "unknown_indicator", None),
    ({"formula": "1", "area": "V9", "period": "2024-01"}, "unknown_area", None),
    ({"formula": "1", "area": "V1", "period": "2024-13"}, "bad_period", None),
    ({"formula": "1", "area": "V1", "period": "January"}, "bad_period", None),
    ({"area": "V1", "period": "2024-01"}, "wrong_shape", None),
    ({"formula": "1", "indicator": "handled.share", "area": "V1", "period": "2024-01"}, "wrong_shape", None),
    ({"formula": "1", "area": "V1"}, "wrong_shape", None),
    ({"formula": 1, "area": "V1", "period": "2024-01"}, "wrong_shape", None),
    ({"formula": "1", "area": "V1", "period": 2024}, "wrong_shape", None),
    ({"formula": "1", "area": "V1", "period": "2024", "unit": "%"}, "wrong_shape", None),
    ("waste.handled", "wrong_shape", None),
    (None, "wrong_shape", None),
]


@pytest.mark.parametrize(("request_", "code", "start"), WRONG)
def test_a_wrong_request_harms_no_other(request_: Any, code: str, start: int | None, answered: Answered) -> None:
    before, wrong, after = answered({**CASE, "requests": [RIGHT, request_, RIGHT]})
    assert before["value"] == after["value"] == 10
    error = wrong["error"]
    assert error["code"] == code
    assert error["message"]
    assert (error["position"] and error["position"]["start"]) == start


def test_an_indicator_is_asked_by_its_name(answered: Answered) -> None:
    (result,) = answered({**CASE, "requests": [{"indicator": "handled.share", "area": "D1", "period": "2024-01"}]})
    assert result["value"] == 25


def test_every_value_says_what_was_computed(answered: Answered) -> None:
    (result,) = answered({**CASE, "requests": [RIGHT]})
    assert "waste.handled" in result["explanation"]["sentence"]


def test_the_same_formula_in_many_places_keeps_the_order_of_the_requests(answered: Answered) -> None:
    places = [("V2", "2024-01"), ("V1", "2024-01"), ("R", "2024"), ("V1", "2024-01"), ("X", "2024")]
    requests = [{"formula": "waste.handled", "area": area, "period": period} for area, period in places]
    values = [result["value"] for result in answered({**CASE, "requests": requests})]
    assert values == [5, 10, 136, 10, None]


def test_nothing_asked_is_answered_with_nothing(answered: Answered) -> None:
    assert answered({**CASE, "requests": []}) == []


def test_nothing_observed_leaves_constants(answered: Answered) -> None:
    requests = [{"formula": formula, "area": "R", "period": "2024"} for formula in ("waste.handled", "2 * rate")]
    values = [result["value"] for result in answered({**CASE, "observations": [], "requests": requests})]
    assert values == [None, 1]


def test_decimals_are_taken_as_written(answered: Answered) -> None:
    # As doubles, 0.1 three times is 0.30000000000000004, and ten times 0.1 less 1 is not zero.
    observations = [
        {"series": "balance", "area": "V1", "period": f"2024-{month:02d}", "value": 0.1} for month in range(1, 11)
    ]
    requests = [
        {"formula": formula, "area": "V1", "period": "2024"}
        for formula in ("if(balance == 1, 1, 0)", "floor(balance)", "1 / (balance - 1)")
    ]
    results = answered({**CASE, "observations": observations, "requests": requests})
    assert [result["value"] for result in results] == [1, 1, None]
