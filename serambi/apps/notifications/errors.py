"""What can go wrong with a message in a way that a person can do something about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class NotificationError(Refusal):
    """Something about messages that cannot be as a person asked."""


class UnknownPushService(NotificationError):
    code = "unknown_push_service"
    sentence = _("This browser's message service is not one that Serambi sends to.")
    hint = _("Use Chrome, Edge, Firefox or Safari, or choose another channel.")


class NotFailed(NotificationError):
    code = "not_failed"
    sentence = _("This message is on its way or has arrived already.")


class Undelivered(Exception):
    """A channel did not take a message. lasting: trying again will not help."""

    def __init__(self, problem: str, *, lasting: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.lasting = problem, lasting


class Gone(Exception):
    """A device does not want messages any more."""
