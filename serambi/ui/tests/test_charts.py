from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from serambi.methods.periods import Period, span
from serambi.ui import gallery
from serambi.ui.charts import files, small, trend_plot
from serambi.ui.charts.bars import Bar, BarChart
from serambi.ui.charts.drawing import LOOKS, Drawing
from serambi.ui.charts.maps import AreaFigure, AreaMap, five_steps
from serambi.ui.charts.outlines import outline
from serambi.ui.charts.scales import apart, round_ticks, time_ticks
from serambi.ui.charts.trend import Line, Outlook, Point, Target, TrendChart
from serambi.ui.templatetags import charts as tags

HOSTILE = "</text><script>alert(1)</script>\"'&"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing


def months(*values: Any, **fields: Any) -> Line:
    periods = span(Period.parse("2025-01"), Period.parse("2026-12"))
    return Line("Air minum", [Point(p, v) for p, v in zip(periods, values, strict=False)], **fields)


def looks(drawing: str, look: str) -> list[ElementTree.Element]:
    return [e for e in parsed(drawing).iter() if (e.get("class") or "").split(" c-")[0] == look]


# Small drawings ---------------------------------------------------------------------------------------------------


def test_a_bar_ends_where_its_scale_ends() -> None:
    assert 'width="100.0%"' in small.attainment_bar(250, 75, "very_high")
    assert 'width="0.0%"' in small.attainment_bar(-12, 75, "very_low")
    assert 'x="100.0%"' in small.attainment_bar(50, 120, "low")


def test_a_bar_without_a_value_is_hatched_and_keeps_its_target() -> None:
    bar = small.attainment_bar(None, 75)
    assert "track none" in bar
    assert "tick-mark" in bar
    assert 'class="bar' not in bar


def test_a_sparkline_breaks_where_nothing_was_reported() -> None:
    path = looks(small.sparkline([1, 2, None, 3, 4], label="Tren"), "spark-line")[0].get("d") or ""
    assert path.count("M") == 2


def test_a_sparkline_shows_a_value_between_two_gaps() -> None:
    path = looks(small.sparkline([None, 2, None], label="Tren"), "spark-line")[0].get("d") or ""
    assert path.endswith("h0")


def test_a_sparkline_says_its_values() -> None:
    assert 'aria-label="Tren: 1,0, –, 3,0"' in small.sparkline([1, None, 3], label="Tren")


@pytest.mark.parametrize("values", [[], [None, None], [5], [5, 5, 5], [-1e15, 1e15]])
def test_a_sparkline_of_any_values_is_well_formed(values: list[float | None]) -> None:
    drawing = small.sparkline(values, label=HOSTILE, target=3)
    assert "nan" not in drawing
    assert "script>" not in drawing
    parsed(drawing)


# Trends -----------------------------------------------------------------------------------------------------------


def test_a_trend_leaves_a_gap_and_dashes_what_is_preliminary() -> None:
    line = Line("A", [
        Point(Period.parse("2025-01"), 1), Point(Period.parse("2025-02"), 2), Point(Period.parse("2025-03"), None),
        Point(Period.parse("2025-04"), 3), Point(Period.parse("2025-05"), 4),
        Point(Period.parse("2025-06"), 5, preliminary=True),
    ])  # fmt: skip
    drawing = trend_plot.wide(TrendChart("Naik", [line]))
    assert (looks(drawing, "series")[0].get("d") or "").count("M") == 2
    assert (looks(drawing, "series preliminary")[0].get("d") or "").count("L") == 1
    assert len(looks(drawing, "point preliminary")) == 1


def test_a_line_that_nears_zero_begins_at_zero_and_one_far_from_it_does_not() -> None:
    assert trend_plot.Plot(TrendChart("", [months(2, 30)]), Drawing(), trend_plot.WIDE).ticks[0] == 0
    assert trend_plot.Plot(TrendChart("", [months(75, 82)]), Drawing(), trend_plot.WIDE).ticks[0] > 0
    assert trend_plot.Plot(TrendChart("", [months(75, 82)], from_zero=True), Drawing(), trend_plot.WIDE).ticks[0] == 0


