"""The words for the kinds of problems, and how each can be answered on a page."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

KINDS = {
    "agency_inherited": _("agency taken from above"),
    "agency_open": _("agency to be chosen"),
    "ambiguous_notation": _("column with two readings"),
    "ambiguous_number": _("number with two readings"),
    "amount_below_zero": _("amount below zero"),
    "amount_too_fine": _("amount finer than a sen"),
    "amount_too_large": _("amount too large"),
    "amounts_added": _("amounts of several rows added"),
    "budget_breakdown": _("breakdown of a budget"),
    "code_duplicate": _("code that comes again"),
    "code_given": _("code given by Serambi"),
    "code_irregular": _("unusual code"),
    "code_rewritten": _("code kept otherwise"),
    "code_twice": _("code that comes again"),
    "code_under_headings": _("code under several headings"),
    "code_unusable": _("unusable code"),
    "cycle": _("row below itself"),
    "date_for_number": _("date instead of a number"),
    "encoding": _("characters of the file"),
    "error_cell": _("error in a cell"),
    "escape": _("control character"),
    "fits_several": _("fits several of the register"),
    "formulas": _("formulas"),
    "goal_indicator": _("indicator of a goal"),
    "hidden_sheet": _("hidden sheet"),
    "indicator_chosen_twice": _("indicator chosen twice"),
    "indicator_twice": _("indicator that comes again"),
    "indicator_unknown": _("unknown indicator"),
    "lead_supports": _("lead takes part already"),
    "less_than_known": _("less than what is known"),
    "loose_quotes": _("open quotation mark"),
    "macros": _("macros"),
    "marked_copy": _("marked copy"),
    "mixed_notation": _("column with both notations"),
    "name_cut": _("name cut"),
    "name_missing": _("name missing"),
    "negative_amount": _("negative amount"),
    "no_amount": _("amount that cannot be"),
    "no_header": _("no heading found"),
    "no_indicator_name": _("indicator without a name"),
    "no_line": _("no budget line"),
    "no_month": _("not a month"),
    "no_name": _("code without a name"),
    "no_names": _("no column of names"),
    "no_pillar": _("pillar to be chosen"),
    "no_program": _("row without a program"),
    "not_a_date": _("not a date"),
    "not_a_number": _("not a number"),
    "not_an_amount": _("not an amount"),
    "not_in_register": _("not in the register"),
    "number_too_long": _("number too long"),
    "organization_unknown": _("unknown organization"),
    "other_ceiling": _("another ceiling"),
    "other_sources": _("money from other sources"),
    "others_program": _("program of another agency"),
    "over_ceiling": _("above the ceiling"),
    "parent_missing": _("program above is missing"),
    "parent_unknown": _("program above is unknown"),
    "parts_differ": _("parts do not add up"),
    "pillar_unknown": _("unknown pillar"),
    "program_archived": _("archived program"),
    "program_without_amounts": _("program without amounts"),
    "range_mixed": _("ranges and numbers mixed"),
    "range_reversed": _("range backwards"),
    "resembles": _("resembles one of the register"),
    "role_twice": _("two columns of one kind"),
    "scale": _("amounts multiplied"),
    "second_table": _("second table"),
    "several_amounts": _("several amounts"),
    "several_lines": _("several budget lines"),
    "stands_twice": _("row that comes twice"),
    "sub_dimension_unknown": _("unknown sub-dimension"),
    "sum_differs": _("parts are more than the whole"),
    "uncalculated": _("formula without a value"),
    "unit_cut": _("unit cut"),
    "unit_differs": _("another unit"),
    "unit_other": _("another unit than in the register"),
    "unreadable_number": _("unreadable number"),
    "value_differs": _("value that does not add up"),
    "words_without_number": _("words instead of a number"),
    "year_missing": _("column without a year"),
    "year_outside": _("year outside the plan"),
}


class Answer(StrEnum):
    """How a problem can be answered beside its sentence."""

    AGENCY = "agency"
    PLACE = "place"
    CODE = "code"
    COLUMNS = "columns"
    ROW = "row"
    NONE = ""


_ANSWERS = {
    Answer.AGENCY: ("agency_open", "organization_unknown", "lead_supports"),
    Answer.PLACE: ("no_pillar", "pillar_unknown", "sub_dimension_unknown"),
    Answer.CODE: (
        "code_duplicate", "code_irregular", "code_rewritten", "code_twice", "code_under_headings", "code_unusable",
        "program_archived",
    ),
    Answer.COLUMNS: (
        "ambiguous_notation", "ambiguous_number", "mixed_notation", "no_header", "no_names", "not_a_date",
        "not_a_number", "not_an_amount", "role_twice", "scale", "second_table", "year_missing", "year_outside",
    ),
    Answer.ROW: ("indicator_chosen_twice", "indicator_unknown"),
}  # fmt: skip
_BY_KIND = {kind: answer for answer, kinds in _ANSWERS.items() for kind in kinds}


def kind_label(code: str) -> str:
    """Return the words for a kind of problem; its code where a later version of the readers tells of a new kind."""
    return str(KINDS.get(code, code))


def answer_to(code: str) -> Answer:
    return _BY_KIND.get(code, Answer.NONE)
