"""What the tests of figures share: one series of the environment agency, and a person to record it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from serambi.apps.accounts.models import User
from serambi.apps.observations.models import Observation, Origin, Quality, Series
from serambi.apps.observations.services import Changes, changes, record_value
from serambi.methods.periods import Period
from tests.cast import Cast, make_series

TODAY = dt.date(2026, 5, 20)


@pytest.fixture
def waste(cast: Cast) -> Series:
    """Tonnes of waste handled per village and month, for which the environment agency answers."""
    return make_series(
        "waste.handled", name="Sampah tertangani", name_en="Waste handled", producer=cast.dlh, minimum=0, maximum=5000
    )


@pytest.fixture
def record(cast: Cast, waste: Series) -> Callable[..., Observation]:
    """Record a figure of the waste series with as few words as possible."""

    def act(value: object, *, by: User | None = None, area: str = "90.01.01.1001", period: str = "2026-03",
            **more: Any) -> Observation:  # fmt: skip
        return record_value(
            more.pop("series", waste),
            area=cast.areas[area],
            period=Period.parse(period),
            value=Decimal(str(value)),
            by=by or cast.oka,
            today=TODAY,
            **{"is_final": False, "quality": Quality.MEASURED, "origin": Origin.AGENCY, **more},
        )

    return act


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Changes]]:
    """Every change that was announced."""
    told: list[Changes] = []
    monkeypatch.setattr(changes, "_listeners", [told.append])
    return told


@pytest.fixture(autouse=True)
def _in_indonesian() -> Iterator[None]:
    """Begin every test in the language of the regency, whatever an earlier one read its pages in."""
    with translation.override("id"):
        yield
