"""Draws a trend chart: for a wide column, for a phone, and as a file of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from serambi.ui import formats
from serambi.ui.charts.drawing import Drawing
from serambi.ui.charts.scales import Scale, apart, days, decimals_of, middle, round_ticks, time_ticks
from serambi.ui.charts.sheet import Sheet
from serambi.ui.charts.trend import Line, Point, TrendChart

_LETTER = 8.2
_FIGURE = 9.4
_LONGEST_NAME = 16
# The most of a drawing's width that the last figure may take beside its line.
_MOST_BESIDE = 0.24


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a drawing: its size, and how many ticks and names fit along its axes."""

    width: float
    height: float
    value_ticks: int
    time_names: int
    top: float = 28.0
    bottom: float = 32.0


WIDE = Frame(720, 320, value_ticks=5, time_names=12)
NARROW = Frame(358, 276, value_ticks=4, time_names=5)


def wide(chart: TrendChart) -> SafeString:
    """Return the drawing for a column of text and wider."""
    return _in_page(chart, WIDE, "plot wide")


def narrow(chart: TrendChart) -> SafeString:
    """Return the drawing for a phone, its letters as large as those of the wide one."""
    return _in_page(chart, NARROW, "plot narrow")


def _in_page(chart: TrendChart, frame: Frame, classes: str) -> SafeString:
    plot = Plot(chart, Drawing(), frame)
    plot.draw()
    return plot.drawing.svg(
        frame.width,
        frame.height,
        class_=classes,
        role="img",
        aria_label=chart.summary,
        data_points=json.dumps(plot.readings(), ensure_ascii=False, separators=(",", ":")),
        data_plot=f"{frame.top:.0f} {frame.height - frame.bottom:.0f}",
    )


def file(chart: TrendChart) -> SafeString:
    """Return the chart as a file of its own: title, source and mark in it, no style sheet needed."""
    drawing = Drawing(file=True)
    sheet = Sheet(
        title=chart.title,
        subtitle=" · ".join(filter(None, (chart.unit, chart.period_text))),
        source=chart.source,
        illustration=chart.illustration,
    )
    with sheet.around(drawing, WIDE.width, WIDE.height) as size:
        Plot(chart, drawing, WIDE).draw()
    return drawing.svg(*size, width=size[0], height=size[1], role="img", aria_label=chart.summary)


