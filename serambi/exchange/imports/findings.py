"""What is found to say while a table is compared: problems, and cells that are not loaded."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field, replace

from serambi.exchange.tables.book import Place, Value
from serambi.exchange.tables.understanding import LeftOut, Problem, Weight


@dataclass(slots=True)
class Findings:
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def error(self, place: Place, code: str, message: str, value: str = "") -> None:
        self.problems.append(Problem(place, code, message, Weight.ERROR, value))

    def doubt(self, place: Place, code: str, message: str, value: str = "") -> None:
        self.problems.append(Problem(place, code, message, Weight.DOUBT, value))

    def note(self, place: Place, code: str, message: str, value: str = "") -> None:
        self.problems.append(Problem(place, code, message, Weight.NOTE, value))

    def settle(self, rows: Set[tuple[str, int]]) -> None:
        """Make notes of the problems in rows, by sheet and number, that are not loaded: they stand against nothing."""
        self.problems[:] = [
            replace(one, weight=Weight.NOTE) if (one.place.sheet, one.place.row) in rows else one
            for one in self.problems
        ]

    def leave_out(self, place: Place, value: Value, reason: str) -> None:
        self.left_out.append(LeftOut(place, value, reason))
