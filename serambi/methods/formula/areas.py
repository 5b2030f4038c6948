"""The tree of areas that figures are added up along: a regency, its districts, their villages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import FormulaError


@dataclass(frozen=True, slots=True)
class Area:
    """One area.

    code: unique, such as a Kemendagri code; areas are ordered by it.
    parent: code of the area it lies in, or None at the top.
    """

    code: str
    parent: str | None = None


class AreaTree:
    """Areas and what lies in what; several tops are allowed.

    Raises FormulaError duplicate_area, unknown_area for a parent that is not there, and area_circle.

    >>> tree = AreaTree([Area("64.09"), Area("64.09.01", "64.09"), Area("64.09.02", "64.09")])
    >>> tree.subtree("64.09")
    ('64.09', '64.09.01', '64.09.02')
    """

    def __init__(self, areas: Iterable[Area]) -> None:
        self._parents: dict[str, str | None] = {}
        for area in areas:
            if area.code in self._parents:
                raise FormulaError("duplicate_area", "The area {area} is there twice.", {"area": area.code})
            self._parents[area.code] = area.parent
        children: dict[str, list[str]] = {code: [] for code in self._parents}
        for code, parent in self._parents.items():
            if parent is None:
                continue
            if parent not in children:
                raise FormulaError(
                    "unknown_area",
                    "The area {area} lies in {parent}, which is not among the areas.",
                    {"area": code, "parent": parent},
                )
            children[parent].append(code)
        self._children = {code: tuple(sorted(inside)) for code, inside in children.items()}
        self._subtrees: dict[str, tuple[str, ...]] = {}
        self._refuse_circles()

    def _refuse_circles(self) -> None:
        reached: set[str] = set()
        waiting = [code for code, parent in self._parents.items() if parent is None]
        while waiting:
            code = waiting.pop()
            reached.add(code)
            waiting.extend(self._children[code])
        lost = self._parents.keys() - reached
        if lost:
            # From any area that no top reaches, going up ends in the circle; the first area met twice is on it.
            path = [min(lost)]
            while path[-1] not in path[:-1]:
                path.append(str(self._parents[path[-1]]))
            circle = path[path.index(path[-1]) :]
            raise FormulaError("area_circle", "The areas lie in one another: {circle}.", {"circle": " → ".join(circle)})

    def __contains__(self, code: object) -> bool:
        return code in self._parents

    def __iter__(self) -> Iterator[str]:
        return iter(self._parents)

    def __len__(self) -> int:
        return len(self._parents)

    def parent(self, code: str) -> str | None:
        """Return the code of the area it lies in, or None at the top. Raises FormulaError unknown_area."""
        self._known(code)
        return self._parents[code]

    def children(self, code: str) -> tuple[str, ...]:
        """Return the areas directly inside, ordered by code. Raises FormulaError unknown_area."""
        self._known(code)
        return self._children[code]

    def subtree(self, code: str) -> tuple[str, ...]:
        """Return the area and all areas inside it, ordered by code. Raises FormulaError unknown_area."""
        found = self._subtrees.get(code)
        if found is None:
            self._known(code)
            inside, waiting = [], [code]
            while waiting:
                area = waiting.pop()
                inside.append(area)
                waiting.extend(self._children[area])
            found = self._subtrees[code] = tuple(sorted(inside))
        return found

    def upward(self, code: str) -> tuple[str, ...]:
        """Return the area and the areas it lies in, up to the top: those a figure of the area counts in."""
        path = [code]
        parent = self.parent(code)
        while parent is not None:
            path.append(parent)
            parent = self._parents[parent]
        return tuple(path)

    def _known(self, code: str) -> None:
        if code not in self._parents:
            raise FormulaError("unknown_area", "There is no area {area}.", {"area": code})
