"""What a person can be told when a figure or a series cannot be as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui import numbers
from serambi.ui.refusals import Refusal


class ObservationError(Refusal):
    """Something about a figure or a series that cannot be as a person asked."""


# Who and when -----------------------------------------------------------------------------------------------------


class NotYourSeries(ObservationError):
    code = "not_your_series"
    sentence = _("%(producer)s answers for %(series)s. Only its officers, a verifier or the coordinator may record it.")


class NobodysSeries(ObservationError):
    code = "nobodys_series"
    sentence = _("No agency answers for %(series)s yet, so only a verifier or the coordinator may record it.")


class NotAVerifier(ObservationError):
    code = "not_a_verifier"
    sentence = _("Only a verifier or the coordinator makes figures final.")


class NotACoordinator(ObservationError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator creates, changes and archives series.")


class SeriesArchived(ObservationError):
    code = "series_archived"
    sentence = _("%(series)s is archived. Restore it before you record or change its figures.")


class NotArchived(ObservationError):
    code = "not_archived"
    sentence = _("%(series)s is not archived.")


class ChangedMeanwhile(ObservationError):
    code = "changed_meanwhile"
    sentence = _(
        "%(person)s changed this figure to %(value)s while you had the form open. "
        "Look at it, and send yours again if it is still right."
    )


class ChangedWhileLoading(ObservationError):
    code = "changed_while_loading"
    sentence = _("Nothing was loaded: somebody changed figures of this table at the same moment. Load it again.")


class ReasonMissing(ObservationError):
    code = "reason_missing"
    sentence = _("Say why the figure changes. It stays beside the earlier figure for whoever asks.")
    field = "reason"


class FinalInSheet(ObservationError):
    code = "final_in_sheet"
    sentence = _("%(area)s, %(period)s is final and is not changed in a sheet. Correct it on its own page.")


class AlreadyWithdrawn(ObservationError):
    code = "already_withdrawn"
    sentence = _("This figure has been withdrawn already.")


class NothingChanged(ObservationError):
    code = "nothing_changed"
    sentence = _("Nothing is different from what is recorded already.")
    field = "value"


# Where and when the figure belongs --------------------------------------------------------------------------------


class WrongFrequency(ObservationError):
    code = "wrong_frequency"
    sentence = _("%(series)s is counted by %(expected)s; “%(period)s” is a %(given)s. Write for example %(example)s.")
    field = "period"


class FuturePeriod(ObservationError):
    code = "future_period"
    sentence = _("%(period)s has not begun yet. Record what was observed; what is expected belongs in a target.")
    field = "period"


class OutsideRegion(ObservationError):
    code = "outside_region"
    sentence = _("%(area)s lies outside %(region)s. Figures are kept for the region and what lies in it.")
    field = "area"


class BelowLevel(ObservationError):
    code = "below_level"
    sentence = _(
        "%(series)s is observed per %(level)s, and %(area)s lies below that: a part counted by itself would be counted "
        "twice. Record the figure for %(parent)s, or change the level of the series first."
    )
    field = "area"


class AreaNotThen(ObservationError):
    code = "area_not_then"
    sentence = _("%(area)s did not exist in %(period)s.")
    field = "area"


class AreaEnded(AreaNotThen):
    code = "area_ended"
    sentence = _("%(area)s ended before %(period)s. Record the figure for %(successor)s, which took it over.")


# The figure -------------------------------------------------------------------------------------------------------


class NotANumber(ObservationError, numbers.NotANumber):
    """A text that is no number, where a figure is wanted."""


class AmbiguousNumber(ObservationError, numbers.AmbiguousNumber):
    """A text that is one number in Indonesian and another in English, where a figure is wanted."""


class TooManyDigits(ObservationError):
    code = "too_many_digits"
    sentence = _("A figure may have at most 15 digits that count. “%(value)s” has %(digits)s.")
    field = "value"


class TooManyDecimals(ObservationError):
    code = "too_many_decimals"
    sentence = _("A figure may have at most six decimals. Round “%(value)s”.")
    field = "value"


class TooLarge(ObservationError):
    code = "too_large"
    sentence = _("“%(value)s” is too large to be kept. Choose a larger unit for the series.")
    field = "value"


class NotWhole(ObservationError):
    code = "not_whole"
    sentence = _("%(series)s counts whole things. “%(value)s” has decimals.")
    field = "value"


class BelowMinimum(ObservationError):
    code = "below_minimum"
    sentence = _("%(value)s is too low: a believable figure of %(series)s is %(bounds)s.")
    field = "value"


class AboveMaximum(ObservationError):
    code = "above_maximum"
    sentence = _("%(value)s is too high: a believable figure of %(series)s is %(bounds)s.")
    field = "value"


class RowRefused(ObservationError):
    """A row of a load that cannot be recorded. row: which one, from 1; reason: the error that it raised."""

    code = "row_refused"
    sentence = _("Row %(row)s (%(series)s, %(area)s, %(period)s): %(reason)s")


# Series -----------------------------------------------------------------------------------------------------------


class CodeTaken(ObservationError):
    code = "code_taken"
    sentence = _("There is a series %(code)s already. Choose another code.")
    field = "code"


class FiguresThere(ObservationError):
    code = "figures_there"
    sentence = _("%(series)s has figures, so it is not removed. Archive it instead.")


class CodeFixed(ObservationError):
    code = "code_fixed"
    sentence = _("Formulas name this series %(code)s, so its code stays.")
    field = "code"


class FrequencyFixed(ObservationError):
    code = "frequency_fixed"
    sentence = _("%(series)s has figures by %(expected)s. For another frequency create a new series.")
    field = "frequency"


class UnitFixed(ObservationError):
    code = "unit_fixed"
    sentence = _(
        "The figures of %(series)s were recorded in %(unit)s and would mean something else in %(other)s. "
        "Create a new series."
    )
    field = "unit"


class LevelInUse(ObservationError):
    code = "level_in_use"
    sentence = _("%(series)s has figures of areas below that level. Withdraw them first, or keep the level.")
    field = "area_level"


class BoundsReversed(ObservationError):
    code = "bounds_reversed"
    sentence = _("The lowest believable value is above the highest.")
    field = "minimum"


class UnitNotMoney(ObservationError):
    code = "unit_not_money"
    sentence = _("Money is counted in rupiah. Write Rp, ribu Rp, juta Rp or miliar Rp, not “%(unit)s”.")
    field = "unit"


class UnitNotANumber(ObservationError):
    code = "unit_not_a_number"
    sentence = _("A percentage, index or score measures no quantity. Write %%, indeks, or leave the unit empty.")
    field = "unit"
