"""What can go wrong with an account in a way that a person can do something about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class AccountError(Refusal):
    """Something about an account that cannot be as a person asked."""


class EmailTaken(AccountError):
    code = "email_taken"
    sentence = _("Somebody already signs in with this address.")
    hint = _("Search for the person in the list; a deactivated account can be opened again.")


class OwnAccount(AccountError):
    code = "own_account"
    sentence = _("You cannot deactivate your own account.")
    hint = _("Ask another coordinator.")


class AlreadyDeactivated(AccountError):
    code = "already_deactivated"
    sentence = _("This account is already deactivated.")


class AlreadyActive(AccountError):
    code = "already_active"
    sentence = _("This account is already active.")


class DemoPassword(AccountError):
    code = "demo_password"
    sentence = _("The password of a demonstration account stays as it is.")


class MailNotSent(AccountError):
    code = "mail_not_sent"
    sentence = _("The mail could not be sent.")
    hint = _("Try again later; if it keeps failing, ask whoever runs the server to check its mail settings.")
