"""What was understood of a file, as plain values for JSON (decimals as text) and as a table for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from serambi.ui import locales

from .book import Book
from .layouts import Layout
from .texts import text_of
from .understanding import Problem, StatedTotal, Understood, Weight


def as_dict(book: Book, layouts: Sequence[Layout], understood: Understood) -> dict[str, Any]:
    """Return all that was understood as values for JSON (schema in docs/reference/import.md). No number is a float."""
    return {
        "file": book.name,
        "format": book.format,
        "sheets": [
            {
                "name": sheet.name,
                "rows": len(sheet.rows),
                "columns": sheet.width,
                "understood": any(layout.sheet == sheet.name for layout in layouts),
                "cells_used": understood.used.get(sheet.name, 0),
            }
            for sheet in book.sheets
        ],
        "rows": understood.rows,
        "programs": len(understood.programs),
        "programs_by_level": dict(Counter(program.level for program in understood.programs)),
        "indicators": understood.indicators,
        "totals": by_year(understood.totals),
        "stated_totals": [_stated(total) for total in understood.stated_totals],
        "problems": [_problem(problem) for problem in understood.problems],
        "left_out": [
            {
                "sheet": left.place.sheet,
                "cell": left.place.cell,
                "value": text_of(left.value),
                "reason": left.reason,
            }
            for left in understood.left_out
        ],
        "mapping": {layout.sheet: layout.as_dict() for layout in layouts},
    }


def by_year(amounts: Mapping[int, Decimal]) -> dict[str, str]:
    """Return amounts as exact text.

    >>> by_year({2021: Decimal("1E+3"), 2022: Decimal("1234.00")})
    {'2021': '1000', '2022': '1234.00'}
    """
    return {str(year): format(amount, "f") for year, amount in sorted(amounts.items())}


def _stated(total: StatedTotal) -> dict[str, Any]:
    return {
        "sheet": total.place.sheet,
        "cell": total.place.cell,
        "label": total.label,
        "stated": by_year(total.stated),
        "computed": by_year(total.computed),
        "differences": by_year(total.differences),
        "end_stated": None if total.end_stated is None else format(total.end_stated, "f"),
        "end_computed": None if total.end_computed is None else format(total.end_computed, "f"),
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "sheet": problem.place.sheet,
        "cell": problem.place.cell,
        "code": problem.code,
        "message": problem.message,
        "value": problem.value,
        "weight": str(problem.weight),
    }


def lines(book: Book, layouts: Sequence[Layout], understood: Understood) -> Iterator[str]:
    """Yield what was understood, for reading in a terminal: the sums first, then what wants a look, worst first."""
    yield f"{book.name} ({book.format})"
    for layout in layouts:
        yield ""
        yield _("Sheet %(sheet)s, heading in rows %(first)d to %(last)d") % {
            "sheet": layout.sheet,
            "first": layout.first_header_row,
            "last": layout.last_header_row,
        }
        for column in layout.columns:
            year = f" {column.year}" if column.year else ""
            heading = " › ".join(column.headings)
            yield f"  {column.letters:>3}  {column.role + year:<18}  {column.confidence:.2f}  {heading}"
    yield ""
    counts = {"rows": understood.rows, "programs": len(understood.programs), "indicators": understood.indicators}
    yield _("%(rows)d rows, %(programs)d programs and activities, %(indicators)d indicators") % counts
    for total_year, amount in sorted(understood.totals.items()):
        yield f"  {total_year}  Rp {_written(amount):>28}"
    yield from _stated_lines(understood.stated_totals)
    yield from _problem_lines(understood.problems)
    yield from _left_out_lines(understood)


def _written(amount: Decimal) -> str:
    """Return an amount with the separators of the reader's language, not rounded."""
    locale = locales.current()
    return f"{amount:,f}".translate({ord(","): locale.thousands, ord("."): locale.decimal})


def _stated_lines(totals: Sequence[StatedTotal]) -> Iterator[str]:
    if not totals:
        return
    yield ""
    differing = [total for total in totals if total.differences]
    counts = {"number": len(totals), "differing": len(differing)}
    yield _("%(number)d sums are stated in the table; %(differing)d differ from the sum of their programs.") % counts
    for total in differing:
        yield f"  {total.place.sheet} {total.place.cell}  {total.label}"
        for year, rest in total.differences.items():
            computed = total.computed.get(year, Decimal(0))
            shown = (_written(total.stated[year]), _written(computed), _written(rest))
            yield f"    {year}  {shown[0]:>28}  {shown[1]:>28}  {shown[2]:>28}"


def _problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    titles = {
        Weight.ERROR: _("To be corrected before loading"),
        Weight.DOUBT: _("To be looked at"),
        Weight.NOTE: _("To be known"),
    }
    for weight, title in titles.items():
        found = [problem for problem in problems if problem.weight is weight]
        if found:
            yield ""
            yield f"{title} ({len(found)})"
            for problem in found:
                yield f"  {problem.place.sheet} {problem.place.cell}  {problem.message}"


def _left_out_lines(understood: Understood) -> Iterator[str]:
    yield ""
    facts = {"used": sum(understood.used.values()), "left": len(understood.left_out)}
    yield _("%(used)d cells were used, %(left)d left out:") % facts
    for reason, number in Counter(left.reason for left in understood.left_out).most_common():
        yield f"  {number:>6}  {reason}"
