"""Observations as the engine computes with them: series, areas and periods as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from serambi.engines import columns
from serambi.methods.formula.areas import AreaTree
from serambi.methods.formula.errors import FormulaError
from serambi.methods.periods import NotAPeriod, Period

Numbers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Observed values in columns of equal length, missing ones left out.

    series_codes: what the numbers in `series` stand for.
    area_codes: all areas in the order of their codes, so that the first area has the smallest number.
    calendar: the different periods by end and then start, so that the latest has the largest number.
    marks: bits that go wherever the value goes, or None when nothing is marked.
    held: for each series, the numbers of the periods it has observations for, in order.
    """

    series_codes: tuple[str, ...]
    area_codes: tuple[str, ...]
    calendar: tuple[Period, ...]
    series: Codes
    area: Codes
    period: Codes
    values: npt.NDArray[np.float64]
    marks: Codes | None
    held: tuple[Codes, ...]

    @classmethod
    def from_arrow(cls, table: pa.Table, *, areas: AreaTree) -> Observations:
        """Return the observations of an Arrow table.

        table: columns `series`, `area` and `period` (text, or a dictionary of text), `value` (a number; NULL is no
        observation) and, where there is one, `marks` (whole number, NULL is 0).

        Raises FormulaError unknown_area, bad_period, bad_value (not finite) and duplicate_observation.
        """
        if table.column("value").null_count:
            table = table.filter(pc.is_valid(table.column("value")))
        values = _numbers(table.column("value"), np.float64)
        if not np.isfinite(values).all():
            raise FormulaError("bad_value", "An observation is not a finite number.")
        series_codes, series = _coded(table.column("series"))
        area_codes = tuple(sorted(areas))
        area = _area_numbers(table.column("area"), area_codes)
        calendar, period = _period_numbers(table.column("period"))
        marks = None
        if "marks" in table.column_names:
            marks = _numbers(pc.fill_null(table.column("marks"), 0), np.int32)
            if not marks.any():
                marks = None
        key = (series.astype(np.int64) * len(calendar) + period) * len(area_codes) + area
        key.sort()
        _refuse_duplicates(key, series_codes, calendar, area_codes)
        held = _held(key // max(len(area_codes), 1), len(series_codes), len(calendar))
        return cls(series_codes, area_codes, calendar, series, area, period, values, marks, held)

    def as_arrow(self) -> pa.Table:
        """Return the columns series, area, period, value and marks; no rows are copied."""
        marks = np.zeros(len(self.values), np.int32) if self.marks is None else self.marks
        return columns.table(series=self.series, area=self.area, period=self.period, value=self.values, marks=marks)


def _numbers(column: pa.ChunkedArray, kind: Any) -> Any:
    return columns.numbers(column.cast(pa.from_numpy_dtype(kind)))


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Codes]:
    """Return the different texts of a column and, for each row, the number of its text."""
    if column.null_count:
        raise FormulaError("bad_value", "An observation lacks its series, area or period.")
    encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    encoded = encoded.unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # of no rows
        return (), np.zeros(0, np.int32)
    return tuple(encoded.dictionary.to_pylist()), columns.numbers(encoded.indices).astype(np.int32, copy=False)


def _area_numbers(column: pa.ChunkedArray, area_codes: tuple[str, ...]) -> Codes:
    numbers = {code: number for number, code in enumerate(area_codes)}
    codes, rows = _coded(column)
    for code in codes:
        if code not in numbers:
            raise FormulaError("unknown_area", "There is no area {area}.", {"area": code})
    return np.array([numbers[code] for code in codes], np.int32)[rows]


def _period_numbers(column: pa.ChunkedArray) -> tuple[tuple[Period, ...], Codes]:
    texts, rows = _coded(column)
    try:
        periods = [Period.parse(text) for text in texts]
    except NotAPeriod as error:
        raise FormulaError("bad_period", "{reason}.", {"reason": str(error)}) from error
    calendar = sorted(set(periods), key=lambda period: (period.end, period.start))
    numbers = {period: number for number, period in enumerate(calendar)}
    return tuple(calendar), np.array([numbers[period] for period in periods], np.int32)[rows]


def _refuse_duplicates(
    key: Numbers, series_codes: tuple[str, ...], calendar: tuple[Period, ...], area_codes: tuple[str, ...]
) -> None:
    twice = np.flatnonzero(key[1:] == key[:-1])
    if twice.size:
        rest, area = divmod(int(key[twice[0]]), len(area_codes))
        series, period = divmod(rest, len(calendar))
        raise FormulaError(
            "duplicate_observation",
            "The series {series} has two observations for {area} in {period}.",
            {"series": series_codes[series], "area": area_codes[area], "period": str(calendar[period])},
        )


def _held(in_order: Numbers, series_count: int, period_count: int) -> tuple[Codes, ...]:
    """Return the periods of each series from the ordered numbers `series * period_count + period`."""
    pairs = in_order[np.flatnonzero(np.diff(in_order, prepend=-1))]
    series, period = np.divmod(pairs, max(period_count, 1))
    cuts = np.searchsorted(series, np.arange(1, series_count))
    return tuple(part.astype(np.int32) for part in np.split(period, cuts)) if series_count else ()
