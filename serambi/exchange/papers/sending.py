"""What sends invitations in the background: each receiver's own letter, made and handed over one after the other.

Both are begun again when their worker was killed, and go on with who is left (`meetings.services.sending`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from serambi.apps.jobs.services import JobResult, Manner, Progress, Sentence, counted_sentence, work
from serambi.apps.meetings import notices, queries, services
from serambi.apps.meetings.errors import LetterMissing, NotACoordinator
from serambi.apps.meetings.models import InvitationLetter, Meeting
from serambi.apps.meetings.permissions import can_arrange
from serambi.exchange.documents.office import load_office
from serambi.exchange.papers import letters


@work(services.SEND, title=_("Send the invitations"), manner=Manner.REPEATABLE)
def send_invitations(progress: Progress, *, by: Any, meeting: int, sequence: int) -> JobResult:
    """Send the letter of this number to whoever has not got it; who cannot be reached keeps waiting for paper."""
    found, letter = _named(meeting, by)
    office, points = load_office(settings.STATE), letters.points_of(found)
    waiting, made = services.left_to_send(found, sequence), timezone.now()
    receivers = queries.receivers_of(waiting, today=timezone.localdate(made))
    sent = 0
    for number, asked in enumerate(waiting):
        progress.tell(number, len(waiting), Sentence(gettext_noop("To %(name)s."), {"name": asked.receiver}))
        if not receivers[asked.pk]:
            continue
        asked.meeting = found
        document = letters.official_letter(found, letter, [asked], office=office, points=points)
        paper = letters.letter_attached(document, meeting=found, office=office, made=made)
        told_to = [
            notices.invitation(
                asked,
                to,
                sequence=sequence,
                is_change=asked.sent_sequence is not None,
                attached=(paper, letters.request_attached(found, to, sequence=sequence, made=made)),
            )
            for to in receivers[asked.pk]
        ]
        sent += services.hand_over(asked, told_to, sequence=sequence, by=by, now=made)
    return _done(found, counted_sentence("%(count)s invitation sent.", "%(count)s invitations sent.", count=sent))


@work(services.SEND_CANCELLATION, title=_("Tell that a meeting is cancelled"), manner=Manner.REPEATABLE)
def send_cancellation(progress: Progress, *, by: Any, meeting: int, sequence: int, reason: str) -> JobResult:
    """Tell everybody who has a letter that the meeting is not held, and take it out of their calendars."""
    found, _letter = _named(meeting, by)
    waiting, made = services.left_to_cancel(found, sequence), timezone.now()
    receivers = queries.receivers_of(waiting, today=timezone.localdate(made))
    sent = 0
    for number, asked in enumerate(waiting):
        progress.tell(number, len(waiting), Sentence(gettext_noop("To %(name)s."), {"name": asked.receiver}))
        asked.meeting = found
        told_to = [
            notices.cancellation(
                asked,
                to,
                sequence=sequence,
                reason=reason,
                attached=(letters.cancellation_attached(found, to, sequence=sequence, made=made),),
            )
            for to in receivers[asked.pk]
        ]
        sent += services.take_back(asked, told_to, sequence=sequence, by=by, now=made)
    return _done(found, counted_sentence("%(count)s cancellation sent.", "%(count)s cancellations sent.", count=sent))


def _named(meeting: int, by: Any) -> tuple[Meeting, InvitationLetter]:
    """Return the meeting as its letter tells it, and the letter. Raises NotACoordinator and LetterMissing."""
    if not can_arrange(by):
        raise NotACoordinator
    found = Meeting.objects.select_related("body").filter(pk=meeting).first()
    letter = queries.letter_of(found) if found is not None else None
    if found is None or letter is None:
        raise LetterMissing
    return letters.as_told(found, letter), letter


def _done(meeting: Meeting, sentence: Any) -> JobResult:
    return JobResult(
        sentence,
        page="meetings:invitations",
        page_arguments={"pk": meeting.pk},
        page_label=gettext_noop("See who is invited"),
    )
