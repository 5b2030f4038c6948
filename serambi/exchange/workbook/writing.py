"""A load under way, and what the changed cells of a row mean for a service."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from serambi.apps.indicators.models import Indicator
from serambi.exchange.workbook.compare import RowChange
from serambi.exchange.workbook.found import Found
from serambi.exchange.workbook.sheets import BY_NAME

# Columns that are no column of the table, or that say what the row is.
_ASIDE = frozenset({"id", "illustration", "program", "activity"})


@dataclass(frozen=True)
class Loading:
    """A load under way: who does it, on what day, and the objects that rows name."""

    by: Any
    today: dt.date
    found: Found

    def fields(self, change: RowChange, *, but: frozenset[str] = frozenset()) -> dict[str, Any]:
        """Return what the changed cells mean for a service: objects in the place of what names them."""
        values = change.new_values
        fields: dict[str, Any] = {name: value for name, value in values.items() if name not in _ASIDE | but}
        found = self.found
        for name in ("lead", "organization", "owner", "producer"):
            if name in fields:
                fields[name] = found.organizations[fields[name]] if fields[name] else None
        if "locations" in fields:
            fields["locations"] = [found.areas[code] for code in fields["locations"]]
        if "standards" in fields:
            fields["standards"] = frozenset(found.standards[name] for name in fields["standards"])
        if "missions" in fields:
            fields["missions"] = [found.missions[name] for name in fields["missions"]]
        for name, column in (
            ("quick_win", "is_quick_win"),
            ("published", "is_published"),
            ("public", "is_public"),
            ("closed", "is_closed"),
        ):
            if name in fields:
                fields[column] = fields.pop(name)
        return fields


def said(sheet: str, change: RowChange, name: str) -> Any:
    return change.value(BY_NAME[sheet].by_name[name])


def facts_of(indicator: Indicator) -> dict[str, Any]:
    """Return what the coordinator said about an indicator, without its programs."""
    names = (
        "code", "name", "name_en", "description", "formula", "unit", "polarity", "level", "area_level", "frequency",
        "decimals", "reporting_days", "owner", "is_published",
    )  # fmt: skip
    standards = frozenset(indicator.standards.values_list("pk", flat=True))
    return {**{name: getattr(indicator, name) for name in names}, "standards": standards}
