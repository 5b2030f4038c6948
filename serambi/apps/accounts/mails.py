"""The mails about passwords, each in the language of the person who gets it."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from serambi.apps.accounts.errors import MailNotSent
from serambi.apps.accounts.models import User


def password_path(user: User) -> str:
    """Return the path of the page where the person chooses a password; it works once and for a day."""
    identity = urlsafe_base64_encode(force_bytes(user.pk))
    with translation.override(user.language):
        return reverse("accounts:password_choose", args=[identity, default_token_generator.make_token(user)])


def send_reset(user: User, *, site: str) -> None:
    """Send the link to somebody who forgot the password; site: scheme and host, without a slash at the end."""
    _send("reset", user, site=site)


def send_welcome(user: User, *, site: str) -> None:
    """Send the first link to somebody whose account was made for them."""
    _send("welcome", user, site=site)


def _send(kind: str, user: User, *, site: str) -> None:
    context = {
        "user": user,
        "link": f"{site}{password_path(user)}",
        "site": site,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    with translation.override(user.language):
        subject = render_to_string(f"accounts/mail/{kind}_subject.txt", context).strip()
        body = render_to_string(f"accounts/mail/{kind}.txt", context)
    try:
        send_mail(subject, body, None, [user.email])
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotSent from error
