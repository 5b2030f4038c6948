"""Reads the observations of a large case with DuckDB, which parses JSON with all cores and in little memory.

It takes only what is certainly without fault. For everything else it says so, and `reading` reads the whole case and
finds the words for what is wrong.
"""

from __future__ import annotations

import json
import re
import tempfile
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from serambi.engines import columns
from serambi.engines.session import Session

from .cases import Case, CaseRefused
from .reading import case_of, read_json

# Below this many bytes the plain reader is as fast.
LARGE = 1_000_000

_KEYS = ("series", "area", "period", "value")
_BEGIN = re.compile(rb'"observations"\s*:\s*\[')
# Four keys each of which must be there: DuckDB itself passes over keys that it was not asked for.
_QUERY = """
SELECT series::VARCHAR AS series, area::VARCHAR AS area, period::VARCHAR AS period,
    TRY_CAST(value::VARCHAR AS DOUBLE) AS value, value IS NULL AS empty
FROM read_json('{path}', format = 'array', maximum_object_size = 1048576,
    columns = {{series: 'JSON', area: 'JSON', period: 'JSON', value: 'JSON'}})
"""


def read_large(raw: bytes) -> tuple[Case, pa.Table] | None:
    """Return the case, without observations, and its observations as a table for the engine.

    The table has the columns series, area, period (dictionaries of text) and value (double).
    Returns None when the case is small or unusual, or when anything in it may be wrong.
    """
    if len(raw) < LARGE:
        return None
    place = _place(raw)
    if place is None:
        return None
    begin, end = place
    try:
        # Valid JSON once the list is taken out, and a valid list: then the whole is valid JSON.
        document = read_json(raw[:begin] + b"[]" + raw[end:])
        if not isinstance(document, dict) or document.get("observations") != []:
            return None
        case = case_of(document)
    except CaseRefused:
        return None
    table = _table(raw[begin:end])
    if table is None or not _is_known(table, case):
        return None
    return case, table


def _place(raw: bytes) -> tuple[int, int] | None:
    """Return where the list of observations begins and ends; None when that is not plain to see."""
    begins = list(_BEGIN.finditer(raw))
    if len(begins) != 1:
        return None
    begin = begins[0].end() - 1
    end = raw.find(b"]", begin) + 1
    return (begin, end) if end else None


def _table(listed: bytes) -> pa.Table | None:
    import duckdb  # noqa: PLC0415 - for its error alone

    with tempfile.NamedTemporaryFile(suffix=".json") as file, Session() as session:
        file.write(listed)
        file.flush()
        try:
            rows = session.rows(_QUERY.format(path=file.name.replace("'", "''")))
        except duckdb.Error:
            return None
    size = rows.num_rows
    # As many keys as four for each row, none of the first three empty, and `value` once for each: no key is
    # unknown, missing or twice. As many commas as that takes: none too many, which DuckDB would let pass.
    if listed.count(b'":') != 4 * size or listed.count(b'"value":') != size or listed.count(b",") != 4 * size - 1:
        return None
    values = rows.column("value")
    if pc.sum(pc.and_(pc.is_null(values), pc.invert(rows.column("empty")))).as_py():
        return None
    found: dict[str, Any] = {}
    for key in _KEYS[:-1]:
        found[key] = _texts(rows.column(key))
        if found[key] is None:
            return None
    return pa.table({**found, "value": values})


def _texts(column: pa.ChunkedArray) -> pa.Array | None:
    """Return the texts that JSON strings hold; None when one of them is not a string."""
    if column.null_count:
        return None
    encoded = pc.dictionary_encode(column).combine_chunks()
    texts = [json.loads(text) for text in encoded.dictionary.to_pylist()]
    if not all(isinstance(text, str) for text in texts):
        return None
    return pa.DictionaryArray.from_arrays(encoded.indices, columns.texts(texts))


def _is_known(table: pa.Table, case: Case) -> bool:
    """Tell whether all series are in the case, and all values ordinary; the engine checks the rest."""
    series = set(table.column("series").chunk(0).dictionary.to_pylist())
    areas = set(table.column("area").chunk(0).dictionary.to_pylist())
    values = columns.numbers(table.column("value").drop_null())
    smallest = np.finfo(np.float64).tiny
    ordinary = np.isfinite(values) & ((np.abs(values) >= smallest) | (values == 0))
    return series <= case.catalog.series.keys() and all(area in case.areas for area in areas) and bool(ordinary.all())
