"""Who oversees the jobs of everybody: an app above says so when the program starts, since roles belong to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_predicates: list[Callable[[Any], bool]] = []


def overseers_are(predicate: Callable[[Any], bool]) -> None:
    """Let those see every job and every duty of whom the predicate says so; called while the program starts."""
    if predicate not in _predicates:
        _predicates.append(predicate)


def oversees(user: Any) -> bool:
    return any(predicate(user) for predicate in _predicates)