@pytest.mark.parametrize(
    "values",
    [[], [None], [41.5], [0, 0, 0], [-5, -3.5, None, -4], [1e15, 2.5e15], [1e-9, 2e-9], [3, None, 3]],
)
def test_a_trend_of_any_values_stays_inside_its_frame(values: list[float | None]) -> None:
    chart = TrendChart("Judul", [months(*values)])
    for drawing in (trend_plot.wide(chart), trend_plot.narrow(chart)):
        root = parsed(drawing)
        _, _, width, height = map(float, (root.get("viewBox") or "").split())
        assert "nan" not in drawing
        assert "inf" not in drawing.lower().replace("info", "")
        for _across, _down in re.findall(r'c[xy]="(-?[\d.]+)" c[xy]="(-?[\d.]+)"', drawing):
            assert 0 <= float(_across) <= width
            assert 0 <= float(_down) <= height


def test_targets_are_steps_with_their_word() -> None:
    targets = [Target(Period.parse("2025"), 60), Target(Period.parse("2026"), 75)]
    chart = TrendChart("", [months(*range(50, 74))], targets=targets, unit="%")
    drawing = trend_plot.wide(chart)
    assert "V" in (looks(drawing, "target")[0].get("d") or "")
    assert looks(drawing, "target-word")[0].text == "target 75\u00a0%"


def test_a_target_outside_the_time_shown_is_left_out() -> None:
    chart = TrendChart("", [months(50, 60)], targets=[Target(Period.parse("2030"), 90)])
    assert looks(trend_plot.wide(chart), "target") == []


def test_an_outlook_is_a_fan_with_both_intervals() -> None:
    ahead = [Outlook(Period.parse("2025-03"), 62, 60, 64, 58, 66)]
    drawing = trend_plot.wide(TrendChart("", [months(50, 60)], outlook=ahead, unit="%"))
    assert len(looks(drawing, "fan")) == 2
    assert {"80\u00a0%", "95\u00a0%"} <= {e.text for e in looks(drawing, "note")}


def test_many_lines_carry_their_names_apart() -> None:
    drawing = trend_plot.wide(gallery.trend_of_many())
    heights = sorted(float(e.get("y") or 0) for e in looks(drawing, "series-name"))
    assert len(heights) == 4
    assert all(b - a >= 16.9 for a, b in pairwise(heights))


def test_readings_say_period_value_and_remark() -> None:
    line = Line("A", [Point(Period.parse("2025-01"), 1.5, preliminary=True, note="banjir")])
    root = parsed(trend_plot.wide(TrendChart("", [line], unit="ton")))
    assert json.loads(root.get("data-points") or "")[0][2:] == [
        "Januari 2025", "", "1,5\u00a0ton", "sementara; banjir"
    ]  # fmt: skip


def test_the_summary_says_from_where_to_where() -> None:
    said = TrendChart("Naik.", [months(50, None, 62.5)], unit="%").summary
    assert said == "Naik. Air minum: 50,0\u00a0% pada Januari 2025, 62,5\u00a0% pada Maret 2025."


def test_the_table_has_every_period_and_the_target_that_holds_then() -> None:
    chart = TrendChart("", [months(50, None)], targets=[Target(Period.parse("2025"), 75)])
    rows = list(chart.rows())
    assert [values for _period, values, _remarks in rows] == [[50, 75], [None, 75]]


# Bars -------------------------------------------------------------------------------------------------------------


def test_bars_begin_at_zero_and_go_left_below_it() -> None:
    chart = BarChart("", [Bar("Naik", 30), Bar("Turun", -10)])
    assert chart.span == (-10.0, 30.0)
    first, second = (drawing for _bar, drawing in chart.rows())
    assert 'x="25.00%" y="3" width="75.00%"' in first
    assert 'x="0.00%" y="3" width="25.00%"' in second


def test_a_bar_without_a_value_is_no_bar_of_zero() -> None:
    chart = BarChart("", [Bar("Kosong", None, note="belum dilaporkan"), Bar("Nol", 0)])
    empty, zero = (drawing for _bar, drawing in chart.rows())
    assert "track none" in empty
    assert 'class="bar"' in zero


