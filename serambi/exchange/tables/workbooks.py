"""Sheets of plain values out of XLSX, XLSM, XLS and ODS files."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Final

from python_calamine import CalamineError, PasswordError

from serambi.exchange.tables import errors, opendocument, records, worksheets
from serambi.exchange.tables.apart import EndedApart, raw_sheets_apart
from serambi.exchange.tables.archives import Archive
from serambi.exchange.tables.book import Book, Percent, Sheet, Value
from serambi.exchange.tables.compounds import Compound
from serambi.exchange.tables.raw_sheets import RawSheet, raw_sheets
from serambi.exchange.tables.scans import SheetScan

_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def read_zipped(content: bytes, *, name: str) -> Book:
    """Read an XLSX, XLSM or ODS file, or raise what else the archive is."""
    archive = Archive(content, name=name)
    if archive.find("xl/workbook.xml"):
        scans = worksheets.scan_sheets(archive)
        sheets = tuple(_sheet(raw, scans.get(raw.title, SheetScan())) for raw in _read_zipped(content, name=name))
        return Book(name, "xlsx", sheets, macros=worksheets.has_macros(archive))
    if archive.find("xl/workbook.bin"):
        raise errors.BinaryWorkbook(name=name)
    if archive.find("mimetype") and archive.start("mimetype").strip().startswith(_ODS):
        return Book(name, "ods", tuple(opendocument.read_sheets(archive)), macros=_has_scripts(archive))
    if any(archive.find(part) for part in ("word/document.xml", "ppt/presentation.xml", "content.xml")):
        raise errors.TextDocument(name=name)
    raise errors.PackedFile(name=name) if archive.parts else errors.NoFilledCell(name=name)


def read_compound(content: bytes, *, name: str) -> Book:
    """Read an XLS file, or raise what else the compound file is: also an encrypted XLSX is one."""
    compound = Compound(content, name=name)
    streams = compound.streams
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise errors.PasswordProtected(name=name)
    stream = next((title for title in ("Workbook", "Book") if title in streams), None)
    if stream is None:
        known = {"WordDocument", "PowerPoint Document"} & streams.keys()
        raise errors.TextDocument(name=name) if known else errors.UnknownFormat(name=name)
    scans = records.scan_sheets(compound.stream(stream), name=name)
    raws = _read_compound(content, name=name)
    sheets = tuple(_sheet(raw, scans[raw.number] if raw.number < len(scans) else SheetScan()) for raw in raws)
    return Book(name, "xls", sheets, macros="_VBA_PROJECT" in streams)


def _has_scripts(archive: Archive) -> bool:
    """Tell whether an ODS file brings programs along: in StarBasic, or in another language."""
    return any(part.lower().startswith(("basic/", "scripts/")) for part in archive.parts)


def _read_zipped(content: bytes, *, name: str) -> list[RawSheet]:
    try:
        return raw_sheets(content)
    except PasswordError as error:
        raise errors.PasswordProtected(name=name) from error
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise errors.Damaged(name=name) from error
    except BaseException as error:
        # A panic of the Rust library is no Exception, so that nobody hides it; here it says that the file is broken.
        if type(error).__name__ != "PanicException":
            raise
        raise errors.Damaged(name=name) from error


def _read_compound(content: bytes, *, name: str) -> list[RawSheet]:
    try:
        return raw_sheets_apart(content)
    except EndedApart as error:
        raise errors.Damaged(name=name) from error


def _sheet(raw: RawSheet, scan: SheetScan) -> Sheet:
    seen: dict[str, str] = {}
    rows = [_plain(row, scan.errors, number, seen) for number, row in enumerate(raw.rows, start=1)]
    _note_percents(rows, scan)
    return Sheet(
        raw.title,
        rows,
        merged=raw.merged,
        errors=scan.errors,
        formulas=scan.formulas,
        uncalculated=tuple(scan.uncalculated),
        hidden=raw.hidden,
    )


def _plain(row: list[Value], wrong: Mapping[tuple[int, int], str], number: int, seen: dict[str, str]) -> list[Value]:
    """Return the row up to its last filled cell; equal texts are one object, for a register repeats them."""
    cells = [_value(cell, seen) for cell in row]
    if wrong:
        for column in range(1, len(cells) + 1):
            if (number, column) in wrong:
                cells[column - 1] = None
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _note_percents(rows: list[list[Value]], scan: SheetScan) -> None:
    for row, column in scan.percents:
        cells = rows[row - 1] if row <= len(rows) else []
        value = cells[column - 1] if column <= len(cells) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            cells[column - 1] = Percent(value)


def _value(cell: Value, seen: dict[str, str]) -> Value:
    if isinstance(cell, str):
        return seen.setdefault(cell, cell) or None
    if isinstance(cell, dt.datetime) and cell.tzinfo is not None:
        return cell.replace(tzinfo=None)
    if isinstance(cell, float) and not math.isfinite(cell):
        # No spreadsheet has such a number; it stays as the text that it is in the file.
        return str(cell)
    return cell
