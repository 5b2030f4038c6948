"""Fixtures of the indicators: a regency whose waste is counted, with one indicator of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import translation

from serambi.apps.indicators import services
from serambi.apps.indicators.models import Indicator
from serambi.apps.observations.models import AreaLevel, FrequencyChoice, Quality
from serambi.apps.plans.models import MasterPlan, Program
from tests.cast import (
    Cast,
    make_indicator,
    make_observation,
    make_plan,
    make_program,
    make_series,
    make_target,
)

# Handled and generated, in tonnes, of each month of the third quarter of 2025; Dermaga is silent.
VILLAGES = {"90.01.01.1001": (60, 100), "90.01.01.2002": (20, 50), "90.01.02.1001": (90, 100)}


@dataclass(frozen=True)
class Waste:
    """The regency's waste: 170 of 250 tonnes handled each month, 68 percent, where 80 was aimed at."""

    cast: Cast
    plan: MasterPlan
    program: Program
    share: Indicator


@pytest.fixture
def waste(cast: Cast) -> Waste:
    plan = make_plan(cast.region)
    program = make_program(plan, "P-1", name="Waste collection", lead=cast.dlh)
    handled = make_series("waste.handled", name="Waste handled", producer=cast.dlh)
    generated = make_series("waste.generated", name="Waste generated", producer=cast.dlh)
    for village, (part, whole) in VILLAGES.items():
        for month in ("2025-07", "2025-08", "2025-09"):
            make_observation(handled, cast.areas[village], month, part, quality=Quality.ESTIMATED)
            make_observation(generated, cast.areas[village], month, whole)
    share = make_indicator(
        "waste_share",
        "100 * waste.handled / waste.generated",
        program=program,
        name="Waste handled share",
        area_level=AreaLevel.VILLAGE,
        frequency=FrequencyChoice.QUARTER,
        owner=cast.dlh,
    )
    make_target(share, cast.region, "2025-Q3", 80)
    make_target(share, cast.region, "2025", 75)
    services.recompute_all()
    return Waste(cast, plan, program, share)


def address(name: str, *args: object, query: str = "") -> str:
    """Return the English address of a page, so that the tests read the words of the source."""
    with translation.override("en"):
        found = reverse(f"indicators:{name}", args=args)
    return f"{found}?{query}" if query else found
