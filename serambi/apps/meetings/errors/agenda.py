"""What a person can be told about an agenda."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors.refused import MeetingError


class AgendaFixed(MeetingError):
    code = "agenda_fixed"
    sentence = _("The meeting is %(state)s, so its agenda is not changed any more.")


class ItemDiscussed(MeetingError):
    code = "item_discussed"
    sentence = _("The meeting has come to “%(title)s” already, so it stays on the agenda.")


class ItemTitleMissing(MeetingError):
    code = "item_title_missing"
    sentence = _("Write what is to be talked about.")
    field = "title"


class ProgramMissing(MeetingError):
    code = "program_missing"
    sentence = _("Say which program it is about.")
    field = "program"


class IndicatorMissing(MeetingError):
    code = "indicator_missing"
    sentence = _("Say which indicator it is about.")
    field = "indicator"


class ActionMissing(MeetingError):
    code = "action_missing"
    sentence = _("Say which action it is about.")
    field = "action"


class AgencyMissing(MeetingError):
    code = "agency_missing"
    sentence = _("Say whose report is missing.")
    field = "organization"


class CommitmentMissing(MeetingError):
    code = "commitment_missing"
    sentence = _("Say which commitment it is about.")
    field = "commitment"


class PileMissing(MeetingError):
    code = "pile_missing"
    sentence = _("Say which reports it is about.")
    field = "pile"


class SectionTitleMissing(MeetingError):
    code = "section_title_missing"
    sentence = _("Write what the section is called.")
    field = "title"


class SuggestionGone(MeetingError):
    code = "suggestion_gone"
    sentence = _("It is not proposed any more: somebody took it over, or the figures have changed.")


class WhyDismissed(MeetingError):
    code = "why_dismissed"
    sentence = _("Say why it is left out. The reason stays with the meeting.")
    field = "reason"


class OtherBody(MeetingError):
    code = "other_body"
    sentence = _("It is parked for %(body)s. Bring it into a meeting of that body.")
