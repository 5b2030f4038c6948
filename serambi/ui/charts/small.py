"""The small drawings of a row: the bar of attainment and the trend of a few periods."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from serambi.ui import formats
from serambi.ui.charts.drawing import Drawing

_BAR_WIDTH, _BAR_HEIGHT = 200.0, 16.0
_SPARK_WIDTH, _SPARK_HEIGHT, _SPARK_EDGE = 104.0, 32.0, 4.0


def attainment_bar(value: formats.Number, target: formats.Number = None, band: str | None = None) -> SafeString:
    """Return a bar from 0 to 100 percent with a tick at the target; the figure stands beside it in words.

    What lies beyond either end is drawn to the end. Without a value the track is hatched.
    """
    amount, aim = formats.exact(value), formats.exact(target)
    drawing = Drawing()
    if amount is None:
        drawing.add("rect", "track none", x=0, y=4, width="100%", height=8, rx=2)
    else:
        drawing.add("rect", "track", x=0, y=4, width="100%", height=8, rx=2)
        share = min(max(float(amount), 0.0), 100.0)
        drawing.add("rect", "bar", colour=band or "", x=0, y=4, width=f"{share:.1f}%", height=8, rx=2)
    if aim is not None:
        place = min(max(float(aim), 0.0), 100.0)
        drawing.add("rect", "tick-mark", x=f"{place:.1f}%", y=0, width=2, height=16, transform="translate(-1)")
    return SafeString(
        f'<svg class="attainment-bar" width="100%" height="16" aria-hidden="true" focusable="false">'
        f"{''.join(drawing.parts)}</svg>"
    )


def sparkline(
    values: Sequence[formats.Number], *, label: str, target: formats.Number = None, colour: str = ""
) -> SafeString:
    """Return the trend of a few periods, oldest first, with gaps where nothing was reported.

    label: what the trend says, for those who do not see it; the values are added to it.
    colour: the pillar it belongs to.
    """
    points = [formats.exact(value) for value in values]
    aim = formats.exact(target)
    known = [point for point in points if point is not None]
    name = f"{label}: {', '.join(formats.number(point, 1) for point in points)}" if known else label
    drawing = Drawing()
    if known:
        scale = [*known, aim] if aim is not None else known
        low, high = float(min(scale)), float(max(scale))
        room = _SPARK_HEIGHT - 2 * _SPARK_EDGE
        step = (_SPARK_WIDTH - 2 * _SPARK_EDGE) / max(len(points) - 1, 1)

        def y(amount: float) -> float:
            return _SPARK_EDGE + room * (0.5 if high == low else (high - amount) / (high - low))

        if aim is not None:
            drawing.add("path", "spark-target", d=f"M0 {y(float(aim)):.1f}H{_SPARK_WIDTH:.0f}")
        path, pen_down, last = "", False, (0.0, 0.0)
        for index, point in enumerate(points):
            if point is None:
                pen_down = False
                continue
            last = (_SPARK_EDGE + index * step, y(float(point)))
            alone = not pen_down and (index + 1 == len(points) or points[index + 1] is None)
            path += f"{'L' if pen_down else 'M'}{last[0]:.1f} {last[1]:.1f}" + ("h0" if alone else "")
            pen_down = True
        drawing.add("path", "spark-line", colour=colour, d=path)
        if points[-1] is not None:
            drawing.add("circle", "spark-end", colour=colour, cx=last[0], cy=last[1], r=3)
    return drawing.svg(_SPARK_WIDTH, _SPARK_HEIGHT, class_="spark", width=104, height=32, role="img", aria_label=name)
