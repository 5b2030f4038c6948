"""What a person can be told while a meeting is held and about its minutes; part of `errors`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.refusal import MeetingError


class NotANoteTaker(MeetingError):
    code = "not_a_note_taker"
    sentence = _("The coordinator and the secretaries of the body take the minutes.")


class NotInSession(MeetingError):
    code = "not_in_session"
    sentence = _("This is done while the meeting is in session; it is %(state)s.")


class MinutesClosed(MeetingError):
    code = "minutes_closed"
    sentence = _("The meeting is %(state)s. Its minutes are written while it is in session or closed.")


class MinutesSealed(MeetingError):
    code = "minutes_sealed"
    sentence = _("The minutes are signed off, so nothing in them is changed any more.")


class DecisionSealed(MeetingError):
    code = "decision_sealed"
    sentence = _("It stands in minutes that are signed off. Record a decision that supersedes it.")


class MinuteEmpty(MeetingError):
    code = "minute_empty"
    sentence = _("Write what was said.")
    field = "text"


class MinuteChanged(MeetingError):
    code = "minute_changed"
    sentence = _("Somebody changed this paragraph while you wrote. Look at both before you save.")


class MinuteGone(MeetingError):
    code = "minute_gone"
    sentence = _("Somebody removed this paragraph while you wrote.")


class ItemMovedOn(MeetingError):
    code = "item_moved_on"
    sentence = _("Somebody else went on to another item already.")


class QuestionMissing(MeetingError):
    code = "question_missing"
    sentence = _("Write the question so that it can be answered with for or against.")
    field = "question"


class VoteRunning(MeetingError):
    code = "vote_running"
    sentence = _("A vote is open: “%(question)s”. Close it before the next one.")


class VoteClosed(MeetingError):
    code = "vote_closed"
    sentence = _("This vote is closed.")


class NoSeat(MeetingError):
    code = "no_seat"
    sentence = _("Members of the body vote: people themselves, organizations by their head or an officer.")


class ChoiceUnknown(MeetingError):
    code = "choice_unknown"
    sentence = _("Choose in favour, against or abstain.")
    field = "choice"


class CorrectionEmpty(MeetingError):
    code = "correction_empty"
    sentence = _("Write what is wrong and how it should read.")
    field = "text"


class NoCorrectionsNow(MeetingError):
    code = "no_corrections_now"
    sentence = _("Corrections are asked for while the minutes are circulated, until %(day)s.")


class NotCirculated(MeetingError):
    code = "not_circulated"
    sentence = _("Corrections are asked for and answered once the minutes are circulated; the meeting is %(state)s.")


class CorrectionAnswered(MeetingError):
    code = "correction_answered"
    sentence = _("Somebody answered this correction already.")


class AnswerMissing(MeetingError):
    code = "answer_missing"
    sentence = _("Say why it is not taken over. Who asked reads it.")
    field = "answer"


class CorrectionsOpen(MeetingError):
    code = "corrections_open"
    sentence = _("Corrections wait for an answer: %(count)s. Answer them before the minutes are signed off.")


class VoteOpen(MeetingError):
    code = "vote_open"
    sentence = _("A vote is still open: “%(question)s”. Close it first.")
