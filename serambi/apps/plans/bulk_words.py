"""What a bulk edit changes in a program, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.plans.models import Horizon, Stage
from serambi.apps.plans.version_words import column_label
from serambi.ui import formats

Names = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One column before and after; "" for nothing."""

    label: str
    before: str
    after: str


def column_changes(before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> list[ColumnChange]:
    """Return what differs, in words. names: what numbers stand for, from `queries.bulk_edits.names_of_references`."""
    return [
        ColumnChange(_label(column), _text(column, before.get(column), names), _text(column, value, names))
        for column, value in after.items()
    ]


_COLUMNS: dict[str, str | Promise] = {
    "stage": gettext_lazy("Stage"),
    "stage_note": gettext_lazy("Note on the stage"),
    "stage_changed_on": gettext_lazy("In this stage since"),
    "participations": gettext_lazy("Taking part"),
    "archived": gettext_lazy("Archived"),
}


def _label(column: str) -> str:
    return str(_COLUMNS[column]) if column in _COLUMNS else column_label(column)


def _text(column: str, value: Any, names: Names) -> str:
    if column == "participations":
        return ", ".join(names[column].get(row[0], "?") for row in value or ())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return ""
    if column in names:
        return names[column].get(value, "?")
    if column.endswith("_on"):
        return formats.day(dt.date.fromisoformat(value))
    words = {"stage": Stage, "horizon": Horizon}
    return str(words[column](value).label) if column in words else str(value)
