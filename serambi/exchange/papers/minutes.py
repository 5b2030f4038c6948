"""The notula of a meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from serambi.apps.meetings.models import AgendaItem, InvitationLetter, MeetingState, Minute
from serambi.apps.meetings.queries.outcomes import ClosedVote, Outcome
from serambi.exchange.documents import kinds
from serambi.exchange.documents.office import Office
from serambi.exchange.documents.parts import Official, Signatory
from serambi.exchange.papers.follow_ups import as_agreed
from serambi.exchange.papers.photographs import pictures_of
from serambi.exchange.papers.sittings import mark_of, marks_of, people_of, presenter_of, sitting_of

NOT_DISCUSSED = "Tidak dibahas."
NOT_NOTED = "Tidak dicatat."


def minutes_of(outcome: Outcome, office: Office) -> kinds.Minutes:
    """Return the minutes as far as they are written.

    Actions stand in them as they were agreed on, whatever became of them since: minutes tell of a day. Where they are
    no longer as they were signed off, every page says so.
    """
    meeting = outcome.meeting
    opening, closing = _around(outcome.minutes)
    chair = Official(meeting.chair, meeting.chair_position)
    recorder = Official(meeting.note_taker, meeting.note_taker_position)
    return kinds.Minutes(
        letterhead=office.letterhead,
        meeting=meeting.title,
        sitting=sitting_of(meeting, outcome.items),
        letter_number=_letter_number(outcome),
        chair=chair,
        secretary=Official(outcome.secretary) if outcome.secretary else None,
        recorder=recorder,
        participants=people_of(outcome.attendances),
        absent=tuple(outcome.absent),
        opening=_joined(opening),
        discussions=tuple(discussions(outcome)),
        decisions=tuple(kinds.Decision(one.text, one.name, one.basis) for one in outcome.decisions),
        actions=tuple(as_agreed(one) for one in outcome.actions),
        conclusion=_joined(closing) or _conclusion(outcome),
        signatories=(
            Signatory(chair.position or "Pimpinan rapat", chair.name),
            Signatory(recorder.position or "Notulis", recorder.name),
        ),
        photographs=pictures_of(outcome.photographs),
        is_final=meeting.state == MeetingState.SIGNED_OFF,
        is_changed=outcome.is_changed,
        mark=mark_of(meeting, *marks_of(outcome)),
    )


def discussions(outcome: Outcome) -> list[kinds.Discussion]:
    """Return what was said about each item in the order of the agenda, with the votes that were called."""
    said: dict[int, list[Minute]] = defaultdict(list)
    for one in outcome.minutes:
        if one.item_id is not None:
            said[one.item_id].append(one)
    votes: dict[int, list[ClosedVote]] = defaultdict(list)
    for vote in outcome.votes:
        if vote.item_id is not None:
            votes[vote.item_id].append(vote)
    return [
        kinds.Discussion(item.title, _of_item(item, said[item.pk], votes[item.pk]), presenter_of(item))
        for item in outcome.items
    ]


def _of_item(item: AgendaItem, said: Sequence[Minute], votes: Sequence[ClosedVote]) -> str:
    texts = [one.text for one in said] + [vote_in_words(vote) for vote in votes]
    if not texts and item.began_at is None:
        return NOT_DISCUSSED
    return "\n\n".join(texts) or NOT_NOTED


def vote_in_words(vote: ClosedVote) -> str:
    return f"Pemungutan suara: {vote.question} Setuju {vote.yes}, tidak setuju {vote.no}, abstain {vote.abstain}."


def _around(minutes: Sequence[Minute]) -> tuple[list[Minute], list[Minute]]:
    """Return what was written before the first item and after it, of what belongs to no item."""
    first = next((at for at, one in enumerate(minutes) if one.item_id is not None), None)
    own = [(at, one) for at, one in enumerate(minutes) if one.item_id is None]
    if first is None:
        return [one for _at, one in own], []
    return [one for at, one in own if at < first], [one for at, one in own if at > first]


def _joined(minutes: Sequence[Minute]) -> str:
    return "\n\n".join(one.text for one in minutes)


def _conclusion(outcome: Outcome) -> str:
    """Return how much was decided, where nobody wrote a conclusion."""
    if not outcome.decisions and not outcome.actions:
        return ""
    return (
        f"Rapat menghasilkan {len(outcome.decisions)} keputusan dan {len(outcome.actions)} tindak lanjut. "
        "Tindak lanjut yang belum selesai menjadi acara pertama rapat berikutnya."
    )


def _letter_number(outcome: Outcome) -> str:
    found = InvitationLetter.objects.filter(meeting=outcome.meeting).values_list("number", flat=True).first()
    return found or ""
