"""Which column of a table of observations holds what, by its heading in English or Indonesian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from serambi.exchange.observations_csv import errors
from serambi.exchange.tables.texts import as_key


class Column(StrEnum):
    SERIES = "series"
    AREA = "area"
    PERIOD = "period"
    VALUE = "value"
    FINAL = "final"
    QUALITY = "quality"
    ORIGIN = "origin"
    SOURCE = "source"
    SOURCE_URL = "source_url"
    NOTE = "note"
    ILLUSTRATION = "illustration"


NEEDED: Final = (Column.SERIES, Column.AREA, Column.PERIOD, Column.VALUE)
NAMES: Final = {
    Column.SERIES: _("series"),
    Column.AREA: _("area"),
    Column.PERIOD: _("period"),
    Column.VALUE: _("value"),
    Column.FINAL: _("status (final or not)"),
    Column.QUALITY: _("quality"),
    Column.ORIGIN: _("origin"),
    Column.SOURCE: _("source"),
    Column.SOURCE_URL: _("link to the source"),
    Column.NOTE: _("note"),
    Column.ILLUSTRATION: _("mark of an illustration"),
}
# What `export` writes above the columns; the first of the words below, so that it is read again.
WRITTEN: Final[Mapping[str, Mapping[Column, str]]] = {
    "en": {column: column.value for column in Column},
    "id": {
        Column.SERIES: "seri", Column.AREA: "wilayah", Column.PERIOD: "periode", Column.VALUE: "nilai",
        Column.FINAL: "final", Column.QUALITY: "mutu", Column.ORIGIN: "asal", Column.SOURCE: "sumber",
        Column.SOURCE_URL: "tautan_sumber", Column.NOTE: "catatan", Column.ILLUSTRATION: "ilustrasi",
    },
}  # fmt: skip
_WORDS: Final[Mapping[Column, str]] = {
    Column.SERIES: "series|series code|code of series|seri|kode seri|seri data|kode data|kode indikator data",
    Column.AREA: "area|area code|code of area|region|region code|wilayah|kode wilayah|kode kemendagri|kode area|daerah|"
    "kode daerah|kode desa",
    Column.PERIOD: "period|time|time period|periode|waktu|masa",
    Column.VALUE: "value|observation value|obs value|figure|amount|nilai|angka|jumlah|realisasi",
    Column.FINAL: "final|is final|status|status data|verified|terverifikasi",
    Column.QUALITY: "quality|quality grade|grade|mutu|kualitas|mutu data|kualitas data",
    Column.ORIGIN: "origin|asal|asal data",
    Column.SOURCE: "source|data source|sumber|sumber data",
    Column.SOURCE_URL: "source url|url|link|link to the source|source link|tautan|tautan sumber|url sumber|"
    "tautan ke sumber",
    Column.NOTE: "note|notes|remark|remarks|comment|catatan|keterangan",
    Column.ILLUSTRATION: "illustration|is illustration|ilustrasi",
}
_BY_WORD: Final = {word: column for column, words in _WORDS.items() for word in words.split("|")}
# What the file of refused rows has beside the columns it was made from: a corrected one is loaded as it is.
OF_REJECTS: Final = frozenset({"line", "baris", "problem", "masalah"})


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a file. at: the position of each that is known. unknown: the headings that say nothing here."""

    texts: tuple[str, ...]
    at: Mapping[Column, int]
    unknown: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.texts)


def read_headings(cells: Sequence[str], *, name: str) -> Headings:
    """Return what the columns are. Raises ColumnsMissing and ColumnTwice."""
    at: dict[Column, int] = {}
    unknown: list[str] = []
    for position, text in enumerate(cells):
        key = as_key(text)
        column = _BY_WORD.get(key)
        if column is None:
            if key and key not in OF_REJECTS:
                unknown.append(text.strip())
        elif column in at:
            facts = {"first": cells[at[column]].strip(), "second": text.strip(), "column": NAMES[column]}
            raise errors.ColumnTwice(name=name, **facts)
        else:
            at[column] = position
    missing = [str(NAMES[column]) for column in NEEDED if column not in at]
    if missing:
        raise errors.ColumnsMissing(name=name, missing=", ".join(missing))
    return Headings(tuple(cells), at, tuple(unknown))
