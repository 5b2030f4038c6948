"""A reason for which a program is late; `lateness` has the rule that finds them."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class DelayReason(enum.Enum):
    NOT_FINISHED = "not_finished"
    NOT_STARTED = "not_started"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class Delay:
    """One reason for which a program is late.

    since: the day that was missed. name: the milestone that was missed, "" otherwise. reported: False where nobody has
    said how the program stands, so that it may be finished without our knowing.
    """

    reason: DelayReason
    since: dt.date
    name: str = ""
    reported: bool = True

    def days(self, today: dt.date) -> int:
        """Return how many days have passed since the day that was missed."""
        return (today - self.since).days
