"""Who may do what with the evaluation."""

from __future__ import annotations

from typing import Any

from serambi.apps.agencies.permissions import is_coordinator


def can_change_rules(user: Any) -> bool:
    """Tell whether the person may change bands, limits and weights: the coordinator alone."""
    return is_coordinator(user)
