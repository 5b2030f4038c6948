"""What is due from citizen reports, for whoever reminds people of it and for the page of what is due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Membership, Role
from serambi.apps.citizen_reports import queries
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.notifications.services import DueItem
from serambi.ui import formats

_LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class DueLine:
    """One report that waits for a person. place: what and where; when: in words until when."""

    text: str
    address: str
    place: str
    when: str
    is_late: bool


def due_items(today: dt.date) -> Iterator[DueItem]:
    """Yield every open report with who has to answer it next: the officers of its agency, else its head, else the
    coordinator. Two queries.
    """
    columns = ("code", "category", "village", "agency", "state", "answer_due_on", "due_on", "answered_at")
    waiting = list(CitizenReport.objects.open().select_related("category", "village").only(*columns).order_by("pk"))
    if not waiting:
        return
    people = _people(today)
    coordinators = frozenset().union(*(ids for (role, _place), ids in people.items() if role == Role.COORDINATOR))
    for report in waiting:
        heads = people.get((Role.HEAD, report.agency_id or 0), frozenset())
        officers = people.get((Role.OFFICER, report.agency_id or 0), frozenset())
        yield DueItem(
            key=f"{report.pk}-{'end' if report.answered_at is not None else 'first'}",
            due_on=report.next_due_on,
            subject=_subject(report),
            link=report.get_absolute_url(),
            owners=officers or heads or coordinators,
            heads=heads,
            coordinators=coordinators,
        )


def _people(today: dt.date) -> Mapping[tuple[str, int], frozenset[int]]:
    """Return who has which role at which organization today."""
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    members = Membership.objects.valid_on(today).filter(user__is_active=True)
    for role, place, user in members.values_list("role", "organization_id", "user_id"):
        found[role, place].add(user)
    return {key: frozenset(ids) for key, ids in found.items()}


def _subject(report: CitizenReport) -> dict[str, str]:
    """Return which report waits for what, in both languages, without a word of what the resident wrote."""
    found = {}
    for language in _LANGUAGES:
        with translation.override(language):
            sentence = _("Citizen report %(code)s: %(category)s, %(village)s")
            if report.answered_at is None:
                sentence = _("Citizen report %(code)s waits for a first answer: %(category)s, %(village)s")
            facts = {"code": report.code, "category": report.category.display_name, "village": report.village.name}
            found[language] = sentence % facts
    return found


def due_lines(user: Any, today: dt.date) -> list[DueLine]:
    """Return the reports that wait for a person, as lines of the page of what is due."""
    lines = []
    for report in queries.waiting_for(user, today=today):
        sentence = _("First answer due on %(day)s") if report.answered_at is None else _("Due on %(day)s")
        facts = {"category": report.category.display_name, "village": report.village.name}
        lines.append(
            DueLine(
                report.headline,
                report.get_absolute_url(),
                _("%(category)s, %(village)s") % facts,
                sentence % {"day": formats.day(report.next_due_on)},
                report.days_late_on(today) > 0,
            )
        )
    return lines
