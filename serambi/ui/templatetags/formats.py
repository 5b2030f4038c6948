"""Numbers, money, dates and periods in templates: `{% load formats %}`."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from serambi.ui import formats

register = template.Library()

register.filter("number", formats.number)
register.filter("signed", formats.signed)
register.filter("percent", formats.percent)
register.filter("rupiah", formats.rupiah)
register.filter("money_text", formats.money)
register.filter("file_size", formats.file_size)
register.filter("day", formats.day)
register.filter("day_short", formats.day_short)
register.filter("weekday", formats.weekday)
register.filter("clock", formats.clock)
register.filter("moment", formats.moment)
register.filter("moment_short", formats.moment_short)
register.filter("period", formats.period)
register.filter("period_short", formats.period_short)
register.simple_tag(formats.period_range, name="period_range")
register.simple_tag(formats.date_range, name="date_range")
register.simple_tag(formats.with_unit, name="with_unit")


@register.filter
def money(value: formats.Number) -> SafeString | str:
    """Return the amount in words, with the exact amount for whoever points at it or reaches it by key."""
    amount = formats.exact(value)
    text, precise = formats.money(amount), formats.rupiah(amount)
    if amount is None or text == precise:
        return text
    return format_html(
        '<data class="exact" value="{}" tabindex="0" data-exact="{}">{}</data>', f"{amount:f}", precise, text
    )


@register.filter
def time(value: dt.date | None) -> SafeString | str:
    """Return a date or a moment as a `<time>` element that machines can read too."""
    if value is None:
        return formats.MISSING
    text = formats.moment_short(value) if isinstance(value, dt.datetime) else formats.day(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag
def figure(value: formats.Number, decimals: int | None = None, unit: str = "", missing: str = "") -> SafeString:
    """Return a number with its unit; a missing one as a dash that says its reason.

    >>> figure(None, missing="not reported yet")
    '<span class="missing" title="not reported yet">–<span class="sr">not reported yet</span></span>'
    """
    if formats.exact(value) is None:
        if not missing:
            return format_html('<span class="missing">{}</span>', formats.MISSING)
        return format_html(
            '<span class="missing" title="{}">{}<span class="sr">{}</span></span>', missing, formats.MISSING, missing
        )
    return format_html('<span class="fig">{}</span>', formats.with_unit(value, decimals, unit))
