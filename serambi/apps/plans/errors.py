"""What a person can be told when something about the plan cannot be as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class PlanError(Refusal):
    """Something about the plan that cannot be as a person asked."""


# Who and when -----------------------------------------------------------------------------------------------------


class NotACoordinator(PlanError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator changes this.")


class NotYourProgram(PlanError):
    code = "not_your_program"
    sentence = _(
        "The lead agency answers for %(program)s. Only its officers, its head or the coordinator may change this."
    )


class ProgramArchived(PlanError):
    code = "program_archived"
    sentence = _("%(program)s is archived. Restore it before you change it.")


class NotArchived(PlanError):
    code = "not_archived"
    sentence = _("%(program)s is not archived.")


class AlreadyPublished(PlanError):
    code = "already_published"
    sentence = _("The master plan is published already.")


class NotPublished(PlanError):
    code = "not_published"
    sentence = _("The master plan is not published.")


class PlanExists(PlanError):
    code = "plan_exists"
    sentence = _("There is a current master plan already. Change that one.")


# The program ------------------------------------------------------------------------------------------------------


class CodeTaken(PlanError):
    code = "code_taken"
    sentence = _("The code %(code)s is in use already. Choose another.")
    field = "code"


class CodeUnusable(PlanError):
    code = "code_unusable"
    sentence = _(
        "“%(code)s” cannot be a code: it stands in the address of a page. Use letters, digits, points and hyphens, and "
        "begin with a letter or a digit."
    )
    field = "code"


class NameMissing(PlanError):
    code = "name_missing"
    sentence = _("Give it a name.")
    field = "name"


class WrongPillar(PlanError):
    code = "wrong_pillar"
    sentence = _("%(pillar)s is not a pillar of this plan.")
    field = "pillar"


class WrongSubDimension(PlanError):
    code = "wrong_sub_dimension"
    sentence = _("%(sub_dimension)s is not part of %(pillar)s. Choose one of its sub-dimensions, or none.")
    field = "sub_dimension"


class WrongStrategy(PlanError):
    code = "wrong_strategy"
    sentence = _("The strategy %(strategy)s belongs to another pillar. Choose one of %(pillar)s, or none.")
    field = "strategy"


class WrongMission(PlanError):
    code = "wrong_mission"
    sentence = _("%(mission)s is not a mission of this plan.")
    field = "missions"


class EndBeforeStart(PlanError):
    code = "end_before_start"
    sentence = _("The end, %(end)s, is before the start, %(start)s. Check both dates.")
    field = "ends_on"


class WeightBelowZero(PlanError):
    code = "weight_below_zero"
    sentence = _("A weight cannot be below zero.")
    field = "weight"


class SipdWithoutYear(PlanError):
    code = "sipd_without_year"
    sentence = _("SIPD codes change from year to year. Give the year of the code %(code)s.")
    field = "sipd_year"


class LeadSupports(PlanError):
    code = "lead_supports"
    sentence = _(
        "%(organization)s takes part in this program already. Remove it from those who take part, then let it lead."
    )
    field = "lead"


class ChangedMeanwhile(PlanError):
    code = "changed_meanwhile"
    sentence = _(
        "Somebody else changed this program while you had the form open. Compare it with the program’s page, and send "
        "yours again if it is still right."
    )


# Stage ------------------------------------------------------------------------------------------------------------


class NoStage(PlanError):
    code = "no_stage"
    sentence = _("Choose the stage in which the work stands.")
    field = "stage"


class StopNeedsReason(PlanError):
    code = "stop_needs_reason"
    sentence = _("Say in the note why the program was stopped.")
    field = "stage_note"


class SinceInFuture(PlanError):
    code = "since_in_future"
    sentence = _("%(day)s has not come yet. Give the day since which it is so.")
    field = "since"


# Activities, milestones, risks, participants ----------------------------------------------------------------------


class ReachedInFuture(PlanError):
    code = "reached_in_future"
    sentence = _("%(day)s has not come yet. A milestone is reached today or was reached before.")
    field = "reached_on"


class AlreadyReached(PlanError):
    code = "already_reached"
    sentence = _("%(milestone)s was reached on %(day)s already.")


class NotReached(PlanError):
    code = "not_reached"
    sentence = _("%(milestone)s has not been reached.")


class WaitsForItself(PlanError):
    code = "waits_for_itself"
    sentence = _("“%(activity)s” cannot wait for itself. Choose another activity.")
    field = "predecessor"


class WaitsAlready(PlanError):
    code = "waits_already"
    sentence = _("“%(activity)s” waits for “%(predecessor)s” already.")
    field = "predecessor"


class WaitsInCircle(PlanError):
    code = "waits_in_circle"
    sentence = _("That would be a circle in which nothing could begin: %(circle)s. Choose another activity.")
    field = "predecessor"


class WaitsElsewhere(PlanError):
    code = "waits_elsewhere"
    sentence = _("“%(activity)s” is not an activity of a program in the register of this plan. Choose one that is.")
    field = "predecessor"


class LagOutOfReach(PlanError):
    code = "lag_out_of_reach"
    sentence = _("Write between 0 and %(most)s days.")
    field = "lag_days"


class StageMovedOn(PlanError):
    code = "stage_moved_on"
    sentence = _("Somebody has reported the stage of %(program)s again since. Look at it, and report it as it is now.")


class OutOfScale(PlanError):
    code = "out_of_scale"
    sentence = _("Likelihood and impact run from 1 to 5.")
    field = "likelihood"


class TakesPartAlready(PlanError):
    code = "takes_part_already"
    sentence = _("%(organization)s takes part in this program already.")
    field = "organization"


class LeadsAlready(PlanError):
    code = "leads_already"
    sentence = _("%(organization)s leads this program, so it cannot support it as well.")
    field = "organization"


# Money ------------------------------------------------------------------------------------------------------------


class AmountUnreadable(PlanError):
    code = "amount_unreadable"
    sentence = _("“%(text)s” is not an amount. Write the digits, for example %(example)s.")


class AmountAmbiguous(PlanError):
    code = "amount_ambiguous"
    sentence = _("“%(text)s” can be read in two ways. Write %(whole)s or %(decimal)s.")


class AmountTooFine(PlanError):
    code = "amount_too_fine"
    sentence = _("“%(text)s” has more than two decimals. Rupiah are kept to the sen.")


class AmountTooLarge(PlanError):
    code = "amount_too_large"
    sentence = _("“%(text)s” is more than can be kept. Check the zeros.")


class AmountBelowZero(PlanError):
    code = "amount_below_zero"
    sentence = _("An amount cannot be below zero.")
    field = "ceiling"


class RealizationBelowZero(AmountBelowZero):
    code = "realization_below_zero"
    field = "realization"


class WrongActivity(PlanError):
    code = "wrong_activity"
    sentence = _("%(activity)s is not an activity of this program.")
    field = "activity"


class YearOutOfReach(PlanError):
    code = "year_out_of_reach"
    sentence = _("“%(year)s” is not a year of this plan. Write one between %(first)s and %(last)s.")
    field = "year"


# The plan ---------------------------------------------------------------------------------------------------------


class YearsReversed(PlanError):
    code = "years_reversed"
    sentence = _("The last year, %(end)s, is before the first, %(start)s.")
    field = "end_year"


class LegalBasisIncomplete(PlanError):
    code = "legal_basis_incomplete"
    sentence = _("Give the number of the regulation, or choose that there is none yet.")
    field = "legal_basis_number"


class NumberTaken(PlanError):
    code = "number_taken"
    sentence = _("%(development_plan)s has a mission %(number)s already.")
    field = "number"


class StrategiesElsewhere(PlanError):
    code = "strategies_elsewhere"
    sentence = _("Programs of %(pillar)s follow strategies of this goal, so it stays in that pillar.")
    field = "pillar"
