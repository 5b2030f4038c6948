"""Files of which nothing is read: each with its own sentence, none with a crash, none without end."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import xlwt
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.tables import apart, errors, limits
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.reading import read_book, read_pasted
from serambi.exchange.tables.tests import files
from serambi.exchange.tables.tests.files import ods, ods_cell, ods_row, with_part, xlsx_of, zipped

SHEET = "xl/worksheets/sheet1.xml"
SMALL = xlsx_of([["a", "b"], [1, 2]])


def refusal(content: bytes, name: str = "berkas.xlsx") -> str:
    """Return the code with which a file is refused; also see that its sentence names the file."""
    with pytest.raises(errors.UnreadableTable) as caught:
        read_book(content, name=name)
    with translation.override("id"):
        assert name in str(caught.value)
    return caught.value.code


def some_xls() -> bytes:
    return files.xls(lambda sheet: [sheet.write(row, 0, f"baris {row}") for row in range(200)])  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n;;\n  ;\t\n", "no_filled_cell"),
        (xlsx_of([]), "no_filled_cell"),
        (xlsx_of([["  "]]), "no_filled_cell"),
        (b"PK\x05\x06" + bytes(18), "no_filled_cell"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf  \r\n<table border=1><tr><td>1</td></tr></table>", "web_page"),
        (b"<!-- dibuat oleh --><HTML>", "web_page"),
        ("<html><body>".encode("utf-16"), "web_page"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml_file"),
        (b'[{"a": 1}]', "json_file"),
        (b"%PDF-1.7\n1 0 obj", "pdf_document"),
        (b"{\\rtf1\\ansi}", "text_document"),
        (zipped({"word/document.xml": "<w/>"}), "text_document"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "text_document"),
        (files.compound({"WordDocument": b"x"}), "text_document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "picture"),
        (b"BM\x10\0\0\0\0\0\0\0" + bytes(20), "picture"),
        (zipped({"a.csv": "a;b"}), "packed_file"),
        (zlib.compress(b"a", wbits=31), "packed_file"),
        (zipped({"xl/workbook.bin": b"\x83\x01"}), "binary_workbook"),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00", "old_workbook"),
        (b"a;b\n\x00\x01\x02;c\n", "unknown_format"),
        (files.compound({"Apa": b"x"}), "unknown_format"),
    ],
)
def test_what_is_no_table_is_refused_with_its_own_sentence(content: bytes, code: str) -> None:
    assert refusal(content, "berkas.xls") == code


def test_a_heading_that_begins_like_a_picture_is_read() -> None:
    assert read_book(b"BM;Nilai\n1;2\n", name="a.csv").sheets[0].rows[0] == ["BM", "Nilai"]


# Passwords --------------------------------------------------------------------------------------------------------


def test_an_encrypted_workbook_is_said_to_have_a_password() -> None:
    content = files.compound(
        {"EncryptionInfo": b"\x04\0\x04\0\x40\0\0\0<encryption/>", "EncryptedPackage": b"x" * 9000}
    )

    assert refusal(content) == "password"


def test_an_encrypted_xls_is_said_to_have_a_password() -> None:
    globals_ = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2)

    assert refusal(files.compound({"Workbook": globals_}), "a.xls") == "password"


def test_an_encrypted_ods_and_an_encrypted_archive_are_said_to_have_a_password() -> None:
    assert refusal(ods(ods_row(ods_cell("x")), encrypted=True), "a.ods") == "password"
    locked = bytearray(SMALL)
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert refusal(bytes(locked)) == "password"


# Sizes ------------------------------------------------------------------------------------------------------------


def test_a_part_that_grows_beyond_measure_is_not_opened() -> None:
    assert refusal(with_part(SMALL, SHEET, lambda xml: xml + b" " * 40_000_000)) == "inflates_too_much"


def test_a_part_that_lies_about_its_size_is_found_out() -> None:
    bomb = bytearray(with_part(SMALL, SHEET, lambda xml: xml + b" " * 40_000_000))
    for mark, size_at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = bomb.index(mark)
        while at >= 0:
            if int.from_bytes(bomb[at + size_at : at + size_at + 4], "little") > 1_000_000:
                bomb[at + size_at : at + size_at + 4] = (1000).to_bytes(4, "little")
            at = bomb.find(mark, at + 4)

    assert sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(bomb)).infolist()) < 20_000
    assert refusal(bytes(bomb)) == "inflates_too_much"


def test_a_declared_size_is_enough_to_refuse_before_anything_is_inflated() -> None:
    content = bytearray(SMALL)
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (400_000_000).to_bytes(4, "little")

    assert refusal(bytes(content)) == "inflates_too_much"


def test_an_archive_within_stays_closed() -> None:
    inner = zipped({"nol": bytes(50_000_000)})
    book = read_book(with_part(SMALL, "xl/embeddings/dalam.zip", lambda _: inner), name="a.xlsx")

    assert book.sheets[0].rows == [["a", "b"], [1.0, 2.0]]


def test_a_cell_at_the_far_corner_is_refused_before_room_is_made_for_it() -> None:
    for reference, code in (("A1048576", "too_many_rows"), ("XFD1", "too_many_columns")):
        cell = f'<row r="9"><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()
        assert refusal(with_part(SMALL, SHEET, lambda xml, cell=cell: xml.replace(b"</sheetData>", cell))) == code  # type: ignore[misc]
    cells = b'<row r="9"><c r="A99000"><v>1</v></c><c r="CV1"><v>1</v></c></row></sheetData>'
    assert refusal(with_part(SMALL, SHEET, lambda xml: xml.replace(b"</sheetData>", cells))) == "too_many_cells"


def test_a_style_far_away_is_no_filled_cell() -> None:
    cell = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    book = read_book(with_part(SMALL, SHEET, lambda xml: xml.replace(b"</sheetData>", cell)), name="a.xlsx")

    assert len(book.sheets[0].rows) == 2


def test_a_repeated_ods_cell_is_refused_before_it_is_repeated() -> None:
    wide = ods_cell("1", 'office:value-type="float" office:value="1" table:number-columns-repeated="16384"')
    tall = f'<table:table-row table:number-rows-repeated="1048576">{ods_cell("x")}</table:table-row>'

    assert refusal(ods(ods_row(wide)), "a.ods") == "too_many_columns"
    assert refusal(ods(tall), "a.ods") == "too_many_rows"
    assert refusal(ods(ods_row(ods_cell("x", 'table:number-columns-repeated="99999999999"'))), "a.ods") == "damaged"


def test_five_thousand_columns_are_refused_in_every_format() -> None:
    assert refusal(xlsx_of([list(range(5000))])) == "too_many_columns"
    assert refusal(";".join(["x"] * 5000).encode(), "a.csv") == "too_many_columns"
    assert refusal(ods(ods_row(*[ods_cell("x")] * 5000)), "a.ods") == "too_many_columns"


def test_more_rows_than_the_limit_are_refused_and_the_limit_itself_is_read() -> None:
    assert refusal(b"a;b\n" * (limits.ROWS + 1), "a.csv") == "too_many_rows"
    assert len(read_book(b"a;b\n" * limits.ROWS + b"\n;\n", name="a.csv").sheets[0].rows) == limits.ROWS


def test_a_file_above_the_limit_is_refused_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_MEGABYTES", 0.001)

    assert refusal(b"a;b\n" * 300, "a.csv") == "too_large"
    with pytest.raises(errors.TooLarge):
        read_pasted("a\tb\n" * 300)


def test_one_long_text_in_many_cells_is_counted_once_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_MEGABYTES", 0.001)
    long = "x" * 400

    def several(sheet: Any) -> None:
        for row in range(3):
            sheet.write(row, 0, long)

    for content in (files.xlsx_with_shared_texts([[long]] * 3), files.xls(several), ods(ods_row(ods_cell(long)) * 3)):
        assert refusal(content) == "too_much_text"
    assert read_book(files.xlsx_with_shared_texts([[long, "a"], ["b", long]]), name="a.xlsx").sheets[0].rows[1] == [
        "b",
        long,
    ]
    assert len(read_book(files.xls(lambda sheet: sheet.write(0, 0, long)), name="a.xls").sheets) == 1


# Broken files -----------------------------------------------------------------------------------------------------


def ending(content: bytes, name: str) -> Book | errors.UnreadableTable:
    """Return how reading ends: with a book or with a sentence; anything else is raised."""
    try:
        return read_book(content, name=name)
    except errors.UnreadableTable as refused:
        return refused


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.xlsx", lambda: xlsx_of([[f"baris {row}", row, row / 7] for row in range(200)])),
        ("a.xls", some_xls),
        ("a.ods", lambda: ods(ods_row(ods_cell("isi")) * 200)),
        ("a.csv", lambda: "Désa;Nilai\n".encode() * 200),
        ("a16.csv", lambda: ("Désa;Nilai\n" * 200).encode("utf-16")),
    ],
)
def test_a_file_cut_anywhere_ends_in_a_book_or_a_sentence(name: str, make: Callable[[], bytes]) -> None:
    whole = make()
    assert isinstance(ending(whole, name), Book)
    for percent in range(0, 100, 5):
        end = ending(whole[: len(whole) * percent // 100], name)
        if not name.endswith(".csv"):
            assert isinstance(end, errors.UnreadableTable), percent


def test_a_utf_8_file_cut_within_a_letter_is_damaged() -> None:
    assert refusal("é;é".encode()[:-1], "a.csv") == "damaged"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["xlsx", "xls", "ods"]), st.data())
def test_changed_bytes_end_in_a_book_or_a_sentence(kind: str, data: st.DataObject) -> None:
    content = bytearray({"xlsx": SMALL, "xls": some_xls(), "ods": ods(ods_row(ods_cell("x")))}[kind])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    ending(bytes(content), f"a.{kind}")


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_changed_bytes_in_the_sheet_of_an_xls_end_in_a_book_or_a_sentence(data: st.DataObject) -> None:
    content = bytearray(some_xls())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(512, len(content) - 1))] = data.draw(st.integers(0, 255))
    ending(bytes(content), "a.xls")


def test_an_xls_that_asks_for_all_memory_ends_only_the_process_apart() -> None:
    content = some_xls()
    # The record of a sheet's dimensions: first row, last row and one.
    at = content.index(struct.pack("<HHII", 0x0200, 14, 0, 200)) + 8
    greedy = content[:at] + b"\xff\xff\xff\x7f" + content[at + 4 :]

    assert refusal(greedy, "a.xls") == "damaged"


def test_a_process_apart_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.001)

    assert refusal(some_xls(), "a.xls") == "damaged"


def test_a_chain_of_sectors_that_bites_its_tail_is_damaged() -> None:
    content = bytearray(files.compound({"Workbook": b"x" * 9000}))
    content[512 + 4 * 5 : 512 + 4 * 6] = (3).to_bytes(4, "little")

    assert refusal(bytes(content), "a.xls") == "damaged"


def test_entities_are_neither_expanded_nor_fetched() -> None:
    laugh = b'<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    for part in (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        changed = with_part(
            SMALL, part, lambda xml: laugh + xml.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>")
        )
        assert refusal(changed) == "damaged"


@pytest.mark.parametrize(
    "rows", [ods_cell("x"), ods_row(ods_row(ods_cell("x"))), "</table:table>" + ods_row(ods_cell("x"))]
)
def test_ods_cells_and_rows_out_of_place_are_damage(rows: str) -> None:
    assert refusal(ods(rows), "a.ods") == "damaged"


def test_an_encoding_that_there_is_not_is_damage() -> None:
    assert refusal(with_part(SMALL, SHEET, lambda xml: b'<?xml version="1.0" encoding="apa"?>' + xml)) == "damaged"


def test_a_workbook_without_its_parts_is_damaged() -> None:
    assert refusal(zipped({"xl/workbook.xml": "<workbook/>"})) == "damaged"
    assert refusal(zipped({"mimetype": files.ODS_TYPE}), "a.ods") == "damaged"
    assert refusal(with_part(SMALL, SHEET, lambda xml: xml[:-40])) == "damaged"


def test_each_sentence_has_its_code_and_none_is_used_twice() -> None:
    family = errors.UnreadableTable.__subclasses__()

    assert len({error.code for error in family}) == len({str(error.sentence) for error in family}) == len(family)


def test_an_unusual_xls_with_many_texts_is_read_whole() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    texts = [f"{'é€'[row % 2]}{'panjang ' * (row % 90)}{row}" for row in range(400)]
    for row, text in enumerate(texts):
        sheet.write(row, 0, text)

    assert [row[0] for row in read_book(files.saved(book), name="a.xls").sheets[0].rows] == texts
