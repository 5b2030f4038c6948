"""What rows name in other sheets: whether it is there, in the register or in the same file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.exchange.workbook.columns import Column, Kind
from serambi.exchange.workbook.read import ReadBook, Row
from serambi.exchange.workbook.register import Register, activity_label
from serambi.exchange.workbook.sheets import BY_NAME

# An activity: the register's own (pk, 0), or the row of the file that makes it (0, number).
Target = tuple[int, int]
_SEVERAL: Target = (0, 0)
_MARKED_BY = {"activities": ("programs", "program"), "budget": ("programs", "program"),
              "targets": ("indicators", "indicator")}  # fmt: skip
# Sheets to which a file may add the row that another row names.
_OPEN = ("programs", "indicators", "series")


class Names:
    """Knows the codes of the register and of one file."""

    def __init__(self, register: Register, book: ReadBook) -> None:
        self._register, self._book = register, book
        self._known: dict[str, set[str]] = {
            "areas": set(register.areas.values()),
            "missions": set(register.missions.values()),
            "organizations": {cells["abbreviation"] for _pk, cells in register.rows("organizations")},
            "pillars": {cells["code"] for _pk, cells in register.rows("pillars")},
        }
        self._marked: dict[str, set[str]] = {}
        for name, rows in (("programs", register.programs), ("indicators", register.indicators),
                           ("series", register.series)):  # fmt: skip
            held = dict(rows.values_list("code", "is_illustration"))
            self._known[name] = set(held)
            self._marked[name] = {code for code, is_marked in held.items() if is_marked}
        for name in _OPEN:
            if name in book.sheets:
                self._known[name] |= {row.values.get("code", "") for row in book.sheets[name].rows}
        parts = register.rows("sub_dimensions")
        self._parts = {(cells["pillar"], cells["code"]) for _pk, cells in parts}
        self._activities: dict[tuple[str, str], Target] = {}
        self._add_held_activities()

    def _add_held_activities(self) -> None:
        labels = self._register.activity_labels
        for pk, cells in self._register.rows("activities") if labels else ():
            self._activities[cells["program"], labels[pk].strip()] = (pk, 0)

    def settle(self, sheet: str, matched: Mapping[int, int]) -> None:
        """Learn which rows of the file are which activities; call it before anything that names activities."""
        if sheet != "activities":
            return
        seen: dict[tuple[str, str], Target] = {}
        for row in self._book.sheets["activities"].rows:
            program, name = row.values.get("program", ""), row.values.get("name", "")
            pk = matched.get(row.number)
            target = (pk, 0) if pk is not None else (0, row.number)
            key = (program, name)
            seen[key] = _SEVERAL if key in seen and seen[key] != target else target
            number = row.values.get("id")
            if number is not None:
                seen[program, activity_label(name, number, is_alone=False)] = target
        self._activities |= seen

    def activity(self, values: Mapping[str, Any]) -> Target | None:
        """Return the activity that a row names, or None."""
        return self._activities.get((values.get("program", ""), values.get("activity", "")))

    def resolved(self, row: Row) -> Row:
        """Return the row with the register's name of its activity, which the same file may be changing."""
        target = self.activity(row.values) if row.values.get("activity") else None
        if target is None or not target[0]:
            return row
        return replace(row, values={**row.values, "activity": self._register.activity_labels[target[0]].strip()})

    def is_illustration(self, sheet: str, values: Mapping[str, Any]) -> bool:
        """Tell whether what a row of the sheet belongs to is an illustration."""
        if sheet not in _MARKED_BY:
            return False
        of, column = _MARKED_BY[sheet]
        return values.get(column) in self._marked[of]

    def problem(self, column: Column, row: Row) -> str:
        """Return what is wrong with what a cell names, in a sentence; "" for nothing."""
        value = row.values.get(column.name)
        if not value:
            return ""
        if column.name == "activity":
            return self._activity_problem(row)
        if column.name == "sub_dimension":
            is_known = "pillar" not in row.values or (row.values["pillar"], value) in self._parts
            return "" if is_known else _("“%(code)s” is not a sub-dimension of this row's pillar.") % {"code": value}
        return self._unknown(column, value) if column.kind in {Kind.NAME, Kind.NAMES} else ""

    def _unknown(self, column: Column, value: Any) -> str:
        wanted = value if isinstance(value, tuple) else (value,)
        unknown = [name for name in wanted if name not in self._known[column.of]]
        if not unknown:
            return ""
        if column.of == "missions":
            return _("“%(names)s” is not a mission of the plan.") % {"names": "; ".join(unknown)}
        title = BY_NAME[column.of].title.in_language(get_language() or "id")
        return _("“%(names)s” does not stand in the sheet %(sheet)s. Check the spelling, or add it there.") % {
            "names": "; ".join(unknown), "sheet": title,
        }  # fmt: skip

    def _activity_problem(self, row: Row) -> str:
        target = self.activity(row.values)
        facts = {"name": row.values["activity"], "program": row.values.get("program", "")}
        if target is None:
            return _("“%(name)s” is not an activity of %(program)s. Check the spelling, or add it to the sheet of "
                     "activities.") % facts  # fmt: skip
        if target == _SEVERAL:
            return _("%(program)s has several activities “%(name)s”. Write the name, # and the activity's number.") % (
                facts
            )
        return ""
