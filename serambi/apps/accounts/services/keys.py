"""Keys by which a program acts for a person."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from serambi.apps.accounts.models import ApiKey, Scope, User
from serambi.apps.accounts.queries import digest_of
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot

PREFIX = "srb_"
USED_EVERY = dt.timedelta(minutes=5)
_PUBLIC_FIELDS = ("name", "scope", "beginning", "expires_on", "revoked_at")


@transaction.atomic
def make_key(user: User, *, name: str, scope: Scope, expires_on: dt.date) -> tuple[ApiKey, str]:
    """Make a key of the person's own and return it with its text, which is kept nowhere and shown once."""
    text = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=user, name=name, scope=scope, expires_on=expires_on, beginning=text[:10], digest=digest_of(text)
    )
    record(Verb.CREATED, key, by=user, after=snapshot(key, _PUBLIC_FIELDS))
    return key, text


@transaction.atomic
def revoke_key(key: ApiKey, *, by: User) -> None:
    """End a key for good; one that is revoked already stays as it is."""
    if key.revoked_at is not None:
        return
    before = snapshot(key, _PUBLIC_FIELDS)
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    record(Verb.ARCHIVED, key, by=by, before=before, after=snapshot(key, _PUBLIC_FIELDS))


def note_use(key: ApiKey) -> None:
    """Write down that the key is used, once in five minutes."""
    now = timezone.now()
    lately = Q(used_at__isnull=True) | Q(used_at__lt=now - USED_EVERY)
    if key.used_at is None or now - key.used_at >= USED_EVERY:
        ApiKey.objects.filter(lately, pk=key.pk).update(used_at=now)
