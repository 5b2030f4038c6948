"""A report comes in from somebody without an account."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import acting_unseen, record, snapshot
from serambi.apps.citizen_reports import errors
from serambi.apps.citizen_reports.clocks import due_dates
from serambi.apps.citizen_reports.links import new_code, new_secret
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory, ReportStep, State
from serambi.apps.citizen_reports.models.reports import RECORDED
from serambi.apps.regions.models import Area
from serambi.ui import formats

MOST_PHOTOGRAPHS = 3
# The same words about the same place within a day are the same report.
_SAME_WITHIN = dt.timedelta(days=1)
_TRIES = 5
RECEIVED = "receive"


@dataclass(frozen=True, slots=True)
class SentFacts:
    """What a resident sent. key: of the form, the same when it is sent again."""

    category: ReportCategory
    village: Area
    text: str
    key: str
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""
    contact: str = ""


def receive(facts: SentFacts, *, now: dt.datetime) -> CitizenReport:
    """Take a report and return it; the same form sent again returns the report that it became.

    Raises CategoryClosed, and SentAlready when the same words about the same place came within a day.
    """
    earlier = CitizenReport.objects.filter(sent_key=facts.key).first()
    if earlier is not None:
        return earlier
    if facts.category.archived_at is not None:
        raise errors.CategoryClosed(name=facts.category.display_name)
    fingerprint = fingerprint_of(facts)
    same = CitizenReport.objects.filter(fingerprint=fingerprint, received_at__gt=now - _SAME_WITHIN).first()
    if same is not None:
        raise errors.SentAlready(day=formats.day(timezone.localtime(same.received_at).date()))
    for _try in range(_TRIES):
        try:
            return _create(facts, fingerprint, now)
        except IntegrityError:  # the same form a moment ago, or a code that was given before
            earlier = CitizenReport.objects.filter(sent_key=facts.key).first()
            if earlier is not None:
                return earlier
    raise RuntimeError("no code was free")


def fingerprint_of(facts: SentFacts) -> str:
    """Return the same for the same words about the same place, whatever their case and spaces."""
    words = " ".join(facts.text.casefold().split())
    return hashlib.sha256(f"{facts.category.pk}:{facts.village.pk}:{words}".encode()).hexdigest()


@acting_unseen()
@transaction.atomic
def _create(facts: SentFacts, fingerprint: str, now: dt.datetime) -> CitizenReport:
    report = _written(facts, fingerprint, now)
    record(Verb.CREATED, report, by=None, after=snapshot(report, RECORDED))
    return report


@transaction.atomic
def made_up(facts: SentFacts, *, now: dt.datetime) -> CitizenReport:
    """Return a report that nobody sent, marked as illustration and without an entry in the record."""
    return _written(facts, fingerprint_of(facts), now, is_illustration=True)


def _written(facts: SentFacts, fingerprint: str, now: dt.datetime, *, is_illustration: bool = False) -> CitizenReport:
    first, last = due_dates(timezone.localtime(now).date(), facts.category.clock)
    report = CitizenReport.objects.create(
        code=new_code(),
        secret=new_secret(),
        sent_key=facts.key or None,
        fingerprint=fingerprint,
        category=facts.category,
        village=facts.village,
        place=facts.place.strip(),
        text=facts.text.strip(),
        latitude=facts.latitude,
        longitude=facts.longitude,
        reporter_name=facts.name.strip(),
        contact=facts.contact.strip(),
        consented_at=now,
        state_since=now,
        agency=facts.category.agency,
        clock=facts.category.clock,
        received_at=now,
        answer_due_on=first,
        due_on=last,
        is_illustration=is_illustration,
    )
    ReportStep.objects.create(report=report, move=RECEIVED, after=State.RECEIVED, at=now)
    return report
