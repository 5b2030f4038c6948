"""What meetings decided about a program and who does what about it, from the app above this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from serambi.apps.plans.models import Program


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """One decision or action. name: a number or an agency; state: in words, with its day."""

    name: str
    text: str
    address: str
    state: str
    is_late: bool = False
    is_illustration: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The decisions and actions of a program, for one person. add: where that person adds an action, else ""."""

    decisions: list[FollowUpLine]
    actions: list[FollowUpLine]
    add: str = ""

    def __bool__(self) -> bool:
        return bool(self.decisions or self.actions or self.add)


Source = Callable[[Any, Program, dt.date], FollowUp | None]
_sources: list[Source] = []


def follow_up_from(source: Source) -> None:
    """Let the app of meetings say what follows from them; the last one named is asked.

    source: returns None where the person may see nothing. The page keeps what it returns until something is written, so
    it may depend on the person only by whether they coordinate and whether they have a role at all.
    """
    _sources[:] = [source]


def follow_up_of(user: Any, program: Program, *, today: dt.date) -> FollowUp | None:
    """Return what was decided about a program; None where no app says it or the person may not know."""
    return _sources[0](user, program, today) if _sources else None
