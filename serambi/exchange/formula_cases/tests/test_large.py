"""The reader of large cases reads what the plain one reads, and leaves alone whatever may be wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from serambi.exchange.formula_cases import large
from serambi.exchange.formula_cases.answering import answered_by_duckdb
from serambi.exchange.formula_cases.cases import CaseRefused
from serambi.exchange.formula_cases.large import read_large
from serambi.exchange.formula_cases.reading import read_case

from .corpus import CASE, EXPECTED
from .test_reading import BAD, SMALL

REQUESTS = [
    {"formula": row.formula, "area": row.area, "period": row.period} for rows in EXPECTED.values() for row in rows
]


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 0)


@pytest.mark.parametrize("indent", [None, 2])
def test_it_reads_the_same_observations(indent: int | None) -> None:
    raw = json.dumps({**CASE, "requests": REQUESTS}, indent=indent).encode()
    plain, found = read_case(raw), read_large(raw)
    assert found is not None
    case, table = found
    read = {
        (row["series"], row["area"], row["period"]): row["value"]
        for row in table.to_pylist()
        if row["value"] is not None
    }
    assert read == {(one.series, one.area, str(one.period)): float(one.value) for one in plain.observed}
    assert case.requests == plain.requests
    assert case.observed == []


def test_it_answers_the_same() -> None:
    raw = json.dumps({**CASE, "requests": REQUESTS}).encode()
    assert read_large(raw) is not None
    answers = answered_by_duckdb(raw, language="en")
    large.LARGE = len(raw) + 1
    assert answers == answered_by_duckdb(raw, language="en")


@pytest.mark.parametrize(("changes", "code", "path"), BAD)
def test_what_is_wrong_is_refused_in_the_same_words(changes: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        answered_by_duckdb(json.dumps({**SMALL, **changes}).encode(), language="en")
    assert (refused.value.code, refused.value.path) == (code, path)


RAW = json.dumps(SMALL).encode()
UNUSUAL: dict[str, Callable[[bytes], bytes]] = {
    "a comma too many": lambda raw: raw.replace(b'"value": 1}', b'"value": 1,}'),
    "another key": lambda raw: raw.replace(b'"value": 1}', b'"value": 1, "note": null}'),
    "another key for the value": lambda raw: raw.replace(b'"value": 1}', b'"valeu": 1}'),
    "a key twice": lambda raw: raw.replace(b'"value": 1}', b'"value": 2, "value": 1}'),
    "text for the value": lambda raw: raw.replace(b'"value": 1}', b'"value": "1"}'),
    "true for the value": lambda raw: raw.replace(b'"value": 1}', b'"value": true}'),
    "a list for the value": lambda raw: raw.replace(b'"value": 1}', b'"value": [1]}'),
    "infinity for the value": lambda raw: raw.replace(b'"value": 1}', b'"value": 1e400}'),
    "too small a value": lambda raw: raw.replace(b'"value": 1}', b'"value": 1e-310}'),
    "a number for the period": lambda raw: raw.replace(b'"2024"', b"2024"),
    "null for the area": lambda raw: raw.replace(b'"area": "V"', b'"area": null'),
    "an observation that is no object": lambda raw: raw.replace(b'"observations": [', b'"observations": [7, '),
    "the key in two places": lambda raw: raw.replace(b'"requests": []', b'"requests": [{"observations": []}]'),
    "no observations": lambda raw: raw.replace(b'"observations"', b'"observation"'),
    "observations elsewhere": lambda raw: b'{"areas": ' + raw + b"}",
    "a broken end": lambda raw: raw[:-1],
    "a list without end": lambda raw: raw[: raw.index(b"1}") + 1],
}


@pytest.mark.parametrize("change", UNUSUAL)
def test_it_leaves_the_unusual_to_the_plain_reader(change: str) -> None:
    assert read_large(RAW) is not None
    changed = UNUSUAL[change](RAW)
    assert changed != RAW
    assert read_large(changed) is None
