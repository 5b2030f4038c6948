"""Who may read the record.

Roles belong to an app above this one (`agencies`), so that app says who it is when the program starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_readers: list[Callable[[Any], bool]] = []
_erasers: list[Callable[[Any], bool]] = []


def let_read(predicate: Callable[[Any], bool]) -> None:
    """Let everybody read the record of whom the predicate says so; called while the program starts."""
    if predicate not in _readers:
        _readers.append(predicate)


def can_read_record(user: Any) -> bool:
    return any(predicate(user) for predicate in _readers)


def let_erase(predicate: Callable[[Any], bool]) -> None:
    """Let everybody of whom the predicate says so erase what the record keeps of a person."""
    if predicate not in _erasers:
        _erasers.append(predicate)


def can_erase(user: Any) -> bool:
    return any(predicate(user) for predicate in _erasers)
