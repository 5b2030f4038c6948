"""Who may do what with series and figures.

What an officer or the head of the producing agency records is preliminary; a verifier or the coordinator makes it
final. A final figure that the agency corrects becomes preliminary again: the agency answers for its figures and may
always put them right, and nothing is published that nobody verified.
"""

from __future__ import annotations

from typing import Any

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, is_verifier, standing, works_for
from serambi.apps.observations.models import Series


def can_record(user: Any, series: Series) -> bool:
    """Tell whether the person may record, change and withdraw figures of the series while it is not archived."""
    return is_verifier(user) or works_for(user, series.producer)


def can_record_anything(user: Any) -> bool:
    """Tell whether there can be a series at all that the person may record."""
    return standing(user).has(Role.OFFICER, Role.HEAD, Role.VERIFIER, Role.COORDINATOR)


def can_finalize(user: Any) -> bool:
    return is_verifier(user)


def can_manage_series(user: Any) -> bool:
    """Tell whether the person may create, change, archive and restore series."""
    return is_coordinator(user)


def can_see_people(user: Any) -> bool:
    """Tell whether the names of those who recorded a figure are shown: to people with a role, not to the public."""
    return bool(standing(user).organizations)
