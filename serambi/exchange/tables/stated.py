"""Sums that a table states – in headings, in rows of totals, in programs above their activities – beside our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .book import Place
from .codes import is_roman, parts
from .drafts import Draft, sum_of
from .rows import Amounts
from .texts import as_key
from .understanding import StatedTotal


@dataclass(slots=True)
class Heading:
    """A heading row. level: 1 for the outermost. begins, ends: which programs stand below it, by their index."""

    place: Place
    label: str
    level: int
    stated: Amounts
    begins: int
    ends: int = -1


class Headings:
    """The headings of a sheet in order, each open until one of its own level or above follows."""

    def __init__(self) -> None:
        self.all: list[Heading] = []
        self._open: list[Heading] = []
        self._sums: list[tuple[Heading, int]] = []  # rows of totals, with the index of the first program in each

    @property
    def label(self) -> str:
        return self.all[-1].label if self.all else ""

    def open(self, place: Place, label: str, code: str, stated: Amounts, *, programs: int) -> None:
        """Begin a heading. programs: how many programs stand above it."""
        level = self._level(code, programs)
        self._close(level, programs)
        self._open.append(Heading(place, label, level, stated, programs))
        self.all.append(self._open[-1])

    def total(self, place: Place, label: str, stated: Amounts, *, programs: int) -> None:
        """Keep a row of totals: of the heading it names, since the last sum for a subtotal, else of all above."""
        words = as_key(label)
        named = next((it for it in reversed(self.all) if as_key(it.label) and words.endswith(as_key(it.label))), None)
        begins = 0
        if named is not None:
            begins = named.begins
        elif words.startswith("sub"):
            begins = max([it.ends for it, _begins in self._sums] + [it.begins for it in self.all[-1:]], default=0)
        self._sums.append((Heading(place, label, 0, stated, begins, programs), begins))

    def stated_totals(self, drafts: Sequence[Draft]) -> list[StatedTotal]:
        """Return every sum that was stated beside the sum of the top-level programs it stands for."""
        self._close(0, len(drafts))
        found = []
        for heading in [*self.all, *(it for it, _begins in self._sums)]:
            if heading.stated:
                below = [draft for draft in drafts[heading.begins : heading.ends] if draft.parent is None]
                found.append(_beside(heading.place, heading.label, heading.stated, sum_of(below)))
        return found

    def _level(self, code: str, programs: int) -> int:
        if code:
            return 1 if is_roman(code) else min(len(parts(code)), 3)
        if not self.all:
            return 1
        last = self.all[-1]
        return last.level if programs > last.begins else last.level + 1

    def _close(self, level: int, programs: int) -> None:
        while self._open and self._open[-1].level >= level:
            self._open.pop().ends = programs


def of_parents(drafts: Sequence[Draft]) -> list[StatedTotal]:
    """Return the amounts of programs beside the sums of their activities, where both were written."""
    children: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.parent is not None:
            children.setdefault(draft.parent, []).append(draft)
    found = []
    for index, below in sorted(children.items()):
        parent, computed = drafts[index], sum_of(below)
        if computed and parent.own_row and (parent.funds or parent.end_fund is not None):
            stated = Amounts(dict(parent.funds), parent.end_fund)
            found.append(_beside(parent.place, parent.name, stated, computed))
    return found


def _beside(place: Place, label: str, stated: Amounts, computed: Amounts) -> StatedTotal:
    return StatedTotal(place, label, dict(stated.funds), computed.funds, stated.end, computed.end)
