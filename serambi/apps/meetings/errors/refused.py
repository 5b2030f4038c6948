"""The refusals that all of it has in common."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class MeetingError(Refusal):
    """Something about decisions and actions that cannot be as a person asked."""


class NotACoordinator(MeetingError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator records decisions and actions.")
