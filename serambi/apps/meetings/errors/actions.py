"""What a person can be told about actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.errors.refused import MeetingError


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
