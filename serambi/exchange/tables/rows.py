"""The rows of a table as its layout says: texts, codes, quantities and amounts, each cell noted as used or left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from .book import Place, Sheet, Value
from .codes import compose
from .dates import read_date
from .headers import is_column_numbers
from .layouts import Column, Layout, unread_columns
from .ledger import Ledger
from .notation import Decision, Issue, Notation, Reading, decide, read_quantity
from .roles import AMOUNTS, QUANTITIES, Role
from .texts import as_key, is_blank, is_missing, text_of
from .understanding import Quantity, Weight

# Cells that a table merges downward to say the same for several rows.
_SPANNING = (Role.HEADING, Role.AGENCY, Role.SUPPORTING, Role.GOAL, Role.OBJECTIVE, Role.LOCATION)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Rupiah of a row: by year, and of the end of the plan; only where an amount was written."""

    funds: dict[int, Decimal]
    end: Decimal | None = None

    def __bool__(self) -> bool:
        return bool(self.funds) or self.end is not None


@dataclass(frozen=True, slots=True)
class Measures:
    """Targets of a row by year, what there was before and what is to be at the end of the plan."""

    baseline: Quantity | None
    targets: dict[int, Quantity]
    final: Quantity | None


class Rows:
    """The rows below a header. Reading a cell notes it in the ledger; what a row is, is decided elsewhere."""

    def __init__(self, sheet: Sheet, layout: Layout, ledger: Ledger) -> None:
        self.sheet = sheet
        self.layout = layout
        self.ledger = ledger
        self._unread = unread_columns(layout)
        self._columns = {
            role: tuple(column for column in layout.having(role) if column.number not in self._unread) for role in Role
        }
        self._notations: dict[int, Notation] = {}
        self._decisions: dict[int, Decision] = {}
        self._spans = self._spanning_cells()
        self._header_texts = [_texts(sheet.rows[row - 1]) for row in self._header_rows()]

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of the rows below the header that are not empty."""
        for number, cells in self.sheet.numbered(self.layout.first_row):
            if any(not is_blank(value) for value in cells):
                yield number

    def repeats_header(self, row: int) -> bool:
        """Say whether a row repeats the header or its numbers, as on the next page of a printed table."""
        cells = self.sheet.rows[row - 1]
        texts = _texts(cells)
        return (len(texts) > 1 and texts in self._header_texts) or (len(texts) > 3 and is_column_numbers(cells))

    def begins_other_table(self, row: int) -> bool:
        """Say whether a row is a heading like that of the table, with other columns beside the same names."""
        if self.repeats_header(row):
            return False
        columns = [*self._columns[Role.PROGRAM], *self._columns[Role.INDICATOR], *self._columns[Role.AGENCY]]
        same = [
            column
            for column in columns
            if (text := text_of(self.sheet.at(row, column.number))) and as_key(text) == as_key(column.headings[-1])
        ]
        return len(same) >= 2

    def first_text(self, row: int) -> str:
        """Return the first words of a row, in whatever column they stand."""
        texts = (text_of(value) for value in self.sheet.rows[row - 1])
        return next((text for text in texts if any(letter.isalpha() for letter in text)), "")

    def leave(self, row: int, reason: str, *, but: Role | None = None) -> None:
        """Note why the cells of a row that are in columns with a role, but for one, will not be loaded."""
        for column in self.layout.columns:
            if column.number not in self._unread and column.role is not but:
                self.ledger.leave(row, column.number, reason)

    def has(self, role: Role) -> bool:
        return bool(self._columns[role])

    def text(self, row: int, role: Role) -> str:
        """Return what a row says in the columns of a role, "" for nothing; a lone zero or dash is nothing."""
        texts = [text_of(self._seen(row, column)) for column in self._columns[role]]
        return " ".join(text for text in texts if text != "0" and not is_missing(text))

    def own_text(self, row: int, role: Role) -> str:
        """Return the same from the row's own cells, without those merged from above."""
        texts = [text_of(self.sheet.at(row, column.number)) for column in self._columns[role]]
        return " ".join(text for text in texts if text != "0" and not is_missing(text))

    def code(self, row: int) -> str:
        return compose([self.sheet.at(row, column.number) for column in self._columns[Role.CODE]])

    def place(self, row: int, role: Role) -> Place:
        """Return where a role stands in a row; for a merged cell, where its text is."""
        for column in self._columns[role]:
            top = self._spans.get((row, column.number), row)
            if not is_blank(self.sheet.at(top, column.number)):
                return self.sheet.place(top, column.number)
        return self.sheet.place(row)

    def use(self, row: int, *roles: Role) -> None:
        """Note that the texts of these roles went into what was understood."""
        for role in roles:
            for column in self._columns[role]:
                text = text_of(self.sheet.at(row, column.number))
                if role is not Role.CODE and (text == "0" or is_missing(text)):
                    self.ledger.leave(row, column.number, _("A zero or dash in a column of text says nothing."))
                self.ledger.use(row, column.number)

    def has_amounts(self, row: int) -> bool:
        """Say whether something stands in a column of money, a mark for "nothing" aside."""
        columns = [column for role in AMOUNTS for column in self._columns[role]]
        return any(not is_missing(text_of(self.sheet.at(row, column.number))) for column in columns)

    def has_measures(self, row: int) -> bool:
        """Say whether a target or baseline other than a zero or a mark for "nothing" stands in a row."""
        columns = [column for role in QUANTITIES for column in self._columns[role]]
        texts = [text_of(self.sheet.at(row, column.number)) for column in columns]
        return any(text != "0" and not is_missing(text) for text in texts)

    def amounts(self, row: int) -> Amounts:
        """Return the money of a row. A cell that is no amount is a problem and left out."""
        funds = {}
        for column in self._columns[Role.FUNDS]:
            amount = self._amount(row, column)
            if amount is not None and column.year is not None:
                funds[column.year] = amount
        ends = [self._amount(row, column) for column in self._columns[Role.FINAL_FUNDS]]
        return Amounts(funds, next((end for end in ends if end is not None), None))

    def measures(self, row: int) -> Measures:
        """Return the quantities of a row. A cell without a number keeps its text, and is told."""
        targets = {}
        for column in self._columns[Role.TARGET]:
            target = self._quantity(row, column)
            if target is not None and column.year is not None:
                targets[column.year] = target
        baseline = [self._quantity(row, column) for column in self._columns[Role.BASELINE]]
        final = [self._quantity(row, column) for column in self._columns[Role.FINAL_TARGET]]
        return Measures(next(filter(None, baseline), None), targets, next(filter(None, final), None))

    def day(self, row: int, role: Role) -> dt.date | None:
        """Return the day in a column of dates, also one stored as a number."""
        for column in self._columns[role]:
            value = self.sheet.at(row, column.number)
            day = read_date(value)
            if day is not None:
                self.ledger.use(row, column.number)
                return day
            if not is_missing(text_of(value)):
                self.ledger.doubt(row, column.number, "not_a_date", _("This is no date. Write it as 31/12/2026."))
                self.ledger.leave(row, column.number, _("It is no date."))
        return None

    def tell_notations(self) -> None:
        """Decide how every column of numbers writes them, and tell of those that have to be asked about."""
        for role in (*AMOUNTS, *QUANTITIES):
            for column in self._columns[role]:
                decision = decide(self._values(column))
                self._notations[column.number] = column.notation or decision.notation
                self._decisions[column.number] = decision
                if column.notation is None:
                    self._tell_notation(column, decision)

    def _tell_notation(self, column: Column, decision: Decision) -> None:
        facts = {"column": column.letters, "point": decision.point, "comma": decision.comma, "either": decision.either}
        if decision.notation is Notation.AMBIGUOUS:
            message = _(
                "The numbers of column %(column)s can be read in two ways (1.234 as 1234 or as 1 and 234 thousandths), "
                "in %(either)d cells. Say whether the point or the comma marks the decimals."
            )
            self.ledger.doubt(0, column.number, "ambiguous_notation", message % facts, Weight.ERROR)
        elif decision.notation is Notation.MIXED:
            message = _(
                "Column %(column)s writes decimals with a point in %(point)d cells and with a comma in %(comma)d. "
                "Cells with only one reading are read."
            )
            self.ledger.doubt(0, column.number, "mixed_notation", message % facts)

    def _values(self, column: Column) -> Iterator[Value]:
        for _number, cells in self.sheet.numbered(self.layout.first_row):
            if column.number <= len(cells):
                yield cells[column.number - 1]

    def _amount(self, row: int, column: Column) -> Decimal | None:
        value = self.sheet.at(row, column.number)
        if is_blank(value):
            return None
        reading = self._reading(value, column)
        amount, unit = reading.quantity.value, reading.quantity.unit
        scale = _SCALE_WORDS.get(unit.casefold(), 0) if unit else 1
        if reading.issue is not None or (amount is not None and (not scale or reading.quantity.upper is not None)):
            self._tell_issue(row, column, reading, Weight.ERROR)
            self.ledger.leave(row, column.number, _("No amount of money could be read in it."))
            return None
        self.ledger.use(row, column.number)
        if amount is None:
            return None
        if amount < 0:
            self.ledger.doubt(row, column.number, "negative_amount", _("The amount is negative."))
        return amount * scale * column.scale

    def _quantity(self, row: int, column: Column) -> Quantity | None:
        value = self.sheet.at(row, column.number)
        if is_blank(value):
            return None
        reading = self._reading(value, column)
        if reading.issue is not None:
            soft = reading.issue is Issue.WORDS
            self._tell_issue(row, column, reading, Weight.DOUBT if soft else Weight.ERROR)
        self.ledger.use(row, column.number)
        return reading.quantity

    def _reading(self, value: Value, column: Column) -> Reading:
        """Read a number. What a person said of a mixed column settles only cells that have two readings."""
        reading = read_quantity(value, self._notations[column.number])
        if reading.issue is Issue.NEITHER and self._decisions[column.number].notation is Notation.MIXED:
            return read_quantity(value, Notation.MIXED)
        return reading

    def _tell_issue(self, row: int, column: Column, reading: Reading, weight: Weight) -> None:
        facts = {"value": reading.quantity.text}
        if reading.issue is Issue.AMBIGUOUS:
            if self._decisions[column.number].notation is Notation.AMBIGUOUS:
                return  # told once for the column
            message = _(
                "“%(value)s” can be read in two ways, and its column writes both. Write it without a separator."
            )
        elif reading.issue is Issue.DATE:
            message = _(
                "A date stands here, and a number belongs here. A spreadsheet may have made it of a range (3-5)."
            )
        elif reading.issue is Issue.WORDS:
            message = _("“%(value)s” is no number. It is kept as text, without a value.")
            if column.role in AMOUNTS:
                message = _("“%(value)s” is no amount of money. Write digits only.")
        elif reading.issue is Issue.NEITHER:
            message = _("“%(value)s” is no number in the notation of its column. Check its points and commas.")
        else:
            message = _("“%(value)s” is no amount of money. Write digits only.")
        self.ledger.doubt(row, column.number, str(reading.issue or "not_an_amount"), message % facts, weight)

    def _seen(self, row: int, column: Column) -> Value:
        """Return what the eye sees in a cell: its own value, or that of a cell merged over it."""
        return self.sheet.at(self._spans.get((row, column.number), row), column.number)

    def _spanning_cells(self) -> dict[tuple[int, int], int]:
        columns = {column.number for role in _SPANNING for column in self._columns[role]}
        return {
            (row, left): top
            for top, left, bottom, _right in self.sheet.merged
            if left in columns and top >= self.layout.first_row
            for row in range(top + 1, bottom + 1)
        }

    def _header_rows(self) -> range:
        return range(self.layout.first_header_row, min(self.layout.last_header_row, len(self.sheet.rows)) + 1)


_SCALE_WORDS = {
    "ribu": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
}


def _texts(cells: object) -> list[str]:
    return [text for text in map(text_of, cells) if text] if isinstance(cells, list | tuple) else []
