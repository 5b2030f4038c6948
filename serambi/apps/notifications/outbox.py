"""Putting messages where they wait to be sent: once by their key, whoever puts them there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from serambi.apps.accounts.models import User
from serambi.apps.notifications import queries
from serambi.apps.notifications.models import Delivery, Message


@dataclass(frozen=True, slots=True)
class Letter:
    """A message before it is kept: to whom, of which kind, under which key, and in their language what it says."""

    user: User
    kind: str
    key: str
    subject: str
    body: str
    link: str = ""


def put(letters: Sequence[Letter], now: dt.datetime) -> int:
    """Keep these messages and their ways out, in the transaction around it; returns how many are new."""
    known = set(Message.objects.filter(key__in=[letter.key for letter in letters]).values_list("key", flat=True))
    fresh = {letter.key: letter for letter in letters if letter.key not in known}
    messages = Message.objects.bulk_create(
        [
            Message(
                user=letter.user,
                kind=letter.kind,
                key=letter.key,
                subject=letter.subject[:200],
                body=letter.body,
                link=letter.link,
                made_at=now,
            )
            for letter in fresh.values()
        ]
    )
    ways = queries.channels_by_person({letter.user.pk for letter in fresh.values()})
    Delivery.objects.bulk_create(
        [
            Delivery(message=message, channel=channel, next_at=now)
            for message in messages
            for channel in ways[message.user_id]
        ]
    )
    return len(messages)
