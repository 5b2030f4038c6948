"""Telling how far a load has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    NUMBERS = "numbers"
    READING = "reading"
    SORTING = "sorting"
    COMPARING = "comparing"
    WRITING = "writing"
    COMPUTING = "computing"


# stage, how much is done, of how much (0 when that is not known).
Told = Callable[[Stage, int, int], None]


def _to_nobody(stage: Stage, done: int, total: int) -> None:
    pass


@dataclass(slots=True)
class Progress:
    """Where a load is. told: called now and then, at least once a stage."""

    told: Told = _to_nobody
    stage: Stage = Stage.NUMBERS

    def begin(self, stage: Stage) -> None:
        self.stage = stage
        self.told(stage, 0, 0)

    def read(self, done: int, total: int) -> None:
        self.told(self.stage, done, total)
