"""What a person can be told about attendance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors.refused import MeetingError


class CheckInClosed(MeetingError):
    code = "check_in_closed"
    sentence = _("Signing in is open on the day of the meeting, until it is closed.")


class NotTheSecretary(MeetingError):
    code = "not_the_secretary"
    sentence = _("Only the coordinator and the secretaries of the body keep the attendance list.")


class ArrivalNameless(MeetingError):
    code = "arrival_nameless"
    sentence = _("Write the name.")
    field = "name"


class ArrivalFromNowhere(MeetingError):
    code = "arrival_from_nowhere"
    sentence = _("Choose the invitation, or write for which office or organization.")
    field = "instance"


class SignatureUnreadable(MeetingError):
    code = "signature_unreadable"
    sentence = _("The signature did not arrive whole. Clear it and sign once more, or sign in without it.")
    field = "signature"


class NoReader(MeetingError):
    code = "no_reader"
    sentence = _("Only people with a role have a calendar of meetings.")
