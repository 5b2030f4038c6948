"""What loading a workbook found, as a text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.exchange.workbook.cells import to_cell
from serambi.exchange.workbook.columns import Column
from serambi.exchange.workbook.compare import RowChange, SheetChanges
from serambi.exchange.workbook.load import Outcome
from serambi.exchange.workbook.sheets import SHEETS

# More lines than this say the same again.
MOST_LINES = 200


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the whole outcome; amounts and figures are exact decimals as text."""
    comparison = outcome.comparison
    return {
        "loaded": outcome.is_loaded,
        "sheets": {name: _sheet_json(sheet) for name, sheet in comparison.sheets.items()},
        "reference_sheets": [sheet.name for sheet in SHEETS if sheet.is_reference],
        "problems": [
            {"sheet": problem.place.sheet, "cell": problem.place.cell, "code": problem.code,
             "message": problem.message, "value": problem.value}
            for problem in comparison.problems
        ],
        "left_out": [
            {"sheet": left.place.sheet, "cell": left.place.cell, "value": str(left.value), "reason": left.reason}
            for left in comparison.left_out
        ],
    }  # fmt: skip


def _sheet_json(sheet: SheetChanges) -> dict[str, Any]:
    return {
        "title": sheet.read.title,
        "new": len(sheet.new),
        "changed": len(sheet.changed),
        "unchanged": sheet.unchanged,
        "absent": sheet.absent,
        "new_rows": [{"row": row.row.number, "key": _key(sheet, row)} for row in sheet.new],
        "changes": [
            {"row": row.row.number, "cell": sheet.read.place(row.row.number, change.column).cell,
             "key": _key(sheet, row), "column": change.column, "old": _exact(change.old), "new": _exact(change.new)}
            for row in sheet.changed for change in row.changes
        ],
    }  # fmt: skip


def _exact(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | int | str) else _plain(value)


def _plain(value: Any) -> str:
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _key(sheet: SheetChanges, row: RowChange) -> list[str]:
    return [str(row.value(sheet.read.sheet.by_name[name])) for name in sheet.read.sheet.key]


def as_text(outcome: Outcome, *, is_rehearsal: bool) -> str:
    """Return what a person at a terminal reads: counts, every changed cell, problems, and how it ended."""
    comparison = outcome.comparison
    lines = [_counts(sheet) for sheet in comparison.sheets.values()]
    changes = [line for sheet in comparison.sheets.values() for line in _changes(sheet)]
    lines += _shortened(changes)
    lines += _shortened([f"{problem.place.sheet} {problem.place.cell}: {problem.message}" for problem in
                         comparison.problems])  # fmt: skip
    lines += _shortened([f"{left.place.sheet} {left.place.cell}: {left.reason}" for left in comparison.left_out])
    lines.append(_("The sheet Areas is for reference; it is never loaded."))
    lines.append(_ending(outcome, is_rehearsal=is_rehearsal))
    return "\n".join(lines)


def _counts(sheet: SheetChanges) -> str:
    return _(
        "%(sheet)s: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(absent)s not in the file, left alone."
    ) % {
        "sheet": sheet.read.title,
        "new": len(sheet.new),
        "changed": len(sheet.changed),
        "unchanged": sheet.unchanged,
        "absent": sheet.absent,
    }


def _changes(sheet: SheetChanges) -> Iterator[str]:
    language = get_language() or "id"
    for row in sheet.changed:
        for change in row.changes:
            column = sheet.read.sheet.by_name[change.column]
            old, new = _shown(column, change.old, language), _shown(column, change.new, language)
            cell = sheet.read.place(row.row.number, change.column).cell
            heading = column.heading.in_language(language)
            yield f"{sheet.read.title} {cell} ({', '.join(_key(sheet, row))}) {heading}: {old} → {new}"


def _shown(column: Column, value: Any, language: str) -> str:
    written = _plain(value) if hasattr(value, "as_tuple") else to_cell(column, value, language)
    return _("(empty)") if written is None else str(written)


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= MOST_LINES:
        return lines
    rest = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], _("… and %(count)s more; --json lists them all.") % {"count": rest}]


def _ending(outcome: Outcome, *, is_rehearsal: bool) -> str:
    if outcome.comparison.problems:
        return _("Nothing was loaded: repair what is named above, then load the file again.")
    if outcome.is_loaded:
        return _("Everything was loaded.")
    if outcome.comparison.is_empty:
        return _("The file changes nothing.")
    return _("This was a trial: nothing was loaded.") if is_rehearsal else _("Nothing was loaded.")
