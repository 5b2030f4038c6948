"""Making and revoking the private address of a person's calendar."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.meetings.errors import NoReader
from serambi.apps.meetings.models import CalendarFeed
from serambi.apps.meetings.permissions import can_read

_BYTES = 32


@transaction.atomic
def make_feed(user: Any) -> str:
    """Return the secret of a new address of this person; the one from before leads nowhere from now on.

    Raises NoReader.
    """
    if not can_read(user):
        raise NoReader
    token = secrets.token_urlsafe(_BYTES)
    feed, is_new = CalendarFeed.objects.update_or_create(
        user=user, defaults={"token_digest": digest_of(token), "made_at": timezone.now()}
    )
    record(Verb.CREATED if is_new else Verb.CHANGED, feed, by=user)
    return token


@transaction.atomic
def revoke_feed(user: Any) -> None:
    """Let the address of this person lead nowhere; nothing happens where there is none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=user).first()
    if feed is not None:
        record(Verb.REMOVED, feed, by=user)
        feed.delete()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
