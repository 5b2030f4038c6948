"""Works out graphs at many points: all steps of one operator at a time, whatever formulas they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from serambi.engines import columns
from serambi.engines.aggregations import compiled_over_cells
from serambi.engines.figures import Columns, Figures, Points, Values
from serambi.engines.graphs import Constant, Graph, Spread
from serambi.engines.kernels import Kernel, columns_of, compiled
from serambi.engines.observations import Codes, Numbers
from serambi.engines.session import Session
from serambi.methods.formula.catalog import Aggregation
from serambi.methods.formula.dataflow import Leaf
from serambi.methods.periods import Period

What = TypeVar("What", Constant, Leaf, Spread)
Some = TypeVar("Some")

# Cells that one query works out at most, which bounds the memory.
BATCH = 2_000_000


class Block:
    """A graph at some points. A step's values are dropped once nothing needs them any more.

    wanted: the steps whose values are asked for.
    """

    def __init__(self, graph: Graph, points: Points, wanted: Sequence[int]) -> None:
        self.graph = graph
        self.points = points
        self._values: dict[int, Values] = {}
        self._marks: dict[int, Codes] = {}
        self._waits = [len(set(step.operands)) for step in graph.steps]
        self._uses = [0] * len(graph.steps)
        self._users: list[list[int]] = [[] for _step in graph.steps]
        for number, step in enumerate(graph.steps):
            for operand in set(step.operands):
                self._users[operand].append(number)
                self._uses[operand] += 1
        for number in wanted:
            self._uses[number] += 1

    def values(self, step: int) -> Values:
        """Return a value for each point, NaN where it is missing."""
        return self._values[step]

    def marks(self, step: int) -> Codes:
        """Return the marks of all observations in the windows of all leaves of the step, for each point."""
        found = np.zeros(len(self.points.area), np.int32)
        for number in self.graph.below(step):
            if number in self._marks:
                found |= self._marks[number]
        return found

    def put(self, step: int, found: Columns) -> Iterator[tuple[Kernel, int]]:
        """Keep the values of a step; yield the steps that now have all their operands."""
        self._values[step] = found.values
        if found.marks is not None:
            self._marks[step] = found.marks
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
                del self._values[operand]


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
        """Work out every step of the blocks; the values of those that are wanted can then be taken from them."""
        ready: defaultdict[Kernel, list[tuple[Block, int]]] = defaultdict(list)

        def put(block: Block, step: int, found: Columns) -> None:
            for kernel, user in block.put(step, found):
                ready[kernel].append((block, user))

        for given in (self._constants(blocks), self._leaves(blocks), self._spreads(blocks)):
            for block, step, found in given:
                put(block, step, found)
        while ready:
            # The operator with the most steps waiting goes first, so that as many as possible share a query.
            kernel = max(ready, key=lambda kernel: len(ready[kernel]))
            for batch in _batches(ready.pop(kernel), lambda one: len(one[0].points.area)):
                for (block, step), values in zip(batch, self._applied(kernel, batch), strict=True):
                    put(block, step, Columns(values, None))
                    block.drop_operands(step)

    def _constants(self, blocks: Sequence[Block]) -> list[Given]:
        found = []
        for block, number, constant in _steps(blocks, Constant):
            found.append((block, number, Columns(np.full(len(block.points.area), constant.value), None)))
        return found

    def _leaves(self, blocks: Sequence[Block]) -> list[Given]:
        leaves = list(_steps(blocks, Leaf))
        figures = self._figures.read([(leaf, block.points) for block, _number, leaf in leaves], self._periods)
        return [(block, number, found) for (block, number, _leaf), found in zip(leaves, figures, strict=True)]

    def _spreads(self, blocks: Sequence[Block]) -> list[Given]:
        """Work out what spreads need in each area of the subtrees, and aggregate it."""
        nests = {block: self._nest(block) for block in blocks if block.graph.inner is not None}
        if not nests:
            return []
        self.run([nest.block for nest in nests.values()])
        alike: defaultdict[Aggregation, list[tuple[Block, int, int]]] = defaultdict(list)
        for block, number, spread in _steps(blocks, Spread):
            alike[spread.aggregation].append((block, number, spread.inner))
        return [
            given
            for aggregation, several in alike.items()
            for batch in _batches(several, lambda one: len(nests[one[0]].places))
            for given in self._gathered(aggregation, batch, nests)
        ]

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

    def _gathered(
        self, aggregation: Aggregation, batch: list[tuple[Block, int, int]], nests: Mapping[Block, _Nest]
    ) -> Iterator[Given]:
        """Yield the columns of spreads with the same aggregation; each is a block, its step and the inner step."""
        places, values, first = [], [], 0
        for block, _number, inner in batch:
            nest = nests[block]
            places.append(nest.places + first)
            values.append(nest.block.values(inner)[nest.members])
            first += nest.size
        cells = columns.table(place=np.concatenate(places), value=np.concatenate(values))
        rows = self._session.rows(compiled_over_cells(aggregation), operands=cells)
        found = np.full(first, np.nan)
        found[columns.numbers(rows.column("place"))] = columns.numbers(rows.column("value"))
        cuts = np.cumsum([nests[block].size for block, _number, _inner in batch])[:-1]
        for (block, number, inner), part in zip(batch, np.split(found, cuts), strict=True):
            yield block, number, Columns(part, self._gathered_marks(nests[block], inner))

    def _gathered_marks(self, nest: _Nest, inner: int) -> Codes | None:
        if not self._figures.marked:
            return None
        marks = np.zeros(nest.size, np.int32)
        np.bitwise_or.at(marks, nest.places, nest.block.marks(inner)[nest.members])
        return marks

    def _applied(self, kernel: Kernel, batch: list[tuple[Block, int]]) -> list[Values]:
        """Return the values of each step of the batch; all have the same kernel."""
        taken = [[block.values(operand) for operand in block.graph.steps[step].operands] for block, step in batch]
        given = {
            name: np.concatenate([operands[place] for operands in taken])
            for place, name in enumerate(columns_of(kernel))
        }
        rows = self._session.rows(compiled(kernel), operands=columns.table(**given))
        return np.split(columns.numbers(rows.column("value")), np.cumsum([len(operands[0]) for operands in taken])[:-1])


def _steps(blocks: Sequence[Block], kind: type[What]) -> Iterator[tuple[Block, int, What]]:
    """Yield the steps of one kind: in which block, its number and what it is."""
    for block in blocks:
        for number, step in enumerate(block.graph.steps):
            if isinstance(step.what, kind):
                yield block, number, step.what


def _batches(steps: Sequence[Some], cells_of: Callable[[Some], int]) -> Iterator[list[Some]]:
    """Yield the steps in groups of about BATCH cells."""
    batch: list[Some] = []
    cells = 0
    for step in steps:
        batch.append(step)
        cells += cells_of(step)
        if cells >= BATCH:
            yield batch
            batch, cells = [], 0
    if batch:
        yield batch
