"""The monthly export of e-Monev: one row for each budget and month, fifteen columns, both ways.

The columns as they stand in files of regencies: what was done in the month in rupiah and in percent of the ceiling, the
same added up since January, what was paid, and how far both are from the target that was added up. The percentages
are fractions in some files (0.056) and percent in others (5.6); which, the amounts beside them tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from serambi.exchange.budgets.amounts import read_number
from serambi.exchange.budgets.cells import Cells
from serambi.exchange.budgets.grids import Cell, csv_of, unguarded, workbook_of
from serambi.exchange.tables.book import Book, Place, Sheet
from serambi.exchange.tables.understanding import LeftOut, Problem, Weight
from serambi.methods.scoring import deviation, percent_spent

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
HEADS = (
    "No", "Bulan", "Keterangan", "Pagu Awal", "Target Fisik (%)", "Realisasi Fisik (Anggaran)", "Prosentase Fisik (%)",
    "Akumulasi Target Fisik (%)", "Akumulasi Realisasi Fisik", "Akumulasi Prosentase Fisik (%)", "Realisasi Keuangan",
    "Akumulasi Keuangan", "Akumulasi Prosentase Keuangan", "Deviasi Fisik (%)", "Deviasi Keuangan (%)",
)  # fmt: skip
# The columns with a number, in their order, by the name of the value; and which of them are percentages.
NUMBERS = (
    "ceiling", "target", "physical", "physical_percent", "target_so_far", "physical_so_far", "physical_percent_so_far",
    "spent", "spent_so_far", "spent_percent_so_far", "physical_deviation", "financial_deviation",
)  # fmt: skip
_FIRST_NUMBER = 4
PERCENTAGES = frozenset(
    {
        "target", "physical_percent", "target_so_far", "physical_percent_so_far", "spent_percent_so_far",
        "physical_deviation", "financial_deviation",
    }
)  # fmt: skip
_WIDTHS = (5, 12, 40, *(18,) * 12)
_SHOWN = Decimal("0.0001")
_HALF = Decimal("0.5")
_DOUBLE = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class MonthlyRow:
    """One budget in one month; every value as it is stated, None where nothing stands.

    month: 1 to 12. ceiling, physical, physical_so_far, spent, spent_so_far: rupiah. The others: percent of the ceiling,
    deviations in percentage points, negative is behind.
    """

    number: str
    month: int
    description: str
    ceiling: Decimal | None = None
    target: Decimal | None = None
    physical: Decimal | None = None
    physical_percent: Decimal | None = None
    target_so_far: Decimal | None = None
    physical_so_far: Decimal | None = None
    physical_percent_so_far: Decimal | None = None
    spent: Decimal | None = None
    spent_so_far: Decimal | None = None
    spent_percent_so_far: Decimal | None = None
    physical_deviation: Decimal | None = None
    financial_deviation: Decimal | None = None
    place: Place = field(default_factory=lambda: Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is stated otherwise than it is computed from the others; both are kept."""

    place: Place
    column: str
    stated: Decimal
    computed: Decimal


