"""The table of a sheet, written in Python: it has hundreds of cells, which a template would draw too slowly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.observations.forms.grid import SheetForm, Shown
from serambi.apps.observations.labels import plain_number
from serambi.apps.observations.models import Overall
from serambi.apps.observations.queries import SheetColumn
from serambi.ui import formats

# Every part that is not our own is escaped below, piece by piece.


@dataclass(slots=True)
class _Locks:
    """The reasons why cells are read-only, each with the id by which its cells name it."""

    ids: dict[str, str] = field(default_factory=dict)

    def id_of(self, reason: str) -> str:
        return self.ids.setdefault(reason, f"lock-{len(self.ids) + 1}")


def sums_rows(columns: Sequence[SheetColumn]) -> bool:
    """Tell whether the figures of a row may be added: those of one series that is summed over time."""
    return (
        len(columns) > 1
        and len({column.series.pk for column in columns}) == 1
        and columns[0].series.over_time == Overall.SUM
    )


def sums_columns(column: SheetColumn) -> bool:
    return column.series.over_area == Overall.SUM


def sheet_table(form: SheetForm, *, caption: str, heads: Sequence[str]) -> SafeString:
    """Return the table with its inputs, sums and the reasons of its read-only cells."""
    columns, locks = form.sheet.columns, _Locks()
    across = sums_rows(columns)
    body = "".join(_row(shown, locks, across=across) for shown in form.rows)
    reasons = "".join(f'<p id="{key}">{escape(reason)}</p>' for reason, key in locks.ids.items())
    return SafeString(
        f'<table class="table compact sheet"><caption id="sheet-caption" class="sr">{escape(caption)}</caption>'
        f"<thead>{_head(columns, heads, across=across)}</thead><tbody>{body}</tbody>"
        f"{_foot(form, columns, across=across)}</table>"
        f"<div hidden>{reasons}</div>"
    )


def _head(columns: Sequence[SheetColumn], heads: Sequence[str], *, across: bool) -> str:
    cells = "".join(
        f'<th scope="col" class="num" id="k{column.key}">{escape(head)}</th>'
        for column, head in zip(columns, heads, strict=True)
    )
    last = f'<th scope="col" class="num">{escape(_("Sum"))}</th>' if across else ""
    return f'<tr><th scope="col">{escape(_("Area"))}</th>{cells}{last}</tr>'


def _row(row: Sequence[Shown], locks: _Locks, *, across: bool) -> str:
    area = row[0].cell.area
    cells = "".join([_cell(shown, locks) for shown in row])
    last = f'<td class="num sheet-sum" data-row-sum>{_sum(row)}</td>' if across else ""
    return f'<tr><th scope="row" id="r{area.pk}">{escape(area.name)}</th>{cells}{last}</tr>'


def _cell(shown: Shown, locks: _Locks) -> str:
    cell = shown.cell
    name = cell.name
    label = f'aria-labelledby="r{cell.area.pk} k{cell.column.key}"'
    if shown.lock:
        reason = locks.id_of(shown.lock)
        return (f'<td><input id="{name}" value="{escape(shown.text)}" {label} aria-describedby="{reason}" '
                f'readonly data-locked></td>')  # fmt: skip
    median = "" if cell.usual is None else f' data-usual="{cell.usual.normalize():f}"'
    state, problem = "", shown.problem
    if problem is not None:
        invalid = ' aria-invalid="true"' if problem.kind == "error" else ""
        state = f' data-problem="{problem.kind}" title="{escape(problem.sentence)}"{invalid}'
    return (f'<td><input id="{name}" name="{name}" value="{escape(shown.text)}" {label} inputmode="decimal" '
            f'autocomplete="off"{median}{state}></td>')  # fmt: skip


def _foot(form: SheetForm, columns: Sequence[SheetColumn], *, across: bool) -> str:
    if not any(sums_columns(column) for column in columns) or len(form.rows) < 2:
        return ""
    cells = []
    for index, column in enumerate(columns):
        if sums_columns(column):
            summed = _sum(row[index] for row in form.rows)
            cells.append(f'<td class="num sheet-sum" data-column-sum="{index}">{summed}</td>')
        else:
            cells.append(f'<td class="num sheet-sum"><span class="sub">{escape(_("not added"))}</span></td>')
    last = ""
    if across:
        everything = _sum(shown for row in form.rows for shown in row)
        last = f'<td class="num sheet-sum" data-whole-sum>{everything}</td>'
    return f'<tfoot><tr class="sum"><th scope="row">{escape(_("Sum"))}</th>{"".join(cells)}{last}</tr></tfoot>'


def _sum(shown: Iterable[Shown]) -> str:
    """Return the sum of what is there and how many figures are missing; a dash when there is none at all."""
    total, missing, known = Decimal(0), 0, 0
    for one in shown:
        if one.value is not None:
            total += one.value
            known += 1
        elif not one.lock:
            missing += 1
    text = plain_number(total) if known else formats.MISSING
    said = f'<span class="sub">{escape(missing_text(missing))}</span>' if missing else ""
    return f"<b>{escape(text)}</b>{said}"


def missing_text(count: int) -> str:
    return ngettext("%(count)s missing", "%(count)s missing", count) % {"count": formats.number(count, 0)}
