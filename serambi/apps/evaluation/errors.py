"""What a person can be told when the rules of the evaluation cannot be changed as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class EvaluationError(Refusal):
    """Something about the rules of the evaluation that cannot be as a person asked."""


class NotTheCoordinator(EvaluationError):
    code = "not_the_coordinator"
    sentence = _("Only the coordinator changes how attainment is judged.")
    hint = _("Ask the coordinator of the plan.")


class BandsOutOfOrder(EvaluationError):
    code = "bands_out_of_order"
    sentence = _("The bands must begin lower from one to the next, and the last one has no beginning.")
    hint = _("Write for example 91, 76, 66, 50 and leave the last one empty.")


class CeilingBelowFloor(EvaluationError):
    code = "ceiling_below_floor"
    sentence = _("An attainment cannot count at most less than it counts at least.")
    hint = _("Write the larger number as the most that counts.")
