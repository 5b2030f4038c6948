"""What each column of a table is: proposed from the header, corrected by a person, remembered for the next table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .book import Sheet, column_letters
from .headers import LOOKED_THROUGH, Header, find_header, header_at
from .notation import Notation, exact, read_quantity
from .roles import NAMES, Role, years_in
from .texts import as_key, is_blank, text_of
from .understanding import Problem

_MARKS = frozenset("vVxX√✓✔●•■*")
# Roles that may stand over several neighbouring columns: a code in parts, names that are indented.
_JOINED = (Role.CODE, *NAMES, Role.IGNORED, Role.NOTE, Role.LOCATION)


class LayoutRefused(ValueError):
    """A remembered layout that cannot be read; `str()` is the sentence in the reader's language."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. number: counted from 1. headings: outermost first. confidence: 0 to 1, and 1 where a person said so.

    notation: how its numbers are written, where a person said so; None: decided from its cells. scale: amounts are
    multiplied by it.
    """

    number: int
    headings: tuple[str, ...]
    role: Role
    year: int | None = None
    confidence: float = 0.0
    reason: str = ""
    notation: Notation | None = None
    scale: int = 1

    @property
    def letters(self) -> str:
        return column_letters(self.number)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a sheet and the rows of its header. numbers_row: the row that numbers the columns, 0 for none."""

    sheet: str
    first_header_row: int
    last_header_row: int
    columns: tuple[Column, ...]
    numbers_row: int = 0

    @property
    def first_row(self) -> int:
        """Return the first row below the header."""
        return max(self.last_header_row, self.numbers_row) + 1

    @property
    def fingerprint(self) -> str:
        """Return what is the same for tables with the same headings; years count by their distance to the first one."""
        first = min(self._years(), default=0)
        headings = [
            " > ".join(_without_years(heading, first) for heading in column.headings) for column in self.columns
        ]
        return hashlib.sha256("\n".join(headings).encode()).hexdigest()[:32]

    def column(self, number: int) -> Column:
        """Return a column by its number. Raises KeyError when the table does not have it."""
        for column in self.columns:
            if column.number == number:
                return column
        raise KeyError(number)

    def having(self, role: Role) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is role)

    def with_role(self, column: int, role: Role, *, year: int | None = None) -> Layout:
        """Return the layout in which a person has said what a column is. year: None keeps the year of the headings."""
        found = self.column(column)
        year = year or found.year or _only_year(found.headings)
        year = year if role in (Role.TARGET, Role.FUNDS) else None
        return self._with(replace(found, role=role, year=year, confidence=1.0, reason=_("A person said so.")))

    def with_notation(self, column: int, notation: Notation) -> Layout:
        """Return the layout in which a person has said how a column writes its numbers: `point` or `comma`."""
        return self._with(replace(self.column(column), notation=notation))

    def without_notation(self, column: int) -> Layout:
        """Return the layout in which the cells of a column decide again how its numbers are written."""
        return self._with(replace(self.column(column), notation=None))

    def applied_to(self, found: Layout) -> Layout:
        """Return this layout's decisions for another table with the same fingerprint, its years moved along."""
        moved = min(found._years(), default=0) - min(self._years(), default=0)
        known = {column.number: column for column in self.columns}
        columns = []
        for column in found.columns:
            told = known.get(column.number)
            if told is not None:
                year = told.year + moved if told.year is not None else None
                told = replace(told, headings=column.headings, year=year)
            columns.append(told or column)
        return replace(found, columns=tuple(columns))

    def as_dict(self) -> dict[str, Any]:
        """Return the layout as plain values for JSON."""
        return {
            "sheet": self.sheet,
            "fingerprint": self.fingerprint,
            "header_rows": [self.first_header_row, self.last_header_row],
            "numbers_row": self.numbers_row,
            "columns": [
                {
                    "column": column.letters,
                    "number": column.number,
                    "headings": list(column.headings),
                    "role": str(column.role),
                    "year": column.year,
                    "confidence": f"{column.confidence:.2f}",
                    "reason": column.reason,
                    "notation": str(column.notation) if column.notation else None,
                    "scale": column.scale,
                }
                for column in self.columns
            ],
        }

    def _years(self) -> set[int]:
        return {year for column in self.columns for heading in column.headings for year in years_in(heading)}

    def _with(self, changed: Column) -> Layout:
        return replace(self, columns=tuple(changed if it.number == changed.number else it for it in self.columns))


