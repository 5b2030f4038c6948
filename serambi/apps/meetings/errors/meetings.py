"""What a person can be told about bodies and meetings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors.refused import MeetingError


class CodeTaken(MeetingError):
    code = "code_taken"
    sentence = _("There is a body %(code)s already. Choose another code.")
    field = "code"


class MemberThere(MeetingError):
    code = "member_there"
    sentence = _("%(name)s is a member already.")
    field = "member"


class EndsBeforeItBegins(MeetingError):
    code = "ends_before_it_begins"
    sentence = _("A meeting lasts at least a minute.")
    field = "minutes"


class NotBeforeItsDay(MeetingError):
    code = "not_before_its_day"
    sentence = _("It begins on %(day)s. Change its day if it is held today.")


class MeetingOver(MeetingError):
    code = "meeting_over"
    sentence = _("It is %(state)s, so its day and place are not changed any more.")


class MeetingMoveNotOpen(MeetingError):
    code = "meeting_move_not_open"
    sentence = _("This cannot be done now: the meeting is %(state)s.")
    hint = _("Look at it again; somebody may have been quicker.")


class NoOutcomesNow(MeetingError):
    code = "no_outcomes_now"
    sentence = _("The meeting is %(state)s. What it decides is recorded while it is in session or closed.")


class ReasonMissing(MeetingError):
    code = "reason_missing"
    sentence = _("Say why. The reason stays in the history of the meeting.")
    field = "reason"
