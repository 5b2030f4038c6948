"""Who may do what with areas. Everybody may read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Predicate = Callable[[Any], bool]


def _nobody(user: Any) -> bool:
    return False


_editors: list[Predicate] = [_nobody]


def editors_are(predicate: Predicate) -> None:
    """Name the people who may change areas.

    Roles belong to organizations, which stand above areas; so the predicate is handed down when the program starts,
    and until then nobody may.
    """
    _editors[:] = [predicate]


def can_edit_areas(user: Any) -> bool:
    return _editors[0](user)
