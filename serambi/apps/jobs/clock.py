"""Carrying out what is due; any number of processes may do so at once, and each time is carried out by one of them."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from django_tasks_db.utils import is_locked_database_exception

from serambi.apps.jobs import board
from serambi.apps.jobs.duties import Registered, registered_duties
from serambi.apps.jobs.kinds import Manner
from serambi.apps.jobs.models import Duty, Outcome
from serambi.apps.jobs.sentences import Sentence, sentence_of
from serambi.ui.refusals import Refusal

log = logging.getLogger(__name__)

# A duty that takes its process with it must not do so again and again at once.
ATTEMPTS = 3
# After a failure a duty is tried again so much later, or at its next time when that comes first.
_AGAIN_AFTER = dt.timedelta(hours=1)


class Taken(Exception):
    """Another process carried it out; what was written here is rolled back."""


def know_duties(now: dt.datetime) -> None:
    """Give every duty that is new in this version of the program its first time."""
    duties = registered_duties()
    known = set(Duty.objects.filter(name__in=duties).values_list("name", flat=True))
    fresh = [Duty(name=name, next_due_at=duty.first(now)) for name, duty in duties.items() if name not in known]
    if fresh:
        Duty.objects.bulk_create(fresh, ignore_conflicts=True)


def carry_out_due(now: dt.datetime | None = None) -> int:
    """Carry out every duty that is due; returns how many this process carried out. One query when nothing is due."""
    moment = now or timezone.now()
    duties = registered_duties()
    due = Duty.objects.filter(next_due_at__lte=moment, name__in=duties).order_by("next_due_at")
    return sum(_carry_out(duties[row.name], row.pk, moment) for row in due)


def _carry_out(duty: Registered, pk: int, now: dt.datetime) -> int:
    with board.held(f"duty-{duty.name}") as mine:
        # Read again: between the list and the lock another process may have carried it out.
        row = Duty.objects.filter(pk=pk, next_due_at__lte=now).first() if mine else None
        if row is None:
            return 0
        with translation.override(settings.LANGUAGE_CODE):
            if row.attempts >= ATTEMPTS:
                log.error("duty %s took its process with it %s times", duty.name, row.attempts)
                _fail(duty, row, now, Sentence(gettext_noop("It was begun several times and never ended.")))
                return 1
            Duty.objects.filter(pk=pk).update(began_at=timezone.now(), attempts=F("attempts") + 1)
            return _do_or_tell_why_not(duty, row, now)


def _do_or_tell_why_not(duty: Registered, row: Duty, now: dt.datetime) -> int:
    try:
        _do(duty, row, now)
    except Taken:
        return 0
    except Refusal as refusal:
        _fail(duty, row, now, Sentence("%(reason)s", {"reason": str(refusal)}))
    except OperationalError as error:
        if is_locked_database_exception(error):  # it stays due, and is carried out when the other writer is done
            raise
        _fail_unexpectedly(duty, row, now)
    except Exception:  # noqa: BLE001 - a duty that is wrong must not keep the others from theirs
        _fail_unexpectedly(duty, row, now)
    return 1


def _fail_unexpectedly(duty: Registered, row: Duty, now: dt.datetime) -> None:
    reference = secrets.token_hex(4).upper()
    log.exception("duty %s failed, reference %s", duty.name, reference)
    _fail(duty, row, now, Sentence(), reference=reference)


def _do(duty: Registered, row: Duty, now: dt.datetime) -> None:
    """Carry it out and set its next time; which of the two comes first, or whether they are one, is its manner."""
    due = row.next_due_at
    if duty.manner is Manner.WHOLE:
        with transaction.atomic():
            _end(duty, row, now, duty.carry(due))
        return
    if duty.manner is Manner.ONCE:
        _move(row, duty.next(due, now))
    _end(duty, row, now, duty.carry(due))


def _move(row: Duty, next_due_at: dt.datetime, **fields: Any) -> None:
    """Set the next time. Raises Taken when another process has set it since."""
    if not Duty.objects.filter(pk=row.pk, next_due_at=row.next_due_at).update(next_due_at=next_due_at, **fields):
        raise Taken
    row.next_due_at = next_due_at


def _end(duty: Registered, row: Duty, now: dt.datetime, said: Sentence | str | None) -> None:
    due = row.next_due_at if row.next_due_at > now else duty.next(row.next_due_at, now)
    sentence = sentence_of(said or "").plain()
    _move(row, due, ended_at=timezone.now(), outcome=Outcome.DONE, sentence=sentence, reference="", attempts=0)


def _fail(duty: Registered, row: Duty, now: dt.datetime, said: Sentence, *, reference: str = "") -> None:
    again = min(duty.next(row.next_due_at, now), now + _AGAIN_AFTER) if row.next_due_at <= now else row.next_due_at
    fields = {"outcome": Outcome.FAILED, "sentence": said.plain(), "reference": reference, "attempts": 0}
    Duty.objects.filter(pk=row.pk).update(next_due_at=again, ended_at=timezone.now(), **fields)
