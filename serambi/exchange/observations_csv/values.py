"""The values of a column in one notation: plain ones all at once, any other as `exchange/tables/notation` reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from serambi.apps.observations.errors import AmbiguousNumber, NotANumber
from serambi.apps.observations.labels import for_input, plain_number
from serambi.apps.observations.models import Series
from serambi.exchange.observations_csv import errors
from serambi.exchange.observations_csv.known import Numbers
from serambi.exchange.tables.notation import Issue, Notation, read_quantity
from serambi.exchange.tables.texts import as_key

# At most fifteen digits, and as millionths not above what 64 bits hold. Others are read one by one.
_PLAIN: Final = r"^-?(?:\d{1,9}(?:\.\d{1,6})?|\d{10,12}(?:\.\d{1,3})?)$"
_GROUPED: Final = {
    Notation.POINT: (r"^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$", ",", "."),
    Notation.COMMA: (r"^-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$", ".", ","),
}
_UNITS_OF_MONEY: Final = frozenset({"rp", "idr", "rupiah"})


def scaled_values(texts: pa.ChunkedArray, notation: Notation) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return the values in millionths, and which of them are plain; the others are 0."""
    given = _with_point(texts.combine_chunks(), notation)
    plain = pc.match_substring_regex(given, _PLAIN)
    decimals = pc.if_else(plain, given, "0").cast(pa.decimal128(18, 6))
    words = np.frombuffer(decimals.buffers()[1], dtype=np.int64)
    first = 2 * decimals.offset
    return words[first : first + 2 * len(decimals) : 2].copy(), plain.to_numpy(zero_copy_only=False)


def _with_point(texts: pa.Array, notation: Notation) -> pa.Array:
    """Return the texts with a point before the decimals and no marks of thousands; what is unsure becomes no number."""
    if notation is Notation.PLAIN or notation is Notation.MIXED:
        # Without a mark there is nothing to know; with marks of both kinds each cell is looked at.
        marked = pc.match_substring_regex(texts, "[.,]")
        return pc.if_else(marked, "", texts)
    grouped, thousands, point = _GROUPED[notation]
    if point == "." and not pc.any(pc.match_substring(texts, ",")).as_py():
        return texts
    is_grouped = pc.match_substring_regex(texts, grouped)
    joined = pc.if_else(is_grouped, pc.replace_substring(texts, thousands, ""), texts)
    if point == ".":
        return joined
    has_other = pc.match_substring(joined, ".")
    return pc.replace_substring(pc.if_else(has_other, "", joined), ",", ".")


def read_value(text: str, notation: Notation, series: Series) -> Decimal:
    """Return the value that a cell says. Raises NotANumber, AmbiguousNumber, and OtherUnit when it says another unit.

    text: not empty and no mark of a missing value.
    """
    reading = read_quantity(text, notation)
    value = reading.quantity.value
    if value is None and reading.issue is Issue.AMBIGUOUS:
        readings = [read_quantity(text, one).quantity.value for one in (Notation.POINT, Notation.COMMA)]
        small, large = sorted((one for one in readings if one is not None), key=abs)
        facts = {"small_text": for_input(small), "large_text": for_input(large)}
        raise AmbiguousNumber(text=text, small=small, large=large, **facts)
    if value is None or reading.quantity.upper is not None:
        raise NotANumber(text=text, example=plain_number(Decimal("1234.5")))
    unit = reading.quantity.unit
    if unit and as_key(unit) != as_key(series.unit) and not _same_money(unit, series.unit):
        if unit.strip() == "%" and not series.unit:
            return value
        expected = series.unit or "…"
        raise errors.OtherUnit(text=text, given=unit, series=series, expected=expected)
    return value


def _same_money(unit: str, other: str) -> bool:
    return unit.casefold() in _UNITS_OF_MONEY and other.casefold() in _UNITS_OF_MONEY