def layout_from_dict(remembered: Mapping[str, Any]) -> Layout:
    """Return a layout from what `Layout.as_dict` wrote. Raises LayoutRefused when something else is given."""
    try:
        first, last = remembered["header_rows"]
        columns = tuple(
            Column(
                number=int(column["number"]),
                headings=tuple(str(heading) for heading in column["headings"]),
                role=Role(column["role"]),
                year=None if column.get("year") is None else int(column["year"]),
                confidence=float(column.get("confidence", 1)),
                reason=str(column.get("reason", "")),
                notation=Notation(column["notation"]) if column.get("notation") else None,
                scale=int(column.get("scale", 1)),
            )
            for column in remembered["columns"]
        )
        return Layout(str(remembered["sheet"]), int(first), int(last), columns, int(remembered.get("numbers_row", 0)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LayoutRefused(
            _("This is no mapping of columns that was written here: %(error)r") % {"error": error}
        ) from error


def find_layout(sheet: Sheet) -> Layout | None:
    """Return the proposed layout of a sheet, None when no header was found in it."""
    header = find_header(sheet)
    return None if header is None else _layout_of(sheet, header)


def layout_at(sheet: Sheet, first: int, last: int) -> Layout:
    """Return the proposed layout of a sheet whose header stands in these rows, as a person said.

    Raises ValueError when the sheet has no such rows.
    """
    return _layout_of(sheet, header_at(sheet, first, last))


def _layout_of(sheet: Sheet, header: Header) -> Layout:
    columns = tuple(
        Column(number, path, proposal.role, proposal.year, proposal.confidence, proposal.reason, scale=proposal.scale)
        for number, (path, proposal) in enumerate(zip(header.paths, header.proposals, strict=True), start=1)
    )
    layout = Layout(sheet.name, header.first, header.last, columns, header.numbers_row)
    layout = _without_marks(sheet, _without_empty(sheet, layout, header))
    return _numbers_that_are_codes(sheet, _split_pairs(sheet, layout))


def no_header(sheet: Sheet) -> Problem:
    """Return the problem of a sheet in which no header was found, with what was looked for."""
    if any("rekening" in as_key(text_of(value)) for cells in sheet.rows[:LOOKED_THROUGH] for value in cells):
        message = _(
            "This looks like a breakdown of a budget by account codes. It holds no programs to be read. Its sums are "
            "checked under Plan, Budget forms, Check a budget."
        )
        return Problem(sheet.place(), "budget_breakdown", message)
    message = _(
        "No heading of a table of programs was found in the first %(rows)d rows. A row is needed that names a column "
        "of programs, activities or indicators (such as Program, Kegiatan, Indikator) and at least one more "
        "(such as Kode, Satuan, Target, Rp, Perangkat Daerah)."
    )
    return Problem(sheet.place(), "no_header", message % {"rows": LOOKED_THROUGH})


def layout_problems(layout: Layout, sheet: Sheet) -> list[Problem]:
    """Return what keeps a layout from being used: two columns with one role, years that are missing, no names."""
    problems = []
    seen: dict[tuple[Role, int | None], Column] = {}
    for column in layout.columns:
        place = sheet.place(layout.last_header_row, column.number)
        if column.role in (Role.TARGET, Role.FUNDS) and column.year is None:
            message = _("No year is known for column %(column)s. Say which year its figures are for.")
            problems.append(Problem(place, "year_missing", message % {"column": column.letters}))
            continue
        earlier = seen.get((column.role, column.year))
        if earlier is not None and not _may_share(layout, earlier, column):
            message = _(
                "Columns %(first)s and %(second)s both are “%(role)s”. Say which one counts and ignore the other."
            )
            facts = {"first": earlier.letters, "second": column.letters, "role": _role_and_year(column)}
            problems.append(Problem(place, "role_twice", message % facts))
        seen[column.role, column.year] = column
    if not any(layout.having(role) for role in (*NAMES, Role.INDICATOR)):
        message = _("No column holds the names of programs. Say which one does.")
        problems.append(Problem(sheet.place(layout.last_header_row), "no_names", message))
    return problems


def unread_columns(layout: Layout) -> dict[int, str]:
    """Return the columns whose cells are not read, by number, each with the reason."""
    unread: dict[int, str] = {}
    seen: dict[tuple[Role, int | None], Column] = {}
    for column in layout.columns:
        earlier = seen.get((column.role, column.year))
        if column.role is Role.IGNORED:
            unread[column.number] = column.reason
        elif column.role in (Role.TARGET, Role.FUNDS) and column.year is None:
            unread[column.number] = _("Its year is not known.")
        elif earlier is not None and not _may_share(layout, earlier, column):
            unread[column.number] = _("Another column has the same role.")
            continue
        seen[column.role, column.year] = column
    return unread


def _may_share(layout: Layout, earlier: Column, later: Column) -> bool:
    if later.role is Role.IGNORED:
        return True
    return later.role in _JOINED and later.number == earlier.number + 1


def _role_and_year(column: Column) -> str:
    return f"{column.role} {column.year}" if column.year else str(column.role)


def _without_years(heading: str, first: int) -> str:
    return re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", lambda found: f"{{{int(found.group()) - first}}}", as_key(heading))


def _only_year(headings: tuple[str, ...]) -> int | None:
    years = {year for heading in headings for year in years_in(heading)}
    return years.pop() if len(years) == 1 else None


def _without_empty(sheet: Sheet, layout: Layout, header: Header) -> Layout:
    """Ignore columns without a heading of their own in which nothing stands."""
    columns = list(layout.columns)
    used = {
        number
        for _row, cells in sheet.numbered(layout.first_row)
        for number, value in enumerate(cells, start=1)
        if not is_blank(value)
    }
    for index, column in enumerate(columns):
        if column.number in header.filled and column.number not in used and column.role is not Role.CODE:
            columns[index] = replace(column, role=Role.IGNORED, year=None, reason=_("The column is empty."))
    return replace(layout, columns=tuple(columns))


def _without_marks(sheet: Sheet, layout: Layout) -> Layout:
    """Ignore columns of years in which marks only say when something is done."""
    columns = list(layout.columns)
    for index, column in enumerate(columns):
        if column.role is Role.TARGET and column.confidence <= 0.5:
            values = {text_of(sheet.at(row, column.number)) for row, _cells in sheet.numbered(layout.first_row)} - {""}
            if values and values <= _MARKS:
                reason = _("Its marks say when something is done, and are no targets.")
                columns[index] = replace(column, role=Role.IGNORED, year=None, confidence=0.8, reason=reason)
    return replace(layout, columns=tuple(columns))


def _split_pairs(sheet: Sheet, layout: Layout) -> Layout:
    """Tell target and money apart where two columns stand under one year and nothing below it names them."""
    columns = list(layout.columns)
    for index in range(len(columns) - 1):
        left, right = columns[index], columns[index + 1]
        same = left.role in (Role.TARGET, Role.FINAL_TARGET) and left.role is right.role and left.year == right.year
        if (
            same
            and left.headings == right.headings
            and _typical(sheet, layout, right) >= 100 * _typical(sheet, layout, left)
        ):
            role = Role.FUNDS if right.role is Role.TARGET else Role.FINAL_FUNDS
            reason = _("It stands right of the target of the same year and its numbers are much larger.")
            columns[index + 1] = replace(right, role=role, confidence=0.6, reason=reason)
    return replace(layout, columns=tuple(columns))


def _typical(sheet: Sheet, layout: Layout, column: Column) -> Decimal:
    """Return a middle size of a column's numbers, whatever their notation; 1 when there are none."""
    sizes = []
    for _row, cells in sheet.numbered(layout.first_row):
        value = cells[column.number - 1] if column.number <= len(cells) else None
        number = exact(value)
        for notation in (Notation.POINT, Notation.COMMA):
            number = read_quantity(value, notation).quantity.value if number is None else number
        if number:
            sizes.append(abs(number))
    return sorted(sizes)[len(sizes) // 2] if sizes else Decimal(1)


def _numbers_that_are_codes(sheet: Sheet, layout: Layout) -> Layout:
    """Take a column headed "No" as the code where the table has no other and most of its texts have parts."""
    if layout.having(Role.CODE):
        return layout
    for column in layout.columns:
        if column.role is Role.IGNORED and as_key(" ".join(column.headings[-1:])).startswith("no"):
            texts = [
                text_of(cells[column.number - 1])
                for _r, cells in sheet.numbered(layout.first_row)
                if len(cells) >= column.number
            ]
            written = [text for text in texts if text]
            if written and 2 * sum("." in text.strip(".") for text in written) >= len(written):
                reason = _("Its numbers have parts, as codes have.")
                return layout._with(replace(column, role=Role.CODE, confidence=0.7, reason=reason))
    return layout
