"""Where the dashboard finds what the meetings say: who has not met in time, what came of the last one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Source = Callable[[Any], str]
_sources: list[Source] = []


def coordination_from(source: Source) -> None:
    """Let the app of meetings, which stands above, say where its lines are; the last one named is asked.

    source: returns the address of a page whose `#coordination-lines` the dashboard fetches, "" where the person may not
    open it. It asks the database nothing: the dashboard's own queries are counted.
    """
    _sources[:] = [source]


def coordination_address_for(user: Any) -> str:
    """Return where a person reads what the meetings say; "" where no app says it or they may not know."""
    return _sources[0](user) if _sources else ""
