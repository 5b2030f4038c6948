"""The table of sheets: it is documented, and every word of a list has one meaning."""

from __future__ import annotations

import pytest

from serambi.exchange.workbook.columns import LANGUAGES, Column, choice_labels, choice_values
from serambi.exchange.workbook.sheets import SHEETS
from tools.workbook_reference import PAGE, written

COLUMNS = [(sheet, column) for sheet in SHEETS for column in sheet.columns]


def test_every_column_is_documented() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run python tools/workbook_reference.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_what_a_spreadsheet_takes_and_differ(language: str) -> None:
    titles = [sheet.title.in_language(language) for sheet in SHEETS]
    assert len(set(titles)) == len(titles)
    assert all(len(title) <= 31 for title in titles)


def test_headings_of_a_sheet_differ_and_keys_are_columns() -> None:
    for sheet in SHEETS:
        for language in LANGUAGES:
            headings = [column.heading.in_language(language) for column in sheet.columns]
            assert len(set(headings)) == len(headings), sheet.name
        assert set(sheet.key) | set(sheet.parent) <= {column.name for column in sheet.columns}


@pytest.mark.parametrize("column", [column for _sheet, column in COLUMNS if column.choices], ids=lambda one: one.name)
def test_a_word_of_a_list_means_one_value_in_both_languages(column: Column) -> None:
    assert column.choices is not None
    known = choice_values(column.choices)
    for language in LANGUAGES:
        for value, label in choice_labels(column.choices, language).items():
            assert known[label.casefold()] == value
