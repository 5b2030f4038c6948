"""What a chart carries around it when it leaves the page: its title, its source, and whether it is made up."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from serambi.ui import labels
from serambi.ui.charts.drawing import Drawing

_EDGE = 24.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words on a downloaded chart."""

    title: str
    subtitle: str = ""
    source: str = ""
    illustration: bool = False

    @contextmanager
    def around(self, drawing: Drawing, width: float, height: float) -> Iterator[tuple[float, float]]:
        """Draw the title, then what the block draws, moved below it, then the foot; yields the size of the whole."""
        letters = int(width / 9.6)
        title = textwrap.wrap(self.title, letters) or [""]
        foot = textwrap.wrap(_("Source: %(source)s") % {"source": self.source}, letters + 14) if self.source else []
        head = _EDGE + 24 * len(title) + (22 if self.subtitle else 0) + (30 if self.illustration else 0) + 12
        whole = (width + 2 * _EDGE, head + height + 20 * len(foot) + _EDGE + (8 if foot else 0))
        drawing.add("rect", "sheet", width=whole[0], height=whole[1])
        for index, line in enumerate(title):
            drawing.add("text", "head", x=_EDGE, y=_EDGE + 18 + 24 * index, text=line)
        below = _EDGE + 24 * len(title)
        if self.subtitle:
            drawing.add("text", "note", x=_EDGE, y=below + 16, text=self.subtitle)
            below += 22
        if self.illustration:
            word = str(labels.MARKS["illustration"])
            drawing.add("rect", "mark-frame", x=_EDGE + 0.5, y=below + 6.5, width=16 + 7.4 * len(word), height=21, rx=4)
            drawing.add("text", "mark-word", x=_EDGE + 7, y=below + 21.5, text=word)
        drawing.open("g", transform=f"translate({_EDGE:.0f} {head:.0f})")
        yield whole
        drawing.close("g")
        for index, line in enumerate(foot):
            drawing.add("text", "note", x=_EDGE, y=head + height + 26 + 20 * index, text=line)
