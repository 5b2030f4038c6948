"""Values of formulas by DuckDB in the process: a few anywhere, or a whole grid of areas and periods.

The dataflow is worked out column by column: `aggregations` turns observations into the figures of its leaves, and
`kernels` holds each operator, both as Ibis expressions. `methods/formula` defines what the values are; here they are
doubles and agree with the definition to nine digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from serambi.engines import columns
from serambi.engines.cells import Block, Evaluation
from serambi.engines.figures import Figures, Points
from serambi.engines.graphs import Graph
from serambi.engines.observations import Observations
from serambi.engines.session import Session
from serambi.methods.formula.areas import AreaTree
from serambi.methods.formula.dataflow import Leaf, Node
from serambi.methods.periods import Period

# Cells of leaves that are in memory at once when a grid is computed.
GRID_CELLS = 500_000

GRID_SCHEMA = pa.schema(
    {
        "indicator": pa.dictionary(pa.int32(), pa.string()),
        "area": pa.dictionary(pa.int32(), pa.string()),
        "period": pa.dictionary(pa.int32(), pa.string()),
        "value": pa.float64(),
        "marks": pa.int32(),
    }
)


class Request(NamedTuple):
    """One value that is asked for. Requests that share a root share the work of reading it."""

    root: Node
    area: str
    period: Period


class Answer(NamedTuple):
    """A value, None when it is missing, and the marks of all observations in the windows of its formula's series."""

    value: float | None
    marks: int


class Engine:
    """Observations, ready to be asked; closed on leaving the `with`.

    observations: an Arrow table as `Observations.from_arrow` takes it; those of series that no formula reads cost
    time and memory and no more.
    threads: how many DuckDB may use, or None for one per core.

    Raises FormulaError unknown_area, bad_period, bad_value and duplicate_observation.
    """

    def __init__(self, observations: pa.Table, *, areas: AreaTree, threads: int | None = None) -> None:
        coded = Observations.from_arrow(observations, areas=areas)
        self._areas = {code: number for number, code in enumerate(coded.area_codes)}
        self._session = Session(threads=threads)
        self._figures = Figures(self._session, coded, areas=areas)

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._session.close()

    def answer(self, requests: Sequence[Request]) -> list[Answer]:
        """Return the value of each request, in their order. The areas must be among those of the engine."""
        calendar = {period: number for number, period in enumerate({request.period: None for request in requests})}
        places: dict[Node, list[int]] = {}
        for place, request in enumerate(requests):
            places.setdefault(request.root, []).append(place)
        blocks = []
        for root, asked in places.items():
            graph = Graph()
            step = graph.add(root)
            area = np.array([self._areas[requests[place].area] for place in asked], np.int32)
            period = np.array([calendar[requests[place].period] for place in asked], np.int32)
            blocks.append((Block(graph, Points(area, period), [step]), step))
        Evaluation(self._session, self._figures, tuple(calendar)).run([block for block, _step in blocks])
        answers: list[Answer] = [Answer(None, 0)] * len(requests)
        for (block, step), asked in zip(blocks, places.values(), strict=True):
            values, marks = block.values(step), block.marks(step)
            for position, place in enumerate(asked):
                # Adding zero turns a negative zero into zero.
                value = None if np.isnan(values[position]) else float(values[position]) + 0.0
                answers[place] = Answer(value, int(marks[position]))
        return answers

    def grid(
        self, indicators: Mapping[str, Node], *, areas: Sequence[str], periods: Sequence[Period]
    ) -> Iterator[pa.RecordBatch]:
        """Yield the values of every indicator for every area and period, those that are missing left out.

        The batches have GRID_SCHEMA and share their dictionaries: all indicators, areas and periods in the order
        given, each batch some of the indicators. Work and memory are those of one batch at a time.
        """
        names = [list(indicators), list(areas), [str(period) for period in periods]]
        numbers = np.array([self._areas[code] for code in areas], np.int32)
        points = Points(np.repeat(numbers, len(periods)), np.tile(np.arange(len(periods), dtype=np.int32), len(areas)))
        evaluation = Evaluation(self._session, self._figures, tuple(periods))
        if not len(points.area):
            return
        for graph, steps in _parts(indicators, GRID_CELLS // len(points.area)):
            block = Block(graph, points, list(steps.values()))
            evaluation.run([block])
            yield _batch(block, steps, names)


def _parts(indicators: Mapping[str, Node], leaves: int) -> Iterator[tuple[Graph, dict[int, int]]]:
    """Yield graphs of about that many leaves, each with the steps of its indicators by their number."""
    graph, steps = Graph(), dict[int, int]()
    for number, root in enumerate(indicators.values()):
        steps[number] = graph.add(root)
        if sum(isinstance(step.what, Leaf) for step in graph.steps) >= leaves:
            yield graph, steps
            graph, steps = Graph(), {}
    if steps:
        yield graph, steps


def _batch(block: Block, steps: Mapping[int, int], names: list[list[str]]) -> pa.RecordBatch:
    found = []
    for indicator, step in steps.items():
        values = block.values(step)
        present = np.flatnonzero(~np.isnan(values))
        area, period = np.divmod(present, len(names[2]))
        found.append(
            (np.full(len(present), indicator), area, period, values[present] + 0.0, block.marks(step)[present])
        )
    numbers = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    coded = [columns.coded(indices.astype(np.int32), texts) for indices, texts in zip(numbers[:3], names, strict=True)]
    values, marks = columns.column(numbers[3]), columns.column(numbers[4])
    return pa.RecordBatch.from_arrays([*coded, values, marks], schema=GRID_SCHEMA)
