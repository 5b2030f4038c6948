"""Passwords, and the links by which people choose one."""

from __future__ import annotations

import logging
from functools import partial

from axes.handlers.proxy import AxesProxyHandler
from django.db import transaction
from django.utils import timezone

from serambi.apps.accounts import mails, queries
from serambi.apps.accounts.errors import DemoPassword, MailNotSent
from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import can_change_password
from serambi.apps.accounts.services.sessions import end_others
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import current_address, record

log = logging.getLogger(__name__)


@transaction.atomic
def change_password(user: User, *, password: str, but: str | None = None) -> None:
    """Give the account the password its owner chose; every other session of theirs ends, a lockout too.

    but: the key of the session that stays. Raises DemoPassword. The password must have passed the validators already.
    """
    if not can_change_password(user):
        raise DemoPassword
    user.set_password(password)
    user.save(update_fields=["password"])
    AxesProxyHandler.reset_attempts(username=user.email)
    end_others(user, but=but, by=user)
    record(Verb.PASSWORD_CHANGED, user, by=user)


def request_password_link(email: str, *, site: str) -> None:
    """Send a link to whoever signs in with this address; say nothing when that is nobody.

    The caller learns nothing either way, so that nobody can find out who has an account.
    """
    user = queries.person_with_email(email)
    if user is None or not queries.may_be_sent_a_link(user, now=timezone.now()):
        # In the log alone: whoever asks for very many would otherwise fill the record with them.
        log.warning("a password link was not sent (person %s, from %s)", user.pk if user else "-", current_address())
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
