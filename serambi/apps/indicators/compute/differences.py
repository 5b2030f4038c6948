"""Writing the few computed values that differ from what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from serambi.apps.indicators.models import IndicatorValue

TABLE = IndicatorValue._meta.db_table
COLUMNS = ("indicator_id", "area_id", "period", "value", "final_value", "marks")


class Row(NamedTuple):
    """One value as it is stored."""

    indicator: int
    area: int
    period: str
    value: float | None
    final: float | None
    marks: int


def write_differences(rows: Sequence[Row], gone: Sequence[tuple[int, int, str]]) -> None:
    """Store these values over what is there, and remove those that are gone."""
    with connection.cursor() as cursor:
        if gone:
            cursor.executemany(
                f"DELETE FROM {TABLE} WHERE indicator_id = %s AND area_id = %s AND period = %s",  # noqa: S608 - ours
                gone,
            )
        if rows:
            cursor.executemany(
                f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s, %s) "  # noqa: S608 - ours
                "ON CONFLICT (indicator_id, area_id, period) DO UPDATE SET "
                "value = excluded.value, final_value = excluded.final_value, marks = excluded.marks",
                rows,
            )
