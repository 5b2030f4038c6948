"""`serambi formula` as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from serambi.exchange.formula_cases.command import formula

from .corpus import CASE, EXPECTED

ROWS = [row for rows in EXPECTED.values() for row in rows]
WHOLE = {**CASE, "requests": [{"formula": row.formula, "area": row.area, "period": row.period} for row in ROWS]}
ENGINES = ["reference", "duckdb"]


def run(given: object, *options: str) -> Result:
    text = given if isinstance(given, str | bytes) else json.dumps(given)
    return CliRunner().invoke(formula, list(options), input=text, catch_exceptions=False)


def schema_of(part: str) -> dict[str, Any]:
    schema = json.loads(run("", "--schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return {**schema, "$ref": f"#/$defs/{part}"}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_answers_have_the_shape_of_the_schema(engine: str) -> None:
    jsonschema.validate(json.loads(json.dumps(WHOLE)), schema_of("case"))
    result = run(WHOLE, "--engine", engine)
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    jsonschema.validate(answer, schema_of("answer"))
    assert len(answer["results"]) == len(ROWS)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_bad_case_ends_with_status_two_and_a_sentence(engine: str) -> None:
    result = run({**WHOLE, "areas": [{"code": "R", "parent": "nowhere"}]}, "--engine", engine)
    assert result.exit_code == 2
    answer = json.loads(result.stdout)
    jsonschema.validate(answer, schema_of("refusal"))
    assert answer["error"]["code"] == "unknown_area"
    assert result.stderr == "areas: The area R lies in nowhere, which is not among the areas.\n"


def test_what_is_not_json_is_refused_with_its_position() -> None:
    result = run("{'areas': []}")
    assert result.exit_code == 2
    jsonschema.validate(json.loads(result.stdout), schema_of("refusal"))
    assert json.loads(result.stdout)["error"]["position"] == {"offset": 1, "line": 1, "column": 2}


def test_whole_numbers_have_no_decimals_and_zero_no_sign() -> None:
    formulas = ["2.0 * 3", "round(-0.4)", "0.1 + 0.2", "1e300", "1 / 0"]
    case = {**CASE, "requests": [{"formula": text, "area": "R", "period": "2024"} for text in formulas]}
    for engine in ENGINES:
        values = [json.dumps(result["value"]) for result in json.loads(run(case, "--engine", engine).stdout)["results"]]
        assert values[:2] == ["6", "0"]
        assert values[3:] == ["1e+300", "null"]
    assert json.loads(run(case).stdout)["results"][2]["value"] == 0.3


def test_the_definition_explains_down_to_the_observations() -> None:
    case = {**CASE, "requests": [{"formula": "2 * waste.handled", "area": "D1", "period": "2024-01"}]}
    (result,) = json.loads(run(case, "--pretty").stdout)["results"]
    tree = result["explanation"]["tree"]
    assert tree["value"] == result["value"] == 30
    assert tree["children"][1]["name"] == "waste.handled"


def test_the_sentence_is_in_the_language_asked_for() -> None:
    case = {**CASE, "requests": [{"formula": "waste.handled / waste.generated", "area": "D1", "period": "2024-01"}]}
    english, indonesian = (
        json.loads(run(case, "--language", language).stdout)["results"][0]["explanation"]["sentence"]
        for language in ("en", "id")
    )
    assert "divided by" in english
    assert "dibagi" in indonesian


@pytest.mark.parametrize(
    ("engine", "absent"),
    [("reference", {"django", "pandas", "numpy", "pyarrow", "ibis", "duckdb"}), ("duckdb", {"django", "pandas"})],
)
def test_it_starts_without_what_it_does_not_need(engine: str, absent: set[str]) -> None:
    program = f"""
import sys
from serambi.exchange.formula_cases.command import formula
formula.main(["--engine", "{engine}"], standalone_mode=False)
print(*sorted({absent} & sys.modules.keys()), file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(WHOLE), capture_output=True, text=True, check=True
    )
    assert ran.stderr.split() == []
    assert len(json.loads(ran.stdout)["results"]) == len(ROWS)
