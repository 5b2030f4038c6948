"""Who may do what with indicators.

What an indicator is (its code, formula, unit, targets) decides how the whole regency is judged, so the coordinator
alone defines it. The agency that owns it knows best what it means: its officers and its head may describe it and say
within how many days its figures come. Everybody reads; what is not verified is shown to people with a role.
"""

from __future__ import annotations

from typing import Any

from serambi.apps.agencies.permissions import can_see_preliminary, is_coordinator, works_for
from serambi.apps.indicators.models import Indicator


def can_manage_indicators(user: Any) -> bool:
    """Tell whether the person may create, change, archive and restore indicators, and keep the constants."""
    return is_coordinator(user)


def can_set_targets(user: Any) -> bool:
    """Tell whether the person may set and remove targets and baselines."""
    return is_coordinator(user)


def can_describe(user: Any, indicator: Indicator) -> bool:
    """Tell whether the person may change the description and the days to report, and nothing else."""
    return is_coordinator(user) or works_for(user, indicator.owner)


def can_see_archived(user: Any) -> bool:
    return is_coordinator(user)


def can_see_working_figures(user: Any) -> bool:
    """Tell whether values with preliminary figures in them are shown, marked; others see final figures only."""
    return can_see_preliminary(user)
