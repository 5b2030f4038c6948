"""A small builder of SVG: elements with escaped text, and the looks that a drawing carries when it stands alone.

Inside a page the style sheet colours every class, light and dark. A file that somebody downloads has no style sheet, so
the same drawing is made with the light colours as presentation attributes on each element.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

FONT = "'Plus Jakarta Sans', 'Segoe UI', 'Noto Sans', Arial, sans-serif"
PAPER = "#fbfaf6"
INK = "#182728"
MUTED = "#5a6667"
LINE = "#d9d7d0"
FRAME = "#848e8b"
ACCENT = "#006a61"

PILLARS = {
    "governance": "#316ca5",
    "society": "#8050a0",
    "branding": "#b5494e",
    "economy": "#976712",
    "living": "#007781",
    "environment": "#3b793f",
}
BANDS = {
    "very_high": "#036f4f",
    "high": "#579766",
    "medium": "#c6ad4c",
    "low": "#d27830",
    "very_low": "#b33830",
}

# Classes of value from few to many, for maps of figures that have no target.
STEPS = {
    "step_1": "#d5e6e1",
    "step_2": "#a3ccc4",
    "step_3": "#69aca2",
    "step_4": "#2c867c",
    "step_5": "#005c54",
}

Look = Mapping[str, str]
_SERIES = {"fill": "none", "stroke-width": "2.5", "stroke-linejoin": "round", "stroke-linecap": "round"}
_HALO = {"paint-order": "stroke", "stroke": PAPER, "stroke-width": "4", "stroke-linejoin": "round"}

# The looks of a file by class. `charts.css` holds the same for pages; a test compares the colours with `tokens.css`.
LOOKS: dict[str, Look] = {
    "grid": {"stroke": LINE, "stroke-width": "1", "fill": "none"},
    "axis": {"stroke": FRAME, "stroke-width": "1", "fill": "none"},
    "tick": {"fill": MUTED, "font-size": "14"},
    "note": {"fill": MUTED, "font-size": "14"},
    "label": {"fill": INK, "font-size": "16", "font-weight": "700", **_HALO},
    "series-name": {"font-size": "14", "font-weight": "600", **_HALO},
    "head": {"fill": INK, "font-size": "18", "font-weight": "700"},
    "series": _SERIES,
    "series preliminary": {**_SERIES, "stroke-dasharray": "2 6"},
    "outlook": {**_SERIES, "stroke-width": "1.75", "stroke-dasharray": "1 5"},
    "fan": {"fill-opacity": ".14"},
    "target": {"stroke": INK, "stroke-width": "1.25", "fill": "none"},
    "target-word": {"fill": INK, "font-size": "14", **_HALO},
    "track": {"fill": "#e9e8e2"},
    "tick-mark": {"fill": INK},
    "bar": {},
    "name": {"fill": INK, "font-size": "14"},
    "value": {"fill": INK, "font-size": "14", "font-weight": "600"},
    "point": {},
    "point preliminary": {"fill": PAPER, "stroke-width": "2"},
    "area": {"stroke": PAPER, "stroke-width": ".8", "stroke-linejoin": "round"},
    "area none": {"stroke": FRAME, "stroke-width": ".8"},
    "place": {"stroke": PAPER, "stroke-width": "1"},
    "place none": {"stroke": FRAME, "stroke-width": "1"},
    "border": {"fill": "none", "stroke": INK, "stroke-width": "1.3", "stroke-opacity": ".6"},
    "map-name": {"fill": INK, "font-size": "14", "font-weight": "600", "text-anchor": "middle", **_HALO},
    "hatch-line": {"stroke": FRAME, "stroke-width": "1.2"},
    "hatch-ground": {"fill": PAPER},
    "sheet": {"fill": PAPER},
    "mark-frame": {"fill": "none", "stroke": MUTED, "stroke-dasharray": "3 2"},
    "mark-word": {"fill": MUTED, "font-size": "14", "font-weight": "600"},
}
# What takes its colour from the pillar, the band or the class: the attribute that carries it.
_STROKED = {"series", "series preliminary", "outlook", "point preliminary"}


class Drawing:
    """A drawing under way.

    file: whether it will stand alone and so must carry its looks itself.
    """

    def __init__(self, *, file: bool = False) -> None:
        self.file = file
        self.parts: list[str] = []

    def add(self, name: str, look: str = "", /, *, colour: str = "", text: str = "", **attributes: object) -> None:
        """Draw one element.

        look: its class, a key of LOOKS. colour: a pillar or a band that it takes its colour from.
        attributes: with an underscore for a hyphen; None leaves one out.
        """
        self.parts.append(element(name, look, file=self.file, colour=colour, text=text, **attributes))

    def open(self, name: str, /, **attributes: object) -> None:
        self.parts.append(f"<{name}{_written(attributes)}>")

    def append(self, part: SafeString) -> None:
        self.parts.append(part)

    def close(self, name: str) -> None:
        self.parts.append(f"</{name}>")

    def svg(self, width: float, height: float, /, **attributes: object) -> SafeString:
        """Return the whole drawing; its size is that of its own coordinates, and the page may scale it."""
        own = {"xmlns": "http://www.w3.org/2000/svg"} if self.file else {}
        own |= {"font-family": FONT} if self.file else {}
        head = _written({"viewBox": f"0 0 {short(width)} {short(height)}", **own, **attributes})
        return mark_safe(f"<svg{head}>{''.join(self.parts)}</svg>")  # noqa: S308 - every part escaped as it was added


def element(
    name: str, look: str = "", /, *, file: bool = False, colour: str = "", text: str = "", **attributes: object
) -> SafeString:
    """Return one element of a drawing, its text and attributes escaped.

    A colour that is not known, "" included, is the accent.
    """
    given: dict[str, object] = {"class": " ".join(filter(None, (look, f"c-{colour}" if colour else ""))) or None}
    if file:
        given = {**LOOKS.get(look, {})}
        paint = "stroke" if look in _STROKED else "fill"
        if paint not in given and paint not in attributes:
            given[paint] = PILLARS.get(colour) or BANDS.get(colour) or STEPS.get(colour) or ACCENT
    body = f">{escape(text)}</{name}>" if text else "/>"
    return mark_safe(f"<{name}{_written({**given, **attributes})}{body}")  # noqa: S308 - all escaped here


def short(value: float) -> str:
    """Return a coordinate to a tenth of a unit, without a trailing zero."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _written(attributes: Mapping[str, object]) -> str:
    return "".join(_attribute(name, value) for name, value in attributes.items() if value is not None)


def _attribute(name: str, value: object) -> str:
    """Return one attribute; an underscore in its name is a hyphen, and one at the end keeps Python's own words free."""
    text = short(value) if isinstance(value, float) else conditional_escape(str(value))
    return f' {name.rstrip("_").replace("_", "-")}="{text}"'
