"""Writing computed values by the million."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from pyarrow import csv

from serambi.apps.indicators.compute.differences import COLUMNS, TABLE
from serambi.apps.indicators.compute.grid import Values
from serambi.apps.indicators.models import IndicatorValue


def replace_values(values: Iterable[Values], *, indicators: Sequence[int] | None = None) -> int:
    """Put these values in the place of all there are, or of those of some indicators; return how many there are now.

    Call it inside a transaction: readers see the old values until it ends.
    """
    stored = IndicatorValue.objects.all()
    if indicators is not None:
        stored = stored.filter(indicator_id__in=indicators)
    stored._raw_delete(stored.db)  # nothing refers to a value, so none is fetched
    return sum(map(_copy if connection.vendor == "postgresql" else _insert, values))


def _insert(values: Values) -> int:
    marks = ", ".join(["%s"] * len(COLUMNS))
    sql = f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        for rows in _chunks(values):
            cursor.executemany(sql, rows)
    return len(values.value)


def _chunks(values: Values, size: int = 50_000) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows in lists: given an iterator, Django would keep every row that it has read."""
    texts = np.array(values.periods, object)
    for start in range(0, len(values.value), size):
        part = slice(start, start + size)
        yield list(
            zip(
                values.indicator[part].tolist(),
                values.area[part].tolist(),
                texts[values.period[part]].tolist(),
                _with_none(values.value[part]),
                _with_none(values.final[part]),
                values.marks[part].tolist(),
                strict=True,
            )
        )


def _with_none(numbers: npt.NDArray[np.float64]) -> list[float | None]:
    found: list[float | None] = numbers.tolist()
    for place in np.flatnonzero(np.isnan(numbers)):
        found[place] = None
    return found


def _copy(values: Values) -> int:
    if not len(values.value):
        return 0
    period = pa.DictionaryArray.from_arrays(values.period, pa.array(values.periods, pa.string()))
    table = pa.table(
        {
            "indicator": values.indicator,
            "area": values.area,
            "period": pc.cast(period, pa.string()),
            "value": pa.array(values.value, from_pandas=True),
            "final": pa.array(values.final, from_pandas=True),
            "marks": values.marks,
        }
    )
    options = csv.WriteOptions(include_header=False, quoting_style="none")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for batch in table.to_batches(max_chunksize=200_000):
            sink = io.BytesIO()
            csv.write_csv(pa.Table.from_batches([batch]), sink, options)
            copy.write(sink.getvalue())
    return len(values.value)