def test_bars_of_nothing_and_of_only_zero_can_be_drawn() -> None:
    parsed(BarChart("", []).file())
    parsed(BarChart("", [Bar("Nol", 0)]).file())


# Maps -------------------------------------------------------------------------------------------------------------

SQUARE = {"type": "Polygon", "coordinates": [[[116, -1], [117, -1], [117, -2], [116, -2], [116, -1]]]}
BESIDE = {"type": "Polygon", "coordinates": [[[117, -1], [118, -1], [118, -2], [117, -2], [117, -1]]]}


def make_map(**fields: Any) -> AreaMap:
    figures = [AreaFigure("1", "Waru", 80, "high", "/a/1"), AreaFigure("2", "Sepaku", None, "", "/a/2", "kosong")]
    made = {"title": "Peta", "outlines": outline({"1": SQUARE, "2": BESIDE}, centroids={}), "figures": figures}
    return AreaMap(**{**made, **fields})


def test_an_area_is_a_link_that_says_its_figure() -> None:
    links = list(parsed(make_map(unit="%").drawing()).iter("a"))
    assert links[0].get("aria-label") == "Waru: 80,0\u00a0%"
    assert links[0].get("href") == "/a/1"
    assert links[0].findtext("title") == "Waru: 80,0\u00a0%"
    assert links[1].get("aria-label") == "Sepaku: –, kosong"


def test_an_area_without_a_value_is_hatched() -> None:
    drawing = make_map().drawing()
    assert looks(drawing, "area none")[0].get("fill") == "url(#hatch-map)"
    assert 'id="hatch-map"' in drawing
    assert [kind for kind, _word in make_map().key] == ["high", "none"]


def test_neighbours_share_their_border() -> None:
    outlines = outline({"1": SQUARE, "2": BESIDE}, centroids={})
    right = max(float(pair.split()[0]) for pair in re.findall(r"[ML]([\d.]+ [\d.]+)", outlines.paths["1"]))
    left = min(float(pair.split()[0]) for pair in re.findall(r"[ML]([\d.]+ [\d.]+)", outlines.paths["2"]))
    assert right == left


def test_an_area_without_a_boundary_is_a_place() -> None:
    outlines = outline({"1": SQUARE, "2": None}, centroids={"2": (116.5, -1.5)})
    assert len(looks(make_map(outlines=outlines).drawing(), "place none")) == 1


def test_a_map_of_one_place_lies_in_the_middle() -> None:
    outlines = outline({}, centroids={"1": (116.5, -1.5)})
    assert outlines.places["1"] == pytest.approx((outlines.width / 2, outlines.height / 2), abs=1)


def test_a_map_of_nothing_and_an_unknown_geometry_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        outline({}, centroids={})
    with pytest.raises(ValueError, match="Polygon"):
        outline({"1": {"type": "Point", "coordinates": [1, 2]}}, centroids={})


