"""Who may load tables of others: the coordinator, who keeps the register that they are loaded into."""

from __future__ import annotations

from typing import Any

from serambi.apps.agencies.permissions import is_coordinator


def can_load(user: Any) -> bool:
    """Tell whether the person may propose, load and take back, and see what was loaded."""
    return is_coordinator(user)


def can_keep_layouts(user: Any) -> bool:
    return is_coordinator(user)
