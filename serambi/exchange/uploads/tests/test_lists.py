"""What somebody searches in the list of changes is found as it is written, in one column or across two."""

from __future__ import annotations

from pathlib import Path

import pytest

from serambi.exchange.uploads import lists
from serambi.exchange.uploads.lists import Lists, Selection

ROWS = [
    ("1.02.01", "Program Layanan Kota", "Target 100%"),
    ("1.02.02", "Program layanan_desa", "Kondisi awal"),
    ("1.02.03", "Program É", "Nama!"),
    ("1.02.04", "Layanan 1000", "Target 2024"),
]


@pytest.fixture
def opened(tmp_path: Path) -> Lists:
    rows = [
        ("changes", ("aims", "RPJMD", n, 1, code, program, what, None, "50", 1, 0))
        for n, (code, program, what) in enumerate(ROWS)
    ]
    lists.write(tmp_path / "lists", "key", rows, dict)
    found = Lists.open(tmp_path / "lists", "key")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("LAYANAN", [1, 2, 4]),
        ("100%", [1]),
        ("layanan_", [2]),
        ("nama!", [3]),
        ("é", [3]),
        ("layanan kota", [1]),
        ("1.02.02 program", [2]),
        ("kota target", [1]),
        ("%", [1]),
        ("nothing", []),
        ("x" * 2000, []),
    ],
)
def test_words_are_found(opened: Lists, words: str, found: list[int]) -> None:
    selected = opened.select(Selection("changes", {"list": "aims"}, words))
    assert [row[-1] for row in selected.rows(0, selected.count())] == found
