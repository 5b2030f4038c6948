from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from serambi.exchange.formula_cases.answering import answered_by_duckdb, answered_by_reference

Answered = Callable[[dict[str, Any]], list[dict[str, Any]]]


@pytest.fixture(params=[answered_by_reference, answered_by_duckdb], ids=["reference", "duckdb"])
def answered(request: pytest.FixtureRequest) -> Answered:
    """One of the engines, from a case to its results."""
    return lambda case: request.param(json.dumps(case).encode(), language="en")
