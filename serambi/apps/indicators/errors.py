"""What a person can be told when an indicator cannot be as asked."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serambi.methods.formula.errors import FormulaError
from serambi.ui.refusals import Refusal


class IndicatorError(Refusal):
    """Something about an indicator that cannot be as a person asked."""


# Who ----------------------------------------------------------------------------------------------------------------


class NotACoordinator(IndicatorError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator creates, changes and archives indicators, their targets and baselines.")


class NotYourIndicator(IndicatorError):
    code = "not_your_indicator"
    sentence = _("Only the coordinator and the agency that owns %(indicator)s describe it.")


# The definition -----------------------------------------------------------------------------------------------------


class FormulaRefused(IndicatorError):
    """A formula that cannot be computed. error: what is wrong, with its place in the text."""

    code = "formula_refused"
    field = "formula"

    def __init__(self, error: FormulaError) -> None:
        super().__init__()
        self.error = error

    def __str__(self) -> str:
        return self.error.in_language(get_language() or "id")


class CodeTaken(IndicatorError):
    code = "code_taken"
    sentence = _("%(code)s is the code of %(what)s already; series, indicators and constants share their names.")
    field = "code"


class CodeReserved(IndicatorError):
    code = "code_reserved"
    sentence = _("%(code)s is a word of the formula language. Choose another code.")
    field = "code"


class CodeInFormulas(IndicatorError):
    code = "code_in_formulas"
    sentence = _("Formulas name it %(code)s, so its code stays: %(users)s.")
    field = "code"


class UsedInFormulas(IndicatorError):
    code = "used_in_formulas"
    sentence = _("%(name)s cannot go: it stands in the formula of %(users)s. Change that first.")


class ArchivedAlready(IndicatorError):
    code = "archived_already"
    sentence = _("%(name)s is archived already.")


class IsArchived(IndicatorError):
    code = "is_archived"
    sentence = _("%(name)s is archived. Restore it before you change it.")


class NotArchived(IndicatorError):
    code = "not_archived"
    sentence = _("%(name)s is not archived.")


# Targets and baselines ----------------------------------------------------------------------------------------------


class UpperMissing(IndicatorError):
    code = "upper_missing"
    sentence = _("For this indicator a range is best: write its upper end too.")
    field = "upper"


class UpperUnused(IndicatorError):
    code = "upper_unused"
    sentence = _("Only an indicator that is best within a range has an upper end.")
    field = "upper"


class RangeReversed(IndicatorError):
    code = "range_reversed"
    sentence = _("The upper end of the range lies below its lower end.")
    field = "upper"


class TargetThere(IndicatorError):
    code = "target_there"
    sentence = _("There is a target for %(area)s in %(period)s already. Change that one.")
    field = "period"


class BaselineThere(IndicatorError):
    code = "baseline_there"
    sentence = _("There is a baseline for %(area)s in %(period)s already. Change that one.")
    field = "period"


class AreaOutside(IndicatorError):
    code = "area_outside"
    sentence = _("%(area)s lies outside %(region)s.")
    field = "area"


class TooPrecise(IndicatorError):
    code = "too_precise"
    sentence = _("At most six decimals and eighteen digits before them are kept. Shorten “%(value)s”.")
    field = "value"


class NothingToSet(IndicatorError):
    code = "nothing_to_set"
    sentence = _("Write at least one target.")
