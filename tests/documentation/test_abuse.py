"""Every test that the page about abuse names exists, and every file of such tests is named there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/abuse.md"


def test_the_tests_that_are_named_exist() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE.read_text())
    assert len(named) > 20
    missing = []
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text()) if (ROOT / path).is_file() else ast.Module([], [])
        if name not in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}:
            missing.append(f"{path}::{name}")
    assert missing == []


def test_each_attempt_has_a_test() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")][1:]
    assert [row for row in rows if "::test_" not in row] == []


def test_every_file_of_attempts_is_named() -> None:
    written = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/abuse").glob("test_*.py")}
    assert sorted(written - set(re.findall(r"`([\w/]+\.py)::", PAGE.read_text()))) == []
