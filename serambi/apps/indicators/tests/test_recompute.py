"""Computing everything: which cells, which values, which marks, and what happens when something is wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from serambi.apps.indicators import services
from serambi.apps.indicators.compute import full, store
from serambi.apps.indicators.models import Baseline, IndicatorState, IndicatorValue
from serambi.apps.indicators.services import ValuesChanged
from serambi.apps.indicators.services import changes as announcing
from serambi.apps.indicators.tests.conftest import Waste
from serambi.apps.indicators.tests.scene import put, states, values
from serambi.apps.observations import services as observing
from serambi.apps.observations.models import AreaLevel, FrequencyChoice, Observation, Overall, Series
from serambi.apps.plans.models import MasterPlan
from serambi.apps.regions.models import Area, AreaKind
from serambi.methods.periods import Period
from tests.cast import Cast, make_area, make_indicator, make_observation, make_plan, make_series, make_target


def test_every_level_down_to_the_indicators_own_is_computed(waste: Waste) -> None:
    quarter = {area: value for (_, area, period), value in values().items() if period == "2025-Q3"}
    assert {area: found[0] for area, found in quarter.items()} == {
        "90.01": 68,
        "90.01.01": 53.3333333333,
        "90.01.02": 90,
        "90.01.01.1001": 60,
        "90.01.01.2002": 40,
        "90.01.02.1001": 90,
    }


def test_a_ratio_is_one_of_sums_and_not_a_mean_of_ratios(waste: Waste) -> None:
    # (60 + 20) / (100 + 50) in Hulu, where the mean of 60 and 40 percent would be 50.
    assert values()["waste_share", "90.01.01", "2025-Q3"][0] == 53.3333333333


def test_targets_and_baselines_name_further_cells(waste: Waste) -> None:
    village = waste.cast.areas["90.01.01.1001"]
    Baseline.objects.create(indicator=waste.share, area=village, period=Period.parse("2025-08"), value=1)
    services.recompute_all()
    others = {key[1:]: value[0] for key, value in values().items() if key[2] != "2025-Q3"}
    assert others == {("90.01", "2025"): 68, ("90.01.01.1001", "2025-08"): 60}


def test_the_newest_value_of_the_region_is_kept_beside_the_indicator(waste: Waste) -> None:
    state = IndicatorState.objects.get(indicator=waste.share)
    assert (str(state.latest_period), state.latest_end, state.latest_value) == ("2025-Q3", dt.date(2025, 9, 30), 68)
    assert (str(state.final_period), state.final_value) == ("2025-Q3", 68)
    assert state.problem == ""


def test_computing_again_changes_nothing_and_counts(waste: Waste) -> None:
    before = (values(), states())
    told: list[tuple[int, int]] = []
    assert services.recompute_all(progress=lambda done, of: told.append((done, of))) == 7
    assert (values(), states()) == before
    assert told == [(1, 1)]


def test_nothing_is_lost_when_it_fails_half_way(waste: Waste, monkeypatch: pytest.MonkeyPatch) -> None:
    before = values()

    def fail(*_arguments: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(full, "write_states", fail)
    with pytest.raises(OSError, match="the disk is full"), transaction.atomic():
        services.recompute_all()
    assert values() == before


def test_a_formula_that_cannot_be_computed_leaves_the_others_alone(waste: Waste) -> None:
    broken = make_indicator("broken", "waste.handled + nothing.known")
    make_indicator("on_it", "broken * 2")
    services.recompute_all()
    state = IndicatorState.objects.get(indicator=broken)
    assert state.problem_en == "There is no series, indicator or constant “nothing.known”."
    assert state.problem
    assert "broken cannot be computed" in IndicatorState.objects.get(indicator__code="on_it").problem_en
    assert ("waste_share", "90.01", "2025-Q3") in values()


def test_what_was_broken_is_computed_once_its_series_is_there(waste: Waste) -> None:
    broken = make_indicator("broken", "nothing.known", unit="ton", frequency="month")
    services.recompute_all()
    make_series("nothing.known")
    put("nothing.known", waste.cast.areas["90.01.01.1001"], "2025-07", 4)
    assert IndicatorState.objects.get(indicator=broken).problem == ""
    assert values()["broken", "90.01", "2025-07"] == (4, 4, 0)


def test_another_way_to_aggregate_is_heard_of(waste: Waste) -> None:
    observing.on_change(services.refresh_after)
    series = Series.objects.get(code="waste.handled")
    observing.change_series(series, by=waste.cast.rani, over_time=Overall.LAST)
    assert values()["waste_share", "90.01.02", "2025-Q3"][0] == 30


def test_a_unit_that_no_longer_fits_breaks_the_indicator_and_says_so(waste: Waste) -> None:
    total = make_indicator("total", "waste.handled", unit="ton")
    services.recompute_all()
    Series.objects.filter(code="waste.handled").update(unit="orang")
    put("waste.handled", waste.cast.areas["90.01.01.1001"], "2025-07", 4)
    assert "ton" in IndicatorState.objects.get(indicator=total).problem_en
    assert not [key for key in values() if key[0] == "total"]


def test_an_archived_series_still_counts(waste: Waste) -> None:
    observing.archive_series(Series.objects.get(code="waste.handled"), by=waste.cast.rani)
    services.recompute_all()
    assert values()["waste_share", "90.01", "2025-Q3"][0] == 68


def test_names_that_clash_are_told_and_do_no_harm(waste: Waste) -> None:
    make_series("waste_share", unit="")
    make_indicator("uses_it", "waste_share", unit="")
    services.recompute_all()
    assert values()["waste_share", "90.01", "2025-Q3"][0] == 68
    assert not [key for key in values() if key[0] == "uses_it"]  # the series has the name, and no figures


def test_ended_areas_count_in_the_past_and_a_code_may_return(waste: Waste) -> None:
    old = make_area("90.01.01.2009", "Lama", AreaKind.VILLAGE, waste.cast.areas["90.01.01"])
    Area.objects.filter(pk=old.pk).update(valid_until=dt.date(2025, 8, 31))
    new = make_area("90.01.01.2009", "Baru", AreaKind.VILLAGE, waste.cast.areas["90.01.02"])
    for area in (old, new):
        make_observation(Series.objects.get(code="waste.handled"), area, "2025-07", 10)
        make_observation(Series.objects.get(code="waste.generated"), area, "2025-07", 10)
    services.recompute_all()
    found = {row.area_id: row.value for row in IndicatorValue.objects.filter(period=Period.parse("2025-Q3"))}
    assert found[old.pk] == found[new.pk] == 100
    assert round(found[waste.cast.areas["90.01.01"].pk], 6) == round(100 * 250 / 460, 6)


def test_without_an_area_there_is_nothing_to_compute(db: None) -> None:
    make_indicator("empty", "1 + 1", unit="")
    assert services.recompute_all() == 0


def test_without_a_plan_the_regency_is_the_region(waste: Waste) -> None:
    MasterPlan.objects.update(is_current=False)
    assert services.recompute_all() == 7


def test_series_observed_once_reach_as_far_as_their_longest_period(cast: Cast) -> None:
    make_plan(cast.region)
    make_series("crew.size", unit="orang", over_time=Overall.LAST, frequency=FrequencyChoice.YEAR)
    make_observation(Series.objects.get(), cast.region, "2024", 12)
    make_indicator("crew_so_far", "year_to_date(crew.size)", unit="orang", frequency="month")
    make_indicator("crew_before", "previous(crew.size)", unit="orang", frequency="year")
    services.recompute_all()
    assert values() == {
        ("crew_so_far", "90.01", "2024-12"): (12, 12, 0),
        ("crew_before", "90.01", "2025"): (12, 12, 0),
    }


def test_a_year_typed_wrong_does_not_fill_the_table(cast: Cast) -> None:
    make_plan(cast.region)
    series = make_series("rain", unit="mm", frequency=FrequencyChoice.DAY, area_level=AreaLevel.REGENCY)
    for day in ("0202-01-01", "2025-01-01"):
        make_observation(series, cast.region, day, 1)
    make_indicator("dry", "if(is_missing(rain), 1, 0)", unit="", frequency="day")
    assert services.recompute_all() == 4000
    state = IndicatorState.objects.get()
    assert str(state.last_period) == "2025-01-01"
    put("rain", cast.region, "2025-01-02", 3)
    assert IndicatorValue.objects.count() == 4000
    found = values()
    services.recompute_all()
    assert found == values()


def test_half_a_million_values_are_written_in_parts(waste: Waste, monkeypatch: pytest.MonkeyPatch) -> None:
    before = values()
    chunks = store._chunks
    monkeypatch.setattr(store, "_chunks", lambda found: chunks(found, 2))
    services.recompute_all()
    assert values() == before


def test_one_indicator_is_computed_with_those_made_from_it(waste: Waste, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = make_indicator("rest", "100 - waste_share", frequency="quarter")
    make_indicator("other", "waste.handled", unit="ton")
    told: list[ValuesChanged] = []
    monkeypatch.setattr(announcing, "_listeners", [told.append])
    assert services.refresh_indicators([waste.share.pk]) == {waste.share.pk, rest.pk}
    assert told == [ValuesChanged(frozenset({waste.share.pk, rest.pk}), dt.date.min)]
    assert values()["rest", "90.01", "2025-Q3"][0] == 32
    assert not [key for key in values() if key[0] == "other"]


def test_a_target_alone_asks_for_its_cell_only(waste: Waste) -> None:
    make_target(waste.share, waste.cast.areas["90.01.02"], "2025-09", 80)
    services.recompute_all()
    assert [key for key in values() if key[2] == "2025-09"] == [("waste_share", "90.01.02", "2025-09")]


def test_withdrawn_figures_are_missing_and_not_zero(waste: Waste) -> None:
    Observation.objects.filter(area__code="90.01.02.1001", series__code="waste.handled").update(value=None)
    services.recompute_all()
    assert ("waste_share", "90.01.02", "2025-Q3") not in values()
    assert values()["waste_share", "90.01", "2025-Q3"][0] == 32
