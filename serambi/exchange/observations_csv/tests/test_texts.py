"""Any text: encodings, separators, quotation marks, numbers of lines, and how its numbers are written."""

from __future__ import annotations

import gzip
import io
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.apps.observations.models import Observation
from serambi.exchange.observations_csv import errors
from serambi.exchange.observations_csv.blocks import read_blocks
from serambi.exchange.observations_csv.load import load_observations_file
from serambi.exchange.observations_csv.notations import Counted, count_cells
from serambi.exchange.observations_csv.opening import OpenedText, open_text
from serambi.exchange.observations_csv.tests.files import HEAD, TODAY, load, refused, stored
from serambi.exchange.tables import errors as table_errors
from serambi.exchange.tables.notation import Notation, decide
from tests.cast import Cast, make_series

ATAS, BUKIT = "90.01.01.1001", "90.01.01.2002"
TABLE = f"seri;wilayah;periode;nilai;catatan\nwaste.handled;{ATAS};2026-01;1234,5;“Café” – ½\n"


@pytest.mark.usefixtures("waste")
@pytest.mark.parametrize(
    ("encoding", "mark", "separator", "line_end"),
    [
        ("utf-8", b"", ";", "\n"),
        ("utf-8", b"\xef\xbb\xbf", "\t", "\r\n"),
        ("utf-16-le", b"\xff\xfe", "|", "\r\n"),
        ("utf-16-be", b"\xfe\xff", ";", "\n"),
        ("utf-16-le", b"", "\t", "\n"),
        ("cp1252", b"", ";", "\r\n"),
        ("utf-8", b"", "|", "\r"),
        ("cp1252", b"", "\t", "\r"),
    ],
)
def test_any_encoding_separator_and_line_end(
    cast: Cast, tmp_path: Path, *, encoding: str, mark: bytes, separator: str, line_end: str
) -> None:
    content = TABLE.replace(";", separator).replace("\n", line_end)
    outcome = load(tmp_path, mark + content.encode(encoding))
    assert (outcome.rejected, outcome.separator, outcome.notation) == (0, separator, Notation.COMMA)
    assert [(row[3], row[9]) for row in stored()] == [(Decimal("1234.5"), "“Café” – ½")]


@pytest.mark.usefixtures("waste")
def test_a_packed_file_and_a_stream_are_read_alike(cast: Cast, tmp_path: Path) -> None:
    packed = gzip.compress(TABLE.encode(), mtime=0)
    assert load(tmp_path, packed, name="figures.csv.gz").new == 1
    for content in (TABLE.encode(), packed):
        stream = io.BytesIO(content)
        outcome = load_observations_file(stream, name="-", by=None, today=TODAY, rejects=tmp_path / "no")
        assert (outcome.unchanged, outcome.rejected) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", table_errors.EmptyFile),
        (b"\n\n  \n", table_errors.NoFilledCell),
        (gzip.compress(TABLE.encode(), mtime=0)[:40], table_errors.Damaged),
        (b"PK\x03\x04" + b"\0" * 50, table_errors.UnknownFormat),
        (b"%PDF-1.7", table_errors.PdfDocument),
        (b"<html><table></table></html>", table_errors.WebPage),
        (HEAD.encode() + b"a,b,c\x00,1\n", table_errors.UnknownFormat),
        (TABLE.encode("utf-16")[:-1], table_errors.Damaged),
        (HEAD.encode() + "é,b,c,1\né".encode()[:-1], table_errors.Damaged),
        (b"series,period,value\n", errors.ColumnsMissing),
        (b"series,seri,area,period,value\n", errors.ColumnTwice),
        (HEAD.encode() + b'a,b,"c,1\n', errors.QuoteOpen),
    ],
)
def test_what_is_no_table_of_observations_is_told(content: bytes, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error) as raised:
        load(tmp_path, content)
    assert str(raised.value)


@pytest.mark.usefixtures("waste")
def test_headings_in_any_order_and_unknown_columns_are_told(cast: Cast, tmp_path: Path) -> None:
    content = f"sep=;\n\nNilai;Kecamatan;Kode Wilayah;Periode;Kode Seri\n5;Hulu;{ATAS};2026-01;waste.handled\n"
    outcome = load(tmp_path, content)
    assert (outcome.unknown, outcome.new) == (("Kecamatan",), 1)


@pytest.mark.usefixtures("waste")
def test_lines_are_counted_as_an_editor_counts_them(cast: Cast, tmp_path: Path) -> None:
    note = '"one\ntwo ""three""\n"'
    rows = [f"waste.handled,{ATAS},2026-01,5,{note}", "", f"waste.handled,{ATAS},2026-02,x,{note}", "a,b", ""]
    outcome = load(tmp_path, "\n".join(["series,area,period,value,note", *rows]))
    assert [one.line for one in outcome.problems] == [6, 9]
    assert len(refused(tmp_path)) == 5  # the note has three lines


@pytest.mark.usefixtures("waste")
def test_rows_may_leave_out_their_last_cells_and_have_empty_ones_too_many(cast: Cast, tmp_path: Path) -> None:
    rows = [
        f"waste.handled,{ATAS},2026-01,5",
        f"waste.handled,{ATAS},2026-02,6,x,,",
        f"waste.handled,{ATAS},2026-03,7,x,y",
    ]
    outcome = load(tmp_path, "\n".join(["series,area,period,value,note", *rows]), with_rejects=True)
    assert [one.line for one in outcome.problems] == [4]
    assert sorted(Observation.objects.values_list("value", "note")) == [(5, ""), (6, "x")]


