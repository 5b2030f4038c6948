"""What rows name in other sheets: whether it is there, in the register or in the same file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.exchange.workbook.cells import plain_text
from serambi.exchange.workbook.columns import Column, Kind
from serambi.exchange.workbook.read import ReadBook, Row
from serambi.exchange.workbook.register import Register, activity_label, mission_label, strategy_label
from serambi.exchange.workbook.sheets import BY_NAME

# An activity: the register's own (pk, 0), or the row of the file that makes it (0, number).
Target = tuple[int, int]
_SEVERAL: Target = (0, 0)
_MARKED_BY = {"activities": ("programs", "program"), "budget": ("programs", "program"),
              "targets": ("indicators", "indicator"), "baselines": ("indicators", "indicator"),
              "risks": ("programs", "program")}  # fmt: skip
# Sheets to which a file may add the row that another row names, and the column that names it.
_OPEN = {"programs": "code", "indicators": "code", "series": "code", "organizations": "abbreviation"}
# Columns that name an activity, and the column with its program.
ACTIVITIES = {"activity": "program", "predecessor": "predecessor_program"}
_PERCENT = {"%", "persen", "percent", "per cent"}


class Called(str):
    """What the register calls an activity, known to be that one: in the file the same name may be another's."""

    pk: int

    def __new__(cls, name: str, pk: int) -> Called:
        """Return the name with the activity's number."""
        made = super().__new__(cls, name)
        made.pk = pk
        return made


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
        self._known["standards"] = set(register.standards.values())
        for name, column in _OPEN.items():
            self._known[name] |= {row.values.get(column, "") for row in self._rows(name)}
        self._known["missions"] |= {
            mission_label(row.values.get("development_plan", ""), row.values.get("number", 0))
            for row in self._rows("missions")
        }
        held_goals = register.rows("goals")
        self._goals = {(cells["pillar"], plain_text(cells["code"])) for _pk, cells in held_goals}
        self._goals |= {(row.values.get("pillar", ""), row.values.get("code", "")) for row in self._rows("goals")}
        self._strategies = {
            (cells["pillar"], strategy_label(cells["goal"], cells["code"]))
            for cells in (
                *(cells for _pk, cells in register.rows("strategies")),
                *({"pillar": "", "goal": "", "code": "", **row.values} for row in self._rows("strategies")),
            )
        }
        self._programs_named = {
            row.values.get("code", ""): row.values["programs"]
            for row in self._rows("indicators")
            if "programs" in row.values
        }
        self._units = dict(register.series.values_list("code", "unit")) | dict(
            register.indicators.values_list("code", "unit")
        )
        for name in ("series", "indicators"):
            self._units |= {
                row.values.get("code", ""): row.values["unit"] for row in self._rows(name) if "unit" in row.values
            }
        parts = register.rows("sub_dimensions")
        self._parts = {(cells["pillar"], cells["code"]) for _pk, cells in parts}
        self._activities: dict[tuple[str, str], Target] = {}
        self._add_held_activities()

    def _rows(self, sheet: str) -> Sequence[Row]:
        return self._book.sheets[sheet].rows if sheet in self._book.sheets else ()

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

    def activity(self, values: Mapping[str, Any], column: str = "activity") -> Target | None:
        """Return the activity that a column of a row names, or None."""
        name = values.get(column, "")
        if isinstance(name, Called):
            return (name.pk, 0)
        return self._activities.get((values.get(ACTIVITIES[column], ""), values.get(column, "")))

    def resolved(self, row: Row) -> Row:
        """Return the row with the register's names of its activities, which the same file may be changing."""
        for column in ACTIVITIES:
            target = self.activity(row.values, column) if row.values.get(column) else None
            if target is not None and target[0]:
                label = Called(self._register.activity_labels[target[0]].strip(), target[0])
                row = replace(row, values={**row.values, column: label})
        return row

    def is_linked(self, values: Mapping[str, Any]) -> bool:
        """Tell whether an indicator will have the program that a row weighs: the file's own list decides."""
        named = self._programs_named.get(values.get("indicator", ""))
        return named is None or values.get("program", "") in named

    def is_percentage(self, sheet: str, values: Mapping[str, Any]) -> bool:
        """Tell whether the figures of a row are percentages, by the unit of the series or indicator that it names."""
        if "unit" in BY_NAME[sheet].by_name:
            unit = values.get("unit") or self._units.get(values.get("code", ""), "")
        else:
            unit = self._units.get(values.get("series") or values.get("indicator") or "", "")
        return str(unit).strip().casefold() in _PERCENT

    def is_illustration(self, sheet: str, values: Mapping[str, Any]) -> bool:
        """Tell whether what a row of the sheet belongs to is an illustration."""
        if sheet not in _MARKED_BY:
            return False
        of, column = _MARKED_BY[sheet]
        return values.get(column) in self._marked[of]

    def problem(self, sheet: str, column: Column, row: Row) -> str:
        """Return what is wrong with what a cell names, in a sentence; "" for nothing."""
        value = row.values.get(column.name)
        if not value and not isinstance(value, Decimal):
            return ""
        if column.name in ACTIVITIES:
            return self._activity_problem(row, column.name)
        if column.takes_percent and column.name in row.percents and not self.is_percentage(sheet, row.values):
            return _("The cell shows a percentage, but the unit is another. Write the number in that unit.")
        within = self._within_pillar(column.name, row.values, value)
        if within:
            return within
        return self._unknown(column, value) if column.kind in {Kind.NAME, Kind.NAMES} else ""

    def _within_pillar(self, column: str, values: Mapping[str, Any], value: Any) -> str:
        """Return what is wrong with a code that only the row's pillar gives a meaning; "" for nothing."""
        sentences = {
            "goal": (self._goals, _("“%(code)s” is not a goal of this row's pillar.")),
            "strategy": (self._strategies, _("“%(code)s” is not a strategy of this row's pillar. Write the code of its "
                                             "goal, /, and its own.")),
            "sub_dimension": (self._parts, _("“%(code)s” is not a sub-dimension of this row's pillar.")),
        }  # fmt: skip
        if column not in sentences or "pillar" not in values:
            return ""
        known, sentence = sentences[column]
        return "" if (values["pillar"], value) in known else sentence % {"code": value}

    def _unknown(self, column: Column, value: Any) -> str:
        wanted = value if isinstance(value, tuple) else (value,)
        unknown = [name for name in wanted if name not in self._known[column.of]]
        if not unknown:
            return ""
        if column.of == "missions":
            return _("“%(names)s” is not a mission of the plan.") % {"names": "; ".join(unknown)}
        if column.of == "standards":
            return _("“%(names)s” is not a standard indicator.") % {"names": "; ".join(unknown)}
        title = BY_NAME[column.of].title.in_language(get_language() or "id")
        return _("“%(names)s” does not stand in the sheet %(sheet)s. Check the spelling, or add it there.") % {
            "names": "; ".join(unknown), "sheet": title,
        }  # fmt: skip

    def _activity_problem(self, row: Row, column: str) -> str:
        target = self.activity(row.values, column)
        facts = {"name": row.values[column], "program": row.values.get(ACTIVITIES[column], "")}
        if target is None:
            return _("“%(name)s” is not an activity of %(program)s. Check the spelling, or add it to the sheet of "
                     "activities.") % facts  # fmt: skip
        if target == _SEVERAL:
            return _("%(program)s has several activities “%(name)s”. Write the name, # and the activity's number.") % (
                facts
            )
        return ""
