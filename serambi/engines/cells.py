"""Works out graphs at many points: all steps of one operator at a time, whatever formulas they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from serambi.engines.aggregations import compiled_over_cells
from serambi.engines.figures import Columns, Figures, Points, Values
from serambi.engines.graphs import Constant, Graph, Spread
from serambi.engines.kernels import Kernel, columns_of, compiled
from serambi.engines.observations import Codes, Numbers
from serambi.engines.session import Session
from serambi.methods.formula.catalog import Aggregation
from serambi.methods.formula.dataflow import Function, Leaf
from serambi.methods.periods import Period

What = TypeVar("What", Constant, Leaf, Spread)

# Cells that one query works out at most, which bounds the memory.
BATCH = 2_000_000


class Block:
    """A graph at some points. A step's columns are dropped once nothing needs them any more.

    wanted: the steps whose columns are asked for.
    """

    def __init__(self, graph: Graph, points: Points, wanted: Sequence[int]) -> None:
        self.graph = graph
        self.points = points
        self._columns: dict[int, Columns] = {}
        self._waits = [len(set(step.operands)) for step in graph.steps]
        self._uses = [0] * len(graph.steps)
        self._users: list[list[int]] = [[] for _step in graph.steps]
        for number, step in enumerate(graph.steps):
            for operand in set(step.operands):
                self._users[operand].append(number)
                self._uses[operand] += 1
        for number in wanted:
            self._uses[number] += 1

    def columns(self, step: int) -> Columns:
        return self._columns[step]

    def put(self, step: int, columns: Columns) -> Iterator[tuple[Kernel, int]]:
        """Keep the columns of a step; yield the steps that now have all their operands."""
        self._columns[step] = columns
        for user in self._users[step]:
            self._waits[user] -= 1
            if not self._waits[user]:
                kernel = self.graph.steps[user].what
                assert isinstance(kernel, Kernel)  # noqa: S101 - only kernels have operands
                yield kernel, user

    def drop_operands(self, step: int) -> None:
        """Forget the operands of a step that is done, unless something else needs them."""
        for operand in set(self.graph.steps[step].operands):
            self._uses[operand] -= 1
            if not self._uses[operand]:
                del self._columns[operand]


Given = tuple[Block, int, Columns]


class _Nest(NamedTuple):
    """The points inside the areas of another block's points.

    places: for each pair of an outer point and a point inside it, the outer one; members: the inner one.
    size: the number of outer points.
    """

    block: Block
    places: Numbers
    members: Numbers
    size: int


class Evaluation:
    """Works out blocks in one session.

    periods: what the numbers of periods in the points stand for.
    """

    def __init__(self, session: Session, figures: Figures, periods: tuple[Period, ...]) -> None:
        self._session = session
        self._figures = figures
        self._periods = periods

    def run(self, blocks: Sequence[Block]) -> None:
        """Work out every step of the blocks; the columns of those that are wanted can then be taken from them."""
        ready: defaultdict[Kernel, list[tuple[Block, int]]] = defaultdict(list)

        def put(block: Block, step: int, columns: Columns) -> None:
            for kernel, user in block.put(step, columns):
                ready[kernel].append((block, user))

        for given in (self._constants(blocks), self._leaves(blocks), self._spreads(blocks)):
            for block, step, columns in given:
                put(block, step, columns)
        while ready:
            # The operator with the most steps waiting goes first, so that as many as possible share a query.
            kernel = max(ready, key=lambda kernel: len(ready[kernel]))
            for batch in _batches(ready.pop(kernel)):
                for (block, step), columns in zip(batch, self._applied(kernel, batch), strict=True):
                    put(block, step, columns)
                    block.drop_operands(step)

    def _constants(self, blocks: Sequence[Block]) -> list[Given]:
        found = []
        for block, number, constant in _steps(blocks, Constant):
            values = np.full(len(block.points.area), constant.value)
            marks = np.zeros(len(values), np.int32) if self._figures.marked else None
            found.append((block, number, Columns(values, marks)))
        return found

    def _leaves(self, blocks: Sequence[Block]) -> list[Given]:
        leaves = list(_steps(blocks, Leaf))
        figures = self._figures.read([(leaf, block.points) for block, _number, leaf in leaves], self._periods)
        return [(block, number, columns) for (block, number, _leaf), columns in zip(leaves, figures, strict=True)]

    def _spreads(self, blocks: Sequence[Block]) -> list[Given]:
        """Work out what spreads need in each area of the subtrees, and aggregate it."""
        nests = {block: self._nest(block) for block in blocks if block.graph.inner is not None}
        if not nests:
            return []
        self.run([nest.block for nest in nests.values()])
        spreads: defaultdict[Aggregation, list[tuple[Block, int, Spread]]] = defaultdict(list)
        for block, number, spread in _steps(blocks, Spread):
            spreads[spread.aggregation].append((block, number, spread))
        found = []
        for aggregation, several in spreads.items():
            for block, number, spread in several:
                found.append((block, number, self._gathered(aggregation, nests[block], spread)))
        return found

    def _nest(self, block: Block) -> _Nest:
        """Return the areas of the subtrees of the block's points as points of their own."""
        inside = [self._figures.inside(area) for area in block.points.area]
        sizes = [len(areas) for areas in inside]
        places = np.repeat(np.arange(len(inside)), sizes)
        areas = np.concatenate([np.array(areas, np.int64) for areas in inside])
        codes = areas * len(self._periods) + block.points.period[places]
        points, members = np.unique(codes, return_inverse=True)
        area, period = np.divmod(points, len(self._periods))
        graph = block.graph.inner
        assert graph is not None  # noqa: S101 - only blocks with an inner graph get here
        wanted = [spread.inner for _block, _number, spread in _steps([block], Spread)]
        inner = Block(graph, Points(area.astype(np.int32), period.astype(np.int32)), wanted)
        return _Nest(inner, places, members, len(inside))

    def _gathered(self, aggregation: Aggregation, nest: _Nest, spread: Spread) -> Columns:
        inner = nest.block.columns(spread.inner)
        cells = pa.table({"place": nest.places, "value": pa.array(inner.values[nest.members], from_pandas=True)})
        rows = self._session.rows(compiled_over_cells(aggregation), operands=cells)
        values = np.full(nest.size, np.nan)
        values[rows.column("place").to_numpy()] = rows.column("value").to_numpy()
        if inner.marks is None:
            return Columns(values, None)
        marks = np.zeros(nest.size, np.int32)
        np.bitwise_or.at(marks, nest.places, inner.marks[nest.members])
        return Columns(values, marks)

    def _applied(self, kernel: Kernel, batch: list[tuple[Block, int]]) -> list[Columns]:
        """Return the columns of each step of the batch; all have the same kernel."""
        taken = [[block.columns(operand) for operand in block.graph.steps[step].operands] for block, step in batch]
        columns = {
            name: np.concatenate([operands[place].values for operands in taken])
            for place, name in enumerate(columns_of(kernel))
        }
        table = pa.table({name: pa.array(column, from_pandas=True) for name, column in columns.items()})
        values = self._session.rows(compiled(kernel), operands=table).column("value").to_numpy()
        cuts = np.cumsum([len(operands[0].values) for operands in taken])[:-1]
        return [
            Columns(part, _marks(kernel, part, operands))
            for part, operands in zip(np.split(values, cuts), taken, strict=True)
        ]


