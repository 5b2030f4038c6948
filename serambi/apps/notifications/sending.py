"""Sending what waits: any number of workers at once, each delivery taken by one of them."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.db.models import F, Q
from django.utils import timezone

from serambi.apps.notifications.channels import Send, open_channels
from serambi.apps.notifications.errors import Undelivered
from serambi.apps.notifications.models import Channel, Delivery, DeliveryState, Message

log = logging.getLogger(__name__)

# How long after each failed attempt it is tried again; after the last one it is given up and shown as such.
AGAIN_AFTER = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
# Whoever took a delivery and has not said what became of it for so long was killed.
LEASE = dt.timedelta(minutes=10)
BATCH = 200


def send_waiting(now: dt.datetime | None = None, *, check: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """Send everything that is due; returns how many were sent and how many attempts failed.

    check: called before each, so that a worker that is told to end can. What it raises leaves nothing taken.
    """
    moment = now or timezone.now()
    waiting = Q(state=DeliveryState.WAITING, next_at__lte=moment)
    abandoned = Q(state=DeliveryState.SENDING, began_at__lt=moment - LEASE)
    sent = failed = 0
    with open_channels() as channels:
        while True:
            due = list(Delivery.objects.filter(waiting | abandoned).order_by("next_at", "pk")[:BATCH])
            if not due:
                return sent, failed
            for row in due:
                check()
                delivery = _take(row, moment)
                if delivery is None:
                    continue
                if _send(delivery, channels, moment):
                    sent += 1
                else:
                    failed += 1


def _take(row: Delivery, now: dt.datetime) -> Delivery | None:
    """Take a delivery for this worker; None when another one was quicker."""
    same = Delivery.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, began_at=row.began_at)
    if row.began_at is None:
        same = Delivery.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts, began_at__isnull=True)
    if not same.update(state=DeliveryState.SENDING, began_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("message__user").get(pk=row.pk)


def _send(delivery: Delivery, channels: dict[str, Send], now: dt.datetime) -> bool:
    person = delivery.message.user
    if person is not None and not person.is_active:
        return _failed(delivery, Undelivered("the account is closed", lasting=True), now)
    try:
        channels[delivery.channel](delivery)
    except Undelivered as error:
        return _failed(delivery, error, now)
    except Exception as error:
        log.exception("delivery %s", delivery.pk)
        return _failed(delivery, Undelivered(f"{type(error).__name__}: {error}"[:300]), now)
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, sent_at=timezone.now(), problem="")
    if delivery.channel == Channel.MAIL and delivery.message.sealed:
        Message.objects.filter(pk=delivery.message_id).update(sealed="")
    return True


def _failed(delivery: Delivery, error: Undelivered, now: dt.datetime) -> bool:
    given_up = error.lasting or delivery.attempts > len(AGAIN_AFTER)
    if given_up:
        log.warning("message %s was given up: %s", delivery.message_id, error.problem)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED if given_up else DeliveryState.WAITING,
        began_at=None,
        next_at=now if given_up else now + AGAIN_AFTER[delivery.attempts - 1],
        problem=error.problem,
    )
    return False
