"""Which agencies the record can be narrowed to.

Agencies belong to an app above this one (`agencies`), so that app says which there are and who works where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass
class _Asked:
    """Who answers; nobody until `agencies_are` was called while the program starts."""

    choices: Callable[[], Iterable[tuple[str, str]]] = tuple
    people: Callable[[int], Any] = lambda _number: ()


_asked = _Asked()


def agencies_are(choices: Callable[[], Iterable[tuple[str, str]]], people: Callable[[int], Any]) -> None:
    """Say where agencies are found: their numbers as text with names, and the numbers of the people of one."""
    _asked.choices, _asked.people = choices, people


def agency_choices() -> list[tuple[str, str]]:
    return list(_asked.choices())


def people_of(number: int) -> Any:
    """Return the numbers of everybody who has or had a role at an agency."""
    return _asked.people(number)
