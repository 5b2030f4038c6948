"""Accounts made, corrected, closed and opened; `agencies`, which knows the roles, decides who may do it to whose."""

from __future__ import annotations

from django.db import transaction

from serambi.apps.accounts import queries
from serambi.apps.accounts.errors import AlreadyActive, AlreadyDeactivated, EmailTaken, OwnAccount
from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot


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
