"""On generated formulas over generated observations the engine gives what the definition gives."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pyarrow as pa
from hypothesis import HealthCheck, given, settings

from serambi.engines.duckdb import Answer, Engine, Request
from serambi.methods.formula.build import Builder
from serambi.methods.formula.check import Checker
from serambi.methods.formula.errors import FormulaError
from serambi.methods.formula.evaluate import Evaluator, Result

from .worlds import World, worlds

THOROUGH = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def as_table(world: World) -> pa.Table:
    rows = world.observations
    return pa.table(
        {
            "series": pa.array([row.series for row in rows], pa.string()),
            "area": pa.array([row.area for row in rows], pa.string()),
            "period": pa.array([str(row.period) for row in rows], pa.string()),
            "value": pa.array([float(row.value) for row in rows], pa.float64()),
            "marks": pa.array([row.marks for row in rows], pa.int32()),
        }
    )


def requests(world: World, builder: Builder) -> Iterator[tuple[str, Request]]:
    for formula in world.formulas:
        try:
            root = builder.build(builder.checker.check(formula))
        except FormulaError as error:
            # Only what no generator of text can know beforehand.
            assert error.code in {"too_long", "too_deep"}, (formula, str(error))  # noqa: PT017
            continue
        yield from ((formula, Request(root, area, period)) for area, period in world.places)


def agrees(answer: Answer, result: Result) -> bool:
    if answer.value is None or result.number is None:
        return answer.value is None and result.number is None and answer.marks == result.marks
    return math.isclose(answer.value, result.number, rel_tol=1e-9) and answer.marks == result.marks


@THOROUGH
@given(worlds())
def test_the_engine_equals_the_definition(world: World) -> None:
    builder = Builder(Checker(world.catalog))
    evaluator = Evaluator(builder, world.areas, world.observations)
    asked = list(requests(world, builder))
    with Engine(as_table(world), areas=world.areas, threads=1) as engine:
        answers = engine.answer([request for _formula, request in asked])
    for (formula, request), answer in zip(asked, answers, strict=True):
        result = evaluator.value(request.root, area=request.area, period=request.period)
        assert agrees(answer, result), (formula, request.area, str(request.period), answer, result)
