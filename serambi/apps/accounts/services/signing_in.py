"""What is written down when somebody signs in or out, or fails to."""

from __future__ import annotations

from serambi.apps.accounts import queries
from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record


def note_sign_in(user: User) -> None:
    record(Verb.SIGNED_IN, user, by=user)


def note_sign_out(user: User) -> None:
    record(Verb.SIGNED_OUT, user, by=user)


def note_failed_sign_in(email: str) -> None:
    """Write down that somebody tried this address with a wrong password, or one that nobody has."""
    user = queries.person_with_email(email)
    record(Verb.SIGN_IN_FAILED, user or User(email=email), by=None)
