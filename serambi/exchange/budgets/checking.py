"""What `serambi budget check` says about a breakdown: the same facts for machines and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.exchange.budgets.amounts import write_number
from serambi.exchange.budgets.breakdown import Breakdown
from serambi.exchange.budgets.tree import Line, Relation
from serambi.exchange.tables.understanding import LeftOut, Problem, Weight
from serambi.ui import formats


def has_findings(breakdown: Breakdown) -> bool:
    """Tell whether a sum does not hold, a stated total differs, or there is a problem that is more than a note."""
    return bool(
        breakdown.differences
        or any(one.differences for one in breakdown.stated_totals)
        or any(one.weight is not Weight.NOTE for one in breakdown.problems)
    )


def as_dict(breakdown: Breakdown) -> dict[str, Any]:
    """Return everything found as values for JSON; amounts are exact decimals as text."""
    lines = breakdown.lines
    return {
        "kind": "breakdown",
        "sheet": breakdown.sheet,
        "heading": [{"name": line.name, "value": line.value} for line in breakdown.heading],
        "notation": breakdown.notation,
        "rows": len(lines),
        "totals": [_row(line) for line in breakdown.top()],
        "sums": {
            "relations": len(breakdown.relations),
            "checked": len(breakdown.relations) - len(breakdown.unchecked),
            "differences": [_difference(one, lines) for one in breakdown.differences],
            "unchecked": [_row(lines[one.parent]) for one in breakdown.unchecked],
        },
        "sums_by_code": {
            "checked": sum(one.is_checked for one in breakdown.by_code),
            "differences": [_difference(one, lines) for one in breakdown.by_code if one.difference],
        },
        "stated_totals": [
            {
                "row": total.place.row,
                "label": total.label,
                "stated": write_number(stated),
                "computed": write_number(total.computed[year]),
            }
            for total in breakdown.stated_totals
            for year, stated in total.stated.items()
        ],
        "problems": problems_as_dicts(breakdown.problems),
        "left_out": left_out_as_dicts(breakdown.left_out),
    }


def problems_as_dicts(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [
        {
            "sheet": one.place.sheet,
            "cell": one.place.cell,
            "code": one.code,
            "weight": one.weight,
            "value": one.value,
            "message": one.message,
        }
        for one in problems
    ]


def left_out_as_dicts(left_out: Iterable[LeftOut]) -> list[dict[str, str]]:
    return [{"cell": one.place.cell, "value": str(one.value), "reason": one.reason} for one in left_out]


def _row(line: Line) -> dict[str, Any]:
    amount = None if line.amount is None else write_number(line.amount)
    return {"row": line.place.row, "code": line.code, "name": line.name, "level": line.level, "amount": amount}


def _difference(relation: Relation, lines: tuple[Line, ...]) -> dict[str, Any]:
    return _row(lines[relation.parent]) | {
        "computed": write_number(relation.known),
        "difference": write_number(relation.difference),
        "children": [lines[child].place.row for child in relation.children],
    }


def sentences(breakdown: Breakdown) -> Iterator[str]:
    """Yield what a person reads in a terminal, line by line."""
    for heading in breakdown.heading:
        yield f"{heading.name}: {heading.value}"
    rows = len(breakdown.lines)
    yield ngettext("%(number)s row read.", "%(number)s rows read.", rows) % {"number": formats.number(rows, 0)}
    for line in breakdown.top():
        yield _("Total, row %(row)s: %(name)s, %(amount)s") % {
            "row": line.place.row,
            "name": line.name,
            "amount": _money(line.amount),
        }
    yield from _sums(breakdown)
    yield from _totals(breakdown)
    yield from rest_of(breakdown.problems, breakdown.left_out)


def _sums(breakdown: Breakdown) -> Iterator[str]:
    checked = len(breakdown.relations) - len(breakdown.unchecked)
    yield _(
        "Sums checked: %(checked)s; not equal: %(different)s; not checked because an amount is missing: %(rest)s."
    ) % {
        "checked": formats.number(checked, 0),
        "different": formats.number(len(breakdown.differences), 0),
        "rest": formats.number(len(breakdown.unchecked), 0),
    }
    for relation in breakdown.differences:
        line = breakdown.lines[relation.parent]
        yield _("Row %(row)s, %(code)s %(name)s: stated %(stated)s, sum %(known)s, difference %(rest)s") % {
            "row": line.place.row,
            "code": line.code,
            "name": line.name,
            "stated": _money(relation.stated),
            "known": _money(relation.known),
            "rest": _money(relation.difference),
        }


def _totals(breakdown: Breakdown) -> Iterator[str]:
    for total in breakdown.stated_totals:
        for year, stated in total.stated.items():
            yield _("Row %(row)s, %(label)s: stated %(stated)s, sum %(known)s, difference %(rest)s") % {
                "row": total.place.row,
                "label": total.label,
                "stated": _money(stated),
                "known": _money(total.computed[year]),
                "rest": _money(stated - total.computed[year]),
            }


def rest_of(problems: Iterable[Problem], left_out: Iterable[LeftOut]) -> Iterator[str]:
    """Yield the problems as sentences, the weightiest first, then every cell that was left out."""
    words = {Weight.ERROR: _("error"), Weight.DOUBT: _("doubt"), Weight.NOTE: _("note")}
    for problem in sorted(problems, key=lambda one: list(words).index(one.weight)):
        yield f"{problem.place.cell} ({words[problem.weight]}): {problem.message}"
    for left in left_out:
        yield _("%(cell)s left out: “%(value)s”. %(reason)s") % {
            "cell": left.place.cell,
            "value": left.value,
            "reason": left.reason,
        }


def _money(amount: Decimal | None) -> str:
    if amount is None:
        return "–"
    return f"Rp{formats.number(amount, 0 if amount == amount.to_integral_value() else 2)}"
