from pathlib import Path

import pytest

from serambi.exchange.content.folder import ContentRefused, rows, settings


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_a_table_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    assert list(rows(tmp_path, "areas.csv")) == []


def test_a_refusal_names_file_row_and_column(tmp_path: Path) -> None:
    write(tmp_path, "targets.csv", "indicator,period,value\nwaste,2024,12\nwaste,2024,twelve\n")
    good, bad = rows(tmp_path, "targets.csv")
    assert str(good.number_or_none("value")) == "12"
    with pytest.raises(ContentRefused, match=r"targets\.csv, row 3, column value: “twelve” is not a number"):
        bad.number_or_none("value")


@pytest.mark.parametrize(
    ("column", "read", "sentence"),
    [
        ("empty", "needed", "must not be empty"),
        ("word", "yes", "write yes or leave"),
        ("word", "whole_or_none", "whole number"),
        ("word", "day_or_none", "a date"),
        ("word", "period", "not a period"),
    ],
)
def test_each_kind_of_cell_says_what_it_wants(tmp_path: Path, column: str, read: str, sentence: str) -> None:
    write(tmp_path, "t.csv", "empty,word\n,word\n")
    (row,) = rows(tmp_path, "t.csv")
    with pytest.raises(ContentRefused, match=sentence):
        getattr(row, read)(column)


@pytest.mark.parametrize("line", ["a,b,c", "a"])
def test_a_row_with_more_or_fewer_cells_is_refused(tmp_path: Path, line: str) -> None:
    write(tmp_path, "t.csv", f"x,y\n{line}\n")
    with pytest.raises(ContentRefused, match="needs 2 cells"):
        list(rows(tmp_path, "t.csv"))


def test_a_folder_without_about_is_not_a_content_folder(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused, match=r"no about\.toml"):
        settings(tmp_path)
