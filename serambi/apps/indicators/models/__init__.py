"""What is computed from observations, what it should be, and what it is."""

from serambi.apps.indicators.models.definitions import (
    Constant,
    Indicator,
    IndicatorQuerySet,
    Polarity,
    ProgramIndicator,
    ResultLevel,
)
from serambi.apps.indicators.models.standards import Framework, StandardIndicator
from serambi.apps.indicators.models.values import Baseline, IndicatorState, IndicatorValue, Target

__all__ = [
    "Baseline",
    "Constant",
    "Framework",
    "Indicator",
    "IndicatorQuerySet",
    "IndicatorState",
    "IndicatorValue",
    "Polarity",
    "ProgramIndicator",
    "ResultLevel",
    "StandardIndicator",
    "Target",
]
