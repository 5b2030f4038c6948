"""What form E.81 and the monthly export say was spent: one amount for each budget that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.exchange.budgets.evaluation_form import EvaluationForm, EvaluationRow, IndicatorLine
from serambi.exchange.budgets.monthly_export import MonthlyExport, MonthlyRow
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import Problem, Weight

_QUARTERS = tuple(f"quarter_{number}" for number in range(1, 5))
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Stated:
    """One budget of the file and what was spent of it in the year so far; rupiah None where the file does not say.

    code: as the file has it, "" for none. ceiling: what the file says was set aside, None where it does not.
    """

    place: Place
    code: str
    name: str
    rupiah: Decimal | None
    ceiling: Decimal | None


@dataclass(frozen=True, slots=True)
class Statement:
    """All budgets of a file. year: the one that the file names, None where it names none or several."""

    kind: str
    year: int | None
    budgets: tuple[Stated, ...]
    problems: tuple[Problem, ...]


def statement_of(table: EvaluationForm | MonthlyExport) -> Statement:
    """Return what a form or an export says was spent, with every problem that its numbers have."""
    if isinstance(table, MonthlyExport):
        problems = [*table.problems]
        return Statement("e-Monev", None, tuple(_latest(table.rows, problems)), tuple(problems))
    problems = [*table.problems]
    budgets = tuple(_of_row(row, problems) for row in table.rows)
    return Statement("E.81", _year_of(table.heading), budgets, tuple(problems))


def _year_of(heading: Sequence[tuple[str, str]]) -> int | None:
    """Return the year after the word Tahun, else the only one that stands above the table."""
    named = [value for name, value in heading if name.strip().lower().startswith("tahun")]
    years = {int(year) for text in named for year in _YEAR.findall(text)}
    years = years or {int(year) for pair in heading for text in pair for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


# Form E.81 --------------------------------------------------------------------------------------------------------


def _of_row(row: EvaluationRow, problems: list[Problem]) -> Stated:
    place = row.lines[0].place if row.lines else Place("")
    spent = [(line, amount) for line in row.lines if (amount := _spent(line)) is not None]
    ceilings = [amount for line in row.lines if (amount := line.rupiah("year_target")) is not None]
    amount = spent[0][1] if len(spent) == 1 else None
    if len(spent) > 1:
        amount = _one_of_many(row, spent, problems)
    code = ".".join(part.strip() for part in row.code if part.strip())
    return Stated(place, code, row.name, amount, ceilings[0] if len(ceilings) == 1 else None)


def _spent(line: IndicatorLine) -> Decimal | None:
    """Return what was spent in the year so far: as stated, else the sum of the quarters from the first on."""
    stated = line.rupiah("year_realization")
    if stated is not None:
        return stated
    quarters = [line.rupiah(name) for name in _QUARTERS]
    filled = [amount for amount in quarters if amount is not None]
    # A gap between two quarters is a figure that is missing; without it the sum would pass for all.
    return sum(filled, Decimal(0)) if filled and quarters[: len(filled)] == filled else None


def _one_of_many(
    row: EvaluationRow, spent: Sequence[tuple[IndicatorLine, Decimal]], problems: list[Problem]
) -> Decimal | None:
    """Return the amount that all indicators of a row repeat; with different ones nobody knows which is the row's."""
    amounts = {amount for _line, amount in spent}
    if len(amounts) == 1:
        return spent[0][1]
    message = _("“%(name)s” has %(count)s amounts of realization, one for each indicator. Write one for the row.")
    told = message % {"name": row.name, "count": len(amounts)}
    problems.append(Problem(spent[0][0].place, "several_amounts", told, Weight.ERROR))
    return None


# Monthly export ---------------------------------------------------------------------------------------------------


def _latest(rows: Sequence[MonthlyRow], problems: list[Problem]) -> Iterator[Stated]:
    """Yield each budget with what was added up until the last month that says something."""
    by_budget: dict[str, list[MonthlyRow]] = {}
    for row in rows:
        by_budget.setdefault(row.description, []).append(row)
    for description, months in by_budget.items():
        said = [row for row in months if row.spent_so_far is not None]
        last = max(said or months, key=lambda row: row.month)
        again = [row for row in said if row.month == last.month and row.spent_so_far != last.spent_so_far]
        if again:
            message = _("“%(name)s” stands twice in the same month with different amounts. Keep one of the rows.")
            problems.append(Problem(again[0].place, "several_amounts", message % {"name": description}, Weight.ERROR))
        code, _space, name = description.partition(" ")
        yield Stated(last.place, code, name.strip() or description, last.spent_so_far, last.ceiling)
