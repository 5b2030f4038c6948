"""The agenda of a meeting: what is talked about, in which order, and what the data proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.citizen_reports.queries import cluster_page
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.models import AgendaItem, AgendaSection, ItemKind, Meeting
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.queries import Figure, Place, Schedule
from serambi.apps.meetings.queries.numbers import commitment_id
from serambi.apps.meetings.queries.suggestions import suggestions_for
from serambi.apps.meetings.views.agenda_doors import agenda_crumbs, agenda_place, open_meeting
from serambi.apps.meetings.views.doors import for_arrangers, for_readers, press
from serambi.apps.meetings.workflow import AGENDA_CHANGES
from serambi.ui import formats


def part(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Return what the page of a meeting shows of it, for this person."""
    found = queries.timetable(meeting, user)
    return {
        "agenda": found,
        "agenda_groups": _groups(found.places),
        "agenda_sentence": sentence(found),
        "may_prepare": can_arrange(user) and meeting.state in AGENDA_CHANGES,
    }


def _groups(
    places: Sequence[Place],
    *,
    sections: Sequence[AgendaSection] = (),
    numbers: Mapping[int, list[Figure]] | None = None,
) -> list[dict[str, Any]]:
    """Return the items by section, those of no section last; sections: all of them, to show the empty ones too."""
    groups: dict[int | None, dict[str, Any]] = {one.pk: {"section": one, "rows": []} for one in sections}
    for place in places:
        item = place.item
        group = groups.setdefault(item.section_id, {"section": item.section, "rows": []})
        group["rows"].append(
            {
                "place": place,
                "item": item,
                "address": _address(item),
                "figures": (numbers or {}).get(item.pk, []),
                "frozen": queries.frozen_numbers(item) if numbers is not None else [],
            }
        )
    alone = groups.pop(None, None)
    return [*groups.values(), *([alone] if alone else [])]


def _address(item: AgendaItem) -> str:
    """Return the page of what an item is about, "" for a topic."""
    commitment = commitment_id(item)
    if commitment is not None:
        return reverse("partnerships:commitment", args=[commitment])
    if item.program is not None:
        return reverse("evaluation:program", args=[item.program.code])
    if item.indicator is not None:
        return reverse("indicators:indicator_detail", args=[item.indicator.code])
    if item.kind == ItemKind.VOICES:
        return cluster_page(item.about)
    return item.action.get_absolute_url() if item.action is not None else ""


def sentence(found: Schedule) -> str:
    """Return how an agenda stands against the clock."""
    if not found.minutes:
        return _("The agenda is empty")
    facts = {"minutes": formats.number(found.minutes, 0), "length": formats.number(found.length, 0)}
    if found.excess:
        text = ngettext(
            "The agenda is %(count)s minute longer than the meeting",
            "The agenda is %(count)s minutes longer than the meeting",
            found.excess,
        )
        return text % {"count": formats.number(found.excess, 0)}
    if found.free:
        return _("The agenda takes %(minutes)s of %(length)s minutes") % facts
    return _("The agenda fills the %(length)s minutes of the meeting") % facts


@for_readers
@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the agenda with its times and numbers; whoever arranges the meeting keeps it here."""
    today = timezone.localdate()
    found = queries.get_meeting_for(request.user, pk)
    may_change = can_arrange(request.user) and found.state in AGENDA_CHANGES
    timetable = queries.timetable(found, request.user)
    numbers = queries.numbers_of([one.item for one in timetable.places], today=today)
    context = {
        "title": sentence(timetable),
        "crumbs": agenda_crumbs(found),
        "meeting": found,
        "agenda": timetable,
        "groups": _groups(timetable.places, sections=queries.sections_of(found) if may_change else (), numbers=numbers),
        "may_change": may_change,
        "is_empty": not found.agenda_items.exists() and not found.sections.exists(),
        "suggestions": suggestions_for(found, today=today) if may_change else None,
        "dismissals": list(found.dismissals.select_related("by")) if can_arrange(request.user) else [],
        "parked": len(queries.backlog_of(found.body, request.user)),
    }
    return render(request, "meetings/agenda.html", context)


@for_arrangers
@require_POST
def agenda_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the agenda of a meeting that has none: the frame, and what the figures propose."""
    meeting = open_meeting(request, pk)
    today = timezone.localdate()

    def make() -> str:
        services.fill_agenda(meeting, by=actor(request), today=today)
        return _("The agenda is there. Look at it before you invite.")

    return press(request, make, back=agenda_place(meeting))
