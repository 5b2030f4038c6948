"""Open actions as suggestions: those of the body, until they are done, and overdue ones that no meeting agreed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.apps.meetings.models import Action, ActionState, ItemKind, Origin
from serambi.apps.meetings.queries.suggested import MOST_URGENT, Candidate, Kind, Scope, Suggestion
from serambi.apps.plans.labels import days_text
from serambi.ui import formats

# What one more meeting in which it was open weighs, in days late.
A_MEETING = 20
_MINUTES = 5


def _urgency(seen: int, late: int) -> Decimal:
    return min(Decimal(A_MEETING * seen + late), MOST_URGENT)


def _find_of_body(scope: Scope) -> list[Candidate]:
    found = Action.objects.filter(meeting__body=scope.body.pk, state=ActionState.OPEN)
    if scope.before is not None:
        found = found.filter(meeting__starts_at__lt=scope.before)
    return _candidates("action", found, scope.today)


def _find_of_none(scope: Scope) -> list[Candidate]:
    found = Action.objects.filter(meeting__isnull=True, state=ActionState.OPEN, due_on__lt=scope.today)
    if scope.body.pillar_id is not None:
        found = found.filter(program__pillar_id=scope.body.pillar_id)
    elif not scope.is_everything:
        found = found.filter(agency_id__in=scope.members)
    return _candidates("overdue", found, scope.today)


def _candidates(code: str, actions: QuerySet[Action], today: dt.date) -> list[Candidate]:
    rows = actions.order_by().values_list("pk", "due_on", "meetings_seen")
    return [
        Candidate(f"{code}:{pk}", _urgency(seen, max((today - due).days, 0)), (-seen, due, pk), pk)
        for pk, due, seen in rows
    ]


def _describe(scope: Scope, chosen: Sequence[Candidate]) -> list[Suggestion]:
    actions = Action.objects.select_related("agency", "meeting", "item", "program").in_bulk(
        [candidate.facts for candidate in chosen]
    )
    return [_suggestion(candidate, actions[candidate.facts], scope.today) for candidate in chosen]


def _suggestion(candidate: Candidate, action: Action, today: dt.date) -> Suggestion:
    late = action.days_late_on(today)
    return Suggestion(
        key=candidate.key,
        kind=ItemKind.ACTION,
        title=str(action),
        reason=_reason(action, late),
        number=_("%(days)s late") % {"days": days_text(late)} if late else _("in time"),
        why=_why(action.meetings_seen, late, candidate.urgency),
        urgency=candidate.urgency,
        address=action.get_absolute_url(),
        minutes=_MINUTES,
        action=action,
        presenter=action.agency,
        is_confidential=action.item is not None and action.item.is_confidential,
        is_illustration=action.is_illustration,
    )


def _reason(action: Action, late: int) -> str:
    parts = []
    if action.meeting is not None:
        parts.append(_("Agreed on %(day)s.") % {"day": formats.day(action.meeting.starts_at)})
    elif action.origin == Origin.ASSESSMENT:
        parts.append(_("Recommended by the assessors of %(year)s.") % {"year": action.source_year})
    if action.meetings_seen:
        text = ngettext(
            "%(count)s meeting since then found it open.",
            "%(count)s meetings since then found it open.",
            action.meetings_seen,
        )
        parts.append(text % {"count": formats.number(action.meetings_seen, 0)})
    facts = {"agency": action.agency.abbreviation, "day": formats.day(action.due_on), "days": days_text(late)}
    due = _("%(agency)s has until %(day)s.") if not late else _("%(agency)s had until %(day)s, %(days)s ago.")
    return " ".join([*parts, due % facts])


def _why(seen: int, late: int, urgency: Decimal) -> str:
    facts = {"meeting": A_MEETING, "seen": formats.number(seen, 0), "late": days_text(late),
             "urgency": formats.number(urgency, 0)}  # fmt: skip
    text = _("%(meeting)s × %(seen)s meetings + %(late)s late, at most 100: %(urgency)s")
    return text % facts


OF_BODY = Kind(
    code="action",
    heading=gettext_lazy("Open actions of the body"),
    explains=gettext_lazy(
        "Actions that earlier meetings of the body agreed on and that are still open. 20 for each later meeting that "
        "found it open, and 1 for each day it is late. They stand before everything else."
    ),
    find=_find_of_body,
    describe=_describe,
    at_most=10,
    stands_first=True,
)
OF_NONE = Kind(
    code="overdue",
    heading=gettext_lazy("Overdue actions of no meeting"),
    explains=gettext_lazy(
        "Recommendations of the assessors and agreements outside a meeting whose day has passed. 1 for each day late."
    ),
    find=_find_of_none,
    describe=_describe,
    at_most=3,
)
