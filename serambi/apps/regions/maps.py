"""The map of areas without figures: where each lies, and a link to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString

from serambi.apps.regions.models import Area
from serambi.ui.charts.drawing import Drawing
from serambi.ui.charts.outlines import Outlines


def area_drawing(outlines: Outlines, areas: Iterable[Area], *, label: str, chosen: str = "") -> SafeString:
    """Return the map as SVG; label: what it shows, for those who do not see it. chosen: the code of one area."""
    drawing = Drawing()
    drawing.open("g", class_="map-areas")
    # The chosen area is drawn last, so that its edge lies over its neighbors'.
    for area in sorted(areas, key=lambda area: area.code == chosen):
        _draw(drawing, outlines, area, is_chosen=area.code == chosen)
    drawing.close("g")
    return drawing.svg(outlines.width, outlines.height, class_="map", role="group", aria_label=label)


def _draw(drawing: Drawing, outlines: Outlines, area: Area, *, is_chosen: bool) -> None:
    path, place = outlines.paths.get(area.code), outlines.places.get(area.code)
    if not path and place is None:
        return
    drawing.open(
        "a",
        href=reverse("regions:area_detail", args=[area.code]),
        class_="chosen" if is_chosen else None,
        data_code=area.code,
        aria_label=area.name,
        aria_current="true" if is_chosen else None,
    )
    drawing.add("title", text=area.name)
    colour = "step_4" if is_chosen else "step_2"
    if path:
        drawing.add("path", "area", colour=colour, d=path)
    elif place is not None:
        drawing.add("circle", "place", colour=colour, cx=place[0], cy=place[1], r=9)
    drawing.close("a")
