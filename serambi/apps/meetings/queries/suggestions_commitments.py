"""Commitments of partners that are overdue, as suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.meetings.models import ItemKind
from serambi.apps.meetings.queries.suggested import MOST_URGENT, Candidate, Kind, Scope, Suggestion
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.queries import Balance, OverdueCommitment, commitments_by_id, overdue_commitments
from serambi.apps.plans.labels import days_text
from serambi.ui import formats

_MINUTES = 5
_CODE = "promise"


def promise_key(pk: int) -> str:
    """Return the key of the suggestion to talk about a commitment."""
    return f"{_CODE}:{pk}"


def _find(scope: Scope) -> list[Candidate]:
    programs = None if scope.is_everything else scope.programs.order_by().values_list("pk", flat=True)
    return [
        Candidate(
            promise_key(one.pk),
            min(MOST_URGENT, one.days_late * one.share),
            (-one.days_late, one.pk),
            one,
        )
        for one in overdue_commitments(scope.today, programs=programs)
    ]


def _describe(scope: Scope, chosen: Sequence[Candidate]) -> list[Suggestion]:
    known = commitments_by_id([one.facts.pk for one in chosen])
    return [_suggestion(one, *known[one.facts.pk]) for one in chosen]


def _suggestion(candidate: Candidate, commitment: Commitment, balance: Balance) -> Suggestion:
    late: OverdueCommitment = candidate.facts
    return Suggestion(
        key=candidate.key,
        kind=ItemKind.COMMITMENT,
        title=f"{commitment.organization.name}: {commitment.title}",
        reason=_reason(late, commitment, balance),
        number=_("%(days)s late") % {"days": days_text(late.days_late)},
        why=_why(late, candidate),
        urgency=candidate.urgency,
        address=commitment.get_absolute_url(),
        minutes=_MINUTES,
        presenter=commitment.agency,
        about=str(commitment.pk),
        is_illustration=commitment.is_illustration,
    )


def _reason(late: OverdueCommitment, commitment: Commitment, balance: Balance) -> str:
    """Return what was promised until when, and what came of it."""
    facts = {
        "partner": commitment.organization.name,
        "day": formats.day(commitment.next_due_on),
        "days": days_text(late.days_late),
        "promised": commitment.say(balance.promised),
        "came": commitment.say(balance.delivered),
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
