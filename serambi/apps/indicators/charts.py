"""The charts of an indicator: its trend with targets, and its map with the list of areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.indicators import sentences
from serambi.apps.indicators.models import Indicator, Target
from serambi.apps.indicators.queries.detail import AreaLine, ValuePoint
from serambi.apps.indicators.queries.standings import is_running
from serambi.apps.observations.models import Mark
from serambi.apps.regions.models import Area, AreaLevel
from serambi.apps.regions.queries import outlines_for
from serambi.methods.periods import Period
from serambi.ui import formats
from serambi.ui.charts import trend
from serambi.ui.charts.maps import AreaFigure, AreaMap, five_steps


def trend_of(
    indicator: Indicator,
    area: Area,
    points: Sequence[ValuePoint],
    targets: Sequence[Target],
    *,
    today: dt.date,
    pillar: str = "",
) -> trend.TrendChart:
    """Return the trend of one area with its targets; gaps stay gaps, and a period that is not over is preliminary."""
    illustration = int(Mark.ILLUSTRATION)
    return trend.TrendChart(
        title=sentences.trend_title(indicator, _over(points, today)),
        lines=[
            trend.Line(
                indicator.display_name,
                [_point(point, today) for point in points],
                colour=pillar,
            )
        ],
        targets=[trend.Target(target.period, target.value) for target in targets],
        unit=indicator.unit,
        decimals=indicator.decimals,
        source=source_of(indicator),
        note="" if area.level <= AreaLevel.REGENCY else area.name,
        illustration=indicator.is_illustration or any(point.marks & illustration for point in points),
    )


def _over(points: Sequence[ValuePoint], today: dt.date) -> list[tuple[Period, float | None]]:
    """Return the values of the periods that are over, all where none is."""
    over = [(point.period, point.value) for point in points if not is_running(point.period, today)]
    return over if any(value is not None for _period, value in over) else [(one.period, one.value) for one in points]


def _point(point: ValuePoint, today: dt.date) -> trend.Point:
    running = is_running(point.period, today)
    return trend.Point(
        point.period,
        point.value,
        preliminary=running or bool(point.marks & int(Mark.PRELIMINARY)),
        note=_("not over yet") if running else "",
    )


def source_of(indicator: Indicator) -> str:
    """Return who answers for the figures, for the foot of a chart."""
    owner = indicator.owner
    return _("%(owner)s, computed by Serambi") % {"owner": owner.name} if owner else _("computed by Serambi")


def map_of(
    indicator: Indicator,
    lines: Sequence[AreaLine],
    *,
    period: Period,
    selected: Area,
) -> AreaMap | None:
    """Return the map of these areas, each leading to its own page; None where nothing says where they lie."""
    outlines = outlines_for([line.area for line in lines])
    if outlines is None:
        return None
    values = [line.value for line in lines if line.value is not None]
    steps = five_steps(values, decimals=indicator.decimals, unit=indicator.unit)
    page = reverse("indicators:indicator_detail", args=[indicator.code])
    figures = [
        AreaFigure(
            line.area.code,
            line.area.name,
            line.value,
            kind="" if line.value is None else steps.of(line.value),
            url=f"{page}?area={line.area.code}&period={period}",
            note=_note(line),
        )
        for line in sorted(lines, key=lambda line: (line.value is None, -(line.value or 0), line.area.name))
    ]
    return AreaMap(
        title=sentences.map_title(indicator, [(line.area.name, line.value) for line in lines]),
        outlines=outlines,
        figures=figures,
        unit=indicator.unit,
        decimals=indicator.decimals,
        selected=selected.code,
        row_head=str(AreaLevel(lines[0].area.level).label),
        value_head=indicator.display_name,
        class_names=steps.names(),
        source=source_of(indicator),
        period_text=formats.period(period),
        illustration=indicator.is_illustration or any(line.marks & int(Mark.ILLUSTRATION) for line in lines),
        key_name="areas",
    )


def _note(line: AreaLine) -> str:
    return _("preliminary") if line.marks & int(Mark.PRELIMINARY) else ""
