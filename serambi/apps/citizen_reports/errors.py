"""What a person can be told when a citizen report cannot be taken or moved as asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.attachments.errors import FileRefused
from serambi.ui.refusals import Refusal


class CitizenReportError(Refusal):
    """Something about a citizen report that cannot be as a person asked."""


# Sending one --------------------------------------------------------------------------------------------------------


class FormTooOld(CitizenReportError):
    code = "form_too_old"
    sentence = _("This form was open for a long time. Everything you wrote is still here.")
    hint = _("Look at it once more and press the button again.")


class FormTooQuick(CitizenReportError):
    code = "form_too_quick"
    sentence = _("That was quicker than anybody writes. Everything you wrote is still here.")
    hint = _("Wait a moment and press the button again.")


class FilledTrap(CitizenReportError):
    code = "filled_trap"
    sentence = _("A field that nobody sees was filled in, so this looks like a program.")
    hint = _("Press the button again; the field is empty now.")


class TooManySent(CitizenReportError):
    code = "too_many_sent"
    sentence = _("Very many reports came from this connection just now. Everything you wrote is still here.")
    hint = _("Wait ten minutes and press the button again.")


class SentAlready(CitizenReportError):
    code = "sent_already"
    sentence = _("The same report is here already; it came on %(day)s.")
    hint = _("Follow it by the link that was shown then, or write what is different this time.")
    field = "text"


class VillageUnknown(CitizenReportError):
    code = "village_unknown"
    sentence = _("Choose the village in which it is.")
    field = "village"


class OutsideTheRegion(CitizenReportError):
    code = "outside_the_region"
    sentence = _("The position of your device lies outside the regency.")
    hint = _("Choose the village in which it is.")
    field = "village"


class CategoryClosed(CitizenReportError):
    code = "category_closed"
    sentence = _("“%(name)s” is no longer in the list. Choose another one.")
    field = "category"


class NotAPhotograph(FileRefused):
    """A file that is taken elsewhere, but not from somebody without an account; it is in the record, too."""

    code = "not_a_photograph"
    sentence = _("“%(name)s” is not a photograph.")
    hint = _("Send JPEG, PNG or HEIC, as telephones make them.")
    field = "photographs"


class EnoughPhotographs(CitizenReportError):
    code = "enough_photographs"
    sentence = _("A report takes %(most)s photographs; “%(name)s” is one more.")
    field = "photographs"


# Following one ------------------------------------------------------------------------------------------------------


class ReopenedTooLate(CitizenReportError):
    code = "reopened_too_late"
    sentence = _("It was closed on %(day)s, and %(days)s days have passed.")
    hint = _("Send a new report and mention the code %(report)s.")


class NotClosedYet(CitizenReportError):
    code = "not_closed_yet"
    sentence = _("It is not answered yet, so there is nothing to judge.")


# Handling one -------------------------------------------------------------------------------------------------------


class MoveNotOpen(CitizenReportError):
    code = "move_not_open"
    sentence = _("This cannot be done now: the report is in the state “%(state)s”.")
    hint = _("Look at it again; somebody may have been quicker.")


class NotYours(CitizenReportError):
    code = "not_yours"
    sentence = _("This step belongs to somebody else: %(who)s.")


class ChangedMeanwhile(CitizenReportError):
    code = "changed_meanwhile"
    sentence = _("Somebody changed this report while you looked at it. Look at it again before you decide.")


class WordsMissing(CitizenReportError):
    code = "words_missing"
    sentence = _("Write it in words: whoever reported it reads them.")
    field = "words"


class NoteMissing(CitizenReportError):
    code = "note_missing"
    sentence = _("Write why, for your colleagues.")
    field = "note"


class AgencyMissing(CitizenReportError):
    code = "agency_missing"
    sentence = _("Choose the agency that takes it over.")
    field = "agency"


class NoAgencyYet(CitizenReportError):
    code = "no_agency_yet"
    sentence = _("No agency is in charge of it yet. Assign it first.")


class ReceiverMissing(CitizenReportError):
    code = "receiver_missing"
    sentence = _("Write to whom it is passed on.")
    field = "passed_to"


class OriginalUnknown(CitizenReportError):
    code = "original_unknown"
    sentence = _("There is no report “%(code)s” that you may see. Write the code of the earlier report.")
    field = "original"


class SameAsItself(CitizenReportError):
    code = "same_as_itself"
    sentence = _("A report cannot be the same as itself, nor as one that is the same as it.")
    field = "original"


class NothingChosen(CitizenReportError):
    code = "nothing_chosen"
    sentence = _("Choose at least one report that is open.")


# Categories and programs --------------------------------------------------------------------------------------------


class NotACoordinator(CitizenReportError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator does that.")


class CodeTaken(CitizenReportError):
    code = "code_taken"
    sentence = _("There is a category %(code)s already. Choose another code.")
    field = "code"


class NothingToErase(CitizenReportError):
    code = "nothing_to_erase"
    sentence = _("No name, contact or position is kept with this report.")
