"""Both engines give what was worked out by hand."""

from __future__ import annotations

import pytest

from .conftest import Answered
from .corpus import CASE, EXPECTED


@pytest.mark.parametrize("clause", EXPECTED)
def test_the_values_are_those_worked_out_by_hand(clause: str, answered: Answered) -> None:
    rows = EXPECTED[clause]
    requests = [{"formula": row.formula, "area": row.area, "period": row.period} for row in rows]
    results = answered({**CASE, "requests": requests})
    assert len(results) == len(rows)
    for row, result in zip(rows, results, strict=True):
        found = result["error"]["code"] if "error" in result else result["value"]
        expected = pytest.approx(row.value, rel=1e-9, abs=0) if isinstance(row.value, int | float) else row.value
        assert found == expected, (row, result)