def _steps(blocks: Sequence[Block], kind: type[What]) -> Iterator[tuple[Block, int, What]]:
    """Yield the steps of one kind: in which block, its number and what it is."""
    for block in blocks:
        for number, step in enumerate(block.graph.steps):
            if isinstance(step.what, kind):
                yield block, number, step.what


def _batches(steps: list[tuple[Block, int]]) -> Iterator[list[tuple[Block, int]]]:
    """Yield the steps in groups of about BATCH cells."""
    batch: list[tuple[Block, int]] = []
    cells = 0
    for block, step in steps:
        batch.append((block, step))
        cells += len(block.points.area)
        if cells >= BATCH:
            yield batch
            batch, cells = [], 0
    if batch:
        yield batch


def _marks(kernel: Kernel, values: Values, operands: list[Columns]) -> Codes | None:
    """Return the marks of all that went into the values; what is missing has none and so brings none."""
    marks = [operand.marks for operand in operands if operand.marks is not None]
    if not marks:
        return None
    match kernel.operator:
        case Function.IF:
            joined = marks[0] | np.where(operands[0].values == 1, marks[1], marks[2])
        case Function.COALESCE:
            joined = np.where(np.isnan(operands[0].values), marks[1], marks[0])
        case _:
            joined = reduce(np.bitwise_or, marks)
    return np.where(np.isnan(values), np.int32(0), joined)
