"""Who may load tables of others: the coordinator, who keeps the register that they are loaded into.

What was spent, an agency may load of its own programs, as it may report it (`plans.permissions.can_carry_out`).
"""

from __future__ import annotations

from typing import Any

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.plans.permissions import can_carry_out_anything
from serambi.exchange.models import Load


def can_load(user: Any) -> bool:
    """Tell whether the person may propose, load and take back, and see what was loaded."""
    return is_coordinator(user)


def can_keep_layouts(user: Any) -> bool:
    return is_coordinator(user)


def can_load_realizations(user: Any) -> bool:
    """Tell whether the person may load what was spent: of all programs, or of those that their agency leads."""
    return can_carry_out_anything(user)


def can_take_back(user: Any, load: Load) -> bool:
    """Tell whether the person may take a load back: the coordinator, or who loaded realizations themselves.

    Of programs that are their agency's no more, the service of plans refuses it.
    """
    if is_coordinator(user):
        return True
    return load.is_of_realizations and can_load_realizations(user) and load.loaded_by_id == user.pk
