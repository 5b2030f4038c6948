"""What a sheet says about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.observations.queries import SheetColumn
from serambi.apps.observations.views.grid_table import sums_columns, sums_rows
from serambi.ui import formats


def period_heads(columns: Sequence[SheetColumn]) -> list[str]:
    return [formats.period_short(column.period) for column in columns]


def series_heads(columns: Sequence[SheetColumn]) -> list[str]:
    """Return the name of the series of each column with its unit."""
    names = [(column.series.display_name, column.series.unit) for column in columns]
    return [f"{name} ({unit})" if unit else name for name, unit in names]


def sums_text(columns: Sequence[SheetColumn]) -> str:
    """Return how the figures are joined, and so why there is a sum or none."""
    series = {column.series.pk: column.series for column in columns}
    if len(series) > 1:
        added = sum(sums_columns(column) for column in columns)
        if added == len(columns):
            return _("Every series is added over areas; different series are not added.")
        return _("A sum stands below the series that are added over areas; different series are not added.")
    only = columns[0].series
    facts = {"time": only.get_over_time_display(), "area": only.get_over_area_display()}
    if sums_rows(columns) and sums_columns(columns[0]):
        return _(
            "Figures are added over time and over areas. A sum leaves out what is missing and says how many that are."
        )
    return _("Joined over time: %(time)s. Joined over areas: %(area)s. What is not summed has no sum here.") % facts


def saved_text(result: Mapping[str, int]) -> str:
    """Return what a save did, in one sentence."""
    kinds = [
        ngettext("%(count)s figure recorded", "%(count)s figures recorded", result.get("new", 0)),
        ngettext("%(count)s changed", "%(count)s changed", result.get("changed", 0)),
        ngettext("%(count)s withdrawn", "%(count)s withdrawn", result.get("withdrawn", 0)),
    ]
    counts = [result.get(name, 0) for name in ("new", "changed", "withdrawn")]
    said = [kind % {"count": formats.number(count, 0)} for kind, count in zip(kinds, counts, strict=True) if count]
    if not said:
        return _("Everything on this sheet is recorded already. Nothing was changed.")
    return _("%(done)s. They are preliminary until they are verified.") % {"done": ", ".join(said)}
