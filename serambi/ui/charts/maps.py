"""A map of areas coloured by five classes, with the list that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from serambi.ui import formats, labels
from serambi.ui.charts.drawing import Drawing
from serambi.ui.charts.outlines import Outlines
from serambi.ui.charts.sheet import Sheet


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One area of a map.

    kind: its class, a band (`high` …) or a step (`step_1` … `step_5`); "" is hatched. url: what it opens.
    note: quality of the figure, or why there is none.
    """

    code: str
    name: str
    value: formats.Number
    kind: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map that says a finding, beside the list of the same areas.

    figures: in the order of the list. selected: the code of the area the page is about.
    class_names: words of the classes used, in order; bands have theirs already.
    key_name: tells two maps of one page apart.
    """

    title: str
    outlines: Outlines
    figures: Sequence[AreaFigure]
    unit: str = ""
    decimals: int | None = 1
    selected: str = ""
    row_head: str = ""
    value_head: str = ""
    class_names: tuple[tuple[str, str], ...] = ()
    source: str = ""
    note: str = ""
    period_text: str = ""
    illustration: bool = False
    key_name: str = "map"

    @property
    def summary(self) -> str:
        return _("Map: %(title)s The list beside it has every figure.") % {"title": self.title}

    @property
    def key(self) -> list[tuple[str, str]]:
        """Return the classes that occur, with their words; the hatching last."""
        kinds = {figure.kind for figure in self.figures if formats.exact(figure.value) is not None}
        words = self.class_names or tuple((code, str(labels.BANDS[code])) for code in labels.BANDS if code != "none")
        key = [(kind, word) for kind, word in words if kind in kinds]
        if any(not figure.kind or formats.exact(figure.value) is None for figure in self.figures):
            key.append(("none", str(labels.BANDS["none"])))
        return key

    def written(self, value: formats.Number) -> str:
        return formats.with_unit(value, self.decimals, self.unit)

    def drawing(self) -> SafeString:
        """Return the map for a page: each area a link with its name and figure."""
        drawing = Drawing()
        self._draw(drawing)
        return drawing.svg(
            self.outlines.width, self.outlines.height, class_="map", role="group", aria_label=self.summary
        )

    def file(self) -> SafeString:
        """Return the map as a file of its own, its key under it."""
        drawing = Drawing(file=True)
        sheet = Sheet(
            title=self.title,
            subtitle=" · ".join(filter(None, (self.value_head, self.unit, self.period_text))),
            source=self.source,
            illustration=self.illustration,
        )
        height = self.outlines.height + 36
        with sheet.around(drawing, self.outlines.width, height) as size:
            self._draw(drawing)
            across = 0.0
            for kind, word in self.key:
                look = "place none" if kind == "none" else "place"
                top = self.outlines.height + 14
                fill = {"fill": f"url(#{self._hatch})"} if kind == "none" else {}
                drawing.add("rect", look, colour=kind, **fill, x=across, y=top, width=14, height=14, rx=2)
                drawing.add("text", "note", x=across + 20, y=top + 12, text=word)
                across += 44 + 8 * len(word)
        return drawing.svg(*size, width=size[0], height=size[1], role="img", aria_label=self.summary)

    def _draw(self, drawing: Drawing) -> None:
        _hatch(drawing, self._hatch)
        drawing.open("g", **({} if drawing.file else {"class": "map-areas"}))
        # The area the page is about is drawn last, so that its edge lies over its neighbours'.
        for figure in sorted(self.figures, key=lambda figure: figure.code == self.selected):
            self._area(drawing, figure)
        drawing.close("g")
        for border in self.outlines.borders:
            drawing.add("path", "border", d=border)
        for word, across, down in self.outlines.names:
            drawing.add("text", "map-name", x=across, y=down, text=word)

    @property
    def _hatch(self) -> str:
        return f"hatch-{self.key_name}"

    def _area(self, drawing: Drawing, figure: AreaFigure) -> None:
        path, place = self.outlines.paths.get(figure.code), self.outlines.places.get(figure.code)
        if not path and place is None:
            return
        said = f"{figure.name}: {self.written(figure.value)}" + (f", {figure.note}" if figure.note else "")
        empty = not figure.kind or formats.exact(figure.value) is None
        tag = "a" if figure.url and not drawing.file else "g"
        attributes: dict[str, object] = {}
        if not drawing.file:
            attributes = {
                "href": figure.url or None,
                "class": "chosen" if figure.code == self.selected else None,
                "data-code": figure.code,
                "aria-label": said if tag == "a" else None,
                "aria-current": "true" if tag == "a" and figure.code == self.selected else None,
            }
        drawing.open(tag, **attributes)
        drawing.add("title", text=said)
        colour = "" if empty else figure.kind
        fill = {"fill": f"url(#{self._hatch})"} if empty else {}
        if path:
            drawing.add("path", "area none" if empty else "area", colour=colour, d=path, **fill)
        elif place is not None:
            look = "place none" if empty else "place"
            drawing.add("circle", look, colour=colour, cx=place[0], cy=place[1], r=9, **fill)
        drawing.close(tag)


def _hatch(drawing: Drawing, name: str) -> None:
    drawing.open("defs")
    drawing.open("pattern", id=name, width=6, height=6, patternUnits="userSpaceOnUse")
    drawing.add("rect", "hatch-ground", width=6, height=6)
    drawing.add("path", "hatch-line", d="M-1 7 7-1M-1 1 1-1M5 7 7 5")
    drawing.close("pattern")
    drawing.close("defs")


def five_steps(values: Sequence[formats.Number], *, decimals: int | None = 1, unit: str = "") -> Steps:
    """Return five classes with about as many values each, for figures that have no bands.

    Fewer than five different values make as many classes as there are values.
    """
    everything = sorted(float(a) for value in values if (a := formats.exact(value)) is not None)
    count = min(5, len(set(everything)))
    bounds = sorted({everything[round(index * len(everything) / count)] for index in range(1, count)})
    return Steps(tuple(bounds), everything[0] if everything else 0.0, everything[-1] if everything else 0.0,
                 decimals, unit)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Steps:
    """Classes of value: below the first bound, between them, and from the last bound up."""

    bounds: tuple[float, ...]
    low: float
    high: float
    decimals: int | None
    unit: str

    def of(self, value: formats.Number) -> str:
        """Return the class of a value, `step_1` for the least; "" for a missing one."""
        amount = formats.exact(value)
        if amount is None:
            return ""
        index = sum(float(amount) >= bound for bound in self.bounds)
        return f"step_{self._shade(index)}"

    def names(self) -> tuple[tuple[str, str], ...]:
        """Return each class with its range in words."""
        ends = [self.low, *self.bounds, self.high]
        return tuple(
            (
                f"step_{self._shade(index)}",
                f"{formats.number(low, self.decimals)}–{formats.with_unit(high, self.decimals, self.unit)}",
            )
            for index, (low, high) in enumerate(pairwise(ends))
        )

    def _shade(self, index: int) -> int:
        """Return a shade from 1 to 5, the ends used first when there are fewer than five classes."""
        last = len(self.bounds)
        return 3 if last == 0 else 1 + round(index * 4 / last)
