"""What a person can be told when a decision or an action cannot be as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class MeetingError(Refusal):
    """Something about decisions and actions that cannot be as a person asked."""


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


class NoReader(MeetingError):
    code = "no_reader"
    sentence = _("Only people with a role have a calendar of meetings.")


# Documents ----------------------------------------------------------------------------------------------------------


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
