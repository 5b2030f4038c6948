"""What every refusal of this app is."""

from __future__ import annotations

from serambi.ui.refusals import Refusal


class MeetingError(Refusal):
    """Something about decisions and actions that cannot be as a person asked."""
