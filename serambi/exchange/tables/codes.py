"""Codes of programs and activities: put together from their columns, cut into parts, and set under one another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .book import Value
from .texts import text_of

_REGULAR = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
_ROMAN = re.compile(r"[IVXLC]{1,6}")
_TOTAL = re.compile(r"^(sub ?total|jumlah|total|grand total)\b", re.IGNORECASE)


def compose(values: Sequence[Value]) -> str:
    """Return the code that stands in one cell, or in parts in several. A part may be written with a comma: 2,01.

    >>> compose(["5", "01", "01", "2,01", None]), compose(["1.01."]), compose(["3:27:03"])
    ('5.01.01.2.01', '1.01', '3:27:03')
    """
    texts = [text for text in map(text_of, values) if text and text not in ("-", "–")]
    if len(texts) > 1:
        texts = [text.strip(". ").replace(",", ".") for text in texts]
    return ".".join(texts).strip().rstrip(". ")


def is_regular(code: str) -> bool:
    """Say whether a code is letters and digits in parts that points or hyphens join.

    >>> is_regular("X.XX.01"), is_regular("2.17.04\\\\5"), is_regular("3:27:03")
    (True, False, False)
    """
    return bool(_REGULAR.fullmatch(code))


def parts(code: str) -> tuple[str, ...]:
    """Return the parts of a code, whatever joins them.

    >>> parts("3:27:03"), parts("1.02.02.2.01")
    (('3', '27', '03'), ('1', '02', '02', '2', '01'))
    """
    return tuple(re.findall(r"[^\W_]+", code))


def is_roman(code: str) -> bool:
    return bool(_ROMAN.fullmatch(code))


_ONLY_TOTAL = re.compile(
    r"(sub ?total|jumlah|total|grand total)"
    r"( (total|keseluruhan|seluruhnya|anggaran|belanja|biaya|dana|pagu|umum|program|rp|[ivx]+|\d+))*[: ]*",
    re.IGNORECASE,
)


def is_only_total(text: str) -> bool:
    """Say whether a text is the label of a sum and nothing more; "Jumlah dokumen" is an indicator.

    >>> is_only_total("TOTAL"), is_only_total("Jumlah Anggaran"), is_only_total("Jumlah dokumen")
    (True, True, False)
    """
    return bool(_ONLY_TOTAL.fullmatch(text))


def names_total(text: str) -> bool:
    """Say whether a text begins as the label of a sum does: Jumlah, Total, Sub Total."""
    return bool(_TOTAL.match(text))


def is_program_code(code: str) -> bool:
    """Say whether a code has the three or more parts of a program after Permendagri 90/2019 (X.XX.XX)."""
    return len(parts(code)) >= 3


def level_of(code: str) -> str:
    """Return the level a code has after Permendagri 90/2019: X.XX.XX, X.XX.XX.2.XX, X.XX.XX.2.XX.XX."""
    depth = len(parts(code))
    if depth <= 4:
        return "program"
    return "activity" if depth == 5 else "sub_activity"