# Numbers --------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("waste")
@pytest.mark.parametrize(
    ("cells", "notation", "values"),
    [
        (["1.234", "5,5"], Notation.COMMA, ["1234", "5.5"]),
        (["1,234", "5.5"], Notation.POINT, ["1234", "5.5"]),
        (["1.234", "1.0.0"], None, []),
        (["12", "-"], Notation.PLAIN, ["12"]),
        (["1.500,25", "  7 "], Notation.COMMA, ["1500.25", "7"]),
        (["1234 ton", "5,5 Ton"], Notation.COMMA, ["1234", "5.5"]),
    ],
)
def test_the_notation_of_the_column_decides(
    cast: Cast, tmp_path: Path, cells: list[str], notation: Notation | None, values: list[str]
) -> None:
    rows = [f"waste.handled;{ATAS};2026-{month:02};{cell}" for month, cell in enumerate(cells, start=1)]
    content = "\n".join(["series;area;period;value", *rows])
    if notation is None:
        with pytest.raises(errors.AmbiguousColumn) as raised:
            load(tmp_path, content)
        assert raised.value.facts == {"text": "1.234", "line": 2, "comma": "1.234", "point": "1,234"}
        assert [row[3] for row in stored()] == []
        return
    outcome = load(tmp_path, content)
    assert (outcome.notation, outcome.rejected) == (notation, 0)
    assert [row[3] for row in stored()] == [Decimal(value) for value in values]


@pytest.mark.usefixtures("waste")
@pytest.mark.parametrize(("stated", "value"), [(Notation.COMMA, "1234"), (Notation.POINT, "1.234")])
def test_the_person_states_what_no_cell_tells(cast: Cast, tmp_path: Path, stated: Notation, value: str) -> None:
    load(tmp_path, f"{HEAD}waste.handled,{ATAS},2026-01,1.234\n", notation=stated)
    assert [row[3] for row in stored()] == [Decimal(value)]


@pytest.mark.usefixtures("waste")
def test_in_a_column_of_both_notations_only_the_unsure_are_refused(cast: Cast, tmp_path: Path) -> None:
    cells = ["1.5", '"2,5"', "1.234"]
    rows = [f"waste.handled,{ATAS},2026-{month:02},{cell}" for month, cell in enumerate(cells, start=1)]
    outcome = load(tmp_path, HEAD + "\n".join(rows), with_rejects=True)
    assert outcome.notation is Notation.MIXED
    assert [one.line for one in outcome.problems] == [4]
    assert [row[3] for row in stored()] == [Decimal("1.5"), Decimal("2.5")]


def test_another_unit_than_that_of_the_series_is_refused(cast: Cast, tmp_path: Path) -> None:
    make_series("share.safe", unit="%")
    make_series("waste.handled")
    rows = [f"share.safe,{ATAS},2026-01,98%", f"waste.handled,{ATAS},2026-01,98%", f"waste.handled,{ATAS},2026-02,5 kg"]
    outcome = load(tmp_path, HEAD + "\n".join(rows), with_rejects=True)
    assert [one.line for one in outcome.problems] == [3, 4]
    assert [row[3] for row in stored()] == [Decimal(98)]


@settings(max_examples=300)
@given(st.lists(st.text(st.sampled_from("0123456789.,-+ xRp%"), max_size=9), max_size=6))
def test_counting_a_column_is_deciding_it(cells: list[str]) -> None:
    counted, wanted = Counted(), decide(cells)
    count_cells(pa.chunked_array([pa.array(cells, pa.string())]), np.arange(len(cells)), counted)
    assert (counted.point, counted.comma, counted.either) == (wanted.point, wanted.comma, wanted.either)


# Blocks ---------------------------------------------------------------------------------------------------------------

CELLS = st.text(st.sampled_from('ab ,;"\n\ré'), max_size=6)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=12), size=st.integers(1, 40))
def test_blocks_hold_what_the_whole_text_holds(
    rows: list[list[str]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "blocks.csv"
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    lines = [",".join(row) for row in quoted]
    path.write_bytes("\n".join(lines).encode())
    text = OpenedText("blocks.csv", path, path.stat().st_size, "utf-8", ",", ("a", "b", "c"), 0, 1)
    found: dict[int, list[str]] = {}
    for block in read_blocks(text, [0, 1, 2], size=size):
        for number, line in enumerate(block.lines.tolist()):
            found[line] = [block.table[str(column)][number].as_py() for column in range(3)]
            assert path.read_bytes()[block.starts[number] : block.ends[number]].rstrip(b"\n") in [
                one.encode() for one in lines
            ]
        for _start, _end, line, cells in block.odd:
            found[line] = cells
    wanted, line = {}, 1
    for row, written in zip(rows, lines, strict=True):
        wanted[line] = row
        line += 1 + written.count("\n")
    assert found == wanted


@pytest.mark.parametrize("text", [TABLE, TABLE.replace("\n", "\r\n")])
def test_opening_says_where_the_rows_begin(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    opened = open_text(path, name="a.csv", folder=tmp_path)
    assert path.read_bytes()[opened.start :].startswith(b"waste.handled")
    assert opened.line == 2
