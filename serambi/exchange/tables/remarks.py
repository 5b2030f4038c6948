"""What a person should know of a file that could be read: what in it was not read as the spreadsheet shows it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.exchange.tables.book import Book, Place, Sheet
from serambi.exchange.tables.understanding import Problem, Weight


def remarks(book: Book) -> list[Problem]:
    """Return what is to be said of a book as a file, in its own order; what its cells mean is said elsewhere.

    Each error cell and each formula without a value is one doubt with its place, so that none is lost.
    """
    found = list(_about_file(book))
    for sheet in book.sheets:
        found += _about_sheet(sheet)
    return found


def file_remarks(book: Book) -> list[Problem]:
    """Return what is to be said of the file alone; its error cells and formulas depend on what their columns are."""
    return [*_about_file(book), *(remark for sheet in book.sheets for remark in _about_hiding(sheet))]


def _about_file(book: Book) -> Iterator[Problem]:
    nowhere = Place("")
    if book.macros:
        yield Problem(
            nowhere, "macros", _("The file contains macros. They were neither read nor run."), weight=Weight.NOTE
        )
    if book.marked:
        message = _("The file is a marked copy. The sheet that lists what was found was left out.")
        yield Problem(nowhere, "marked_copy", message, weight=Weight.NOTE)
    if book.loose_quotes:
        yield Problem(
            nowhere,
            "loose_quotes",
            _("A quotation mark is opened and never closed, so all quotation marks were kept as part of the text."),
            weight=Weight.DOUBT,
        )
    if book.encoding in ("cp1252", "latin-1"):
        yield Problem(
            nowhere,
            "encoding",
            _("The file is not in UTF-8. It was read as Windows-1252; see whether letters with accents are right."),
            weight=Weight.NOTE,
        )


def _about_hiding(sheet: Sheet) -> Iterator[Problem]:
    if sheet.hidden:
        message = _("The sheet %(sheet)s is hidden in the file.") % {"sheet": sheet.name}
        yield Problem(sheet.place(), "hidden_sheet", message, weight=Weight.NOTE)


def _about_sheet(sheet: Sheet) -> Iterator[Problem]:
    yield from _about_hiding(sheet)
    if sheet.formulas:
        sentence = ngettext(
            "%(count)s cell of the sheet %(sheet)s is a formula. Its saved value was read.",
            "%(count)s cells of the sheet %(sheet)s are formulas. Their saved values were read.",
            sheet.formulas,
        )
        yield Problem(
            sheet.place(), "formulas", sentence % {"count": sheet.formulas, "sheet": sheet.name}, weight=Weight.NOTE
        )
    for (row, column), text in sorted(sheet.errors.items()):
        place = sheet.place(row, column)
        yield Problem(
            place,
            "error_cell",
            _("%(cell)s of the sheet %(sheet)s shows the error %(error)s, so it has no value. Correct it in the file.")
            % {"cell": place.cell, "sheet": sheet.name, "error": text},
            weight=Weight.DOUBT,
            value=text,
        )
    for row, column in sheet.uncalculated:
        place = sheet.place(row, column)
        yield Problem(
            place,
            "uncalculated",
            _(
                "%(cell)s of the sheet %(sheet)s is a formula that was never calculated, so it has no value. "
                "Open the file in a spreadsheet program, save it and send it again."
            )
            % {"cell": place.cell, "sheet": sheet.name},
            weight=Weight.DOUBT,
        )
