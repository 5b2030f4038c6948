"""What a figure must be to be recorded; each rule raises its own sentence.

The rules read nothing: whoever calls them brings the series, the area with its parent, and the regions of this
installation, so that one figure and a million are checked by the same code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.apps.observations import errors
from serambi.apps.observations.labels import (
    FREQUENCY_EXAMPLES,
    FREQUENCY_NOUNS,
    figure,
    plain_number,
    significant_decimals,
)
from serambi.apps.observations.models import AreaLevel, Series, ValueType
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period
from serambi.ui import formats

SIGNIFICANT_DIGITS = 15  # what a float64 and SQLite keep exactly
DECIMALS = 6
_TOO_LARGE = Decimal(10) ** 18


def check_cell(series: Series, *, area: Area, period: Period, regions: Sequence[Area], today: dt.date) -> None:
    """Raise an error unless a figure of the series may stand for that area and period.

    regions: the regencies or cities whose figures are kept here.
    """
    if period.frequency != series.frequency:
        raise errors.WrongFrequency(
            series=series,
            expected=FREQUENCY_NOUNS[series.frequency],
            period=formats.period(period),
            given=FREQUENCY_NOUNS[period.frequency],
            example=FREQUENCY_EXAMPLES[series.frequency],
        )
    if period.start > today:
        raise errors.FuturePeriod(period=formats.period(period))
    if not any(lies_in(area, region) for region in regions):
        raise errors.OutsideRegion(area=area, region=", ".join(region.name for region in regions))
    if area.level > series.area_level:
        level = AreaLevel(series.area_level).label
        raise errors.BelowLevel(series=series, area=area, level=level, parent=_parent_at(area, series.area_level))
    _check_existence(area, period)


def lies_in(area: Area, region: Area) -> bool:
    """Tell whether the area is the region or a part of it, by the hierarchy of codes."""
    return area.code == region.code or area.code.startswith(f"{region.code}.")


def _parent_at(area: Area, level: int) -> Area:
    while area.level > level and area.parent is not None:
        area = area.parent
    return area


def _check_existence(area: Area, period: Period) -> None:
    if area.valid_until is not None and area.valid_until < period.start:
        if area.successor is not None:
            raise errors.AreaEnded(area=area, period=formats.period(period), successor=area.successor)
        raise errors.AreaNotThen(area=area, period=formats.period(period))
    if area.valid_from is not None and area.valid_from > period.end:
        raise errors.AreaNotThen(area=area, period=formats.period(period))


def check_value(series: Series, value: Decimal) -> None:
    """Raise an error unless the value can be one of the series: exact, whole where it counts, within its bounds."""
    if not value.is_finite():
        raise errors.NotANumber(text=value, example=plain_number(Decimal("1234.5")))
    if significant_decimals(value) > DECIMALS:
        raise errors.TooManyDecimals(value=plain_number(value))
    digits = len(value.normalize().as_tuple().digits)
    if digits > SIGNIFICANT_DIGITS:
        raise errors.TooManyDigits(value=plain_number(value), digits=digits)
    if abs(value) >= _TOO_LARGE:
        raise errors.TooLarge(value=plain_number(value))
    if series.value_type == ValueType.COUNT and value != value.to_integral_value():
        raise errors.NotWhole(series=series, value=plain_number(value))
    if series.minimum is not None and value < series.minimum:
        raise errors.BelowMinimum(series=series, value=figure(value, series.unit), bounds=bounds_text(series))
    if series.maximum is not None and value > series.maximum:
        raise errors.AboveMaximum(series=series, value=figure(value, series.unit), bounds=bounds_text(series))


def bounds_text(series: Series) -> str:
    """Return the bounds of a believable figure in words, "" when there are none."""
    facts = {"minimum": figure(series.minimum, series.unit), "maximum": figure(series.maximum, series.unit)}
    if series.minimum is not None and series.maximum is not None:
        return _("between %(minimum)s and %(maximum)s") % facts
    if series.minimum is not None:
        return _("at least %(minimum)s") % facts
    return _("at most %(maximum)s") % facts if series.maximum is not None else ""
