"""What a person is told when a table of observations, or a row of it, cannot be loaded."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.exchange.errors import ExchangeError
from serambi.exchange.tables.errors import UnreadableTable

# The file -----------------------------------------------------------------------------------------------------------


class ColumnsMissing(UnreadableTable):
    code = "columns_missing"
    sentence = _(
        "The first row of %(name)s names no column for: %(missing)s. "
        "Give the columns the headings series, area, period and value."
    )


class ColumnTwice(UnreadableTable):
    code = "column_twice"
    sentence = _("Two columns of %(name)s, “%(first)s” and “%(second)s”, both hold the %(column)s. Remove one of them.")


class QuoteOpen(UnreadableTable):
    code = "quote_open"
    sentence = _(
        "From line %(line)s on, the quotation marks of %(name)s do not fit together. "
        "Close the one that is open there, or double those that belong to the text, and load the file again."
    )


class GrowsTooMuch(UnreadableTable):
    code = "grows_too_much"
    sentence = _("%(name)s would take more than %(gigabytes)s GB when unpacked. Split it into smaller files.")


class AmbiguousColumn(ExchangeError):
    """facts: text and line of the first such cell; comma and point, its two readings."""

    code = "ambiguous_column"
    sentence = _(
        "Nothing was loaded: the values can be read in two ways. “%(text)s” in line %(line)s is %(comma)s when a comma "
        "begins the decimals, and %(point)s when a point does. Say which: --decimal comma or --decimal point."
    )


# A row --------------------------------------------------------------------------------------------------------------


class RowError(ExchangeError):
    """Why a row is not loaded."""


class WrongWidth(RowError):
    code = "wrong_width"
    sentence = _("The row has %(cells)s cells where the headings name %(columns)s columns.")


class CellEmpty(RowError):
    code = "cell_empty"
    sentence = _("The row has a value but no %(column)s.")


class UnknownSeries(RowError):
    code = "unknown_series"
    sentence = _("There is no series with the code “%(code)s”.")
    hint = _("Create it first, or correct the code.")


class UnknownArea(RowError):
    code = "unknown_area"
    sentence = _("There is no area with the code “%(code)s”.")
    hint = _("Codes are those of Kemendagri, with dots: 64.09.01.2001.")


class NotAPeriod(RowError):
    code = "not_a_period"
    sentence = _("“%(text)s” is not a period. Write 2024, 2024-S1, 2024-Q1, 2024-03 or 2024-03-14.")


class OtherUnit(RowError):
    code = "other_unit"
    sentence = _("“%(text)s” is in %(given)s, and %(series)s is recorded in %(expected)s.")


class UnknownChoice(RowError):
    code = "unknown_choice"
    sentence = _("“%(text)s” is no %(column)s that is known here. Write one of: %(choices)s.")


class TextTooLong(RowError):
    code = "text_too_long"
    sentence = _("The %(column)s has %(length)s characters; %(longest)s are kept at most.")


class NotALink(RowError):
    code = "not_a_link"
    sentence = _("“%(text)s” is not the address of a page. Write it with https:// before it.")


class TwoValues(RowError):
    code = "two_values"
    sentence = _(
        "Lines %(first)s and %(second)s give different figures for one cell (%(series)s, %(area)s, %(period)s): "
        "%(one)s and %(other)s. Keep the right one."
    )


class OtherContent(RowError):
    code = "other_content"
    sentence = _(
        "Lines %(first)s and %(second)s give the same figure for one cell (%(series)s, %(area)s, %(period)s), but "
        "say different things about it. Keep the right one."
    )
