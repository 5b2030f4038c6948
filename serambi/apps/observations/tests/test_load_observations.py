from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations import errors
from serambi.apps.observations.models import Observation, Origin, Quality, Series
from serambi.apps.observations.services import Changes, LoadedValue, load_observations, record_value
from serambi.methods.periods import Period
from tests.cast import Cast, make_observation, make_series

from .conftest import TODAY


def row(series: Series, area: Any, period: str, value: str, **more: Any) -> LoadedValue:
    return LoadedValue(series.pk, area.pk, Period.parse(period), Decimal(value), **more)


def stored(series: Series) -> list[tuple[Any, ...]]:
    columns = ("area_id", "period", "period_start", "period_end", "value", "is_final", "quality", "origin", "source",
               "source_url", "note", "revision", "recorded_by_id", "is_illustration")  # fmt: skip
    return sorted(Observation.objects.filter(series=series).values_list(*columns), key=lambda line: (line[0], line[2]))


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["90.01.01.1001", "90.01.02.2002", "90.01.01", "90.01"]), st.integers(1, 12)),
    st.tuples(
        st.decimals(0, 10**8, places=6), st.sampled_from(list(Quality)), st.text(" abc\"',;\\\t%s\n", max_size=9)
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS)
def test_many_at_once_are_stored_as_one_after_another(cast: Cast, cells: dict[Any, Any]) -> None:
    number = Series.objects.count()
    bulk, single = make_series(f"bulk_{number}"), make_series(f"single_{number}")
    rows = []
    for (code, month), (value, quality, note) in cells.items():
        given = {"quality": quality, "origin": Origin.SURVEY, "note": note, "source": "Survei"}
        period = Period.parse(f"2025-{month:02d}")
        rows.append(LoadedValue(bulk.pk, cast.areas[code].pk, period, value, is_final=True, **given))
        record_value(single, area=cast.areas[code], period=period, value=value, by=cast.vera, is_final=True,
                     today=TODAY, **given)  # fmt: skip
    assert load_observations(rows, by=cast.vera, today=TODAY) == len(cells)
    assert stored(bulk) == stored(single)


def test_a_cell_that_has_a_figure_is_left_as_it_is(cast: Cast, waste: Series, heard: list[Changes]) -> None:
    there, gone = cast.areas["90.01.01.1001"], cast.areas["90.01.01.2002"]
    make_observation(waste, there, "2026-01", 7, is_final=False)
    make_observation(waste, gone, "2026-01", None)
    rows = [
        row(waste, there, "2026-01", "8"),
        row(waste, gone, "2026-01", "8"),
        row(waste, there, "2026-02", "9"),
        row(waste, there, "2026-02", "10"),
    ]
    assert load_observations(rows, by=None, today=TODAY) == 1
    assert {line[4] for line in stored(waste)} == {7, None, 9}
    assert load_observations(rows, by=None, today=TODAY) == 0
    assert heard == []


def test_the_record_names_each_series_once(cast: Cast, waste: Series) -> None:
    rows = [row(waste, cast.region, f"2025-{month:02d}", "1") for month in range(1, 13)]
    load_observations(rows, by=cast.rani, today=TODAY)
    entry = Entry.objects.get(verb=Verb.LOADED)
    assert entry.object_name == str(waste)
    assert entry.after == {"count": 12, "first": "2025-01-01", "last": "2025-12-31"}


def test_one_bad_row_keeps_all_out_and_is_named(cast: Cast, waste: Series) -> None:
    rows = [row(waste, cast.region, "2026-01", "1"), row(waste, cast.region, "2026-02", "6000")]
    with pytest.raises(errors.RowRefused, match=r"2.*waste\.handled.*90\.01.*2026-02"):
        load_observations(rows, by=None, today=TODAY)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("period", "area"),
    [("2026-Q1", "90.01"), ("2026-07", "90.01"), ("2026-01", "90")],
    ids=["longer", "future", "outside"],
)
def test_every_rule_holds_for_many_too(cast: Cast, waste: Series, period: str, area: str) -> None:
    with pytest.raises(errors.RowRefused):
        load_observations([row(waste, cast.areas[area], period, "1")], by=None, today=TODAY)


def test_an_archived_series_is_not_loaded(cast: Cast, waste: Series) -> None:
    Series.objects.update(archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(errors.RowRefused):
        load_observations([row(waste, cast.region, "2026-01", "1")], by=None, today=TODAY)


def test_officers_do_not_load(cast: Cast, waste: Series) -> None:
    with pytest.raises(errors.NotAVerifier):
        load_observations([], by=cast.oka, today=TODAY)


def test_illustration_is_marked(cast: Cast, waste: Series) -> None:
    made_up = make_series("made.up", is_illustration=True)
    rows = [
        row(made_up, cast.region, "2026-01", "1"),
        row(waste, cast.region, "2026-01", "1", origin=Origin.ILLUSTRATION),
        row(waste, cast.region, "2026-02", "1", is_illustration=True),
        row(waste, cast.region, "2026-03", "1"),
    ]
    load_observations(rows, by=None, today=TODAY)
    marked = Observation.objects.filter(is_illustration=True).values_list("series__code", "period")
    assert {(code, str(period)) for code, period in marked} == {
        ("made.up", "2026-01"), ("waste.handled", "2026-01"), ("waste.handled", "2026-02")}  # fmt: skip


def test_many_rows_cost_few_queries(cast: Cast, waste: Series, django_assert_max_num_queries: Any) -> None:
    months = [Period.parse("2016-01").shift(count) for count in range(120)]
    rows = [LoadedValue(waste.pk, area.pk, month, Decimal(1))
            for month in months for code, area in cast.areas.items() if code.startswith("90.01")]  # fmt: skip
    expected = 840
    # PostgreSQL takes the rows as one stream, SQLite as one prepared statement that counts once.
    with django_assert_max_num_queries(12):
        assert load_observations(iter(rows), by=None, today=TODAY) == expected
    assert Observation.objects.count() == expected
    assert connection.vendor in {"sqlite", "postgresql"}
