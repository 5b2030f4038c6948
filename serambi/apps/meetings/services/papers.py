"""Writing what the documents of a meeting say besides its minutes, and choosing its photographs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from serambi.apps.agencies.models import Organization
from serambi.apps.attachments.models import Attachment
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import (
    CaptionMissing,
    ChangedMeanwhile,
    NotACoordinator,
    NotAPicture,
    NotHeldYet,
    PartiesMissing,
    TooManyPhotographs,
)
from serambi.apps.meetings.models import Meeting, Paper, PaperKind, Photograph
from serambi.apps.meetings.permissions import can_record
from serambi.apps.meetings.workflow import HELD

MOST_PHOTOGRAPHS = 12
_FEWEST_PARTIES = 2


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What somebody writes for a document; `models.Paper` says what each is."""

    number: str = ""
    day: dt.date | None = None
    subject: str = ""
    recipient: str = ""
    opening: str = ""
    points: str = ""
    closing: str = ""
    signatory: str = ""
    parties: Collection[Organization] = ()


@transaction.atomic
def write_paper(meeting: Meeting, kind: str, facts: PaperFacts, *, by: Any, seen: int | None = None) -> Paper:
    """Keep what is written for a document of a meeting that was held, and return it.

    seen: the version that the person looked at, 0 for none. Raises NotACoordinator, NotHeldYet, PartiesMissing,
    ChangedMeanwhile.
    """
    if not can_record(by):
        raise NotACoordinator
    # The meeting is held until the end, so that two people who write the first version write one after the other.
    current = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if current.state not in HELD:
        raise NotHeldYet(state=current.get_state_display())
    if kind == PaperKind.AGREEMENT and len(facts.parties) < _FEWEST_PARTIES:
        raise PartiesMissing
    paper = Paper.objects.filter(meeting=current, kind=kind).first()
    if seen is not None and seen != (paper.version if paper is not None else 0):
        raise ChangedMeanwhile
    is_new = paper is None
    paper = paper or Paper(meeting=current, kind=kind, version=0)
    before = {} if is_new else _picture_of(paper)
    for name, value in _columns(facts).items():
        setattr(paper, name, value)
    paper.version += 1
    paper.save()
    paper.parties.set(facts.parties)
    record(Verb.CREATED if is_new else Verb.CHANGED, paper, by=by, before=before, after=_picture_of(paper))
    return paper


def _columns(facts: PaperFacts) -> dict[str, Any]:
    return {
        "number": facts.number.strip(),
        "day": facts.day,
        "subject": facts.subject.strip(),
        "recipient": facts.recipient.strip(),
        "opening": facts.opening.strip(),
        "points": facts.points.strip(),
        "closing": facts.closing.strip(),
        "signatory": facts.signatory.strip(),
    }


def _picture_of(paper: Paper) -> dict[str, Any]:
    return {**snapshot(paper), "parties": sorted(paper.parties.values_list("abbreviation", flat=True))}


@transaction.atomic
def choose_photograph(meeting: Meeting, attachment: Attachment, *, caption: str, by: Any) -> Photograph:
    """Put a picture that is attached to the meeting into its documents, or change its caption, and return it.

    Raises NotACoordinator, NotAPicture, CaptionMissing, TooManyPhotographs.
    """
    if not can_record(by):
        raise NotACoordinator
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    is_its_own = (attachment.owner_type, attachment.owner_id) == (Meeting._meta.label_lower, meeting.pk)
    if not (is_its_own and attachment.is_current and attachment.stored.is_picture):
        raise NotAPicture
    if not caption.strip():
        raise CaptionMissing
    chosen = Photograph.objects.filter(attachment=attachment).first()
    if chosen is not None:
        before = snapshot(chosen)
        chosen.caption = caption.strip()
        chosen.save(update_fields=["caption"])
        record(Verb.CHANGED, chosen, by=by, before=before, after=snapshot(chosen))
        return chosen
    if meeting.photographs.count() >= MOST_PHOTOGRAPHS:
        raise TooManyPhotographs(limit=MOST_PHOTOGRAPHS)
    last = meeting.photographs.aggregate(last=Max("position"))["last"] or 0
    chosen = Photograph.objects.create(
        meeting=meeting, attachment=attachment, caption=caption.strip(), position=last + 1
    )
    record(Verb.CREATED, chosen, by=by, after=snapshot(chosen))
    return chosen


@transaction.atomic
def take_out_photograph(photograph: Photograph, *, by: Any) -> None:
    """Take a picture out of the documents; the file stays attached. Raises NotACoordinator."""
    if not can_record(by):
        raise NotACoordinator
    record(Verb.REMOVED, photograph, by=by, before=snapshot(photograph))
    photograph.delete()
