"""Columns of numbers and texts as Arrow has them; numbers without a copy.

`pa.array` would do, but it imports pandas to see whether it was given something of pandas: 0.2 seconds and 40 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def table(**columns: npt.NDArray[Any]) -> pa.Table:
    """Return the columns, of equal length, as a table in which NaN is NULL."""
    return pa.table([column(values) for values in columns.values()], names=list(columns))


def column(values: npt.NDArray[Any]) -> pa.Array:
    """Return the numbers as Arrow sees them; NaN is NULL."""
    values = np.ascontiguousarray(values)
    present = None
    if values.dtype.kind == "f":
        missing = np.isnan(values)
        if missing.any():
            present = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [present, pa.py_buffer(values)])


def texts(values: Sequence[str]) -> pa.Array:
    """Return the texts as Arrow has them."""
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))


def coded(indices: npt.NDArray[np.int32], values: Sequence[str]) -> pa.DictionaryArray:
    """Return texts that repeat, as numbers that stand for the different ones."""
    return pa.DictionaryArray.from_arrays(column(indices), texts(values))


def numbers(found: pa.ChunkedArray | pa.Array) -> npt.NDArray[Any]:
    """Return a column of numbers as NumPy has it, not to be written to; NULL is NaN, in a column that can hold it."""
    whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    present, content = whole.buffers()
    kind = np.dtype(whole.type.to_pandas_dtype())
    begin, end = whole.offset, whole.offset + len(whole)
    values = np.frombuffer(content, kind, end)[begin:] if len(whole) else np.zeros(0, kind)
    if whole.null_count and kind.kind == "f":
        bits = np.unpackbits(np.frombuffer(present, np.uint8), count=end, bitorder="little")[begin:]
        values = np.where(bits, values, np.nan)
    return values
