"""What a person can be told about documents of meetings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors.refused import MeetingError


class NotHeldYet(MeetingError):
    code = "not_held_yet"
    sentence = _("The meeting is %(state)s. Its documents are written once it has been closed.")


class PartiesMissing(MeetingError):
    code = "parties_missing"
    sentence = _("An agreement has at least two parties. Choose who signs it.")
    field = "parties"


class NotAPicture(MeetingError):
    code = "not_a_picture"
    sentence = _("Only photographs and pictures stand in the minutes.")
    field = "picture"


class CaptionMissing(MeetingError):
    code = "caption_missing"
    sentence = _("Say in a few words what the photograph shows, also for people who do not see it.")
    field = "caption"


class TooManyPhotographs(MeetingError):
    code = "too_many_photographs"
    sentence = _("%(limit)s photographs stand in the documents already. Take one out first.")
    field = "picture"
