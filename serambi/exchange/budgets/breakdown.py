"""Breakdowns of the regional budget (penjabaran APBD, DPA): a heading, then a row per account, program and activity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.exchange.budgets.amounts import read_number
from serambi.exchange.budgets.cells import Cells, text_of
from serambi.exchange.budgets.codes import Key, Level, Notation, clean_code, notation_of, position
from serambi.exchange.budgets.tree import Explanation, Line, Relation, attach, code_relations, relations_of
from serambi.exchange.tables.book import Book, Place, Sheet
from serambi.exchange.tables.understanding import LeftOut, Problem, StatedTotal, Weight

_CODE = re.compile(r"(?:no\.?|nomor|kode)\s*(?:rek\.?|rekening|akun)?", re.IGNORECASE)
_NAME = re.compile(r"uraian.*|nama rekening|nama akun", re.IGNORECASE)
_AMOUNT = re.compile(r"(?:jumlah|anggaran|pagu|nilai)(?:\s*anggaran)?(?:\s*\(?rp\.?\)?)?", re.IGNORECASE)
_EXPLANATION = re.compile(r"penjelasan|keterangan|dasar hukum|ket\.?", re.IGNORECASE)
_TOTAL = re.compile(r"(?:sub\s*)?(?:jumlah|total)\b.*", re.IGNORECASE)
_HEADER_WITHIN = 60


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """One line above the table: what it names ("Tahun") and what stands beside it ("2015")."""

    place: Place
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns are, from 1; explanation is 0 where there is none."""

    header: int
    code: int
    name: int
    amount: int
    explanation: int = 0


