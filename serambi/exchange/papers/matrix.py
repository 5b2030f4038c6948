"""The matriks tindak lanjut, of one meeting and over many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from serambi.apps.attachments.queries import counts_of
from serambi.apps.meetings.models import Action
from serambi.apps.meetings.queries.outcomes import Outcome
from serambi.exchange.documents import kinds
from serambi.exchange.documents.office import Office
from serambi.exchange.papers.follow_ups import as_it_stands
from serambi.exchange.papers.sittings import EXTRACT, ILLUSTRATION, sitting_of


def matrix_of(outcome: Outcome, office: Office, *, today: dt.date) -> kinds.ActionMatrix:
    """Return the actions of a meeting and how they stand today."""
    marks = (
        ILLUSTRATION if outcome.meeting.is_illustration else "",
        EXTRACT if outcome.is_extract else "",
    )
    return kinds.ActionMatrix(
        letterhead=office.letterhead,
        meeting=outcome.meeting.title,
        sitting=sitting_of(outcome.meeting, outcome.items),
        as_of=today,
        actions=standing_actions(outcome.actions),
        signatory=office.signatory,
        mark=" · ".join(filter(None, marks)),
    )


def matrix_over(actions: Sequence[Action], office: Office, *, span: str, today: dt.date) -> kinds.ActionMatrix:
    """Return actions of several meetings and how they stand today. span: of which, in words."""
    return kinds.ActionMatrix(
        letterhead=office.letterhead,
        meeting="Rapat Koordinasi Smart City",
        sitting=None,
        span=span,
        as_of=today,
        actions=standing_actions(actions),
        signatory=office.signatory,
        mark=ILLUSTRATION if any(one.is_illustration for one in actions) else "",
    )


def standing_actions(actions: Sequence[Action]) -> tuple[kinds.Action, ...]:
    """Return actions as lines with what became of them; two queries, however many."""
    counted = counts_of({Action: [one.pk for one in actions]}) if actions else {}
    evidence = {pk: found.count for (_table, pk), found in counted.items()}
    return tuple(as_it_stands(one, evidence) for one in actions)
