"""What people ask to change in circulated minutes, and what the secretary makes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import (
    AnswerMissing,
    CorrectionAnswered,
    CorrectionEmpty,
    MinuteChanged,
    MinuteEmpty,
    MinuteGone,
    NoCorrectionsNow,
    NotCirculated,
)
from serambi.apps.meetings.models import CorrectionState, Meeting, MeetingState, Minute, MinutesCorrection
from serambi.apps.meetings.queries.minutes import corrections_until
from serambi.apps.meetings.services.minutes import held_for_minutes, rewrite
from serambi.apps.notifications.services import Letter, tell
from serambi.ui import formats


@transaction.atomic
def ask_correction(
    meeting: Meeting, text: str, *, by: Any, today: dt.date, minute: Minute | None = None
) -> MinutesCorrection:
    """Ask for a correction of circulated minutes, of one paragraph or of the whole, and return it.

    Raises NotCirculated, NoCorrectionsNow, CorrectionEmpty.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state != MeetingState.CIRCULATED:
        raise NotCirculated(state=current.get_state_display())
    until = corrections_until(current.state_since)
    if today > until:
        raise NoCorrectionsNow(day=formats.day(until))
    if not text.strip():
        raise CorrectionEmpty
    made = MinutesCorrection.objects.create(meeting=current, minute=minute, text=text.strip(), by=by, at=timezone.now())
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    return made


@transaction.atomic
def take_correction(
    correction: MinutesCorrection, text: str, *, by: Any, seen: int | None, answer: str = ""
) -> MinutesCorrection:
    """Take a correction over: the paragraph reads as `text` from now on. Return the correction.

    seen: the version of the paragraph that the secretary looked at, None for a correction of no paragraph, which is
    carried out elsewhere first. Raises NotANoteTaker, NotCirculated, CorrectionAnswered, MinuteGone, MinuteChanged,
    MinuteEmpty.
    """
    current = _held(correction, by=by)
    if current.minute_id is not None:
        minute = Minute.objects.select_for_update(of=("self",)).filter(pk=current.minute_id).first()
        if minute is None:
            raise MinuteGone
        if minute.version != seen:
            raise MinuteChanged
        if not text.strip():
            raise MinuteEmpty
        rewrite(minute, text.strip(), by=by, reason=current.text)
    return _answered(current, CorrectionState.TAKEN, answer, by=by)


@transaction.atomic
def refuse_correction(correction: MinutesCorrection, answer: str, *, by: Any) -> MinutesCorrection:
    """Leave the minutes as they are and say why.

    Raises NotANoteTaker, NotCirculated, CorrectionAnswered, AnswerMissing.
    """
    current = _held(correction, by=by)
    if not answer.strip():
        raise AnswerMissing
    return _answered(current, CorrectionState.REFUSED, answer, by=by)


def _held(correction: MinutesCorrection, *, by: Any) -> MinutesCorrection:
    meeting = held_for_minutes(correction.meeting, by=by)
    current = MinutesCorrection.objects.select_for_update(of=("self",)).select_related("by").get(pk=correction.pk)
    if meeting.state != MeetingState.CIRCULATED:
        raise NotCirculated(state=meeting.get_state_display())
    if current.state != CorrectionState.OPEN:
        raise CorrectionAnswered
    return current


def _answered(correction: MinutesCorrection, state: CorrectionState, answer: str, *, by: Any) -> MinutesCorrection:
    before = snapshot(correction)
    correction.state, correction.answer = state, answer.strip()
    correction.answered_by, correction.answered_at = by, timezone.now()
    correction.save()
    record(Verb.CHANGED, correction, by=by, before=before, after=snapshot(correction))
    if correction.by is not None and correction.by != by:
        with translation.override(correction.by.language):
            subject = _("Your correction of the minutes: %(state)s") % {"state": correction.get_state_display()}
            body = "\n\n".join(part for part in (f"“{correction.text}”", correction.answer) if part)
            link = f"{correction.meeting.get_absolute_url()}minutes/"
            key = f"minutes-correction:{correction.pk}"
            tell(Letter(correction.by, "minutes", key, subject, body, link))
    return correction