class Plot:
    """A chart in a frame: its scales, and the parts drawn one over another."""

    def __init__(self, chart: TrendChart, drawing: Drawing, frame: Frame) -> None:
        self.chart, self.drawing, self.frame = chart, drawing, frame
        self.ticks = self._round_ticks()
        places = decimals_of(self.ticks)
        self.tick_names = [formats.compact(tick, places) for tick in self.ticks]
        self.left = 14 + _LETTER * max(len(name) for name in self.tick_names)
        self.right = frame.width - self._room_for_names()
        self.base = frame.height - frame.bottom
        periods = [p.period for line in chart.lines for p in line.points] + [a.period for a in chart.outlook]
        self.span = (min(p.start for p in periods), max(p.end for p in periods)) if periods else None
        first, last = (days(self.span[0]), days(self.span[1]) + 1) if self.span else (0.0, 1.0)
        self.x = Scale(first, last, self.left, self.right)
        self.y = Scale(self.ticks[0], self.ticks[-1], self.base, frame.top)

    def _round_ticks(self) -> list[float]:
        amounts = self.chart.amounts() or [0.0, 1.0]
        low, high = min(amounts), max(amounts)
        # A line that comes near zero anyway is drawn from zero: its height can then be compared too.
        if self.chart.from_zero or 0 < low < (high - low) * 0.6:
            low, high = min(low, 0.0), max(high, 0.0)
        return round_ticks(low, high, self.frame.value_ticks)

    def _room_for_names(self) -> float:
        lines = self.chart.lines
        if len(lines) > 1:
            return 12 + _LETTER * min(max(len(line.label) for line in lines), _LONGEST_NAME)
        if self.chart.outlook:
            return 44.0
        return 16 + self._figure_width() if self._is_beside() else 14.0

    def _figure_width(self) -> float:
        """Return about how wide the last figure of a single line is when written."""
        known = self.chart.lines[0].known if self.chart.lines else []
        return _FIGURE * len(self.chart.written(known[-1].value)) if known else 0.0

    def _is_beside(self) -> bool:
        """Tell whether the last figure stands to the right of its line, where nothing can run through it."""
        return not self.chart.outlook and self._figure_width() <= _MOST_BESIDE * self.frame.width

    def draw(self) -> None:
        if self.span is None:
            self.drawing.add(
                "text", "note", x=self.frame.width / 2, y=self.frame.height / 2, text_anchor="middle",
                text=_("No values yet"),
            )  # fmt: skip
            return
        self._axes()
        self._fan()
        self._target_steps()
        for line in self.chart.lines:
            self._line(line)
        if len(self.chart.lines) == 1:
            self._last_value(self.chart.lines[0])
        else:
            self._names()

    def place(self, point: Point) -> tuple[float, float]:
        return self.x(middle(point.period)), self.y(float(formats.exact(point.value) or 0))

    def _axes(self) -> None:
        draw = self.drawing.add
        for tick, name in zip(self.ticks, self.tick_names, strict=True):
            height = self.y(tick)
            look = "axis" if tick in (0, self.ticks[0]) else "grid"
            draw("path", look, d=f"M{self.left:.1f} {height:.1f}H{self.right:.1f}")
            draw("text", "tick", x=self.left - 10, y=height + 5, text_anchor="end", text=name)
        if self.span is None:
            return
        stretches = time_ticks(*self.span, self.frame.time_names)
        for index, stretch in enumerate(stretches):
            begin, end = max(self.x(stretch.start), self.left), min(self.x(stretch.end), self.right)
            if index:
                draw("path", "axis", d=f"M{begin:.1f} {self.base:.1f}v5")
            if end - begin > 6.5 * len(stretch.name) or len(stretches) == 1:
                draw("text", "tick", x=(begin + end) / 2, y=self.base + 21, text_anchor="middle", text=stretch.name)

    def _fan(self) -> None:
        outlook, known = self.chart.outlook, self.chart.lines[0].known if self.chart.lines else []
        if not outlook or not known:
            return
        colour, begin = self.chart.lines[0].colour, self.place(known[-1])
        for low, high in (("low95", "high95"), ("low80", "high80")):
            upper = [(self.x(middle(a.period)), self.y(getattr(a, high))) for a in outlook]
            lower = [(self.x(middle(a.period)), self.y(getattr(a, low))) for a in reversed(outlook)]
            self.drawing.add("path", "fan", colour=colour, d=_joined([begin, *upper, *lower]) + "Z")
        path = [begin, *((self.x(middle(a.period)), self.y(a.value)) for a in outlook)]
        self.drawing.add("path", "outlook", colour=colour, d=_joined(path))
        end = outlook[-1]
        words = [
            (end.value, formats.with_unit(end.value, 0, self.chart.unit)),
            (end.low80, formats.percent(80, 0)),
            (end.low95, formats.percent(95, 0)),
        ]
        heights = apart([self.y(value) for value, _word in words], 16, self.frame.top, self.base)
        for height, (_value, word) in zip(heights, words, strict=True):
            self.drawing.add("text", "note", x=self.x(middle(end.period)) + 8, y=height + 5, text=word)

    def _target_steps(self) -> None:
        path, reached, last = "", -1.0, None
        for target in sorted(self.chart.targets, key=lambda target: target.period.start):
            amount = formats.exact(target.value)
            begin = max(self.x(days(target.period.start)), self.left)
            end = min(self.x(days(target.period.end) + 1), self.right)
            if amount is None or end <= begin:
                continue
            height = self.y(float(amount))
            follows = abs(reached - begin) < 1
            path += f"V{height:.1f}H{end:.1f}" if follows else f"M{begin:.1f} {height:.1f}H{end:.1f}"
            reached, last = end, (height, formats.with_unit(amount, None, self.chart.unit))
        if last is None:
            return
        height, value = last
        self.drawing.add("path", "target", d=path)
        self.drawing.add(
            "text", "target-word", x=reached, y=height - 7 if height > self.frame.top - 8 else height + 18,
            text_anchor="end", text=_("target %(value)s") % {"value": value},
        )  # fmt: skip

    def _line(self, line: Line) -> None:
        """Draw a line: whole where both ends are final, dashed into a preliminary value, nothing over a gap."""
        final: list[list[tuple[float, float]]] = []
        loose: list[list[tuple[float, float]]] = []
        runs: list[list[Point]] = [[]]
        for point in line.points:
            if formats.exact(point.value) is None:
                runs.append([])
            else:
                runs[-1].append(point)
        for run in runs:
            for before, after in pairwise(run):
                into = loose if before.preliminary or after.preliminary else final
                start, end = self.place(before), self.place(after)
                if into and into[-1][-1] == start:
                    into[-1].append(end)
                else:
                    into.append([start, end])
        for look, pieces in (("series", final), ("series preliminary", loose)):
            if pieces:
                self.drawing.add("path", look, colour=line.colour, d="".join(_joined(piece) for piece in pieces))
        # A value between two gaps has no line to be seen on; the last one is what the eye looks for.
        dots = {id(run[0]): run[0] for run in runs if len(run) == 1}
        dots |= {id(point): point for point in line.known[-1:]}
        for point in dots.values():
            look = "point preliminary" if point.preliminary else "point"
            across, down = self.place(point)
            self.drawing.add("circle", look, colour=line.colour, cx=across, cy=down, r=4.5)

    def _last_value(self, line: Line) -> None:
        if not line.known:
            return
        last = line.known[-1]
        across, down = self.place(last)
        text = self.chart.written(last.value)
        if self._is_beside():
            self.drawing.add("text", "label", x=across + 10, y=down + 5.5, text=text)
            return
        anchor = "end" if across > self.left + 80 else "start"
        height = self._free_height(line, last)
        self.drawing.add("text", "label", x=across + (6 if anchor == "end" else -4), y=height, text_anchor=anchor,
                         text=text)  # fmt: skip

    def _free_height(self, line: Line, last: Point) -> float:
        """Return where the last figure can be written over or under the line without lying on it or on a target."""
        across, down = self.place(last)
        reach = across - self._figure_width()
        near = [height for x, height in map(self.place, line.known) if x >= reach]
        over, under = max(min(near) - 13, 15.0), max(near) + 26
        crossed = any(abs(height - over + 5) < 14 for height in self._target_heights(last))
        fits_under = under < self.base - 4
        return under if fits_under and (crossed or under - down < down - over - 20) else over

    def _target_heights(self, point: Point) -> list[float]:
        """Return where the targets run over a point."""
        return [
            self.y(float(amount))
            for target in self.chart.targets
            if target.period.start <= point.period.end
            and point.period.start <= target.period.end
            and (amount := formats.exact(target.value)) is not None
        ]

    def _names(self) -> None:
        ends = [(line, self.place(line.known[-1])) for line in self.chart.lines if line.known]
        heights = apart([end[1] for _line, end in ends], 17, self.frame.top, self.base)
        for (line, (across, _down)), height in zip(ends, heights, strict=True):
            name = line.label if len(line.label) <= _LONGEST_NAME else f"{line.label[: _LONGEST_NAME - 1]}…"
            self.drawing.add("text", "series-name", colour=line.colour, x=across + 9, y=height + 5, text=name)

    def readings(self) -> list[Sequence[object]]:
        """Return for the readout of every value: across, down, period, line, value, remark."""
        if self.span is None:
            return []
        several = len(self.chart.lines) > 1
        return [
            (
                *(round(coordinate, 1) for coordinate in self.place(point)),
                formats.period(point.period),
                line.label if several else "",
                self.chart.written(point.value),
                "; ".join(filter(None, (_("preliminary") if point.preliminary else "", point.note))),
            )
            for line in self.chart.lines
            for point in line.known
        ]


def _joined(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{across:.1f} {down:.1f}" for across, down in places)
