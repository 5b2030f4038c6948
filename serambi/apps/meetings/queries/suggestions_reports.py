"""Agencies that have not reported, as suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.meetings.models import ItemKind
from serambi.apps.meetings.queries.suggested import MOST_URGENT, Candidate, Kind, Scope, Suggestion
from serambi.apps.plans.labels import days_text
from serambi.apps.progress.queries import LateAgency, late_agencies
from serambi.ui import formats

A_DAY = 2
_MINUTES = 3


def _find(scope: Scope) -> list[Candidate]:
    return [
        Candidate(
            f"report:{one.organization.pk}",
            min(MOST_URGENT, MOST_URGENT * A_DAY * one.days_late / 100),
            (-one.days_late, -len(one.periods), one.organization.abbreviation),
            one,
        )
        for one in late_agencies(scope.today)
        if scope.agencies is None or one.organization.pk in scope.agencies
    ]


def _describe(scope: Scope, chosen: Sequence[Candidate]) -> list[Suggestion]:
    return [_suggestion(one) for one in chosen]


def _suggestion(candidate: Candidate) -> Suggestion:
    late: LateAgency = candidate.facts
    first, agency = late.periods[0], late.organization
    names = ", ".join(f"{one.cycle.display_name} {formats.period(one.period)}" for one in late.periods)
    facts = {"names": names, "day": formats.day(first.due_on), "days": days_text(late.days_late)}
    begun = _("It is begun.") if late.begun else _("Nothing is written yet.")
    reason = _("Not sent in: %(names)s. It was due on %(day)s, %(days)s ago.") % facts
    return Suggestion(
        key=candidate.key,
        kind=ItemKind.REPORT,
        title=_("%(agency)s: the report for %(period)s is missing")
        % {"agency": agency.abbreviation, "period": formats.period(first.period)},
        reason=f"{reason} {begun}",
        number=_("%(days)s late") % {"days": days_text(late.days_late)},
        why=_("%(day)s × %(days)s late, at most 100: %(urgency)s")
        % {"day": A_DAY, "days": days_text(late.days_late), "urgency": formats.number(candidate.urgency, 0)},
        urgency=candidate.urgency,
        address=reverse("progress:period", args=[first.cycle.code, str(first.period)]),
        minutes=_MINUTES,
        organization=agency,
        presenter=agency,
    )


MISSING = Kind(
    code="report",
    heading=gettext_lazy("Agencies that have not reported"),
    explains=gettext_lazy("2 for each day since the report was due; the oldest one that can still be sent in counts."),
    find=_find,
    describe=_describe,
    at_most=5,
)
