"""A version, and what differs between two, as tables that a spreadsheet opens."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.apps.plans.models import VersionProgram
from serambi.apps.plans.program_texts import ProgramText, program_text
from serambi.apps.plans.queries.comparisons import Comparison, ProgramChange
from serambi.apps.plans.version_words import DifferenceText, Naming, column_label, difference_texts, kind_label

_COLUMNS = (
    "pillar", "sub_dimension", "lead", "horizon", "is_quick_win", "starts_on", "ends_on", "strategy", "missions",
    "locations", "sipd_code", "source",
)  # fmt: skip


def version_heads() -> list[str]:
    """Return the names of the columns of `version_table` in the reader's language."""
    return [
        _("Code"),
        _("Program"),
        _("Illustration"),
        _("Description"),
        *(column_label(name) for name in _COLUMNS),
        _("Taking part"),
        _("Ceiling (Rp)"),
        _("Ceiling by year (Rp)"),
        _("Activities"),
        _("Indicators and targets"),
    ]


def version_table(rows: Iterable[VersionProgram], naming: Naming) -> list[list[object]]:
    """Return the programs of a version, read with their texts, as cells in the order of `version_heads`."""
    return [_cells(row, program_text(json.loads(row.text.body), naming)) for row in rows]


def _cells(row: VersionProgram, text: ProgramText) -> list[object]:
    facts = dict(text.facts)
    years = "; ".join(f"{year}: {amount}" for year, amount in row.text.ceilings.items())
    return [
        row.code,
        row.name,
        _("yes") if row.is_illustration else None,
        text.description or None,
        *(facts.get(column_label(name)) for name in _COLUMNS),
        "; ".join(f"{role}: {who}" for role, who in text.participants) or None,
        text.total,
        years or None,
        "; ".join(one.name for one in text.activities) or None,
        "; ".join(_indicator(one.name, one.targets) for one in text.indicators) or None,
    ]


def _indicator(name: str, targets: Iterable[tuple[str, str]]) -> str:
    listed = ", ".join(f"{period}: {value}" for period, value in targets)
    return f"{name} ({listed})" if listed else name


def comparison_heads() -> list[str]:
    """Return the names of the columns of `comparison_table` in the reader's language."""
    return [
        _("Code"),
        _("Program"),
        _("Illustration"),
        _("Pillar"),
        _("Lead agency"),
        _("In what way"),
        _("What"),
        pgettext("version", "Before"),
        pgettext("version", "After"),
        _("Change (Rp)"),
    ]


def comparison_table(found: Comparison, chosen: Iterable[ProgramChange], naming: Naming) -> list[list[object]]:
    """Return a line for each difference; a program that was added or dropped has one line with its whole money."""
    rows: list[list[object]] = [
        [None, _("Master plan"), None, None, None, None, *_difference(one)]
        for one in difference_texts(found.plan, naming)
    ]
    for change in chosen:
        rows += _lines(change, naming)
    return rows


def _lines(change: ProgramChange, naming: Naming) -> list[list[object]]:
    shown = change.shown
    kinds = ", ".join(kind_label(kind) for kind in sorted(change.kinds))
    mark = _("yes") if shown.is_illustration else None
    pillar = naming.pillars.get(shown.pillar, shown.pillar)
    start: list[object] = [shown.code, shown.name, mark, pillar, shown.lead or None, kinds]
    if change.differences:
        return [[*start, *_difference(one)] for one in difference_texts(change.differences, naming)]
    money = sum((Decimal(amount) for amount in shown.ceilings.values()), Decimal(0)) if shown.ceilings else None
    if change.after is None:
        return [[*start, _("The whole program"), shown.name, None, None if money is None else -money]]
    return [[*start, _("The whole program"), None, shown.name, money]]


def _difference(one: DifferenceText) -> list[object]:
    return [one.label, one.before or None, one.after or None, one.change]
