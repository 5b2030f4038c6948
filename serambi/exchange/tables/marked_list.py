"""The sheet of a marked copy that lists everything there is to say, with links into the cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.exchange.tables.book import Book, column_letters
from serambi.exchange.tables.marked_cells import LONGEST_TEXT, Pen
from serambi.exchange.tables.texts import text_of
from serambi.exchange.tables.understanding import LeftOut, Problem, Weight

# In the first cell, whose row is hidden: by it the sheet is known again and left out of what is read.
MARK: Final = "serambi.marked_copy"
_HEAD_ROW: Final = 3
# A spreadsheet program follows no more links than this in one sheet.
_MOST_LINKS: Final = 65_000
_SIGNS: Final = {Weight.ERROR: "✖", Weight.DOUBT: "?", Weight.NOTE: "i"}
_WIDTHS: Final = (22, 10, 16, 70, 60, 30)

Placed = tuple[Problem, tuple[int, int] | None]


def sign_of(weight: Weight) -> str:
    """Return how much a problem matters, as a sign and a word: "✖ Error"."""
    words = {
        Weight.ERROR: pgettext("problem", "Error"),
        Weight.DOUBT: pgettext("problem", "Doubt"),
        Weight.NOTE: pgettext("problem", "Note"),
    }
    return f"{_SIGNS[weight]} {words[weight]}"


def what_to_do(problem: Problem) -> str:
    """Return what a person does about a problem, in a sentence."""
    special = {
        "error_cell": _("Write the value itself into the cell, then upload this file."),
        "uncalculated": _("Write the value into the cell, then upload this file."),
        "text_cut": _("Shorten the text, or keep the rest of it in another cell."),
        "ambiguous_notation": _("Say on the page whether its decimals have a point or a comma."),
        "mixed_notation": _("Write all numbers of the column in the same way, then upload this file."),
        "year_missing": _("Say on the page which year the column is for."),
        "role_twice": _("Say on the page which of the columns counts."),
    }
    by_weight = {
        Weight.ERROR: _("Correct it here, then upload this file. Nothing is loaded while it stands."),
        Weight.DOUBT: _("Look at it. Correct it here and upload this file, or accept it on the page."),
        Weight.NOTE: _("Nothing has to be done."),
    }
    return special.get(problem.code, by_weight[problem.weight])


def list_title() -> str:
    return _("Remarks of Serambi")


class MarkedList:
    """The first sheet of the copy. It is made before the others and written after them."""

    def __init__(self, file: Any, pen: Pen, titles: Mapping[str, str]) -> None:
        taken = {title.casefold() for title in titles.values()}
        title, number = list_title()[:31], 1
        while title.casefold() in taken:
            number += 1
            title = f"{list_title()[:27]} {number}"
        self._page = file.add_worksheet(title)
        self._page.activate()
        self._titles, self._pen = titles, pen
        self._heading = file.add_format({"bold": True, "font_size": 14})
        self._head = file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._link = file.add_format({"font_color": "#006A61", "underline": 1, "valign": "top"})
        self._looks = {
            weight: file.add_format({"text_wrap": True, "valign": "top", **({"bold": True} if weight else {})})
            for weight in (None, *Weight)
        }
        self._links = 0

    def write(self, book: Book, placed: Iterable[Placed], left_out: Iterable[LeftOut]) -> None:
        page = self._page
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        page.set_row(0, None, None, {"hidden": True})
        page.write_string(0, 0, MARK)
        page.write_string(1, 0, _("What Serambi found in %(file)s") % {"file": book.name}, self._heading)
        page.write_string(2, 0, _("Correct the marked cells in the other sheets and upload this file in the place of "
                                  "the first one. This sheet is left out then."))  # fmt: skip
        heads = (_("Sheet"), _("Cell"), _("Kind"), _("What was found"), _("What to do"), _("What stands there"))
        for column, head in enumerate(heads):
            page.write_string(_HEAD_ROW, column, head, self._head)
        row = _HEAD_ROW
        for problem, cell in sorted(placed, key=lambda one: list(Weight).index(one[0].weight)):
            row += 1
            texts = (sign_of(problem.weight), problem.message, what_to_do(problem), problem.value)
            self._write_row(row, problem.place.sheet, problem.place.cell, cell, texts)
        for left in left_out:
            row += 1
            texts = (_("Not loaded"), left.reason, _("Nothing has to be done."), text_of(left.value))
            place = left.place
            self._write_row(row, place.sheet, place.cell, (place.row, place.column), texts)
        if row == _HEAD_ROW:
            page.write_string(row + 1, 0, _("Nothing was found that has to be corrected or looked at."))
        page.freeze_panes(_HEAD_ROW + 1, 0)
        page.autofilter(_HEAD_ROW, 0, max(row, _HEAD_ROW + 1), len(heads) - 1)

    def _write_row(
        self, row: int, sheet: str, name: str, cell: tuple[int, int] | None, texts: tuple[str, str, str, str]
    ) -> None:
        page, title = self._page, self._titles.get(sheet, sheet)
        plain, strong = self._looks[None], self._looks[Weight.ERROR]
        page.write_string(row, 0, title, plain)
        if cell is not None and all(cell) and sheet in self._titles and self._links < _MOST_LINKS:
            self._links += 1
            quoted = title.replace("'", "''")
            target = f"internal:'{quoted}'!{column_letters(cell[1])}{cell[0]}"
            page.write_url(row, 1, target, self._link, name)
        else:
            page.write_string(row, 1, name, plain)
        kind, *rest = texts
        page.write_string(row, 2, kind, strong)
        for column, text in enumerate(rest, start=3):
            page.write_string(row, column, text[:LONGEST_TEXT], plain)
