from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.observations.datasets import SCHEMA, observation_table
from serambi.apps.observations.models import Mark, Observation, Series
from tests.cast import Cast, make_observation, make_series


def rows(**narrowed: Any) -> set[tuple[Any, ...]]:
    table = observation_table(**narrowed)
    assert table.schema.equals(SCHEMA)
    return {tuple(row[name] for name in SCHEMA.names) for row in table.to_pylist()}


@pytest.fixture
def filled(cast: Cast, waste: Series) -> dict[str, Series]:
    other = make_series("other", frequency="year")
    make_observation(waste, cast.region, "2025-12", "1.25")
    make_observation(waste, cast.region, "2026-01", "-3", is_final=False)
    make_observation(waste, cast.region, "2026-02", None)
    make_observation(waste, cast.areas["90.01.01"], "2026-01", "4", is_illustration=True, is_final=False)
    make_observation(other, cast.region, "2025", "123456789.123456")
    return {"waste": waste, "other": other}


def test_every_value_comes_with_its_place_and_marks(cast: Cast, filled: dict[str, Series]) -> None:
    waste, region = filled["waste"].pk, cast.region.pk
    assert rows() == {
        (waste, region, "2025-12", 1.25, 0),
        (waste, region, "2026-01", -3.0, Mark.PRELIMINARY),
        (waste, cast.areas["90.01.01"].pk, "2026-01", 4.0, Mark.PRELIMINARY | Mark.ILLUSTRATION),
        (filled["other"].pk, region, "2025", 123456789.123456, 0),
    }


def test_the_marks_are_those_of_the_observation(filled: dict[str, Series]) -> None:
    expected = {(o.series_id, o.area_id, str(o.period)): int(o.marks) for o in Observation.objects.exclude(value=None)}
    assert {row[:3]: row[4] for row in rows()} == expected


def test_it_is_narrowed_by_series_time_and_state(filled: dict[str, Series]) -> None:
    waste, other = filled["waste"].pk, filled["other"].pk
    assert {row[0] for row in rows(series_ids=[other])} == {other}
    assert len(rows(series_ids=[waste, other])) == 4
    assert rows(series_ids=[]) == set()
    assert rows(series_ids=[10**9]) == set()
    assert {row[2] for row in rows(start=dt.date(2025, 12, 31))} == {"2025", "2025-12", "2026-01"}
    assert {row[2] for row in rows(end=dt.date(2025, 1, 1))} == {"2025"}
    assert {row[2] for row in rows(start=dt.date(2026, 1, 31), end=dt.date(2026, 1, 31))} == {"2026-01"}
    assert {row[4] for row in rows(final_only=True)} == {0}


def test_nothing_observed_is_an_empty_table(db: None) -> None:
    assert rows() == set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6)), min_size=1, max_size=12))
def test_no_digit_is_lost_on_the_way(cast: Cast, numbers: list[tuple[int, int]]) -> None:
    series = make_series(f"digits_{Series.objects.count()}")
    values = [Decimal(digits).scaleb(-decimals) for digits, decimals in numbers]
    for month, value in enumerate(values, start=1):
        make_observation(series, cast.region, f"2025-{month:02d}", str(value))
    read = {row[2]: row[3] for row in rows(series_ids=[series.pk])}
    assert read == {f"2025-{month:02d}": float(value) for month, value in enumerate(values, start=1)}


def test_it_takes_one_query(filled: dict[str, Series], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(1):
        observation_table(start=dt.date(2025, 1, 1), final_only=True)
