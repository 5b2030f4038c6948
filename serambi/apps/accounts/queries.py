"""What is known about people's accounts."""

from __future__ import annotations

import datetime as dt

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth.tokens import default_token_generator
from django.db.models import QuerySet
from django.utils.http import urlsafe_base64_decode

from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import can_change_password, can_sign_in
from serambi.apps.audit.models import Entry, Verb

# How many links a person is sent before they have to wait, and how long; a mailbox must not be flooded by a stranger.
LINKS_AT_MOST = 3
LINKS_WITHIN = dt.timedelta(minutes=15)


def people() -> QuerySet[User]:
    """Return everybody with an account, by name."""
    return User.objects.order_by("name", "pk")


def person_with_email(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def sign_in_opens_at(*, email: str, address: str | None, now: dt.datetime) -> dt.datetime:
    """Return when this address may be tried again from that network address; now, when nothing is locked."""
    wait = get_cool_off() or dt.timedelta()
    last = (
        AccessAttempt.objects.filter(username=email, ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    return max(last + wait, now) if last is not None else now


def person_of_link(identity: str) -> User | None:
    """Return whom a password link was made for, or None when they may not choose a password any more."""
    try:
        user = User.objects.filter(pk=int(urlsafe_base64_decode(identity).decode())).first()
    except (ValueError, OverflowError):
        return None
    return user if user is not None and can_sign_in(user) and can_change_password(user) else None


def link_is_valid(user: User, token: str) -> bool:
    return default_token_generator.check_token(user, token)


def may_be_sent_a_link(user: User, *, now: dt.datetime) -> bool:
    """Tell whether the person can use a password link and has not been sent too many lately."""
    if not can_sign_in(user) or not can_change_password(user):
        return False
    sent = Entry.objects.filter(
        object_type=User._meta.label_lower,
        object_id=str(user.pk),
        verb=Verb.PASSWORD_LINK_SENT,
        at__gt=now - LINKS_WITHIN,
    )
    return sent.count() < LINKS_AT_MOST
