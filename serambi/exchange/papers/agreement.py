"""The berita acara kesepakatan of a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone, translation

from serambi.apps.agencies.models import Membership, Organization, Role
from serambi.apps.meetings.models import Paper
from serambi.apps.meetings.queries.outcomes import Outcome
from serambi.exchange.documents import kinds
from serambi.exchange.documents.office import Office
from serambi.exchange.documents.parts import TO_FILL_IN, Signatory
from serambi.exchange.papers.follow_ups import owner_of
from serambi.exchange.papers.sittings import mark_of, marks_of
from serambi.ui import formats

# An agreement has two sides at least; where nobody chose them, their places say so.
_UNKNOWN = kinds.Party(TO_FILL_IN, Signatory("", ""))


def agreement_of(
    outcome: Outcome, paper: Paper | None, office: Office, *, heads: Mapping[int, str]
) -> kinds.AgreementRecord:
    """Return the record of what the parties agreed on at a meeting.

    paper: what was written for it; without one it has no number and no parties yet. Its points are those written there,
    else the decisions and then the actions of the meeting. heads: who heads which organization, by its number, and so
    signs for it.
    """
    meeting = outcome.meeting
    day = timezone.localtime(meeting.began_at or meeting.starts_at).date()
    written = tuple(paper.points.splitlines()) if paper is not None and paper.points else ()
    return kinds.AgreementRecord(
        letterhead=office.letterhead,
        number=paper.number if paper is not None else "",
        subject=(paper.subject if paper is not None else "") or meeting.title,
        day=(paper.day if paper is not None else None) or day,
        place=meeting.place or office.place,
        parties=tuple(_party(one, heads) for one in (paper.parties.all() if paper is not None else ()))
        or (_UNKNOWN, _UNKNOWN),
        points=written or points_of(outcome),
        basis=(paper.opening if paper is not None else "") or _basis(outcome),
        closing=paper.closing if paper is not None else "",
        mark=mark_of(meeting, *(() if written else marks_of(outcome))),
    )


def points_of(outcome: Outcome) -> tuple[str, ...]:
    """Return what was agreed: each decision as it stands in the register, then who does what by when."""
    with translation.override("id"):
        decisions = [f"{one.text} (Keputusan {one.name})" for one in outcome.decisions]
        actions = [
            f"{owner_of(one)} melaksanakan: {_ended(one.text)} Paling lambat {formats.day(one.due_on)}."
            for one in outcome.actions
        ]
    return (*decisions, *actions)


def _ended(sentence: str) -> str:
    return sentence if sentence.rstrip().endswith((".", "!", "?")) else f"{sentence.rstrip()}."


def heads_of(paper: Paper | None, *, today: dt.date) -> dict[int, str]:
    """Return the names of who heads the parties of an agreement today, by the number of the organization."""
    if paper is None:
        return {}
    found = Membership.objects.valid_on(today).filter(role=Role.HEAD, organization__in=paper.parties.all())
    return dict(found.order_by("-pk").values_list("organization_id", "user__name"))


def _party(organization: Organization, heads: Mapping[int, str]) -> kinds.Party:
    return kinds.Party(organization.name, Signatory(f"Pimpinan {organization.name}", heads.get(organization.pk, "")))


def _basis(outcome: Outcome) -> str:
    meeting = outcome.meeting
    with translation.override("id"):
        day = formats.weekday(timezone.localtime(meeting.began_at or meeting.starts_at))
    bases: Sequence[str] = list(dict.fromkeys(one.basis for one in outcome.decisions if one.basis))
    text = f"{meeting.title} pada {day}."
    return f"{text} Dasar: {'; '.join(bases)}." if bases else text
