"""What the program does again and again by the clock: registered once, under a name that keeps its next time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from serambi.apps.jobs.kinds import Manner
from serambi.apps.jobs.sentences import Sentence

Carry = Callable[[dt.datetime], Sentence | str | None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A duty that this version of the program has. every: the time between two; at: else the local time of each day.

    carry: called with the time at which it was due, which is earlier than now when it was missed; what it returns is
    shown as what came of it.
    """

    name: str
    title: str | Promise
    carry: Carry
    every: dt.timedelta | None
    at: dt.time | None
    manner: Manner

    def first(self, now: dt.datetime) -> dt.datetime:
        """Return when it is due for the first time: at once, or at its time of day."""
        return now if self.every is not None else self.next(now, now)

    def next(self, due: dt.datetime, now: dt.datetime) -> dt.datetime:
        """Return when it is due after that time, later than now: what was missed is made up for once."""
        if self.every is not None:
            missed = max((now - due) // self.every, 0)
            return due + (missed + 1) * self.every
        zone = timezone.get_default_timezone()
        day = now.astimezone(zone).date()
        at = self.at or dt.time.min
        today = dt.datetime.combine(day, at, tzinfo=zone)
        return today if today > now else dt.datetime.combine(day + dt.timedelta(days=1), at, tzinfo=zone)


_duties: dict[str, Registered] = {}


def duty(
    name: str,
    *,
    title: str | Promise,
    every: dt.timedelta | None = None,
    at: dt.time | None = None,
    manner: Manner = Manner.WHOLE,
) -> Callable[[Carry], Carry]:
    """Register a function as a recurring duty, in the module `work` of an app.

    every: the time between two of its times; at: else the time of each day, in the time zone of the regency. manner: as
    of work; WHOLE is one transaction with the next time, so that each time is carried out once; REPEATABLE writes in
    transactions of its own and may be begun again after a crash; ONCE is not begun again until its next time.

    Raises ValueError when it has both times or none, or another function has the name.
    """
    if (every is None) == (at is None):
        raise ValueError(f"{name} needs either every or at")

    def register(carry: Carry) -> Carry:
        known = _duties.get(name)
        if known is not None and known.carry.__qualname__ != carry.__qualname__:
            raise ValueError(f"{name} is registered already, for {known.carry.__qualname__}")
        _duties[name] = Registered(name, title, carry, every, at, manner)
        return carry

    return register


def registered_duties() -> dict[str, Registered]:
    """Return every duty of this version of the program by its name."""
    return dict(_duties)


def forget(name: str) -> None:
    """Take a duty out again; for tests that register their own."""
    _duties.pop(name, None)
