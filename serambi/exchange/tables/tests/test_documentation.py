"""The page about table files names every limit and every sentence with which a file is refused."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from serambi.exchange.tables import errors, limits

PAGE = Path(__file__).parents[4] / "docs/reference/table-files.md"


def test_every_sentence_of_a_refusal_is_documented() -> None:
    text = PAGE.read_text(encoding="utf-8")

    with translation.override("en"):
        for error in errors.UnreadableTable.__subclasses__():
            if error.__module__ == errors.__name__:
                assert f"| `{error.code}` | {error.sentence} |" in text


def test_the_limits_are_those_of_the_program() -> None:
    text = PAGE.read_text(encoding="utf-8")

    for limit in (limits.ROWS, limits.COLUMNS, limits.CELLS):
        assert f"| {limit:,} |" in text
    assert f"| {limits.FILE_MEGABYTES} MB |" in text
    assert f"{limits.INFLATED_MEGABYTES} MB, and from {limits.RATIO_FROM_MEGABYTES} MB on" in text
    assert f"{limits.RATIO} times" in text
    assert f"| {limits.TEXT_MEGABYTES} MB |" in text