@dataclass(frozen=True, slots=True)
class MonthlyExport:
    """The whole export. columns: where in the sheet each of HEADS was found; empty for one that was not read."""

    rows: tuple[MonthlyRow, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(differences_of(self.rows))


class NoMonthlyExport(Exception):
    """The file holds no table with the fifteen columns."""


# Export -----------------------------------------------------------------------------------------------------------


def grid_of(rows: Sequence[MonthlyRow]) -> list[list[Cell]]:
    """Return the header and the rows as cells, percentages in percent."""
    lines: list[list[Cell]] = [list(HEADS)]
    for row in rows:
        lines.append([row.number, MONTHS[row.month - 1], row.description, *(getattr(row, name) for name in NUMBERS)])
    return lines


def monthly_csv(rows: Sequence[MonthlyRow]) -> str:
    return csv_of(grid_of(rows))


def monthly_workbook(rows: Sequence[MonthlyRow]) -> bytes:
    return workbook_of("Realisasi", grid_of(rows), merges=(), header=range(1, 2), widths=_WIDTHS)


# Import -----------------------------------------------------------------------------------------------------------


def read_monthly(book: Book) -> MonthlyExport:
    """Return the first sheet with the fifteen columns, in any order. Raises NoMonthlyExport where there is none."""
    for sheet in book.sheets:
        found = _columns(sheet)
        if found is not None:
            return _read(sheet, *found)
    raise NoMonthlyExport


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _columns(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    wanted = {_plain(head): head for head in HEADS}
    for number, row in sheet.numbered():
        there = {wanted[plain]: c for c, cell in enumerate(row, 1) if (plain := _plain(str(cell or ""))) in wanted}
        if len(there) == len(HEADS):
            return number, there
    return None


def _read(sheet: Sheet, header: int, columns: dict[str, int]) -> MonthlyExport:
    cells = Cells(sheet)
    cells.use(header, *columns.values())
    problems: list[Problem] = []
    rows: list[MonthlyRow] = []
    for number, _cells in sheet.numbered(header + 1):
        if not cells.filled(number):
            continue
        month = _month(cells.text(number, columns["Bulan"]))
        if month is None:
            place = sheet.place(number, columns["Bulan"])
            message = _("This is not a month. Write its name, for example Januari.")
            problems.append(Problem(place, "no_month", message, Weight.ERROR, cells.text(number, columns["Bulan"])))
            cells.leave_out(number, columns.values(), _("The month of the row is not readable."))
            continue
        cells.use(number, *columns.values())
        rows.append(_row(cells, number, month, columns, problems))
    scaled = tuple(_in_percent(rows))
    left_out = cells.left_out(_("This column is not one of the fifteen of the monthly export."))
    return MonthlyExport(scaled, tuple(problems), left_out, columns)


def _month(text: str) -> int | None:
    given = text.lower().rstrip(".")
    for number, name in enumerate(MONTHS, 1):
        if given == str(number) or (len(given) >= len("jan") and name.lower().startswith(given)):
            return number
    return MONTHS.index("Agustus") + 1 if given in ("agt", "ags") else None


def _row(cells: Cells, row: int, month: int, columns: dict[str, int], problems: list[Problem]) -> MonthlyRow:
    values: dict[str, Decimal | None] = {}
    for name, head in zip(NUMBERS, HEADS[_FIRST_NUMBER - 1 :], strict=True):
        reading = read_number(cells.sheet.at(row, columns[head]))
        values[name] = reading.value
        if not reading.is_readable:
            written = cells.text(row, columns[head])
            message = _("“%(value)s” does not read as a number. Write digits only, for example 14790750.")
            place = cells.sheet.place(row, columns[head])
            problems.append(Problem(place, "unreadable_number", message % {"value": written}, Weight.ERROR, written))
    return MonthlyRow(
        number=unguarded(cells.text(row, columns["No"])),
        month=month,
        description=unguarded(cells.text(row, columns["Keterangan"])),
        place=cells.sheet.place(row),
        **values,
    )


def _in_percent(rows: Sequence[MonthlyRow]) -> Iterator[MonthlyRow]:
    """Yield the rows with percentages in percent: a hundredfold where the file writes fractions."""
    scale = Decimal(100) if _writes_fractions(rows) else Decimal(1)
    for row in rows:
        stated: dict[str, Any] = {name: getattr(row, name) for name in PERCENTAGES}
        yield replace(row, **{name: value * scale for name, value in stated.items() if value is not None})


def _writes_fractions(rows: Sequence[MonthlyRow]) -> bool:
    """Tell whether percentages are fractions, from those whose amounts say what they should be."""
    votes = 0
    for row in rows:
        for amount, stated in (
            (row.physical, row.physical_percent),
            (row.physical_so_far, row.physical_percent_so_far),
            (row.spent_so_far, row.spent_percent_so_far),
        ):
            percent = percent_spent(amount, ceiling=row.ceiling)
            if percent and stated:
                votes += 1 if abs(stated - percent / 100) < abs(stated - percent) else -1
    return votes > 0


# Checks -----------------------------------------------------------------------------------------------------------


def differences_of(rows: Sequence[MonthlyRow]) -> Iterator[Difference]:
    """Yield every value that does not follow from the others.

    Percentages follow from their amount and the ceiling; what is added up, from the month before (January: from the
    month itself) of the same budget; deviations from what was added up, less the target. Where a month is missing, the
    next one's sums are not checked. A stated value agrees when it is the computed one rounded to its own digits.
    """
    by_budget: dict[tuple[str, int], MonthlyRow] = {}
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows:
        by_budget[row.description, row.month] = row
        counts[row.description, row.month] += 1
    for row in rows:
        previous = by_budget.get((row.description, row.month - 1))
        is_clear = counts[row.description, row.month] == 1 and counts[row.description, row.month - 1] <= 1
        for name, computed in _expected(row, previous, can_add=is_clear):
            stated: Decimal | None = getattr(row, name)
            if stated is not None and computed is not None and not _agrees(stated, computed):
                head = HEADS[NUMBERS.index(name) + _FIRST_NUMBER - 1]
                yield Difference(row.place, head, stated, computed)


def _expected(row: MonthlyRow, previous: MonthlyRow | None, *, can_add: bool) -> Iterator[tuple[str, Decimal | None]]:
    yield "physical_percent", percent_spent(row.physical, ceiling=row.ceiling)
    yield "physical_percent_so_far", percent_spent(row.physical_so_far, ceiling=row.ceiling)
    yield "spent_percent_so_far", percent_spent(row.spent_so_far, ceiling=row.ceiling)
    if can_add:
        for month, so_far in (("target", "target_so_far"), ("physical", "physical_so_far"), ("spent", "spent_so_far")):
            yield so_far, _added(getattr(row, month), row.month, getattr(previous, so_far) if previous else None)
    yield "physical_deviation", deviation(row.physical_percent_so_far, target=row.target_so_far)
    yield "financial_deviation", deviation(row.spent_percent_so_far, target=row.target_so_far)


def _added(value: Decimal | None, month: int, before: Decimal | None) -> Decimal | None:
    if value is None or month == 1:
        return value
    return None if before is None else before + value


def _agrees(stated: Decimal, computed: Decimal) -> bool:
    exponent = stated.as_tuple().exponent
    step = Decimal(1).scaleb(min(int(exponent), 0))
    return abs(stated - computed) <= max(step * _HALF, abs(computed) * _DOUBLE)


def completed(row: MonthlyRow, *, previous: MonthlyRow | None = None) -> MonthlyRow:
    """Return a row whose sums, percentages and deviations are computed where they are not stated.

    Percentages have four decimals, as many as a reader may want and a spreadsheet holds.
    """
    # Three times: deviations follow from percentages, percentages from sums, and sums from the month before.
    for _round in range(3):
        expected = _expected(row, previous, can_add=True)
        missing: dict[str, Any] = {name: _shown(name, value) for name, value in expected if getattr(row, name) is None}
        row = replace(row, **missing)
    return row


def _shown(name: str, value: Decimal | None) -> Decimal | None:
    return value.quantize(_SHOWN) if value is not None and name in PERCENTAGES else value
