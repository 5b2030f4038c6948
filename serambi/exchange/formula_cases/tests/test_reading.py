"""A case that cannot be used is refused with a code, a sentence and the place of what is wrong."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from serambi.exchange.formula_cases.cases import CaseRefused
from serambi.exchange.formula_cases.reading import read_case

SMALL: dict[str, Any] = {
    "areas": [{"code": "R"}, {"code": "V", "parent": "R"}],
    "series": [{"code": "waste"}],
    "observations": [{"series": "waste", "area": "V", "period": "2024", "value": 1}],
    "requests": [],
}


def observation(**changes: Any) -> dict[str, Any]:
    return {**SMALL["observations"][0], **changes}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in SMALL["observations"][0].items() if name != key}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"areas": {}}, "wrong_shape", "areas"),
    ({"extra": 1}, "wrong_shape", ""),
    ({"areas": ["R"]}, "wrong_shape", "areas[0]"),
    ({"areas": [{"code": "R", "name": "Regency"}]}, "wrong_shape", "areas[0]"),
    ({"areas": [{"code": 64}]}, "wrong_shape", "areas[0].code"),
    ({"areas": [{"code": "R", "parent": 1}]}, "wrong_shape", "areas[0].parent"),
    ({"areas": [{"code": "R"}, {"code": "R"}]}, "duplicate_area", "areas"),
    ({"areas": [{"code": "R", "parent": "Q"}]}, "unknown_area", "areas"),
    ({"areas": [{"code": "A", "parent": "B"}, {"code": "B", "parent": "A"}]}, "area_circle", "areas"),
    ({"series": [{"unit": "ton"}]}, "wrong_shape", "series[0]"),
    ({"series": [{"code": "waste", "unit": 1}]}, "wrong_shape", "series[0].unit"),
    ({"series": [{"code": "waste", "over_time": "median"}]}, "wrong_shape", "series[0].over_time"),
    ({"series": [{"code": "waste", "over_area": None}]}, "wrong_shape", "series[0].over_area"),
    ({"series": [{"code": "waste"}, {"code": "waste"}]}, "duplicate_name", "series[1].code"),
    ({"series": [{"code": "waste"}, {"code": "2waste"}]}, "bad_name", "series[1].code"),
    ({"series": [{"code": "waste"}, {"code": "sum"}]}, "reserved_name", "series[1].code"),
    ({"indicators": {"waste": "1"}}, "duplicate_name", "indicators.waste"),
    ({"indicators": {"share": 1}}, "wrong_shape", "indicators.share"),
    ({"indicators": []}, "wrong_shape", "indicators"),
    ({"constants": {"waste": 1}}, "duplicate_name", "constants.waste"),
    ({"constants": {"rate": "1"}}, "wrong_shape", "constants.rate"),
    ({"constants": {"rate": True}}, "wrong_shape", "constants.rate"),
    ({"constants": {"rate": {"unit": "ton"}}}, "wrong_shape", "constants.rate"),
    ({"constants": {"rate": {"value": None}}}, "wrong_shape", "constants.rate.value"),
    ({"observations": None}, "wrong_shape", "observations"),
    ({"observations": [without("value")]}, "wrong_shape", "observations[0]"),
    ({"observations": [without("area")]}, "wrong_shape", "observations[0]"),
    ({"observations": [observation(quality="measured")]}, "wrong_shape", "observations[0]"),
    ({"observations": [observation(series="waist")]}, "unknown_series", "observations[0].series"),
    ({"observations": [observation(), observation(area="Q")]}, "unknown_area", "observations[1].area"),
    ({"observations": [observation(period="2024-Q5")]}, "bad_period", "observations[0].period"),
    ({"observations": [observation(period=2024)]}, "wrong_shape", "observations[0].period"),
    ({"observations": [observation(), observation(value=2)]}, "duplicate_observation", "observations[1]"),
    ({"observations": [observation(value="1")]}, "wrong_shape", "observations[0].value"),
    ({"observations": [observation(value=True)]}, "wrong_shape", "observations[0].value"),
    ({"observations": [observation(value=10**309)]}, "bad_value", "observations[0].value"),
    ({"requests": {}}, "wrong_shape", "requests"),
]


@pytest.mark.parametrize(("changes", "code", "path"), BAD)
def test_what_is_wrong_is_named_with_its_place(changes: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        read_case(json.dumps({**SMALL, **changes}).encode())
    assert (refused.value.code, refused.value.path) == (code, path)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("key", ["areas", "series", "observations", "requests"])
def test_a_missing_part_is_named(key: str) -> None:
    with pytest.raises(CaseRefused, match=f"“{key}” is missing"):
        read_case(json.dumps({name: value for name, value in SMALL.items() if name != key}).encode())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"areas": [}', "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "wrong_shape"),
        (b"null", "wrong_shape"),
        (b'{"areas": NaN}', "bad_value"),
        (b"1" * 5_000, "bad_value"),
    ],
)
def test_what_is_no_case_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        read_case(raw)
    assert refused.value.code == code


@pytest.mark.parametrize("value", ["1e400", "-1e400", "1e-400", "1e999999999", "1e99999999999999999999", "NaN"])
def test_a_number_that_no_double_holds_is_refused(value: str) -> None:
    raw = json.dumps({**SMALL, "observations": [observation(value=12345)]}).replace("12345", value)
    with pytest.raises(CaseRefused) as refused:
        read_case(raw.encode())
    assert refused.value.code == "bad_value"


def test_the_place_where_json_breaks_off_is_told() -> None:
    with pytest.raises(CaseRefused) as refused:
        read_case(b'{\n "areas": ]}')
    assert refused.value.position == {"offset": 12, "line": 2, "column": 11}


def test_numbers_are_exact_and_null_is_no_observation() -> None:
    observations = [observation(value=0.1), observation(period="2023", value=None), observation(area="R", value=3)]
    case = read_case(json.dumps({**SMALL, "observations": observations}).encode())
    assert [observed.value for observed in case.observed] == [Fraction(1, 10), Fraction(3)]


def test_a_parent_may_be_empty_and_a_byte_order_mark_may_lead() -> None:
    case = read_case("\ufeff".encode() + json.dumps({**SMALL, "areas": [{"code": "V", "parent": ""}]}).encode())
    assert list(case.areas) == ["V"]
