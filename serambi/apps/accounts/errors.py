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


class WrongCode(AccountError):
    code = "wrong_code"
    sentence = _("This code is not right, or was used already.")
    hint = _("Wait for the next code of your app, and see that the clock of your phone is right.")


class TooManyCodes(AccountError):
    code = "too_many_codes"
    sentence = _("Too many wrong codes.")
    hint = _("Wait a moment before you try the next one.")


class SecondFactorNeeded(AccountError):
    code = "second_factor_needed"
    sentence = _("Your role needs a second factor; it cannot be taken away, only replaced.")


class UnknownAtProvider(AccountError):
    code = "unknown_at_provider"
    sentence = _("You are known there, but nobody signs in here with that e-mail address.")
    hint = _("Ask the coordinator to make your account with the address that the provider knows.")


class UnverifiedAtProvider(AccountError):
    code = "unverified_at_provider"
    sentence = _("The provider has not confirmed your e-mail address, so it cannot say who you are here.")
    hint = _("Confirm the address there, or sign in with your password.")


class ProviderFailed(AccountError):
    code = "provider_failed"
    sentence = _("Signing in through the provider did not work.")
    hint = _("Try once more; if it keeps failing, sign in with your password and tell the coordinator.")
