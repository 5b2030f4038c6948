"""What a person can be told when a table cannot be loaded, or a load not taken back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class ExchangeError(Refusal):
    """Something about a load or a layout that cannot be as a person asked."""


class NotACoordinator(ExchangeError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator loads tables, takes loads back and keeps layouts.")


# Loading ------------------------------------------------------------------------------------------------------------


class HasErrors(ExchangeError):
    code = "has_errors"
    sentence = _("Nothing was loaded: %(count)s problems stand against it. Correct them first.")


class DoubtsOpen(ExchangeError):
    code = "doubts_open"
    sentence = _("Nothing was loaded: %(count)s doubts were not looked at. Accept each of them, or correct the table.")


class RegisterChanged(ExchangeError):
    code = "register_changed"
    sentence = _(
        "Nothing was loaded: the register changed after this comparison was made. Compare again, and load what you see "
        "then."
    )


class NothingToLoad(ExchangeError):
    code = "nothing_to_load"
    sentence = _("Everything in this table is in the register already. There is nothing to load.")


class NoPlan(ExchangeError):
    code = "no_plan"
    sentence = _("Nothing was loaded: there is no master plan yet. The coordinator creates one.")


class NoYear(ExchangeError):
    code = "no_year"
    sentence = _("The file does not say which year it is about. Say it with --year, for example --year 2026.")


class NotAReporter(ExchangeError):
    code = "not_a_reporter"
    sentence = _("Only the coordinator, officers and heads of agencies load what was spent.")


class NoRealizations(ExchangeError):
    code = "no_realizations"
    sentence = _(
        "%(name)s is neither form E.81 nor a monthly export of e-Monev: no row names their columns. Send the form as "
        "it was exported."
    )
    field = "file"


class IsABreakdown(ExchangeError):
    code = "is_a_breakdown"
    sentence = _(
        "%(name)s is a budget by account codes (APBD or DPA). It says what was set aside and not what was spent, so "
        "there is nothing to load from it. Its sums can be checked on the page “Check a budget”."
    )
    field = "file"


# Taking back --------------------------------------------------------------------------------------------------------


class AlreadyUndone(ExchangeError):
    code = "already_undone"
    sentence = _("This load was taken back already, on %(day)s.")


class UndoOutdated(ExchangeError):
    code = "undo_outdated"
    sentence = _(
        "Nothing was taken back: the register changed after you looked. Look at it again, and take back what you see "
        "then."
    )


class RulesAgainstUndo(ExchangeError):
    code = "rules_against_undo"
    sentence = _(
        "Nothing was taken back: rules of the register keep too much of this load. Change it back on the pages of the "
        "register."
    )


class NoWayBack(ExchangeError):
    code = "no_way_back"
    sentence = _("What this load changed is not kept any more. Change it back on the pages of the register.")


# Layouts ------------------------------------------------------------------------------------------------------------


class NameMissing(ExchangeError):
    code = "name_missing"
    sentence = _("Give the layout a name.")
    field = "name"


class NameTaken(ExchangeError):
    code = "name_taken"
    sentence = _("There is a layout called “%(name)s” already. Choose another name.")
    field = "name"


class NameTooLong(ExchangeError):
    code = "name_too_long"
    sentence = _("A name has at most %(longest)s characters.")
    field = "name"


# Tables on the way --------------------------------------------------------------------------------------------------


class NothingSent(ExchangeError):
    code = "nothing_sent"
    sentence = _("Choose a file, or paste a table from a spreadsheet.")
    field = "file"


class FileAndText(ExchangeError):
    code = "file_and_text"
    sentence = _("You chose a file and pasted a table. Send one of them; the other can follow.")
    field = "text"


class NothingRead(ExchangeError):
    code = "nothing_read"
    sentence = _("No sheet of this file is read, so there is no layout to keep.")
    field = "name"


class FileGone(ExchangeError):
    code = "file_gone"
    sentence = _("The file of this table is not there any more. Send it again.")


class NoSuchRows(ExchangeError):
    code = "no_such_rows"
    sentence = _("The heading stands in rows that the sheet has: from 1 to %(last)s, the first before the last.")


class AnswerUnknown(ExchangeError):
    code = "answer_unknown"
    sentence = _("This answer does not fit the table as it is now. Look at the page again.")
