"""Sheets of plain values out of XLSX, XLSM, XLS and ODS files."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from serambi.exchange.tables import errors, opendocument, records, worksheets
from serambi.exchange.tables.archives import Archive
from serambi.exchange.tables.book import Book, Sheet, Value
from serambi.exchange.tables.compounds import Compound
from serambi.exchange.tables.scans import SheetScan

_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def read_zipped(content: bytes, *, name: str) -> Book:
    """Read an XLSX, XLSM or ODS file, or raise what else the archive is."""
    archive = Archive(content, name=name)
    if archive.find("xl/workbook.xml"):
        scans = worksheets.scan_sheets(archive)
        sheets = _read(content, name=name, scan=lambda _, title: scans.get(title))
        return Book(name, "xlsx", sheets, macros=worksheets.has_macros(archive))
    if archive.find("xl/workbook.bin"):
        raise errors.BinaryWorkbook(name=name)
    if archive.find("mimetype") and archive.start("mimetype").strip().startswith(_ODS):
        return Book(name, "ods", tuple(opendocument.read_sheets(archive)), macros=archive.find("Basic/") is not None)
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
    sheets = _read(content, name=name, scan=lambda number, _: scans[number] if number < len(scans) else None)
    return Book(name, "xls", sheets, macros="_VBA_PROJECT" in streams)


@dataclass(frozen=True, slots=True)
class _Reader:
    workbook: CalamineWorkbook
    scan: Callable[[int, str], SheetScan | None]

    def sheets(self) -> Iterable[Sheet]:
        for number, about in enumerate(self.workbook.sheets_metadata):
            # Sheets of charts and macros hold no cells of their own.
            if about.typ is SheetTypeEnum.WorkSheet:
                yield self.sheet(number, about.name, hidden=about.visible is not SheetVisibleEnum.Visible)

    def sheet(self, number: int, title: str, *, hidden: bool) -> Sheet:
        scan = self.scan(number, title) or SheetScan()
        opened = self.workbook.get_sheet_by_index(number)
        seen: dict[str, str] = {}
        # The rows come from the sheet's first one, their cells only from the first filled column.
        left: list[Value] = [None] * (opened.start or (0, 0))[1]
        rows = [
            _plain([*left, *row], scan.errors, place, seen) for place, row in enumerate(opened.iter_rows(), start=1)
        ]
        return Sheet(
            title,
            rows,
            merged=tuple(
                (top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in opened.merged_cell_ranges or ()
            ),
            errors=scan.errors,
            formulas=scan.formulas,
            uncalculated=tuple(scan.uncalculated),
            hidden=hidden,
        )


def _read(content: bytes, *, name: str, scan: Callable[[int, str], SheetScan | None]) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(_Reader(workbook, scan).sheets())
    except PasswordError as error:
        raise errors.PasswordProtected(name=name) from error
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise errors.Damaged(name=name) from error
    except BaseException as error:
        # A panic of the Rust library is no Exception, so that nobody hides it; here it says that the file is broken.
        if type(error).__name__ != "PanicException":
            raise
        raise errors.Damaged(name=name) from error


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


def _value(cell: Value, seen: dict[str, str]) -> Value:
    if isinstance(cell, str):
        return seen.setdefault(cell, cell) or None
    if isinstance(cell, dt.datetime) and cell.tzinfo is not None:
        return cell.replace(tzinfo=None)
    if isinstance(cell, float) and not math.isfinite(cell):
        # No spreadsheet has such a number; it stays as the text that it is in the file.
        return str(cell)
    return cell
