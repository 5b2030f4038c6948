"""Observations that cannot be used are refused before anything is computed."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from serambi.engines.observations import Observations
from serambi.methods.formula.areas import Area, AreaTree
from serambi.methods.formula.errors import FormulaError

TREE = AreaTree([Area("R"), Area("V", "R")])
COLUMNS: dict[str, list[Any]] = {
    "series": ["waste", "waste", "people"],
    "area": ["V", "R", "V"],
    "period": ["2024-01", "2023", "2024-12"],
    "value": [1.5, 2.0, None],
    "marks": [0, None, 2],
}


def table(**changes: list[Any]) -> pa.Table:
    return pa.table({**COLUMNS, **changes})


def test_what_is_missing_is_left_out_and_periods_are_in_their_order() -> None:
    found = Observations.from_arrow(table(), areas=TREE)
    assert found.values.tolist() == [1.5, 2.0]
    assert [str(period) for period in found.calendar] == ["2023", "2024-01"]
    assert found.area_codes == ("R", "V")
    assert found.area.tolist() == [1, 0]
    assert found.marks is None  # those that are left mark nothing


def test_text_may_be_in_dictionaries_of_several_chunks() -> None:
    encoded = {
        name: column.dictionary_encode() if name in {"series", "area", "period"} else column
        for name, column in zip(COLUMNS, table().columns, strict=True)
    }
    halves = pa.table(encoded)
    again = pa.concat_tables([halves.slice(1), halves.slice(0, 1)])
    found = Observations.from_arrow(again, areas=TREE)
    assert found.values.tolist() == [2.0, 1.5]
    assert [str(found.calendar[number]) for number in found.period] == ["2023", "2024-01"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"area": ["V", "Q", "V"]}, "unknown_area"),
        ({"period": ["2024-01", "2024-13", "2024"]}, "bad_period"),
        ({"value": [1.0, float("inf"), 1.0]}, "bad_value"),
        ({"value": [1.0, float("nan"), 1.0]}, "bad_value"),
        ({"series": ["waste", None, "people"]}, "bad_value"),
        ({"area": ["V", "V", "V"], "period": ["2024", "2024", "2024"]}, "duplicate_observation"),
    ],
)
def test_what_cannot_be_used_is_refused(changes: dict[str, list[Any]], code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        Observations.from_arrow(table(**changes), areas=TREE)
    assert refused.value.code == code


def test_a_duplicate_is_told_with_its_place() -> None:
    with pytest.raises(FormulaError, match="The series waste has two observations for V in 2024-01"):
        Observations.from_arrow(table(area=["V", "V", "V"], period=["2024-01"] * 3), areas=TREE)


def test_no_rows_are_no_observations() -> None:
    found = Observations.from_arrow(
        table()
        .slice(0, 0)
        .cast(
            pa.schema(
                {
                    "series": pa.string(),
                    "area": pa.string(),
                    "period": pa.string(),
                    "value": pa.float64(),
                    "marks": pa.int32(),
                }
            )
        ),
        areas=TREE,
    )
    assert found.calendar == ()
    assert found.held == ()
