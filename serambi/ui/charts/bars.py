"""Figures of one moment beside each other, ranked: a table with bars in a page, a drawing in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from serambi.ui import formats
from serambi.ui.charts.drawing import Drawing
from serambi.ui.charts.scales import Scale
from serambi.ui.charts.sheet import Sheet

_ROW, _NAMES, _WIDTH = 30.0, 200.0, 720.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. colour: a band's or a pillar's code; note: its quality in words, or why there is no value."""

    label: str
    value: formats.Number
    colour: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Ranked bars that say a finding; they begin at zero, and go left of it below zero.

    bars: in the order to show. target: a line across all bars. The rest as in `TrendChart`.
    """

    title: str
    bars: Sequence[Bar]
    unit: str = ""
    decimals: int | None = 1
    target: formats.Number = None
    row_head: str = ""
    value_head: str = ""
    source: str = ""
    note: str = ""
    period_text: str = ""
    illustration: bool = False

    @property
    def span(self) -> tuple[float, float]:
        """Return the ends of the axis; zero always lies between them."""
        amounts = [float(a) for bar in self.bars if (a := formats.exact(bar.value)) is not None]
        aim = formats.exact(self.target)
        amounts += [float(aim)] if aim is not None else []
        low, high = min([0.0, *amounts]), max([0.0, *amounts])
        return (low, high) if high > low else (0.0, 1.0)

    @property
    def summary(self) -> str:
        said = "; ".join(f"{bar.label} {self.written(bar.value)}" for bar in self.bars[:12])
        return f"{self.title} {said}".strip()

    def written(self, value: formats.Number) -> str:
        return formats.with_unit(value, self.decimals, self.unit)

    @property
    def target_text(self) -> str:
        return formats.with_unit(self.target, None, self.unit)

    def rows(self) -> list[tuple[Bar, SafeString]]:
        """Return each bar with its drawing, which takes the width of its cell."""
        return [(bar, self._cell(bar)) for bar in self.bars]

    def _cell(self, bar: Bar) -> SafeString:
        low, high = self.span
        across = Scale(low, high, 0.0, 100.0)
        amount, aim = formats.exact(bar.value), formats.exact(self.target)
        drawing = Drawing()
        if amount is None:
            drawing.add("rect", "track none", x=0.5, y=3.5, width="99%", height=9, rx=2)
        else:
            zero, end = across(0.0), across(float(amount))
            drawing.add(
                "rect", "bar", colour=bar.colour, x=f"{min(zero, end):.2f}%", y=3,
                width=f"{max(abs(end - zero), 0.4):.2f}%", height=10, rx=2,
            )  # fmt: skip
        if low < 0:
            drawing.add("rect", "tick-mark", x=f"{across(0.0):.2f}%", y=0, width=1, height=16)
        if aim is not None:
            drawing.add("rect", "tick-mark", x=f"{across(float(aim)):.2f}%", y=0, width=2, height=16)
        return SafeString(
            '<svg class="bar-cell" width="100%" height="16" aria-hidden="true" focusable="false">'
            f"{''.join(drawing.parts)}</svg>"
        )

    def file(self) -> SafeString:
        """Return the chart as a file of its own."""
        drawing = Drawing(file=True)
        height = _ROW * max(len(self.bars), 1) + 8
        sheet = Sheet(
            title=self.title,
            subtitle=" · ".join(filter(None, (self.value_head, self.unit, self.period_text))),
            source=self.source,
            illustration=self.illustration,
        )
        with sheet.around(drawing, _WIDTH, height) as size:
            self._draw(drawing, height)
        return drawing.svg(*size, width=size[0], height=size[1], role="img", aria_label=self.summary)

    def _draw(self, drawing: Drawing, height: float) -> None:
        low, high = self.span
        across = Scale(low, high, _NAMES + 12 + (72 if low < 0 else 0), _WIDTH - 96)
        if not self.bars:
            drawing.add("text", "note", x=_WIDTH / 2, y=24, text_anchor="middle", text=_("No values yet"))
        for index, bar in enumerate(self.bars):
            line = index * _ROW + 20
            name = bar.label if len(bar.label) <= 26 else f"{bar.label[:25]}…"
            drawing.add("text", "name", x=_NAMES, y=line, text_anchor="end", text=name)
            amount = formats.exact(bar.value)
            if amount is None:
                drawing.add("text", "note", x=across(0.0) + 6, y=line, text=f"{formats.MISSING} {bar.note}".strip())
                continue
            zero, end = across(0.0), across(float(amount))
            drawing.add(
                "rect", "bar", colour=bar.colour, x=min(zero, end), y=line - 13, width=max(abs(end - zero), 1.0),
                height=16, rx=2,
            )  # fmt: skip
            drawing.add(
                "text", "value", x=end + 6 if amount >= 0 else end - 6, y=line,
                text_anchor="start" if amount >= 0 else "end", text=self.written(amount),
            )  # fmt: skip
        drawing.add("path", "axis", d=f"M{across(0.0):.1f} 0V{height:.1f}")
        aim = formats.exact(self.target)
        if aim is not None:
            drawing.add("path", "target", d=f"M{across(float(aim)):.1f} 0V{height:.1f}")
