"""An invented regency's figures and indicators of every kind, and how they are changed in the tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from serambi.apps.indicators import services
from serambi.apps.indicators.models import Indicator, IndicatorState, IndicatorValue
from serambi.apps.observations.models import AreaLevel, FrequencyChoice, Observation, Overall, Series
from serambi.apps.observations.services import Cell as ChangedCell
from serambi.apps.observations.services import Changes
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_observation, make_plan, make_series, make_target

# name: formula, unit, area level, frequency
FORMULAS: dict[str, tuple[str, str, int, str]] = {
    "handled_share": ("100 * waste.handled / waste.generated", "%", AreaLevel.VILLAGE, FrequencyChoice.MONTH),
    "handled_quarterly": ("100 * waste.handled / waste.generated", "%", AreaLevel.DISTRICT, FrequencyChoice.QUARTER),
    "waste_per_person": ("1000 * per_capita(waste.generated)", "ton/orang", AreaLevel.REGENCY, FrequencyChoice.MONTH),
    "growth": ("waste.handled / previous(waste.handled) - 1", "", AreaLevel.REGENCY, FrequencyChoice.MONTH),
    "year_on_year": ("waste.handled - same_period_last_year(waste.handled)", "ton", AreaLevel.VILLAGE, "quarter"),
    "so_far": ("year_to_date(waste.handled)", "ton", AreaLevel.DISTRICT, FrequencyChoice.MONTH),
    "filled": ("coalesce(waste.handled, 0)", "ton", AreaLevel.VILLAGE, FrequencyChoice.QUARTER),
    "silent": ("if(is_missing(waste.handled), 1, 0)", "", AreaLevel.VILLAGE, FrequencyChoice.MONTH),
    "mean_of_villages": ("mean_over_areas(100 * waste.handled / waste.generated)", "%", AreaLevel.DISTRICT, "month"),
    "months_reported": ("count(waste.handled)", "", AreaLevel.VILLAGE, FrequencyChoice.YEAR),
    "shortfall": ("100 - handled_share", "%", AreaLevel.REGENCY, FrequencyChoice.QUARTER),
    "last_month": ("previous(waste.handled)", "ton", AreaLevel.VILLAGE, FrequencyChoice.MONTH),
    "known_last": ("coalesce(waste.handled, previous(waste.handled, 2))", "ton", AreaLevel.REGENCY, "month"),
    "crew": ("last(crew.size)", "orang", AreaLevel.DISTRICT, FrequencyChoice.YEAR),
    "fixed": ("2 + 3", "", AreaLevel.REGENCY, FrequencyChoice.YEAR),
}  # fmt: skip
FORMULAS["villages_above"] = (
    "count_over_areas(if(waste.handled > 5, 1, 1 / 0))", "", AreaLevel.REGENCY, FrequencyChoice.MONTH,
)  # fmt: skip


def make_scene(cast: Cast) -> dict[str, Indicator]:
    """Create a plan, four series without figures, indicators of every kind with two targets each."""
    make_plan(cast.region)
    make_series("waste.handled")
    make_series("waste.generated")
    make_series("population", unit="orang", over_time=Overall.LAST, frequency=FrequencyChoice.SEMESTER)
    make_series("crew.size", unit="orang", over_time=Overall.LAST, over_area=Overall.SUM, area_level=AreaLevel.DISTRICT)
    indicators = {
        code: make_indicator(code, formula, unit=unit, area_level=level, frequency=frequency)
        for code, (formula, unit, level, frequency) in FORMULAS.items()
    }
    for indicator in indicators.values():
        make_target(indicator, cast.region, "2024", 80)
        make_target(indicator, cast.areas["90.01.01"], "2025-S1", 80)
    return indicators


def put(series: str, area: Area, period: str, value: Any, *, final: bool = True) -> None:
    """Write a figure as it is, and compute again what it moves; None takes it back."""
    found = Series.objects.get(code=series)
    cell = Observation.objects.filter(series=found, area=area, period=Period.parse(period)).first()
    amount = None if value is None else Decimal(str(value))
    if cell is None:
        make_observation(found, area, period, amount, is_final=final)
    else:
        cell.value, cell.is_final = amount, final
        cell.save()
    services.refresh_after(Changes((ChangedCell(found.pk, area.pk, Period.parse(period)),)))


def values() -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """Return every stored value by indicator, area and period: all, final, marks; rounded to twelve digits."""
    rows = IndicatorValue.objects.values_list(
        "indicator__code", "area__code", "period", "value", "final_value", "marks"
    )
    return {
        (code, area, str(period)): (short(value), short(final), marks)
        for code, area, period, value, final, marks in rows
    }


def states() -> dict[str, tuple[Any, ...]]:
    """Return every stored state by the indicator's code."""
    columns = (
        "latest_period", "latest_end", "latest_marks", "final_period", "final_end", "first_period", "last_period",
    )  # fmt: skip
    return {
        state.indicator.code: (
            *(getattr(state, column) for column in columns), short(state.latest_value), short(state.final_value),
            state.problem,
        )
        for state in IndicatorState.objects.select_related("indicator")
    }  # fmt: skip


def short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.12g}")
