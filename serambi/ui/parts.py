"""The parts that stand in every row of a list: written in Python, since a list has hundreds of them."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.ui import formats, labels
from serambi.ui.charts.small import attainment_bar

# How a vessel is filled, so that a band can be told without its colour: from full to a cross and an empty hatching.
_WALL = SafeString('<rect class="vessel-wall" x=".75" y=".75" width="8.5" height="10.5" rx="1.5"/>')
_FILL = {
    "very_high": SafeString('<rect class="vessel-fill" x=".75" y=".75" width="8.5" height="10.5" rx="1.5"/>'),
    "high": SafeString('<rect class="vessel-fill" x=".75" y="3.4" width="8.5" height="7.85"/>'),
    "medium": SafeString('<rect class="vessel-fill" x=".75" y="6" width="8.5" height="5.25"/>'),
    "low": SafeString('<rect class="vessel-fill" x=".75" y="8.6" width="8.5" height="2.65"/>'),
    "very_low": SafeString('<path class="vessel-cross" d="M3 4l4 4M7 4l-4 4"/>'),
    "none": SafeString('<path class="vessel-hatch" d="M1 7 6 1M1 11.5 9.5 1.5M4 11.5 9.5 5"/>'),
}
_ARROWS = {"up": "M4 1 7.5 7h-7z", "down": "M4 7 .5 1h7z"}


def band(code: str | None, label: str = "") -> SafeString:
    """Return a band of attainment by its word, its shape and then its colour; no code means it has no value.

    label: in place of the band's own word.
    """
    return _band(_known(code), str(label), get_language())


def _known(code: str | None) -> str:
    return code if code is not None and code in labels.BANDS else "none"


@lru_cache(maxsize=256)
def _band(code: str, label: str, language: str | None) -> SafeString:
    return format_html(
        '<span class="band band-{}"><svg class="vessel" viewBox="0 0 10 12" width="10" height="12" aria-hidden="true" '
        'focusable="false">{}{}</svg>{}</span>',
        code,
        _WALL,
        _FILL[code],
        label or labels.BANDS[code],
    )


def delta(value: formats.Number, decimals: int = 1, unit: str = "", better: str = "higher") -> SafeString:
    """Return a change in words and with an arrow: "naik 2,6"; nothing when there is none to tell.

    better: `higher`, `lower` or `neither`; what got worse is set in bold and in the colour of alarm.
    """
    amount = formats.exact(value)
    if amount is None:
        return SafeString()
    shown = formats.number(abs(amount), decimals)
    if not shown.strip("0.,"):
        return format_html('<span class="delta delta-still">{}</span>', _("unchanged"))
    way = "up" if amount > 0 else "down"
    worse = (way, better) in {("down", "higher"), ("up", "lower")}
    return format_html(
        '<span class="delta delta-{}{}"><svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true" '
        'focusable="false"><path d="{}"/></svg>{} {}</span>',
        way,
        " worse" if worse else "",
        _ARROWS[way],
        _("up") if way == "up" else _("down"),
        f"{shown} {unit}".rstrip(),
    )


def attainment(
    value: formats.Number,
    target: formats.Number = None,
    band: str | None = None,
    *,
    band_label: str = "",
    change: formats.Number = None,
    missing: str = "",
) -> SafeString:
    """Return attainment as a row shows it: the bar with its target tick, the figure, the band's word and the change.

    value, target: percent. missing: why there is no value.
    """
    bar = attainment_bar(value, target, band)
    if formats.exact(value) is None:
        words = format_html(
            '<span class="val missing">{}</span> <span class="band band-none">{}</span>',
            formats.MISSING,
            missing or labels.BANDS["none"],
        )
    else:
        words = format_html(
            '<span class="val">{}</span> {} {}',
            formats.percent(value),
            _band(_known(band), band_label, get_language()),
            delta(change),
        )
    return format_html('<div class="attainment">{}<div class="attainment-words">{}</div></div>', bar, words)
