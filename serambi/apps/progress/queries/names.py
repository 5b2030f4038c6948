"""What an item is called, on its own and under its heading."""

from __future__ import annotations

from serambi.apps.progress.models import Kind, ReportItem
from serambi.ui import formats


def item_name(item: ReportItem) -> str:
    """Return what an item is called where nothing else says what it belongs to."""
    if item.kind == Kind.FIGURE:
        return f"{heading(item)}, {short_name(item)}"
    return heading(item) if item.kind == Kind.PROGRAM else f"{heading(item)}: {short_name(item)}"


def heading(item: ReportItem) -> str:
    """Return what an item stands under: its program or its series."""
    thing = item.series or item.program
    return thing.display_name if thing is not None else item.key


def short_name(item: ReportItem) -> str:
    """Return what an item is called under its heading."""
    if item.kind == Kind.MILESTONE and item.milestone is not None:
        return item.milestone.name
    if item.kind == Kind.MONEY and item.budget_line is not None:
        line = item.budget_line
        source = f"{line.get_fund_source_display()} {line.year}"
        return f"{source}, {line.activity.name}" if line.activity is not None else source
    if item.kind == Kind.FIGURE and item.area is not None:
        return f"{item.area.name}, {formats.period(item.period)}"
    return heading(item)
