"""Which row of a file is which row of the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from serambi.exchange.workbook.columns import Sheet
from serambi.exchange.workbook.read import Row

Held = Mapping[int, Mapping[str, Any]]
Refuse = Callable[[Row, str, str, str], None]


def matched(sheet: Sheet, rows: Sequence[Row], held: Held, refuse: Refuse) -> dict[int, int]:
    """Return the register's row of each row of the file that has one, by the file's row number.

    A key that the file has twice is refused. Where nothing but the register's own number tells rows apart, a row is
    first the one with its number and the same key, then the one with its number below the same parent, whose key is
    being changed, and else one with the same key that no other row claims. A number that belongs to another row here
    (the file comes from another installation) is therefore not believed below another parent.
    """
    return _numbered(sheet, rows, held, refuse) if sheet.has_numbers else _keyed(sheet, rows, held, refuse)


def _keyed(sheet: Sheet, rows: Sequence[Row], held: Held, refuse: Refuse) -> dict[int, int]:
    known = {_key(sheet.key, cells): pk for pk, cells in held.items()}
    seen: dict[Hashable, int] = {}
    found = {}
    for row in rows:
        key = _key(sheet.key, row.values)
        if key in seen:
            message = _("Row %(row)s says the same thing already. Keep one of the two.") % {"row": seen[key]}
            refuse(row, sheet.key[-1], "row_twice", message)
            continue
        seen[key] = row.number
        if key in known:
            found[row.number] = known[key]
    return found


def _numbered(sheet: Sheet, rows: Sequence[Row], held: Held, refuse: Refuse) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    numbers: dict[int, int] = {}
    waiting = []
    for row in rows:
        number = _number(row)
        if number in numbers:
            message = _("Row %(row)s has this number already. Leave it empty in a new row.")
            refuse(row, "id", "number_twice", message % {"row": numbers[number]})
            continue
        if number:
            numbers[number] = row.number
        if number in held and _key(sheet.key, row.values) == _key(sheet.key, held[number]):
            found[row.number] = number
            taken.add(number)
        else:
            waiting.append(row)
    return found | _by_key(sheet, waiting, held, taken)


def _by_key(sheet: Sheet, waiting: Sequence[Row], held: Held, taken: set[int]) -> dict[int, int]:
    # A row that says its own number in this register is waited for by nobody else.
    spoken_for = {_number(row) for row in waiting if _is_own(sheet, row, held)}
    free: defaultdict[Hashable, list[int]] = defaultdict(list)
    for pk in sorted(held.keys() - taken - spoken_for, reverse=True):
        free[_key(sheet.key, held[pk])].append(pk)
    found = {}
    for row in waiting:
        candidates = free.get(_key(sheet.key, row.values))
        if candidates:
            found[row.number] = candidates.pop()
        elif _is_own(sheet, row, held):
            found[row.number] = _number(row)
    return found


def _is_own(sheet: Sheet, row: Row, held: Held) -> bool:
    """Tell whether the row's number is one of the register below the same parent."""
    number = _number(row)
    return number in held and _key(sheet.parent, row.values) == _key(sheet.parent, held[number])


def _number(row: Row) -> int:
    """Return the number that the register gave the row, 0 for none."""
    return int(row.values.get("id") or 0)


def _key(names: Sequence[str], values: Mapping[str, Any]) -> Hashable:
    return tuple(values.get(name) for name in names)
