"""Files that agencies send by mistake, and some that nobody sends by mistake: each with the code of its refusal."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from typing import Any

from serambi.exchange.tables import limits
from serambi.exchange.tables.tests import files

PASSWORD_XLS = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2)
SHEET = "xl/worksheets/sheet1.xml"


def _small() -> bytes:
    return files.xlsx_of([["a", "b"], [1, 2]])


def _some_xls() -> bytes:
    def fill(sheet: Any) -> None:
        for row in range(200):
            sheet.write(row, 0, f"baris {row}")

    return files.xls(fill)


def _encrypted_xlsx() -> bytes:
    streams = {"EncryptionInfo": b"\x04\0\x04\0\x40\0\0\0<encryption/>", "EncryptedPackage": b"x" * 9000}
    return files.compound(streams)


_FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "kosong.xlsx": ("empty_file", lambda: b""),
    "tanpa-isi.xlsx": ("no_filled_cell", lambda: files.xlsx_of([])),
    "terpotong.xlsx": ("damaged", lambda: _small()[:-400]),
    "terpotong.xls": ("damaged", lambda: _some_xls()[:3000]),
    "laman.xls": ("web_page", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    "sandi.xlsx": ("password", _encrypted_xlsx),
    "sandi.xls": ("password", lambda: files.compound({"Workbook": PASSWORD_XLS})),
    "sandi-kecil.xls": ("password", lambda: files.small_compound("Workbook", PASSWORD_XLS)),
    "sandi.ods": ("password", lambda: files.ods(files.ods_row(files.ods_cell("x")), encrypted=True)),
    "bom.xlsx": ("inflates_too_much", lambda: files.with_part(_small(), SHEET, lambda xml: xml + b" " * 40_000_000)),
    "lebar.xlsx": ("too_many_columns", lambda: files.xlsx_of([list(range(5000))])),
    "panjang.csv": ("too_many_rows", lambda: b"a;b\n" * (limits.ROWS + 1)),
    "cetakan.pdf": ("pdf_document", lambda: b"%PDF-1.7\n1 0 obj"),
    "biner.xlsb": ("binary_workbook", lambda: files.zipped({"xl/workbook.bin": b"\x83\x01"})),
}
REFUSED = {name: code for name, (code, _make) in _FILES.items()}


@cache
def nasty(name: str) -> bytes:
    return _FILES[name][1]()
