"""The bands in use, from the database or as shipped."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from serambi.apps.evaluation.labels import BAND_NAMES
from serambi.apps.evaluation.models import Band
from serambi.methods import scoring

SOURCE = "Permendagri 86/2017"
ON_PLAN = "high"


@dataclass(frozen=True)
class Scale:
    """The bands from the highest. A value is on plan from the lower bound of the band `high` on."""

    bands: tuple[Band, ...]

    def code(self, value: float | None) -> str | None:
        """Return the band's code; None when the value is missing."""
        return scoring.band(value, self._bounds)

    def name(self, code: str | None) -> str:
        return next((band.display_name for band in self.bands if band.code == code), "")

    @property
    def on_plan_from(self) -> float | None:
        """Return the percentage from which something is on plan; None when no band says so."""
        bound = next((band.lower_bound for band in self.bands if band.code == ON_PLAN), None)
        return None if bound is None else float(bound)

    @property
    def on_plan_name(self) -> str:
        return self.name(ON_PLAN)

    def is_on_plan(self, value: float | None) -> bool:
        """Tell whether the value lies in the band `high` or above it; what is missing does not."""
        bound = next((band for band in self._bounds if band.code == ON_PLAN), None)
        return value is not None and bound is not None and scoring.band(value, [bound]) is not None

    @cached_property
    def _bounds(self) -> list[scoring.Bound]:
        return [scoring.Bound(band.code, band.lower_bound, band.includes_bound) for band in self.bands]


def scale() -> Scale:
    """Return the regency's own bands, or those of Permendagri 86/2017 while it has none; one query."""
    return Scale(tuple(Band.objects.all()) or shipped_bands())


def shipped_bands() -> tuple[Band, ...]:
    """Return the bands of Permendagri 86/2017, not saved."""
    return tuple(
        Band(
            code=bound.code,
            name=BAND_NAMES[bound.code][0],
            name_en=BAND_NAMES[bound.code][1],
            lower_bound=None if bound.lower is None else Decimal(bound.lower),
            includes_bound=bound.includes,
            source=SOURCE,
        )
        for bound in scoring.PERMENDAGRI_86_2017
    )
