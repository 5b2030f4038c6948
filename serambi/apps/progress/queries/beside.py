"""What else waits for a person, from apps above this one, for the one page of what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise

# More lines than these are on the page of their source.
SHOWN = 12


class Line(Protocol):
    """What a line says, for apps that stand beside this one and cannot make a `DueLine`."""

    @property
    def text(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def when(self) -> str: ...
    @property
    def is_late(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that waits for a person. place: whose it is; when: in words until when."""

    text: str
    address: str
    place: str
    when: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class DueGroup:
    """The lines of one source under its heading. key: the source's name. page: the name of the page that has all."""

    key: str
    heading: str | Promise
    page: str
    lines: Sequence[Line]

    @property
    def first(self) -> Sequence[Line]:
        return self.lines[:SHOWN]


Source = Callable[[Any, dt.date], Sequence[Line]]
_sources: dict[str, tuple[str | Promise, str, Source]] = {}


def also_due_from(name: str, heading: str | Promise, source: Source, *, page: str) -> None:
    """Let an app above show what waits for a person; called while the program starts.

    source: called with the person and the day; the most urgent first. page: the name of the page that shows all.
    """
    _sources[name] = (heading, page, source)


def also_due_for(user: Any, today: dt.date) -> list[DueGroup]:
    """Return what else waits for the person, by source; those without anything are absent."""
    found = [DueGroup(name, heading, page, source(user, today)) for name, (heading, page, source) in _sources.items()]
    return [group for group in found if group.lines]
