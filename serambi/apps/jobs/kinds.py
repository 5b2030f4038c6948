"""What can be done in the background: each kind of work is registered once, under a name that jobs keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.functional import Promise

from serambi.apps.jobs.sentences import Sentence


class Manner(Enum):
    """How a piece of work writes, and so what becomes of it when its worker is killed in the middle.

    WHOLE: all of it is one transaction together with the job's end, so that it happens once or not at all; it is begun
    again. REPEATABLE: it writes in transactions of its own and doing it twice does no harm; it is begun again.
    ONCE: it writes in transactions of its own and must not be done twice; it stays stopped, and a person looks.
    """

    WHOLE = "whole"
    REPEATABLE = "repeatable"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a piece of work leaves when it is done.

    sentence: what was done. page, page_arguments: name of the address to go on to, and what fills it. page_label: the
    words of the link, marked with gettext_noop. details: JSON values for the page that shows the result.
    """

    sentence: Sentence | str = ""
    page: str = ""
    page_arguments: Mapping[str, str | int] = field(default_factory=dict)
    page_label: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


# A piece of work may first read and compare, and return its last step: that is then carried out in one transaction with
# the job's end, so that long reading keeps nobody from writing.
Outcome = JobResult | Callable[[], JobResult] | None
Run = Callable[..., Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind of work. run: called with the progress, `by` and the arguments of the job."""

    name: str
    title: str | Promise
    run: Run
    manner: Manner


_kinds: dict[str, Kind] = {}


def work(name: str, *, title: str | Promise, manner: Manner = Manner.WHOLE) -> Callable[[Run], Run]:
    """Register a function as a kind of work, in the module `work` of an app; jobs of it are begun with `start`.

    The function is called as `run(progress, by=person, **arguments)`, in the language of whoever started the job. It
    returns a JobResult, or a function without arguments as its last step (see `Outcome`).

    Raises ValueError when another function has the name.
    """

    def register(run: Run) -> Run:
        known = _kinds.get(name)
        if known is not None and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"{name} is registered already, for {known.run.__qualname__}")
        _kinds[name] = Kind(name, title, run, manner)
        return run

    return register


def find_kind(name: str) -> Kind | None:
    """Return a kind of work, or None when this version of the program does not know it."""
    return _kinds.get(name)


def forget(name: str) -> None:
    """Take a kind out again; for tests that register their own."""
    _kinds.pop(name, None)