def test_five_steps_hold_about_as_many_values_each() -> None:
    steps = five_steps(list(range(100)))
    kinds = [steps.of(value) for value in range(100)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {f"step_{n}": 20 for n in range(1, 6)}
    assert steps.of(None) == ""
    assert len(steps.names()) == 5


@pytest.mark.parametrize("values", [[], [None], [3], [3, 3, 3], [1, 2]])
def test_steps_of_few_values(values: list[float | None]) -> None:
    steps = five_steps(values)
    assert all(steps.of(value).startswith("step_") for value in values if value is not None)


# Files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", [gallery.trend(), gallery.trend_of_many(), gallery.bars(), gallery.area_map()])
def test_a_file_carries_its_own_looks_title_source_and_mark(chart: files.Chart) -> None:
    root = parsed(files.drawing_of(chart))
    text = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert chart.title in text
    assert chart.source in text
    assert ("Ilustrasi" in text) == chart.illustration
    assert all(element.get("class") is None and element.get("style") is None for element in root.iter())
    drawn = [e for e in root.iter() if e.tag in {f"{SVG}path", f"{SVG}rect", f"{SVG}circle", f"{SVG}text"}]
    assert all(element.get("fill") or element.get("stroke") for element in drawn)


def test_text_of_others_is_escaped_everywhere() -> None:
    line = Line(HOSTILE, [Point(Period.parse("2025-01"), 1, note=HOSTILE), Point(Period.parse("2025-02"), 2)])
    trend = TrendChart(HOSTILE, [line, line], unit=HOSTILE, source=HOSTILE, note=HOSTILE)
    bars = BarChart(HOSTILE, [Bar(HOSTILE, 1, note=HOSTILE, url=HOSTILE)], source=HOSTILE, unit=HOSTILE)
    figures = [AreaFigure("1", HOSTILE, 1, "high", HOSTILE, HOSTILE)]
    areas = make_map(title=HOSTILE, figures=figures, source=HOSTILE)
    pages = [
        render_to_string("ui/charts/trend.html", tags.trend_chart(trend)),
        render_to_string("ui/charts/bars.html", tags.bar_chart(bars)),
        render_to_string("ui/charts/map.html", tags.area_map(areas)),
        *(files.drawing_of(chart) for chart in (trend, bars, areas)),
    ]
    for page in pages:
        assert "<script" not in page
        assert 'style="' not in page


def test_every_look_drawn_in_a_file_is_known() -> None:
    for chart in (gallery.trend(), gallery.trend_of_many(), gallery.bars(), gallery.area_map()):
        used: set[str] = set()
        for part in (trend_plot.wide(chart),) if isinstance(chart, TrendChart) else ():
            used |= {(e.get("class") or "").split(" c-")[0] for e in parsed(part).iter() if e.get("class")}
        assert used - {"plot wide"} <= set(LOOKS)


def test_the_table_of_a_chart_as_a_file() -> None:
    chart = TrendChart("T", [months(1.5, None)], unit="ton", source="=cmd()", illustration=True)
    response = files.csv_response(chart, "Air minum 2025")
    assert response["Content-Disposition"] == 'attachment; filename="air-minum-2025.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1:3] == [["2025-01", "1.5", ""], ["2025-02", "", ""]]
    assert ["Sumber", "'=cmd()"] in rows
    assert rows[-1][0] == "Ilustrasi"


def test_a_negative_number_stays_a_number_in_a_file() -> None:
    rows = list(files.table(BarChart("", [Bar("Turun", -4.1)])))
    response = files.csv_response(BarChart("", [Bar("Turun", -4.1)]), "x")
    assert rows[1] == ["Turun", "-4.1", ""]
    assert "Turun,-4.1," in response.content.decode()


# Scales -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (52.3, 88.1, [50, 60, 70, 80, 90]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (0, 0, [-1, -0.5, 0, 0.5, 1]),
        (-3, 7, [-5, -2.5, 0, 2.5, 5, 7.5]),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert round_ticks(low, high, 5) == ticks


def test_the_time_axis_names_what_fits() -> None:
    def names(first: str, last: str, room: int) -> list[str]:
        stretches = time_ticks(Period.parse(first).start, Period.parse(last).end, room)
        return [stretch.name for stretch in stretches]

    assert names("2025-11", "2026-02", 12) == ["Nov 2025", "Des", "Jan 2026", "Feb"]
    assert names("2025-01", "2026-12", 12) == [
        "TW I 2025", "TW II", "TW III", "TW IV", "TW I 2026", "TW II", "TW III", "TW IV"
    ]  # fmt: skip
    assert names("2019-01", "2026-12", 12) == [str(year) for year in range(2019, 2027)]
    assert names("2000", "2026", 5) == ["2000", "2010", "2020"]


def test_labels_are_moved_apart_and_stay_inside() -> None:
    assert apart([10.0, 12.0, 40.0], 14.0, 0.0, 100.0) == [4.0, 18.0, 40.0]
    crowded = apart([99.0, 99.0, 99.0], 10.0, 0.0, 100.0)
    assert sorted(crowded) == [80.0, 90.0, 100.0]
