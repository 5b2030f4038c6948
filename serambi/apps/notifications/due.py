"""What is due in the apps above, which say so themselves; and when the office is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing that somebody has to do by a day.

    key: the source's own name for it, the same on every run. subject: in a language (`id`, `en`), a short line that
    names it. link: the path of the page where it is done; links: for some people a path of their own, by their id, for
    example one that opens without a password. owners: ids of those who have to do it; heads, coordinators:
    of those who are told when it is late.
    """

    key: str
    due_on: dt.date
    subject: Mapping[str, str]
    link: str
    owners: frozenset[int]
    heads: frozenset[int] = field(default_factory=frozenset)
    coordinators: frozenset[int] = field(default_factory=frozenset)
    links: Mapping[int, str] = field(default_factory=dict)

    def link_for(self, user_id: int) -> str:
        return self.links.get(user_id, self.link)

    def people(self) -> Iterable[tuple[int, str]]:
        """Yield everybody whom it concerns with their nearest capacity."""
        seen: set[int] = set()
        for capacity, ids in (("owner", self.owners), ("head", self.heads), ("coordinator", self.coordinators)):
            for user_id in sorted(ids - seen):
                yield user_id, capacity
            seen |= ids


Source = Callable[[dt.date], Iterable[DueItem]]
_sources: dict[str, Source] = {}


def due_items_from(name: str, source: Source) -> None:
    """Let an app above say what is due in it; called while the program starts. source: called with the day."""
    _sources[name] = source


def forget(name: str) -> None:
    """Take a source out again; for tests that bring their own."""
    _sources.pop(name, None)


class _Page:
    name = "notifications:message_list"


def due_page_is(name: str) -> None:
    """Take the page on which somebody finds all that is due from them, by its name."""
    _Page.name = name


def due_page() -> str:
    return _Page.name


def everything_due(today: dt.date) -> dict[str, DueItem]:
    """Return what is due in every app, by `source:key`."""
    return {f"{name}:{item.key}": item for name, source in _sources.items() for item in source(today)}


# Working hours ------------------------------------------------------------------------------------------------------

OPENS, CLOSES = dt.time(8), dt.time(16)
FRIDAY = 4


def _is_weekday(day: dt.date) -> bool:
    return day.weekday() <= FRIDAY


class _Office:
    is_working_day: Callable[[dt.date], bool] = staticmethod(_is_weekday)


def working_days_are(predicate: Callable[[dt.date], bool]) -> None:
    """Take which days the office works from the app that keeps its holidays."""
    _Office.is_working_day = staticmethod(predicate)


def office_is_open(now: dt.datetime) -> bool:
    """Tell whether people may be reminded now: on a working day from eight to four, in the regency's time."""
    local = timezone.localtime(now)
    return OPENS <= local.time() < CLOSES and _Office.is_working_day(local.date())
