"""How often something may come from one network address, counted in this process for ten minutes.

Whole villages share the address of their mobile network, so the limits are wide: they stop programs, not people.
"""

from __future__ import annotations

from django.core.cache import cache

from serambi.apps.audit.services import current_address

WITHIN_S = 600
MOST_REPORTS = 12
MOST_ANSWERS = 60
MOST_LOOKUPS = 30


def too_many(what: str, most: int) -> bool:
    """Count one more from whoever acts now, and tell whether that is too many."""
    name = f"citizen_reports:{what}:{current_address()}"
    cache.add(name, 0, WITHIN_S)
    try:
        return cache.incr(name) > most
    except ValueError:  # it went just now
        return False
