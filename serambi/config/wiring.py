"""Who hears of whose changes: a figure moves its indicators, an indicator moves its scores, in one transaction.

A lower app does not know the higher ones. It calls whoever was named here, in this order and nowhere else, so that
what follows from a write can be read in one place.
"""

from __future__ import annotations


def connect() -> None:
    """Name the listeners; called once when the program starts."""
