"""Files made for the tests, good and nasty, each from a few words."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def xlsx(fill: Callable[[Any], None], *more: Callable[[Any], None]) -> bytes:
    """Return a workbook with a sheet for each function."""
    book = openpyxl.Workbook()
    fill(book.active)
    for another in more:
        another(book.create_sheet())
    return saved(book)


def xlsx_of(rows: Sequence[Sequence[Any]]) -> bytes:
    return xlsx(lambda sheet: [sheet.append(row) for row in rows])  # type: ignore[arg-type, return-value]


def xlsx_with_shared_texts(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook whose cells name texts of a common table; openpyxl writes each text into its cell."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def saved(book: Any) -> bytes:
    """Return what a workbook of openpyxl or xlwt writes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(fill: Callable[[Any], None]) -> bytes:
    book = xlwt.Workbook()
    fill(book.add_sheet("Lembar"))
    return saved(book)


def ods(rows: str, *, styles: str = "", style: str = "", encrypted: bool = False) -> bytes:
    """Return a file with one sheet; rows: the elements within its table."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} {_CALC}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Lembar" table:style-name="{style}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    secret = "<manifest:encryption-data/>" if encrypted else ""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml">{secret}</manifest:file-entry></manifest:manifest>'
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_cell(text: str = "", attributes: str = 'office:value-type="string"') -> str:
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{shown}</table:table-cell>"


def ods_row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a zipped file with one of its parts changed, or added when it is not there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    before = parts.get(part, b"")
    parts[part] = change(before if isinstance(before, bytes) else before.encode())
    return zipped(parts)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file with these streams, each of 4,096 bytes at least so that none is a small one.

    Source: [MS-CFB]; the table of sectors is sector 0, the directory sectors 1 and 2.
    """
    sectors: list[bytes] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    following = {0: 0xFFFFFFFD, 1: 2, 2: 0xFFFFFFFE}
    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(4096, b"\0")
        first, count = 3 + len(sectors), -(-len(padded) // 512)
        entries.append(_entry(name, 2, first, len(padded), right=number + 1 if number < len(streams) else 0xFFFFFFFF))
        sectors += [padded[at * 512 : at * 512 + 512].ljust(512, b"\0") for at in range(count)]
        following |= {first + at: first + at + 1 for at in range(count - 1)} | {first + count - 1: 0xFFFFFFFE}
    table = struct.pack("<128I", *(following.get(number, 0xFFFFFFFF) for number in range(128)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    return header + table + b"".join(entries).ljust(1024, b"\0") + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    title = (name + "\0").encode("utf-16-le")
    head = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)


def small_compound(name: str, content: bytes) -> bytes:
    """Return a compound file whose one stream is so small that it lies among the small streams.

    Source: [MS-CFB] 2.5 and 2.6.4; sector 0 is the table, 1 the directory, 2 the table of small sectors, then these.
    """
    count = -(-len(content) // 64)
    assert len(content) < 4096
    assert count <= 128
    packed = content.ljust(count * 64, b"\0")
    held = -(-len(packed) // 512)
    directory = _entry("Root Entry", 5, 3, len(packed), child=1) + _entry(name, 2, 0, len(content))
    chain = [*range(4, 3 + held), 0xFFFFFFFE]
    table = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *chain]
    small = [*range(1, count), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    numbers = [struct.pack("<128I", *one, *([0xFFFFFFFF] * (128 - len(one)))) for one in (table, small)]
    return header + numbers[0] + directory.ljust(512, b"\0") + numbers[1] + packed.ljust(held * 512, b"\0")


def few_records(texts: Sequence[Sequence[str]]) -> bytes:
    """Return the stream of an XLS workbook with one sheet of texts and nothing that is not needed.

    Source: [MS-XLS] 2.1.7 (streams), 2.4.21 (BOF), 2.4.28 (BoundSheet8), 2.4.148 (Label).
    """

    def record(number: int, body: bytes) -> bytes:
        return struct.pack("<HH", number, len(body)) + body

    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    end = record(0x0A, b"")
    title = "Lembar"
    listed = struct.pack("<IHBB", len(begin) + 4 + 8 + len(title) + len(end), 0, len(title), 0) + title.encode()
    cells = b"".join(
        record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))
        for row, cells in enumerate(texts)
        for column, text in enumerate(cells)
    )
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6)) + cells + end
    return begin + record(0x85, listed) + end + sheet