class NoBreakdown(Exception):
    """The file holds no table with a code, a name and an amount in its header."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One breakdown as it was read. Nothing in it is repaired.

    relations: every sum in the tree, at every level. by_code: the same by the codes alone (`tree.code_relations`).
    stated_totals: rows without a code that name a sum, beside what the rows at the top add up to.
    """

    sheet: str
    heading: tuple[HeadingLine, ...]
    notation: Notation | None
    lines: tuple[Line, ...]
    relations: tuple[Relation, ...]
    by_code: tuple[Relation, ...]
    stated_totals: tuple[StatedTotal, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def differences(self) -> tuple[Relation, ...]:
        """Return the sums that do not hold, in the order of the table."""
        return tuple(one for one in self.relations if one.difference)

    @property
    def unchecked(self) -> tuple[Relation, ...]:
        """Return the sums of which nobody can say whether they hold, because an amount is missing."""
        return tuple(one for one in self.relations if not one.is_checked)

    @property
    def year(self) -> int | None:
        """Return the year that the heading names."""
        for line in self.heading:
            if re.fullmatch(r"tahun(?:\s+anggaran)?", line.name, re.IGNORECASE) and line.value.isdigit():
                return int(line.value)
        return None

    def top(self) -> Iterator[Line]:
        """Yield the rows that are part of no other and that a sum of the whole counts; orphans are not among them."""
        return (
            line
            for line in self.lines
            if line.parent is None and line.repeats is None and line.position is not None and not line.is_orphan
        )


def read_breakdown(book: Book) -> Breakdown:
    """Return the first sheet that holds a breakdown. Raises NoBreakdown where there is none."""
    for sheet in book.sheets:
        columns = _columns(sheet)
        if columns is not None:
            return _Reader(sheet, columns).read()
    raise NoBreakdown


def _columns(sheet: Sheet) -> Columns | None:
    for number, row in sheet.numbered():
        if number > _HEADER_WITHIN:
            return None
        found: dict[str, int] = {}
        for column, value in enumerate(row, 1):
            text = text_of(value)
            for name, pattern in (("code", _CODE), ("name", _NAME), ("amount", _AMOUNT), ("explanation", _EXPLANATION)):
                if text and pattern.fullmatch(text):
                    found.setdefault(name, column)
        if {"code", "name", "amount"} <= found.keys():
            return Columns(number, **found)
    return None


class _Reader:
    """Reads one sheet. What it uses it marks; what nobody used in the end is listed as left out."""

    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        self.cells = Cells(sheet)
        self.columns = columns
        self.problems: list[Problem] = []
        self.totals: list[tuple[int, str, Decimal]] = []

    def read(self) -> Breakdown:
        heading = tuple(self._heading())
        for column in (self.columns.code, self.columns.name, self.columns.amount, self.columns.explanation):
            self.cells.use(self.columns.header, column)
        rows = [number for number, _row in self.cells.sheet.numbered(self.columns.header + 1)]
        notation = notation_of(code for number in rows if (code := clean_code(self._text(number, "code"))))
        lines = attach(self._lines(rows, notation))
        self._tell_of_codes(lines)
        year = next((int(one.value) for one in heading if one.name.lower() == "tahun" and one.value.isdigit()), 0)
        return Breakdown(
            sheet=self.cells.sheet.name,
            heading=heading,
            notation=notation,
            lines=lines,
            relations=relations_of(lines),
            by_code=code_relations(lines),
            stated_totals=tuple(self._stated_totals(lines, year)),
            problems=tuple(sorted(self.problems, key=lambda one: (one.place.row, one.place.column))),
            left_out=self.cells.left_out(_("This column is not one of a budget breakdown.")),
        )

    def _text(self, row: int, column: str) -> str:
        return self.cells.text(row, getattr(self.columns, column))

    def _heading(self) -> Iterator[HeadingLine]:
        for number in range(1, self.columns.header):
            filled = self.cells.filled(number)
            if not filled:
                continue
            name, value = filled[0], filled[1] if len(filled) > 1 else 0
            self.cells.use(number, name, value)
            place = self.cells.sheet.place(number, name)
            yield HeadingLine(place, self.cells.text(number, name).rstrip(" :"), self.cells.text(number, value))

    def _lines(self, rows: list[int], notation: Notation | None) -> list[Line]:
        lines: list[Line] = []
        within: Key = ()
        for row in rows:
            code = clean_code(self._text(row, "code"))
            if not code:
                self._without_code(row, lines)
                continue
            line = self._line(row, code, notation, within)
            if line.position and line.level is not Level.ACCOUNT:
                within = line.position.key[:-1]
            lines.append(line)
        return lines

    def _line(self, row: int, code: str, notation: Notation | None, within: Key) -> Line:
        columns = self.columns
        place = self.cells.sheet.place(row, columns.code)
        where = position(code, notation, within=within) if notation else None
        if where is None:
            message = _("This code is not written like the others. Correct it, then check again.")
            self._tell(place, "unknown_code", message, code)
        self.cells.use(row, columns.code, columns.name, columns.amount)
        return Line(place, code, self._text(row, "name"), self._amount(row), where, self._explanation(row))

    def _amount(self, row: int) -> Decimal | None:
        place = self.cells.sheet.place(row, self.columns.amount)
        written = self._text(row, "amount")
        reading = read_number(self.cells.sheet.at(row, self.columns.amount))
        if not reading.is_readable:
            message = _("“%(value)s” does not read as a number. Write digits only, for example 14790750.")
            self._tell(place, "unreadable_amount", message % {"value": written}, written)
        elif reading.value is None:
            message = _("The amount is empty, so the sum above it cannot be checked. Write 0 if there is none.")
            self._tell(place, "missing_amount", message, weight=Weight.DOUBT)
        return reading.value

    def _explanation(self, row: int) -> tuple[Explanation, ...]:
        column = self.columns.explanation
        text = self.cells.text(row, column)
        if not text:
            return ()
        self.cells.use(row, column)
        return (Explanation(self.cells.sheet.place(row, column), text),)

    def _without_code(self, row: int, lines: list[Line]) -> None:
        filled = self.cells.filled(row)
        if not filled:
            return
        name, amount = self._text(row, "name"), self.cells.sheet.at(row, self.columns.amount)
        reading = read_number(amount)
        if lines and filled == [self.columns.explanation]:
            lines[-1] = replace(lines[-1], explanations=(*lines[-1].explanations, *self._explanation(row)))
        elif _TOTAL.fullmatch(name) and reading.value is not None:
            self.cells.use(row, self.columns.name, self.columns.amount)
            self.totals.append((row, name, reading.value))
        else:
            message = _("This row has no code, so it is in no sum. Give it its code, or remove it.")
            place = self.cells.sheet.place(row, filled[0])
            self._tell(place, "no_code", message, self.cells.text(row, filled[0]))
            self.cells.leave_out(row, filled, _("The row has no code."))

    def _tell_of_codes(self, lines: tuple[Line, ...]) -> None:
        seen: dict[str, list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            if line.repeats is not None:
                message = _("The same code and amount as in row %(row)s; counted once.")
                row = lines[line.repeats].place.row
                self._tell(line.place, "repeated_code", message % {"row": row}, line.code, Weight.NOTE)
                continue
            if line.is_orphan:
                message = _("No row in the table is above this code; it is in no sum. Look whether a digit is missing.")
                self._tell(line.place, "orphan", message, line.code)
            seen[line.code].append(index)
        for code, indexes in seen.items():
            for index in indexes[1:]:
                message = _("The code stands in row %(row)s already, with other content. Both are counted.")
                row = lines[indexes[0]].place.row
                self._tell(lines[index].place, "duplicate_code", message % {"row": row}, code)

    def _stated_totals(self, lines: tuple[Line, ...], year: int) -> Iterator[StatedTotal]:
        sums = _sums_at_the_top(lines)
        for row, label, stated in self.totals:
            # "JUMLAH BELANJA" sums expenditure (5), "JUMLAH PENDAPATAN" revenue (4); other words sum expenditure too.
            kind = "4" if "pendapatan" in label.lower() else "6" if "pembiayaan" in label.lower() else "5"
            place = self.cells.sheet.place(row, self.columns.name)
            yield StatedTotal(place, label, {year: stated}, {year: sums.get(kind, Decimal(0))})

    def _tell(self, place: Place, code: str, message: str, value: str = "", weight: Weight = Weight.ERROR) -> None:
        self.problems.append(Problem(place, code, message, weight, value))


def _sums_at_the_top(lines: tuple[Line, ...]) -> Mapping[str, Decimal]:
    """Return the sum of the topmost accounts by their kind (4 revenue, 5 expenditure, 6 financing).

    Where the agency's row stands on top, what stands right below it is added up, not that row itself.
    """
    found: dict[str, Decimal] = {}
    for line in lines:
        if line.amount is None or line.position is None or line.repeats is not None or line.level is Level.AGENCY:
            continue
        above = lines[line.parent] if line.parent is not None else None
        if (above is None and not line.is_orphan) or (above is not None and above.level is Level.AGENCY):
            kind = line.position.key[-1][:1] or "5"
            found[kind] = found.get(kind, Decimal(0)) + line.amount
    return found
