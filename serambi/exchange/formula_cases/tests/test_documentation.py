"""The example in the documentation gives what stands there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from serambi.exchange.formula_cases.command import formula
from serambi.exchange.formula_cases.reading import CASE_KEYS

from .conftest import Answered
from .test_command import run, schema_of

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "reference" / "formula-cases.md").read_text("utf-8")
CASE, ANSWER, REFUSAL = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))


def without_explanations(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in result.items() if key != "explanation"} for result in results]


def test_the_example_is_answered_as_it_says(answered: Answered) -> None:
    assert without_explanations(answered(CASE)) == without_explanations(ANSWER["results"])


def test_the_sentence_is_the_one_that_is_said(answered: Answered) -> None:
    assert answered(CASE)[0]["explanation"]["sentence"] == ANSWER["results"][0]["explanation"]["sentence"]


def test_the_example_of_a_refusal_is_real() -> None:
    observations = [dict(observation) for observation in CASE["observations"]]
    observations[3]["area"] = "64.08"
    assert json.loads(run({**CASE, "observations": observations}).stdout) == REFUSAL


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_the_page_and_the_schema_tell_the_same_keys(engine: str) -> None:
    case = schema_of("case")["$defs"]["case"]["properties"]
    assert tuple(case) == CASE_KEYS
    for key in CASE_KEYS:
        assert f"| `{key}` |" in PAGE
    assert f"`--engine {engine}`" in PAGE


def test_every_option_is_told() -> None:
    for parameter in formula.params:
        assert f"`{parameter.opts[0]}" in PAGE
