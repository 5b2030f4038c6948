"""Putting messages where they wait to be sent: once by their key, whoever puts them there."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from serambi.apps.accounts.models import User
from serambi.apps.notifications import queries
from serambi.apps.notifications.models import Channel, Delivery, Enclosure, Message
from serambi.apps.notifications.sealed import sealed


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody without an account, who is told by mail alone."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message. media_type: as mail says it, for example `text/calendar; method=REQUEST`."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        head = f"{self.name}\n{self.media_type}\n".encode()
        return hashlib.sha256(head + self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Letter:
    """A message before it is kept: to whom, of which kind, under which key, and in their language what it says.

    secret: what the mail alone says after the rest, kept sealed until then. attached: go with the mail, and are read on
    the page of the message.
    """

    user: User | Stranger
    kind: str
    key: str
    subject: str
    body: str
    link: str = ""
    secret: str = ""
    attached: tuple[Attached, ...] = ()


def put(letters: Sequence[Letter], now: dt.datetime) -> int:
    """Keep these messages and their ways out, in the transaction around it; returns how many are new."""
    known = set(Message.objects.filter(key__in=[letter.key for letter in letters]).values_list("key", flat=True))
    fresh = {letter.key: letter for letter in letters if letter.key not in known}
    messages = Message.objects.bulk_create([_message(letter, now) for letter in fresh.values()])
    _enclose(messages, list(fresh.values()))
    ways = queries.channels_by_person({message.user_id for message in messages if message.user_id is not None})
    Delivery.objects.bulk_create(
        [
            Delivery(message=message, channel=channel, next_at=now)
            for message in messages
            for channel in (ways[message.user_id] if message.user_id is not None else [Channel.MAIL])
        ]
    )
    return len(messages)


def _message(letter: Letter, now: dt.datetime) -> Message:
    to = letter.user
    whose = {"address": to.address, "name": to.name[:200]} if isinstance(to, Stranger) else {"user": to}
    return Message(
        kind=letter.kind,
        key=letter.key,
        subject=letter.subject[:200],
        body=letter.body,
        link=letter.link,
        sealed=sealed(letter.secret),
        made_at=now,
        **whose,
    )


def _enclose(messages: Sequence[Message], letters: Sequence[Letter]) -> None:
    """Keep each file once and write down with which messages it goes; no query where there are no files."""
    files = {one.digest: one for letter in letters for one in letter.attached}
    if not files:
        return
    Enclosure.objects.bulk_create(
        [
            Enclosure(digest=digest, name=one.name[:100], media_type=one.media_type, content=one.content)
            for digest, one in files.items()
        ],
        ignore_conflicts=True,
    )
    numbers = dict(Enclosure.objects.filter(digest__in=files).values_list("digest", "pk"))
    between = Message.enclosures.through
    between._default_manager.bulk_create(
        [
            between(message_id=message.pk, enclosure_id=numbers[one.digest])
            for message, letter in zip(messages, letters, strict=True)
            for one in letter.attached
        ]
    )
