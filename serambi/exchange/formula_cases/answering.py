"""Answers a case by one of the two engines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from serambi.methods.formula.errors import FormulaError
from serambi.methods.formula.words import describe

from .asking import Asked, Formulas, asked_in
from .cases import Case, CaseRefused
from .reading import read_case

if TYPE_CHECKING:
    import pyarrow as pa

Result = dict[str, Any]


def answered_by_reference(raw: bytes, *, language: str) -> list[Result]:
    """Return a result for each request of the case, explained down to the observations.

    language: `id` or `en`, of the sentence that says what a formula computes.

    Raises CaseRefused.
    """
    from serambi.methods.formula.evaluate import Evaluator  # noqa: PLC0415 - the other engine starts without it
    from serambi.methods.formula.explain import explain  # noqa: PLC0415
    from serambi.methods.formula.figures import Observation  # noqa: PLC0415

    case = read_case(raw)
    formulas = Formulas(case.catalog)
    observations = [Observation(*observed) for observed in case.observed]
    evaluator = Evaluator(formulas.builder, case.areas, observations)
    sentences = _Sentences(language)
    results = []
    for asked in asked_in(case, formulas):
        if isinstance(asked, FormulaError):
            results.append(_failure(asked))
            continue
        found = evaluator.value(asked.root, area=asked.area, period=asked.period)
        tree = explain(evaluator, asked.checked, area=asked.area, period=asked.period).as_dict()
        results.append(_success(found.number, {"sentence": sentences.of(asked), "tree": tree}))
    return results


def answered_by_duckdb(raw: bytes, *, language: str) -> list[Result]:
    """Return a result for each request of the case, explained by the sentence alone.

    A large case is read in little memory. Raises CaseRefused.
    """
    from .large import read_large  # noqa: PLC0415 - the other engine starts without Arrow and DuckDB

    large = read_large(raw)
    if large is not None:
        try:
            return _computed(*large, language=language)
        except FormulaError:
            # Something is wrong with an observation; the plain reader knows where it stands.
            pass
    case = read_case(raw)
    return _computed(case, _observed_table(case), language=language)


def _computed(case: Case, observations: pa.Table, *, language: str) -> list[Result]:
    from serambi.engines.duckdb import Engine, Request  # noqa: PLC0415

    formulas = Formulas(case.catalog)
    asked = asked_in(case, formulas)
    right = [one for one in asked if isinstance(one, Asked)]
    with Engine(observations, areas=case.areas) as engine:
        answers = iter(engine.answer([Request(one.root, one.area, one.period) for one in right]))
    sentences = _Sentences(language)
    return [
        _failure(one)
        if isinstance(one, FormulaError)
        else _success(next(answers).value, {"sentence": sentences.of(one)})
        for one in asked
    ]


def _observed_table(case: Case) -> pa.Table:
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    from serambi.engines.columns import coded, column  # noqa: PLC0415

    def repeated(texts: list[str]) -> pa.DictionaryArray:
        numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        return coded(np.array([numbers[text] for text in texts], np.int32), list(numbers))

    return pa.table(
        {
            "series": repeated([observed.series for observed in case.observed]),
            "area": repeated([observed.area for observed in case.observed]),
            "period": repeated([str(observed.period) for observed in case.observed]),
            "value": column(np.array([float(observed.value) for observed in case.observed], np.float64)),
        }
    )


class _Sentences:
    """What formulas compute, in words, each found once."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: dict[int, str] = {}

    def of(self, asked: Asked) -> str:
        sentence = self._known.get(id(asked.checked))
        if sentence is None:
            sentence = self._known[id(asked.checked)] = describe(asked.checked, language=self._language)
        return sentence


def _success(number: float | None, explanation: dict[str, Any]) -> Result:
    return {"value": as_json(number), "explanation": explanation}


def as_json(number: float | None) -> float | int | None:
    """Return the number as JSON writes it shortest: a whole one without `.0`."""
    if number is None or not number.is_integer() or math.fabs(number) >= 2**53:
        return number
    return int(number)


def _failure(error: FormulaError) -> Result:
    return {"error": error.as_dict()}


__all__ = ["CaseRefused", "answered_by_duckdb", "answered_by_reference", "as_json"]
