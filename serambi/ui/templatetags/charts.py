"""Charts and maps in templates: `{% load charts %}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from serambi.ui import formats
from serambi.ui.charts import small, trend_plot
from serambi.ui.charts.bars import BarChart
from serambi.ui.charts.files import Chart
from serambi.ui.charts.maps import AreaMap
from serambi.ui.charts.trend import TrendChart

register = template.Library()

register.simple_tag(small.attainment_bar, name="attainment_bar")


@register.simple_tag
def sparkline(
    values: Sequence[formats.Number], label: str, target: formats.Number = None, pillar: str = ""
) -> SafeString:
    """Return the trend of a few periods, oldest first; a missing value leaves a gap."""
    return small.sparkline(values, label=label, target=target, colour=pillar)


@register.inclusion_tag("ui/charts/trend.html")
def trend_chart(chart: TrendChart, *, svg: str = "", csv: str = "", level: int = 2) -> dict[str, Any]:
    """Show a trend with its finding, its table and its downloads.

    svg, csv: addresses of the files. level: 2 or 3, the rank of its heading on the page.
    """
    return {
        "chart": chart,
        "svg": svg,
        "csv": csv,
        "level": level,
        "source": _source(chart),
        "wide": trend_plot.wide(chart),
        "narrow": trend_plot.narrow(chart),
        "rows": [
            (period, [chart.written(value) for value in values], "; ".join(dict.fromkeys(filter(None, remarks))))
            for period, values, remarks in chart.rows()
        ],
    }


@register.inclusion_tag("ui/charts/bars.html")
def bar_chart(chart: BarChart, *, svg: str = "", csv: str = "", level: int = 2) -> dict[str, Any]:
    """Show ranked bars as a table with its finding and its downloads."""
    rows = [(bar, drawing, chart.written(bar.value)) for bar, drawing in chart.rows()]
    return {"chart": chart, "svg": svg, "csv": csv, "level": level, "source": _source(chart), "rows": rows}


@register.inclusion_tag("ui/charts/map.html")
def area_map(chart: AreaMap, *, svg: str = "", csv: str = "", level: int = 2) -> dict[str, Any]:
    """Show a map and beside it the list of its areas; what is chosen in one is chosen in the other."""
    rows = [(figure, chart.written(figure.value)) for figure in chart.figures]
    return {
        "chart": chart,
        "svg": svg,
        "csv": csv,
        "level": level,
        "source": _source(chart),
        "rows": rows,
        "drawing": chart.drawing(),
    }


def _source(chart: Chart) -> str:
    """Return where the figures are from, without the full stop that the sentence around it brings."""
    return chart.source.rstrip(". ")
