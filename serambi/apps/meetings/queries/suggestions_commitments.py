"""Commitments of partners that are overdue, as suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.meetings.models import ItemKind
from serambi.apps.meetings.queries.suggested import MOST_URGENT, Candidate, Kind, Scope, Suggestion
from serambi.apps.partnerships.queries import OverdueCommitment, overdue_commitments
from serambi.apps.plans.labels import days_text
from serambi.ui import formats

_MINUTES = 5
_CODE = "promise"


def _find(scope: Scope) -> list[Candidate]:
    programs = None if scope.is_everything else scope.programs.order_by().values_list("pk", flat=True)
    return [
        Candidate(
            f"{_CODE}:{one.commitment.pk}",
            min(MOST_URGENT, one.days_late * one.share),
            (-one.days_late, one.commitment.pk),
            one,
        )
        for one in overdue_commitments(scope.today, programs=programs)
    ]


def _describe(scope: Scope, chosen: Sequence[Candidate]) -> list[Suggestion]:
    return [_suggestion(one) for one in chosen]


def _suggestion(candidate: Candidate) -> Suggestion:
    late: OverdueCommitment = candidate.facts
    one = late.commitment
    return Suggestion(
        key=candidate.key,
        kind=ItemKind.COMMITMENT,
        title=f"{one.organization.name}: {one.title}",
        reason=_reason(late),
        number=_("%(days)s late") % {"days": days_text(late.days_late)},
        why=_why(late, candidate),
        urgency=candidate.urgency,
        address=one.get_absolute_url(),
        minutes=_MINUTES,
        presenter=one.agency,
        about=str(one.pk),
        is_illustration=one.is_illustration,
    )


def _reason(late: OverdueCommitment) -> str:
    """Return what was promised until when, and what came of it."""
    one, balance = late.commitment, late.balance
    facts = {
        "partner": one.organization.name,
        "day": formats.day(one.next_due_on),
        "days": days_text(late.days_late),
        "promised": one.say(balance.promised),
        "came": one.say(balance.delivered),
    }
    if not late.is_counted:
        told = _("%(partner)s promised it by %(day)s, %(days)s ago; it is not counted, and not said to be delivered.")
        return told % facts
    due = _("%(partner)s promised %(promised)s; something of it was due on %(day)s, %(days)s ago.") % facts
    came = _("Nothing came yet.") if balance.delivered is None else _("%(came)s came so far.") % facts
    return f"{due} {came}"


def _why(late: OverdueCommitment, candidate: Candidate) -> str:
    facts = {
        "days": days_text(late.days_late),
        "share": formats.percent(100 * late.share, 0),
        "urgency": formats.number(candidate.urgency, 0),
    }
    if not late.is_counted:
        return _("%(days)s late, the whole because it is not counted, at most 100: %(urgency)s") % facts
    return _("%(days)s late × %(share)s of the promise missing, at most 100: %(urgency)s") % facts


PROMISED = Kind(
    code=_CODE,
    heading=gettext_lazy("Overdue commitments of partners"),
    explains=gettext_lazy(
        "1 for each day since the first part that is missing was due, times the share of the promise that should be "
        "there and is not; the whole where it is not counted."
    ),
    find=_find,
    describe=_describe,
    at_most=3,
)
