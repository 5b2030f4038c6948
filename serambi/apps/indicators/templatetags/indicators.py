"""Values and targets of indicators in templates: `{% load indicators %}`."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from serambi.apps.indicators import sentences
from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries.detail import AreaLine, Sources
from serambi.methods.periods import Period
from serambi.ui import formats

register = template.Library()


@register.simple_tag
def value_of(indicator: Indicator, value: float | Decimal | None) -> SafeString:
    """Return a value of the indicator with its unit and its own number of decimals."""
    return format_html('<span class="fig">{}</span>', sentences.figure_of(indicator, value))


@register.simple_tag
def target_of(indicator: Indicator, target: Decimal, upper: Decimal | None = None) -> SafeString:
    """Return a target of the indicator with its unit; a range as its two ends."""
    return format_html('<span class="fig">{}</span>', sentences.target_figure(indicator, target, upper))


@register.simple_tag
def quality_of(line: AreaLine) -> str:
    """Return how good the figures of an area are, and how many areas in it are silent."""
    return sentences.quality_words(line.quality, silent=line.silent)


@register.simple_tag
def count_left(found: Sources) -> str:
    """Return how many of the figures behind a value nobody has verified yet."""
    return formats.number(found.count - found.final, 0)


@register.simple_tag
def period_name(period: Period) -> str:
    """Return the name of a period, for use inside a translated sentence."""
    return formats.period(period)


@register.simple_tag
def add_query(address: str, query: str) -> str:
    """Return an address with a query, which may be empty."""
    return f"{address}?{query}" if query else address
