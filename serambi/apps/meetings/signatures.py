"""A signature drawn with the finger: the path of an SVG in a box of 300 by 120, lines alone."""

from __future__ import annotations

import re

WIDTH, HEIGHT = 300, 120
# A long signature of slow strokes has about 400 points; more than these are no signature.
LONGEST = 12_000
_NUMBER = r"\d{1,3}(?:\.\d)?"
_PATH = re.compile(rf"(?:M{_NUMBER} {_NUMBER}(?:L{_NUMBER} {_NUMBER})*)+")
_POINT = re.compile(rf"([ML])({_NUMBER}) ({_NUMBER})")

Stroke = list[tuple[float, float]]


def is_drawn(path: str) -> bool:
    """Tell whether a text is such a path and nothing else: `M10 20L30.5 40`, every point inside the box."""
    if len(path) > LONGEST or not _PATH.fullmatch(path):
        return False
    return all(x <= WIDTH and y <= HEIGHT for stroke in strokes_of(path) for x, y in stroke)


def strokes_of(path: str) -> list[Stroke]:
    """Return the strokes of a path, each a list of points.

    >>> strokes_of("M1 2L3 4M5 6")
    [[(1.0, 2.0), (3.0, 4.0)], [(5.0, 6.0)]]
    """
    found: list[Stroke] = []
    for letter, x, y in _POINT.findall(path):
        if letter == "M":
            found.append([])
        found[-1].append((float(x), float(y)))
    return found
