"""Who may see what becomes of everybody's messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _nobody(user: Any) -> bool:
    return False


class _Told:
    oversees: Callable[[Any], bool] = staticmethod(_nobody)


def overseers_are(predicate: Callable[[Any], bool]) -> None:
    """Take who oversees deliveries from the app of the organizations; called while the program starts."""
    _Told.oversees = staticmethod(predicate)


def can_oversee_deliveries(user: Any) -> bool:
    return _Told.oversees(user)
