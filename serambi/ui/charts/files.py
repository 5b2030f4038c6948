"""Charts as downloads: the drawing, and the figures behind it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from serambi.ui import formats, labels
from serambi.ui.charts import trend_plot
from serambi.ui.charts.bars import BarChart
from serambi.ui.charts.maps import AreaMap
from serambi.ui.charts.trend import TrendChart
from serambi.ui.downloads import harmless

Chart = TrendChart | BarChart | AreaMap


def drawing_of(chart: Chart) -> SafeString:
    """Return the chart as an SVG document that needs nothing beside it."""
    return trend_plot.file(chart) if isinstance(chart, TrendChart) else chart.file()


def svg_response(chart: Chart, name: str) -> HttpResponse:
    """Return the chart as a file to save; name: words for the file's name."""
    return _file(drawing_of(chart), "image/svg+xml", f"{slugify(name)}.svg")


def csv_response(chart: Chart, name: str) -> HttpResponse:
    """Return the figures of a chart as a table; numbers with a decimal point, missing ones empty."""
    response = _file("", "text/csv; charset=utf-8", f"{slugify(name)}.csv")
    # A spreadsheet program reads UTF-8 only when the file says so with this mark.
    response.write("\ufeff")
    writer = csv.writer(response)
    for row in table(chart):
        writer.writerow([harmless(cell) for cell in row])
    return response


def table(chart: Chart) -> Iterable[Sequence[object]]:
    """Yield the rows of a chart's table as the file has them, the heads first, then where the figures are from."""
    if isinstance(chart, TrendChart):
        yield [_("Period"), *chart.headers, _("Remark")]
        for period, values, remarks in chart.rows():
            yield [str(period), *map(_plain, values), "; ".join(filter(None, remarks))]
    else:
        yield [chart.row_head or _("Name"), chart.value_head or chart.unit or _("Value"), _("Remark")]
        for name, value, note in _rows(chart):
            yield [name, _plain(value), note]
    yield []
    yield [_("Unit"), chart.unit]
    if chart.source:
        yield [_("Source"), chart.source]
    if chart.illustration:
        yield [labels.MARKS["illustration"], _("Made-up figures for demonstration, not official data")]


def _rows(chart: BarChart | AreaMap) -> list[tuple[str, formats.Number, str]]:
    if isinstance(chart, BarChart):
        return [(bar.label, bar.value, bar.note) for bar in chart.bars]
    return [(figure.name, figure.value, figure.note) for figure in chart.figures]


def _plain(value: formats.Number) -> str:
    amount = formats.exact(value)
    return "" if amount is None else f"{amount:f}"


def _file(content: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
