"""Charts and maps in templates: `{% load charts %}`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from serambi.ui import formats
from serambi.ui.charts import small

register = template.Library()

register.simple_tag(small.attainment_bar, name="attainment_bar")


@register.simple_tag
def sparkline(
    values: Sequence[formats.Number], label: str, target: formats.Number = None, pillar: str = ""
) -> SafeString:
    """Return the trend of a few periods, oldest first; a missing value leaves a gap."""
    return small.sparkline(values, label=label, target=target, colour=pillar)
