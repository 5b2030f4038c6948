"""What follows from a changed figure: the same values as if everything had been computed again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.indicators import services
from serambi.apps.indicators.services import ValuesChanged
from serambi.apps.indicators.services import changes as announcing
from serambi.apps.indicators.tests.scene import make_scene, put, states, values
from tests.cast import Cast, make_cast

VILLAGES = ("90.01.01.1001", "90.01.01.2002", "90.01.02.1001")
PLACES = {
    "waste.handled": VILLAGES,
    "waste.generated": (*VILLAGES, "90.01.01"),
    "population": ("90.01.01.1001", "90.01.02"),
    "crew.size": ("90.01.01", "90.01.02", "90"),
}
MONTHS = ("2023-12", "2024-01", "2024-02", "2024-06", "2025-01", "2025-02")
PERIODS = {
    "waste.handled": (*MONTHS, "2024"),
    "waste.generated": MONTHS,
    "population": ("2023-S2", "2024-S1", "2025"),
    "crew.size": ("2024-02", "2026-01"),
}


@st.composite
def figures(draw: st.DrawFn) -> tuple[str, str, str, int | None, bool]:
    """Draw a figure that is written, taken back (None), or made final."""
    series = draw(st.sampled_from(sorted(PLACES)))
    return (
        series,
        draw(st.sampled_from(PLACES[series])),
        draw(st.sampled_from(PERIODS[series])),
        draw(st.one_of(st.integers(-3, 12), st.none())),
        draw(st.booleans()),
    )


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(figures(), min_size=1, max_size=10))
def test_changes_one_by_one_give_what_computing_everything_gives(changes: list[Any]) -> None:
    with transaction.atomic():
        cast = make_cast()
        make_scene(cast)
        services.recompute_all()
        for series, area, period, value, final in changes:
            put(series, cast.areas[area], period, value, final=final)
        found, shown = values(), states()
        services.recompute_all()
        assert found == values()
        assert shown == states()
        transaction.set_rollback(True)


def test_a_figure_moves_the_area_and_those_above_it_only(cast: Cast) -> None:
    make_scene(cast)
    for village in VILLAGES:
        put("waste.handled", cast.areas[village], "2024-01", 6)
        put("waste.generated", cast.areas[village], "2024-01", 10)
    before = values()
    put("waste.handled", cast.areas[VILLAGES[0]], "2024-01", 9)
    after = values()
    moved = {
        area for (code, area, _), value in after.items() if code == "handled_share" and before[code, area, _] != value
    }
    assert moved == {"90.01.01.1001", "90.01.01", "90.01"}
    assert after["handled_share", "90.01", "2024-01"][0] == 70
    assert after["handled_share", "90.01", "2024"][0] == 70


def test_preliminary_figures_stay_out_of_the_final_value_and_mark_the_other(cast: Cast) -> None:
    make_scene(cast)
    put("waste.handled", cast.areas[VILLAGES[0]], "2024-01", 6)
    put("waste.generated", cast.areas[VILLAGES[0]], "2024-01", 10)
    put("waste.handled", cast.areas[VILLAGES[1]], "2024-01", 30, final=False)
    put("waste.generated", cast.areas[VILLAGES[1]], "2024-01", 30, final=False)
    assert values()["handled_share", "90.01.01", "2024-01"] == (90, 60, 1)
    assert values()["handled_share", VILLAGES[0], "2024-01"] == (60, 60, 0)
    assert values()["handled_share", VILLAGES[1], "2024-01"] == (100, None, 1)
    assert states()["handled_share"][-3] == 90


def test_a_figure_taken_back_takes_its_values_away(cast: Cast) -> None:
    make_scene(cast)
    put("waste.handled", cast.areas[VILLAGES[0]], "2024-01", 6)
    assert ("so_far", "90.01", "2024-01") in values()
    put("waste.handled", cast.areas[VILLAGES[0]], "2024-01", None)
    assert [key for key in values() if key[0] == "so_far"] == []
    assert states()["so_far"][0] is None


def test_listeners_hear_which_indicators_moved_and_since_when(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    indicators = make_scene(cast)
    services.recompute_all()
    told: list[ValuesChanged] = []
    monkeypatch.setattr(announcing, "_listeners", [told.append])
    put("crew.size", cast.areas["90.01.01"], "2024-02", 5)
    assert [changed.indicator_ids for changed in told] == [frozenset({indicators["crew"].pk})]
    assert str(told[0].since) == "2024-12-31"


def test_a_figure_of_another_region_moves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_scene(cast)
    services.recompute_all()
    told: list[ValuesChanged] = []
    monkeypatch.setattr(announcing, "_listeners", [told.append])
    put("crew.size", cast.areas["90"], "2024-02", 5)
    assert told == []
    assert [key for key in values() if key[0] == "crew"] == []


def test_many_changes_at_once_go_through_the_engine(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_scene(cast)
    services.recompute_all()
    monkeypatch.setattr("serambi.apps.indicators.compute.refresh.MOST_VALUES", 1)
    put("waste.handled", cast.areas[VILLAGES[0]], "2024-01", 6)
    found = values()
    services.recompute_all()
    assert found == values()
    assert found["so_far", "90.01", "2024-01"] == (6, 6, 0)
