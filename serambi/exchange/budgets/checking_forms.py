"""What `serambi budget check` says about form E.81 and about a monthly export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.exchange.budgets.amounts import write_number
from serambi.exchange.budgets.checking import left_out_as_dicts, problems_as_dicts, rest_of
from serambi.exchange.budgets.evaluation_form import EvaluationForm
from serambi.exchange.budgets.evaluation_tables import PAIR_HEADS
from serambi.exchange.budgets.monthly_export import MonthlyExport
from serambi.exchange.tables.understanding import Weight
from serambi.ui import formats

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One value that is stated otherwise than it is computed. unit: "K" or "Rp" for a pair of E.81, else ""."""

    row: int
    column: str
    unit: str
    stated: str
    computed: str


def values_of(table: EvaluationForm | MonthlyExport) -> list[StatedValue]:
    """Return every value that is stated otherwise than it is computed."""
    if isinstance(table, MonthlyExport):
        return [
            StatedValue(
                one.place.row, one.column, "", write_number(one.stated), write_number(round(one.computed, _SHOWN))
            )
            for one in table.differences
        ]
    return [
        StatedValue(
            one.place.row,
            PAIR_HEADS[one.pair],
            "K" if one.of == "work" else "Rp",
            write_number(one.stated),
            write_number(round(one.computed, _SHOWN)),
        )
        for one in table.disagreements
    ]


def has_form_findings(table: EvaluationForm | MonthlyExport) -> bool:
    """Tell whether a stated value differs from the computed one, or there is a problem that is more than a note."""
    return bool(values_of(table)) or any(one.weight is not Weight.NOTE for one in table.problems)


def form_as_dict(table: EvaluationForm | MonthlyExport) -> dict[str, Any]:
    """Return everything found as values for JSON; numbers are decimals as text, computed ones with four decimals."""
    return {
        "kind": "monthly_export" if isinstance(table, MonthlyExport) else "evaluation_form",
        "heading": _heading(table),
        "rows": len(table.rows),
        "indicators": _indicators(table),
        "differences": [
            {"row": one.row, "column": one.column, "unit": one.unit, "stated": one.stated, "computed": one.computed}
            for one in values_of(table)
        ],
        "problems": problems_as_dicts(table.problems),
        "left_out": left_out_as_dicts(table.left_out),
    }


def _heading(table: EvaluationForm | MonthlyExport) -> list[dict[str, str]]:
    if isinstance(table, MonthlyExport):
        return []
    return [{"name": name, "value": value} for name, value in table.heading]


def _indicators(table: EvaluationForm | MonthlyExport) -> int:
    if isinstance(table, MonthlyExport):
        return 0
    return sum(bool(line.indicator) for row in table.rows for line in row.lines)


def form_sentences(table: EvaluationForm | MonthlyExport) -> Iterator[str]:
    """Yield what a person reads in a terminal, line by line."""
    if isinstance(table, MonthlyExport):
        yield _("The table was read as the monthly export of e-Monev.")
    else:
        yield _("The table was read as form E.81.")
    rows = len(table.rows)
    yield ngettext("%(number)s row read.", "%(number)s rows read.", rows) % {"number": formats.number(rows, 0)}
    for one in values_of(table):
        values = {"row": one.row, "column": one.column, "stated": one.stated, "computed": one.computed}
        if one.unit:
            told = _("Row %(row)s, %(column)s (%(unit)s): stated %(stated)s, computed %(computed)s")
            yield told % {**values, "unit": one.unit}
        else:
            yield _("Row %(row)s, %(column)s: stated %(stated)s, computed %(computed)s") % values
    yield from rest_of(table.problems, table.left_out)
