"""What form E.81 and the monthly export say was spent: one amount for each budget that they name.

The amount is what the program's own money is; everything else that stands in a form has no place in the register and is
counted by column, so that a person sees what stays in the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.exchange.budgets.amounts import write_number
from serambi.exchange.budgets.evaluation_form import PAIRS, EvaluationForm, EvaluationRow, IndicatorLine
from serambi.exchange.budgets.evaluation_tables import PAIR_HEADS
from serambi.exchange.budgets.monthly_export import HEADS, NUMBERS, MonthlyExport, MonthlyRow
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import LeftOut, Problem, Weight
from serambi.ui import formats

_QUARTERS = tuple(f"quarter_{number}" for number in range(1, 5))
_SHOWN = 4
_SPENT = HEADS[len(HEADS) - len(NUMBERS) + NUMBERS.index("spent_so_far")]
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Stated:
    """One budget of the file and what was spent of it in the year so far; rupiah None where the file does not say.

    place: the cell of the amount, or the row where it has none. code: as the file has it, "" for none. ceiling: what
    the file says was set aside, None where it does not.
    """

    place: Place
    code: str
    name: str
    rupiah: Decimal | None
    ceiling: Decimal | None


@dataclass(frozen=True, slots=True)
class Unused:
    """A column that is read and has no place in the register. cells: how many of its cells say something."""

    column: str
    unit: str
    cells: int


@dataclass(frozen=True, slots=True)
class Statement:
    """All budgets of a file.

    year: the one that the file names, None where it names none or several. heading: the lines above the table as name
    and value. unused: what the form says besides. left_out: the cells that are not read at all.
    """

    kind: str
    year: int | None
    budgets: tuple[Stated, ...]
    problems: tuple[Problem, ...]
    heading: tuple[tuple[str, str], ...] = ()
    unused: tuple[Unused, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def statement_of(table: EvaluationForm | MonthlyExport) -> Statement:
    """Return what a form or an export says was spent, with every problem that its numbers have."""
    problems = [*table.problems, *_differing(table)]
    if isinstance(table, MonthlyExport):
        stated = tuple(_latest(table, problems))
        return Statement(
            "e-Monev", None, stated, tuple(problems), unused=_unused_months(table), left_out=table.left_out
        )
    budgets = tuple(_of_row(row, table.columns, problems) for row in table.rows)
    return Statement(
        "E.81",
        _year_of(table.heading),
        budgets,
        tuple(problems),
        table.heading,
        _unused_pairs(table),
        table.left_out,
    )


def _differing(table: EvaluationForm | MonthlyExport) -> Iterator[Problem]:
    """Yield every value that is stated otherwise than it is computed; a doubt where it is the money that is loaded."""
    if isinstance(table, MonthlyExport):
        for value in table.differences:
            place = replace(value.place, column=table.columns.get(value.column, 0))
            weight = Weight.DOUBT if value.column == _SPENT else Weight.NOTE
            yield _differs(place, value.column, value.stated, value.computed, weight)
        return
    for one in table.disagreements:
        unit = "k" if one.of == "work" else "rp"
        place = replace(one.place, column=table.columns.get(f"{one.pair} {unit}", 0))
        is_loaded = (one.pair, unit) == ("year_realization", "rp")
        weight = Weight.DOUBT if is_loaded else Weight.NOTE
        head = f"{PAIR_HEADS[one.pair]} ({unit.capitalize()})"
        yield _differs(place, head, one.stated, one.computed, weight)


def _differs(place: Place, column: str, stated: Decimal, computed: Decimal, weight: Weight) -> Problem:
    message = _("“%(column)s” says %(stated)s, but what it is computed from gives %(computed)s. The first counts.")
    told = {"column": column, "stated": _number(stated), "computed": _number(round(computed, _SHOWN))}
    return Problem(place, "value_differs", message % told, weight, write_number(stated))


def _number(value: Decimal) -> str:
    """Return a number with all its decimals, in the signs of the reader's language."""
    exponent = value.normalize().as_tuple().exponent
    return formats.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def _year_of(heading: Sequence[tuple[str, str]]) -> int | None:
    """Return the year after the word Tahun, else the only one that stands above the table."""
    named = [value for name, value in heading if name.strip().lower().startswith("tahun")]
    years = {int(year) for text in named for year in _YEAR.findall(text)}
    years = years or {int(year) for pair in heading for text in pair for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


# Form E.81 --------------------------------------------------------------------------------------------------------


def _of_row(row: EvaluationRow, columns: Mapping[str, int], problems: list[Problem]) -> Stated:
    spent = [(line, amount) for line in row.lines if (amount := _spent(line)) is not None]
    ceilings = [amount for line in row.lines if (amount := line.rupiah("year_target")) is not None]
    amount = spent[0][1] if len(spent) == 1 else None
    if len(spent) > 1:
        amount = _one_of_many(row, spent, problems)
    code = ".".join(part.strip() for part in row.code if part.strip())
    place = row.lines[0].place if row.lines else Place("")
    if spent:
        place = replace(spent[0][0].place, column=columns.get(f"{_said_in(spent[0][0])} rp", 0))
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


def _said_in(line: IndicatorLine) -> str:
    """Return the pair in which a line says what was spent: that of the year, else its last quarter."""
    if line.rupiah("year_realization") is not None:
        return "year_realization"
    return next(name for name in reversed(_QUARTERS) if line.rupiah(name) is not None)


def _unused_pairs(form: EvaluationForm) -> tuple[Unused, ...]:
    """Return the columns of form E.81 that are not loaded, in its order; quarters that were added up are loaded."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for line in (line for row in form.rows for line in row.lines):
        is_stated = line.rupiah("year_realization") is not None
        for name, pair in line.pairs.items():
            counts[name, "K"] += pair.work is not None
            is_loaded = name == "year_realization" or (name in _QUARTERS and not is_stated)
            counts[name, "Rp"] += pair.rupiah is not None and not is_loaded
    heads = {name: f"TW {PAIR_HEADS[name]}" if name in _QUARTERS else PAIR_HEADS[name] for name in PAIRS}
    return tuple(Unused(heads[name], unit, counts[name, unit])
                 for name in PAIRS for unit in ("K", "Rp") if counts[name, unit])  # fmt: skip


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


def _latest(table: MonthlyExport, problems: list[Problem]) -> Iterator[Stated]:
    """Yield each budget with what was added up until the last month that says something."""
    column = table.columns.get(_SPENT, 0)
    by_budget: dict[str, list[MonthlyRow]] = {}
    for row in table.rows:
        by_budget.setdefault(row.description, []).append(row)
    for description, months in by_budget.items():
        said = [row for row in months if row.spent_so_far is not None]
        last = max(said or months, key=lambda row: row.month)
        again = [row for row in said if row.month == last.month and row.spent_so_far != last.spent_so_far]
        if again:
            message = _("“%(name)s” stands twice in the same month with different amounts. Keep one of the rows.")
            place = replace(again[0].place, column=column)
            problems.append(Problem(place, "several_amounts", message % {"name": description}, Weight.ERROR))
        code, _space, name = description.partition(" ")
        place = replace(last.place, column=column if said else 0)
        yield Stated(place, code, name.strip() or description, last.spent_so_far, last.ceiling)


def _unused_months(table: MonthlyExport) -> tuple[Unused, ...]:
    """Return the columns of the export that are not loaded; of what was added up, only the last month counts."""
    counts = {name: sum(getattr(row, name) is not None for row in table.rows) for name in NUMBERS}
    budgets = {row.description for row in table.rows if row.spent_so_far is not None}
    counts["spent_so_far"] -= len(budgets)
    heads = dict(zip(NUMBERS, HEADS[-len(NUMBERS) :], strict=True))
    return tuple(Unused(heads[name], "", count) for name, count in counts.items() if count)
