"""What a load is doing, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_noop

READING: Final = gettext_noop("Reading the file")
UNDERSTANDING: Final = gettext_noop("Understanding its rows")
COMPARING: Final = gettext_noop("Comparing with the register")
PROGRAMS: Final = gettext_noop("Writing programs")
ACTIVITIES: Final = gettext_noop("Writing activities")
MONEY: Final = gettext_noop("Writing budget lines")
INDICATORS: Final = gettext_noop("Writing indicators")
TARGETS: Final = gettext_noop("Writing targets and baselines")
SCORES: Final = gettext_noop("Computing values and scores")
STEPS: Final = (READING, UNDERSTANDING, COMPARING, PROGRAMS, ACTIVITIES, MONEY, INDICATORS, TARGETS, SCORES)

EXAMINING: Final = gettext_noop("Looking at what became of the load")
RESTORING: Final = gettext_noop("Giving rows their earlier values")
REMOVING_INDICATORS: Final = gettext_noop("Removing indicators with their targets")
REMOVING_MONEY: Final = gettext_noop("Removing budget lines and activities")
REMOVING_PROGRAMS: Final = gettext_noop("Removing programs")
# What taking a load back does.
UNDO_STEPS: Final = (EXAMINING, RESTORING, REMOVING_INDICATORS, REMOVING_MONEY, SCORES, REMOVING_PROGRAMS)

# Called with one of STEPS or UNDO_STEPS when it begins; what it raises stops the work, and nothing is changed then.
Step = Callable[[str], None]


def untold(step: str) -> None:
    """Tell nobody."""
