"""Reading the agenda of a meeting; what is confidential is not there for whoever may not see it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from serambi.apps.meetings.models import AgendaItem, Meeting
from serambi.apps.meetings.permissions import sees_confidential


def agenda_of(meeting: Meeting, user: Any) -> list[AgendaItem]:
    """Return the items of a meeting in their order, with what each is about. One query."""
    found = meeting.agenda_items.select_related(
        "section", "program", "indicator", "action__agency", "organization", "presenter"
    )
    if not sees_confidential(user, meeting):
        found = found.filter(is_confidential=False)
    return list(found.order_by("position", "pk"))


def get_item_for(user: Any, meeting: Meeting, pk: int) -> AgendaItem:
    """Return an item of a meeting; raise Http404 when there is none that the person may see."""
    found = next((item for item in agenda_of(meeting, user) if item.pk == pk), None)
    if found is None:
        raise Http404(pk)
    return found
