"""Everything a person can do to an account; who may do it to whose is decided by `agencies`, which knows the roles."""

from __future__ import annotations

import logging
from functools import partial

from axes.handlers.proxy import AxesProxyHandler
from django.db import transaction
from django.utils import timezone

from serambi.apps.accounts import mails, queries
from serambi.apps.accounts.errors import (
    AlreadyActive,
    AlreadyDeactivated,
    DemoPassword,
    EmailTaken,
    MailNotSent,
    OwnAccount,
)
from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import can_change_password
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot

log = logging.getLogger(__name__)


# People -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_person(
    *, email: str, name: str, position: str = "", language: str = "id", password: str | None = None, by: User | None
) -> User:
    """Create an account; without a password the person cannot sign in until they choose one by a link.

    Raises EmailTaken when somebody signs in with this address, whatever its case.
    """
    _refuse_taken(email)
    user = User.objects.create_user(email, password, name=name, position=position, language=language)
    record(Verb.CREATED, user, by=by, after=snapshot(user))
    return user


@transaction.atomic
def create_demo_person(*, email: str, name: str, encoded_password: str) -> User:
    """Create a demonstration account, which signs in nowhere but in a trial; encoded_password is hashed already."""
    _refuse_taken(email)
    user = User(email=email.lower(), name=name, password=encoded_password, is_demo=True)
    user.save()
    record(Verb.CREATED, user, by=None, after=snapshot(user))
    return user


@transaction.atomic
def change_person(user: User, *, email: str, name: str, position: str, language: str, by: User) -> None:
    """Correct what is written about a person. Raises EmailTaken."""
    if email.lower() != user.email:
        _refuse_taken(email)
    before = snapshot(user)
    user.email, user.name, user.position, user.language = email.lower(), name, position, language
    user.save(update_fields=["email", "name", "position", "language"])
    record(Verb.CHANGED, user, by=by, before=before, after=snapshot(user))


@transaction.atomic
def change_profile(user: User, *, name: str, position: str, language: str) -> None:
    """Let a person correct their own name, position and language; the address belongs to the coordinator."""
    before = snapshot(user)
    user.name, user.position, user.language = name, position, language
    user.save(update_fields=["name", "position", "language"])
    record(Verb.CHANGED, user, by=user, before=before, after=snapshot(user))


@transaction.atomic
def deactivate(user: User, *, by: User, reason: str = "") -> None:
    """Close an account and every session of it; nothing that the person did is lost.

    Raises OwnAccount and AlreadyDeactivated.
    """
    if user.pk == by.pk:
        raise OwnAccount
    if not user.is_active:
        raise AlreadyDeactivated
    before = snapshot(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(Verb.DEACTIVATED, user, by=by, before=before, after=snapshot(user), reason=reason)


@transaction.atomic
def reactivate(user: User, *, by: User | None) -> None:
    """Open an account again; the password is the one it had. Raises AlreadyActive."""
    if user.is_active:
        raise AlreadyActive
    before = snapshot(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(Verb.REACTIVATED, user, by=by, before=before, after=snapshot(user))


def _refuse_taken(email: str) -> None:
    if queries.person_with_email(email) is not None:
        raise EmailTaken


# Passwords ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def change_password(user: User, *, password: str) -> None:
    """Give the account the password its owner chose; every other session of theirs ends, a lockout too.

    Raises DemoPassword. The password must have passed the validators already.
    """
    if not can_change_password(user):
        raise DemoPassword
    user.set_password(password)
    user.save(update_fields=["password"])
    AxesProxyHandler.reset_attempts(username=user.email)
    record(Verb.PASSWORD_CHANGED, user, by=user)


def request_password_link(email: str, *, site: str) -> None:
    """Send a link to whoever signs in with this address; say nothing when that is nobody.

    The caller learns nothing either way, so that nobody can find out who has an account.
    """
    user = queries.person_with_email(email)
    if user is None or not queries.may_be_sent_a_link(user, now=timezone.now()):
        return
    try:
        with transaction.atomic():
            record(Verb.PASSWORD_LINK_SENT, user, by=None)
            transaction.on_commit(partial(mails.send_reset, user, site=site))
    except MailNotSent:
        log.exception("the mail with a password link could not be sent")


@transaction.atomic
def send_welcome_link(user: User, *, site: str, by: User) -> None:
    """Send a new person the link to choose their first password, once the account is saved.

    Raises MailNotSent after the account was saved, and DemoPassword.
    """
    if not can_change_password(user):
        raise DemoPassword
    record(Verb.PASSWORD_LINK_SENT, user, by=by)
    transaction.on_commit(partial(mails.send_welcome, user, site=site))


# Signing in and out -------------------------------------------------------------------------------------------------


def note_sign_in(user: User) -> None:
    record(Verb.SIGNED_IN, user, by=user)


def note_sign_out(user: User) -> None:
    record(Verb.SIGNED_OUT, user, by=user)


def note_failed_sign_in(email: str) -> None:
    """Write down that somebody tried this address with a wrong password, or one that nobody has."""
    user = queries.person_with_email(email)
    record(Verb.SIGN_IN_FAILED, user or User(email=email), by=None)
