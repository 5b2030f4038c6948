"""Text files and pasted blocks: their encodings, separators and quotation marks."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.tables import errors
from serambi.exchange.tables.reading import read_book, read_pasted
from serambi.exchange.tables.remarks import remarks

ENCODINGS = {
    "utf-8": ("", "utf-8"),
    "utf-8-sig": ("", "utf-8"),
    "utf-16-le": ("\ufeff", "utf-16-le"),
    "utf-16-be": ("\ufeff", "utf-16-be"),
    "utf-32-le": ("\ufeff", "utf-32-le"),
}
TABLE = [
    ["Nama", "Catatan", "Nilai"],
    ["Désa", "baris satu\nbaris dua", "1.234,50"],
    ["Kelurahan", 'kata "kutip"', "-"],
]


def written(rows: list[list[str]], separator: str, *, quoting: int = csv.QUOTE_MINIMAL, end: str = "\r\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


def rows_of(content: bytes) -> list[list[object]]:
    return [list(row) for row in read_book(content, name="a.csv").sheets[0].rows]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_each_encoding_with_each_separator(encoding: str, separator: str) -> None:
    mark, name = ENCODINGS[encoding]
    book = read_book((mark + written(TABLE, separator)).encode(encoding), name="data/desa.csv")

    assert (book.encoding, book.separator) == (name, separator)
    assert book.sheets[0].name == "desa"
    assert [list(row) for row in book.sheets[0].rows] == TABLE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_encodings_that_no_mark_announces(encoding: str) -> None:
    content = written(TABLE, ";").encode(encoding)

    assert rows_of(content) == TABLE


def test_a_byte_without_meaning_in_windows_1252_makes_it_latin_1() -> None:
    assert read_book(b"a;\xe9\xff\n\x81;b\n", name="a.csv").encoding == "latin-1"


def test_a_file_that_is_not_in_utf_8_asks_to_look_at_the_accents() -> None:
    book = read_book("Désa;Nilai\n“a”;1\n".encode("cp1252"), name="a.csv")

    assert book.sheets[0].rows[1][0] == "“a”"
    assert [remark.code for remark in remarks(book)] == ["encoding"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_end(end: str) -> None:
    assert rows_of(written([["a", "b"], ["c", "d"]], ";", end=end).encode()) == [["a", "b"], ["c", "d"]]


def test_the_separator_is_decided_from_all_rows_and_not_from_the_first() -> None:
    text = "Capaian, target, dan pagu, tahun 2026\n\nKode;Uraian;Nilai\n1;Air, bersih;1,5\n2;Udara;2,25\n3;Tanah;3,0\n"
    book = read_book(text.encode(), name="a.csv")

    assert book.separator == ";"
    assert book.sheets[0].rows[:2] == [["Capaian, target, dan pagu, tahun 2026"], []]
    assert book.sheets[0].rows[3] == ["1", "Air, bersih", "1,5"]


def test_a_decimal_comma_in_every_row_does_not_win() -> None:
    assert read_book(b"1,5;2,5\n3,5;4,5\n", name="a.csv").separator == ";"


def test_a_bar_in_a_column_does_not_win_over_the_commas_around_it() -> None:
    text = "a,b,c|d,e\n1,2,x|y,3\n"
    assert read_book(text.encode(), name="a.csv").separator == ","


def test_semicolons_within_marks_do_not_win() -> None:
    assert rows_of(b'"a","b;c;x"\n"d","e;f;y"\n') == [["a", "b;c;x"], ["d", "e;f;y"]]


def test_sentences_with_commas_are_one_column() -> None:
    book = read_book(b"Satu\nDua\nTiga, empat\nLima\nEnam\n", name="a.txt")

    assert book.separator == ""
    assert book.sheets[0].rows[2] == ["Tiga, empat"]


def test_a_first_line_that_names_the_separator_is_obeyed() -> None:
    book = read_book(b"sep=|\na,b|c,d\n", name="a.csv")

    assert (book.separator, book.sheets[0].rows) == ("|", [["a,b", "c,d"]])


def test_numbers_stay_text_exactly_as_written() -> None:
    assert rows_of(b"007;1.234;1,50; 3 ;-\n") == [["007", "1.234", "1,50", " 3 ", "-"]]


def test_a_mark_that_is_never_closed_swallows_nothing_and_is_said() -> None:
    book = read_book(b'a;b\n"pipa;1\nselang;2\n', name="a.csv")

    assert book.sheets[0].rows == [["a", "b"], ['"pipa', "1"], ["selang", "2"]]
    assert [remark.code for remark in remarks(book)] == ["loose_quotes"]


def test_marks_within_a_text_are_kept() -> None:
    assert rows_of(b'pipa 5";1\n"pipa" 5;2\n') == [['pipa 5"', "1"], ["pipa 5", "2"]]


def test_a_very_long_cell_is_read() -> None:
    assert rows_of(b'"' + b"x" * 300_000 + b'";b\n')[0][1] == "b"


def test_a_pasted_block_is_split_at_its_tabs() -> None:
    book = read_pasted('Desa\tNilai\nA, B\t1,5\n"dua\nbaris"\t2\n')

    assert (book.format, book.separator) == ("pasted", "\t")
    assert book.sheets[0].rows == [["Desa", "Nilai"], ["A, B", "1,5"], ["dua\nbaris", "2"]]


def test_a_pasted_column_of_figures_with_decimal_commas_stays_one_column() -> None:
    assert read_pasted("1,5\n2,5\n3\n").sheets[0].rows == [["1,5"], ["2,5"], ["3"]]


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_an_empty_block_is_refused_by_its_name(text: str) -> None:
    with translation.override("id"), pytest.raises(errors.NoFilledCell) as caught:
        read_pasted(text)
    assert "Tabel tempelan" in str(caught.value.facts["name"])


def test_a_block_of_a_program_is_refused() -> None:
    with pytest.raises(errors.UnknownFormat):
        read_pasted("a\x1fb")


PLAIN = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
ANY_CELL = st.text(PLAIN | st.sampled_from('\n;,|\t"'), max_size=8)
WESTERN = st.text(st.sampled_from('abcdé üñ“”€ 123.-;,|\t\n"'), max_size=8)


def tables(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Tables of two columns or more in which no cell is empty, so that none is shortened."""
    filled = cell.map(lambda text: f"x{text}")
    return st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(filled, min_size=width, max_size=width), min_size=1, max_size=6)
    )


@settings(max_examples=150, deadline=None)
@given(tables(ANY_CELL), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(sorted(ENCODINGS)))
def test_quoted_tables_come_back_in_every_encoding(rows: list[list[str]], separator: str, encoding: str) -> None:
    content = (ENCODINGS[encoding][0] + written(rows, separator, quoting=csv.QUOTE_ALL)).encode(encoding)

    assert rows_of(content) == rows


@settings(max_examples=100, deadline=None)
@given(tables(WESTERN), st.sampled_from([",", ";", "\t", "|"]))
def test_quoted_tables_come_back_from_windows_1252(rows: list[list[str]], separator: str) -> None:
    assert rows_of(written(rows, separator, quoting=csv.QUOTE_ALL).encode("cp1252")) == rows


@settings(max_examples=100, deadline=None)
@given(
    tables(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters=';,|"'))),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_tables_without_marks_come_back(rows: list[list[str]], separator: str) -> None:
    assert rows_of(written(rows, separator).encode()) == rows
