"""The numbers of an item: live while it is talked about, as they were frozen afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from serambi.apps.meetings.models import AgendaItem
from serambi.apps.meetings.queries.figures import Figure
from serambi.apps.meetings.queries.numbers import OpenAction, frozen_numbers, live_numbers, open_actions_about


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown with an item. at: when its numbers were frozen, None while they are live."""

    figures: list[Figure]
    actions: list[OpenAction]
    at: dt.datetime | None


def shown_of(item: AgendaItem) -> Shown:
    """Return the numbers of an item as they are now, and the open actions about it of earlier meetings."""
    earlier = [one for one in open_actions_about(item) if one.action.meeting_id != item.meeting_id]
    return Shown(live_numbers(item), earlier, None)


def kept_of(item: AgendaItem) -> Shown | None:
    """Return the numbers of an item as they were when the room had talked about it; None where none were kept."""
    return Shown(frozen_numbers(item), [], item.pictured_at) if item.picture is not None else None
