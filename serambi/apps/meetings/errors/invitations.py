"""What a person can be told about invitations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors.refused import MeetingError


class LetterOver(MeetingError):
    code = "letter_over"
    sentence = _("The meeting is %(state)s, so nobody is invited to it any more.")


class LetterMissing(MeetingError):
    code = "letter_missing"
    sentence = _("Write the letter first; its receivers are the members of the body.")


class LetterIncomplete(MeetingError):
    code = "letter_incomplete"
    sentence = _("The letter cannot be sent yet. Still missing: %(what)s.")


class NobodyInvited(MeetingError):
    code = "nobody_invited"
    sentence = _("Nobody is invited yet. Add the members of the body, or guests.")


class NothingToSend(MeetingError):
    code = "nothing_to_send"
    sentence = _("Everybody who can be reached has this letter, and neither time nor place has changed since.")


class MeetingBegan(MeetingError):
    code = "meeting_began"
    sentence = _("The meeting was to begin on %(moment)s. Change its time before you send the letter.")


class InvitedAlready(MeetingError):
    code = "invited_already"
    sentence = _("%(name)s is invited already.")
    field = "who"


class GuestNameless(MeetingError):
    code = "guest_nameless"
    sentence = _("Choose an organization or a person, or write the name of the guest.")
    field = "name"


class HasTheLetter(MeetingError):
    code = "has_the_letter"
    sentence = _("%(name)s has the letter already, so the invitation stays. End its link if it should not be answered.")


class RemindedToday(MeetingError):
    code = "reminded_today"
    sentence = _("Those who have not answered were reminded today already. Remind them again tomorrow.")


class NobodyToRemind(MeetingError):
    code = "nobody_to_remind"
    sentence = _("Everybody who got the letter has answered.")


class AnswersClosed(MeetingError):
    code = "answers_closed"
    sentence = _("This invitation is not answered any more: the meeting has begun, or it is not held.")


class NotInvited(MeetingError):
    code = "not_invited"
    sentence = _("Only who is invited answers, or the coordinator for them.")


class DelegateNameless(MeetingError):
    code = "delegate_nameless"
    sentence = _("Write the name of whoever comes instead.")
    field = "who"


class DeclineReasonMissing(MeetingError):
    code = "decline_reason_missing"
    sentence = _("Say in a sentence why nobody comes.")
    field = "reason"
