"""What a person can be told when a decision or an action cannot be as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors_in_session import *  # noqa: F403 - one family, in two files for its length
from serambi.apps.meetings.refusal import MeetingError as MeetingError  # noqa: PLC0414 - others import it from here


class NotACoordinator(MeetingError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator records decisions and actions.")


# Decisions ----------------------------------------------------------------------------------------------------------


class TextMissing(MeetingError):
    code = "text_missing"
    sentence = _("Write what was decided, as it should be read years from now.")
    field = "text"


class DecidedInFuture(MeetingError):
    code = "decided_in_future"
    sentence = _("%(day)s is in the future. Write the day on which it was decided.")
    field = "decided_on"


class EffectiveBeforeDecided(MeetingError):
    code = "effective_before_decided"
    sentence = _("A decision cannot take effect before it was made on %(day)s.")
    field = "effective_from"


class AlreadySuperseded(MeetingError):
    code = "already_superseded"
    sentence = _("Decision %(number)s was superseded by %(by)s already. Supersede that one.")
    field = "supersedes"


class SupersedesLater(MeetingError):
    code = "supersedes_later"
    sentence = _("Decision %(number)s was made on %(day)s, after this one.")
    field = "supersedes"


class YearFixed(MeetingError):
    code = "year_fixed"
    sentence = _("The number belongs to %(year)s, so the decision stays in that year.")
    field = "decided_on"


# Bodies and meetings ------------------------------------------------------------------------------------------------


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


# Agenda -------------------------------------------------------------------------------------------------------------


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


# Invitations --------------------------------------------------------------------------------------------------------


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


# Attendance ---------------------------------------------------------------------------------------------------------


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


# Actions ------------------------------------------------------------------------------------------------------------


class ActionTextMissing(MeetingError):
    code = "action_text_missing"
    sentence = _("Write what is to be done.")
    field = "text"


class NotAMember(MeetingError):
    code = "not_a_member"
    sentence = _("%(person)s does not work for %(organization)s.")
    field = "person"


class DueInPast(MeetingError):
    code = "due_in_past"
    sentence = _("Choose a day that is still to come.")
    field = "due_on"


class SourceYearMissing(MeetingError):
    code = "source_year_missing"
    sentence = _("Say from which year of the evaluation the recommendation is.")
    field = "source_year"


class SourceMissing(MeetingError):
    code = "source_missing"
    sentence = _("Say from which decision it follows.")
    field = "decision"


class Settled(MeetingError):
    code = "settled"
    sentence = _("It is %(state)s, so it is not changed any more.")
    hint = _("The coordinator can open it again.")


class MoveNotOpen(MeetingError):
    code = "move_not_open"
    sentence = _("This cannot be done now: the action is %(state)s.")
    hint = _("Look at it again; somebody may have been quicker.")


class NotYours(MeetingError):
    code = "not_yours"
    sentence = _("This step belongs to somebody else: %(who)s.")


class OwnWork(MeetingError):
    code = "own_work"
    sentence = _("You said yourself that it is done. Somebody else has to verify it.")


class NothingSaid(MeetingError):
    code = "nothing_said"
    sentence = _("Say it in a sentence. It stays in the history of the action.")
    field = "said"


class NoEvidence(MeetingError):
    code = "no_evidence"
    sentence = _("No evidence is attached. Add it on the page of the action, or say why there is none.")
    field = "without_evidence"


class ChangedMeanwhile(MeetingError):
    code = "changed_meanwhile"
    sentence = _("Somebody changed this while you looked at it. Look at it again before you decide.")
