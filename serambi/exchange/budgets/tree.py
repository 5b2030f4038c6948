"""Rows of a budget as a tree, and the sums in it."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from serambi.exchange.budgets.codes import Key, Level, Position
from serambi.exchange.tables.book import Place


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text beside a row, or in a row of its own below it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row with a code.

    amount: rupiah; None where nothing stands there or it is not readable. position: None where the code is in no
    known notation. parent: the index of the row it is a part of; None at the top, and for an orphan.
    repeats: the index of the row right above that has the same code and amount, of which this row is another name;
    it is in no sum. is_orphan: whether it should be a part of another row, and that is not in the table.
    """

    place: Place
    code: str
    name: str
    amount: Decimal | None
    position: Position | None
    explanations: tuple[Explanation, ...] = ()
    parent: int | None = None
    repeats: int | None = None
    is_orphan: bool = False

    @property
    def level(self) -> Level | None:
        return self.position.level if self.position else None


@dataclass(frozen=True, slots=True)
class Relation:
    """A row and the rows that it is the sum of, by their indexes.

    known: the sum of the children whose amount is known. missing: the children whose amount is not.
    """

    parent: int
    children: tuple[int, ...]
    stated: Decimal | None
    known: Decimal
    missing: tuple[int, ...] = ()

    @property
    def is_checked(self) -> bool:
        """Tell whether all amounts are known, so that it can be said whether the sum holds."""
        return self.stated is not None and not self.missing

    @property
    def difference(self) -> Decimal | None:
        """Return stated minus computed; None where an amount is not known."""
        return self.stated - self.known if self.stated is not None and not self.missing else None


def attach(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, each with its parent.

    A row belongs to the nearest of its ancestors that is in the table: where a code stands there several times, to the
    last one above it, else to the first one below. A parent's code is always shorter, or of a higher level, than its
    child's; so there are no cycles.
    """
    marked = _with_repeats(lines)
    places: dict[Key, list[int]] = defaultdict(list)
    for index, line in enumerate(marked):
        if line.position is not None and line.repeats is None:
            places[line.position.key].append(index)
    highest = min((_height(line) for line in marked), default=0)
    found = []
    for index, line in enumerate(marked):
        if line.position is None or line.repeats is not None:
            found.append(line)
            continue
        parent = _parent(index, line, places)
        # The budget of one activity begins with that activity: what stands highest in the table needs nothing above it.
        is_orphan = parent is None and not line.position.may_stand_alone and _height(line) > highest
        found.append(replace(line, parent=parent, is_orphan=is_orphan))
    return tuple(found)


_LEVELS = tuple(Level)


def _height(line: Line) -> int:
    """Return how far down the table a row stands by its level; 0 is the top."""
    if line.position is None:
        return len(_LEVELS)
    return 0 if line.position.may_stand_alone else _LEVELS.index(line.position.level)


def _with_repeats(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for index, line in enumerate(lines):
        above = found[-1] if found else None
        if above is None or line.position is None or line.amount is None:
            found.append(line)
        elif (line.code, line.amount) == (above.code, above.amount):
            found.append(replace(line, repeats=index - 1 if above.repeats is None else above.repeats))
        else:
            found.append(line)
    return found


def _parent(index: int, line: Line, places: Mapping[Key, list[int]]) -> int | None:
    if line.position is None:
        return None
    for key in line.position.ancestors:
        if there := places.get(key):
            before = bisect.bisect_left(there, index)
            return there[before - 1] if before else there[0]
    return None


def relations_of(lines: Sequence[Line]) -> tuple[Relation, ...]:
    """Return every row that has children, with them, in the order of the table."""
    children: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.parent is not None:
            children[line.parent].append(index)
    return tuple(_relation(parent, children[parent], lines) for parent in sorted(children))


def code_relations(lines: Sequence[Line]) -> tuple[Relation, ...]:
    """Return the relations as the code alone tells them: a row and the rows whose code is exactly one part longer.

    Where a code stands several times, the last row counts. This is the narrower check that others make on such tables;
    it knows nothing of what stands between programs, activities and accounts.
    """
    by_code = {line.code: index for index, line in enumerate(lines)}
    children: dict[int, list[int]] = defaultdict(list)
    for code, index in by_code.items():
        above = by_code.get(code.rpartition(".")[0])
        if above is not None:
            children[above].append(index)
    return tuple(_relation(parent, sorted(children[parent]), lines) for parent in sorted(children))


def _relation(parent: int, children: Sequence[int], lines: Sequence[Line]) -> Relation:
    amounts = [(index, lines[index].amount) for index in children]
    return Relation(
        parent=parent,
        children=tuple(children),
        stated=lines[parent].amount,
        known=sum((amount for _, amount in amounts if amount is not None), Decimal(0)),
        missing=tuple(index for index, amount in amounts if amount is None),
    )
