"""What a person can be told when a report, a period or a delegation cannot be as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class ProgressError(Refusal):
    """Something about reporting that cannot be as a person asked."""


# Moves --------------------------------------------------------------------------------------------------------------


class MoveNotOpen(ProgressError):
    code = "move_not_open"
    sentence = _("This cannot be done now: the report is %(state)s.")
    hint = _("Look at it again; somebody may have been quicker.")


class NotYours(ProgressError):
    code = "not_yours"
    sentence = _("This step belongs to somebody else: %(who)s.")


class OwnReport(ProgressError):
    code = "own_report"
    sentence = _("You submitted or approved this report yourself. Somebody else has to check it.")


class NotComplete(ProgressError):
    code = "not_complete"
    sentence = _("%(open)s of %(asked)s items are not answered yet.")
    hint = _("Answer them, or say of each why it is not available.")


class NotExplained(ProgressError):
    code = "not_explained"
    sentence = _("%(item)s: %(doubt)s")
    hint = _("Correct it, or explain it in its remark.")


class NotAnsweredAnew(ProgressError):
    code = "not_answered_anew"
    sentence = _("%(item)s came back and was not answered anew.")
    hint = _("Correct it, or write in its remark why it is right.")


class PeriodClosed(ProgressError):
    code = "period_closed"
    sentence = _("%(period)s closed on %(day)s. Ask the coordinator to reopen it.")


class PeriodNotOpen(ProgressError):
    code = "period_not_open"
    sentence = _("%(period)s opens on %(day)s.")


class NoSecondLevel(ProgressError):
    code = "no_second_level"
    sentence = _("No organization accepts these reports at a second level.")


class ReasonMissing(ProgressError):
    code = "reason_missing"
    sentence = _("Say why. The reason stays in the history of the report.")
    field = "reason"


class LateReasonMissing(ProgressError):
    code = "late_reason_missing"
    sentence = _("The grace ended on %(day)s. Say why the report is late.")
    field = "reason"


class ChangedMeanwhile(ProgressError):
    code = "changed_meanwhile"
    sentence = _("Somebody changed this report while you looked at it. Look at it again before you decide.")


class NothingChosen(ProgressError):
    code = "nothing_chosen"
    sentence = _("Choose at least one item.")
    field = "items"


# Items --------------------------------------------------------------------------------------------------------------


class ItemClosed(ProgressError):
    code = "item_closed"
    sentence = _("%(item)s is not open for changes.")


class NothingBefore(ProgressError):
    code = "nothing_before"
    sentence = _("There is no earlier value, so “no change” says nothing. Write the value, or why it is not available.")


class TwoAnswers(ProgressError):
    code = "two_answers"
    sentence = _("“No change” is ticked and another value is written. Keep one of the two.")


class ValueAndReason(ProgressError):
    code = "value_and_reason"
    sentence = _("A value is written, and a reason why there is none. Keep one of the two.")


class HalfAnswered(ProgressError):
    code = "half_answered"
    sentence = _("Give both the stage and the physical progress in percent.")


class NotAPercentage(ProgressError):
    code = "not_a_percentage"
    sentence = _("Physical progress is a percentage from 0 to 100.")


class NotADay(ProgressError):
    code = "not_a_day"
    sentence = _("“%(text)s” is not a day. Write for example %(example)s.")


class ReachedInFuture(ProgressError):
    code = "reached_in_future"
    sentence = _("%(day)s is in the future. Write the day on which it was reached.")


class NoSuchChoice(ProgressError):
    code = "no_such_choice"
    sentence = _("Choose one of the list.")


class TooLong(ProgressError):
    code = "too_long"
    sentence = _("This text has %(length)s characters; at most %(limit)s are kept.")


# Periods, holidays, delegations ---------------------------------------------------------------------------------------


class NotACoordinator(ProgressError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator changes reporting periods.")


class DaysReversed(ProgressError):
    code = "days_reversed"
    sentence = _("The days have to follow one another: opens, due, grace until, closes.")
    field = "due_on"


class NotClosed(ProgressError):
    code = "not_closed"
    sentence = _("%(period)s is not closed, so it cannot be reopened.")


class ReopenedInPast(ProgressError):
    code = "reopened_in_past"
    sentence = _("Choose a day that is still to come.")
    field = "until"


class PeriodsThere(ProgressError):
    code = "periods_there"
    sentence = _("All periods of %(year)s are there already.")
    field = "year"


class CodeTaken(ProgressError):
    code = "code_taken"
    sentence = _("There is a cycle %(code)s already. Choose another code.")
    field = "code"


class FrequencyFixed(ProgressError):
    code = "frequency_fixed"
    sentence = _("This cycle has periods already, so its frequency stays.")
    field = "frequency"


class AsksNothing(ProgressError):
    code = "asks_nothing"
    sentence = _("Choose at least one thing that agencies report.")
    field = "asks_programs"


class DayTaken(ProgressError):
    code = "day_taken"
    sentence = _("%(day)s is corrected already. Remove that first.")
    field = "day"


class SameAsPublished(ProgressError):
    code = "same_as_published"
    sentence = _("%(day)s is that already in the published calendar.")
    field = "day"


class NotAMember(ProgressError):
    code = "not_a_member"
    sentence = _("%(person)s does not work for %(organization)s, so cannot stand in there.")
    field = "receiver"


class RoleNotHeld(ProgressError):
    code = "role_not_held"
    sentence = _("%(person)s does not have the role %(role)s at %(organization)s.")
    field = "giver"


class ToOneself(ProgressError):
    code = "to_oneself"
    sentence = _("Choose somebody else to stand in.")
    field = "receiver"


class SpanReversed(ProgressError):
    code = "span_reversed"
    sentence = _("The last day is before the first.")
    field = "last_day"


class SpanOver(ProgressError):
    code = "span_over"
    sentence = _("The last day has passed already.")
    field = "last_day"


class AlreadyRevoked(ProgressError):
    code = "already_revoked"
    sentence = _("This delegation was revoked already.")
