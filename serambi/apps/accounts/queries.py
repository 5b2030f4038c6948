"""What is known about people's accounts."""

from __future__ import annotations

import datetime as dt
import hashlib

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from serambi.apps.accounts.models import ApiKey, OpenSession, SignInRules, User
from serambi.apps.accounts.permissions import can_change_password, can_sign_in, has_one_of
from serambi.apps.audit.models import Verb
from serambi.apps.audit.queries import entries_about

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
    about = entries_about(User._meta.label_lower, [user.pk])
    sent = about.filter(verb=Verb.PASSWORD_LINK_SENT, at__gt=now - LINKS_WITHIN)
    return sent.count() < LINKS_AT_MOST


# A second factor ----------------------------------------------------------------------------------------------------


def sign_in_rules() -> SignInRules:
    """Return the rules of signing in; nothing is asked where nobody has said so."""
    return SignInRules.objects.first() or SignInRules()


def has_second_factor(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def needs_second_factor(user: User) -> bool:
    """Tell whether one of the person's roles needs a second factor; demonstration accounts have none."""
    roles = sign_in_rules().second_factor_roles
    return bool(roles) and can_change_password(user) and has_one_of(user, roles)


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def signed_in_without_second_factor() -> QuerySet[User]:
    """Return everybody who is signed in somewhere and has no second factor."""
    with_one = TOTPDevice.objects.filter(confirmed=True).values("user")
    return User.objects.filter(pk__in=OpenSession.objects.values("user")).exclude(pk__in=with_one)


# Sessions and keys --------------------------------------------------------------------------------------------------


def open_sessions_of(user: User) -> QuerySet[OpenSession]:
    """Return where the person is signed in, the last used first; a session that ran out is none."""
    standing = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return OpenSession.objects.filter(user=user, session_key__in=standing)


def digest_of(text: str) -> str:
    """Return what is kept of an API key; its 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(text: str) -> ApiKey | None:
    """Return the API key with this text and its person, whether it still works or not."""
    return ApiKey.objects.select_related("user").filter(digest=digest_of(text)).first()


def keys_of(user: User) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(user=user)


def working_keys_of(user: User, today: dt.date) -> QuerySet[ApiKey]:
    return keys_of(user).filter(revoked_at__isnull=True, expires_on__gte=today)
