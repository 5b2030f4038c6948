"""Read the rows of one sheet: programs with further indicators, headings, sums, goals, and what fits nothing."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.ui.formats import number

from .agencies import Agencies
from .book import Sheet
from .codes import is_only_total, is_program_code, is_roman, names_total, parts
from .drafts import Draft, sum_of
from .layouts import Layout
from .ledger import Ledger
from .roles import NAMES, Role
from .rows import Amounts, Rows
from .stated import Headings, of_parents
from .texts import as_key
from .tree import build_tree
from .understanding import AgencyText, StatedTotal, UnderstoodIndicator, Weight

_HEADING_WORDS = ("urusan", "bidang urusan", "non urusan", "unsur", "pilar", "dimensi", "pillar", "dimension", "smart ")
_LEVELS = {Role.PROGRAM: "program", Role.ACTIVITY: "activity", Role.SUB_ACTIVITY: "sub_activity"}


class SheetReader:
    """Goes through a sheet once. After `read`: drafts with their parents, sums that were stated, number of rows."""

    def __init__(self, sheet: Sheet, layout: Layout, ledger: Ledger, agencies: Agencies) -> None:
        self.drafts: list[Draft] = []
        self.stated_totals: list[StatedTotal] = []
        self.rows_read = 0
        self._rows = Rows(sheet, layout, ledger)
        self._ledger = ledger
        self._agencies = agencies
        self._headings = Headings()
        self._name_roles = [role for role in NAMES if layout.having(role)]
        self._current: Draft | None = None
        self._last: dict[str, int] = {}  # the last program of each level, by its index
        self._goal = self._objective = self._group = ""
        self._above: AgencyText | None = None  # the agency that rows without one inherit
        self._deep = self._codes_are_deep()

    def read(self) -> None:
        self._rows.tell_notations()
        other_table = 0
        for row in self._rows.numbers():
            self.rows_read += 1
            other_table = other_table or (row if self._rows.begins_other_table(row) else 0)
            if other_table:
                self._ledger.leave_row(row, _("It belongs to a second table in the sheet."))
            else:
                self._read_row(row)
        if other_table:
            message = _("A second table with other headings begins in this row. Put it on a sheet of its own.")
            self._ledger.doubt(other_table, 0, "second_table", message, Weight.ERROR)
        self._ledger.problems += build_tree(self.drafts)
        self._sum_up_programs_without_row()
        self._tell_amounts()
        self.stated_totals = [*self._headings.stated_totals(self.drafts), *of_parents(self.drafts)]

    # One row ------------------------------------------------------------------------------------------------------

    def _read_row(self, row: int) -> None:
        rows = self._rows
        if rows.repeats_header(row):
            self._ledger.leave_row(row, _("The row repeats the heading of the table."))
            return
        goal = self._take_goals(row)
        code, indicator = rows.code(row), rows.text(row, Role.INDICATOR)
        names = {role: text for role in self._name_roles if (text := rows.text(row, role))}
        label = self._label_of_total(row, code, names, indicator)
        if label:
            self._total(row, label)
        elif not names:
            self._row_without_name(row, code, indicator, goal=goal)
        elif self._repeats_current(code, names):
            self._continue(row, indicator)
        elif self._is_heading(row, code, names, indicator):
            self._heading(row, code, next(iter(names.values())))
        else:
            self._program(row, code, names, indicator)

    def _label_of_total(self, row: int, code: str, names: dict[Role, str], indicator: str) -> str:
        """Return the label of a row of totals, in whatever column it stands; "" for any other row."""
        label = code if names_total(code) else next(iter(names.values()), "")
        if names_total(label) and not indicator and not (code and code != label):
            return label
        if names or self._rows.has_measures(row) or self._rows.text(row, Role.UNIT):
            return ""
        first = self._rows.first_text(row)
        if not indicator and names_total(first):
            return first
        return indicator if is_only_total(indicator) else ""

    def _take_goals(self, row: int) -> bool:
        """Keep a goal or objective for the rows below; say whether the row begins one."""
        goal, objective = self._rows.text(row, Role.GOAL), self._rows.text(row, Role.OBJECTIVE)
        begins = (goal and goal != self._goal) or (objective and objective != self._objective)
        if goal and goal != self._goal:
            self._goal, self._objective = goal, ""
        self._objective = objective or self._objective
        self._group = self._rows.text(row, Role.HEADING) or self._group
        self._rows.use(row, Role.GOAL, Role.OBJECTIVE, Role.HEADING)
        return bool(begins)

    def _row_without_name(self, row: int, code: str, indicator: str, *, goal: bool) -> None:
        rows = self._rows
        if not self._name_roles and indicator:
            self._program(row, code, {}, indicator)
        elif goal:
            if indicator or rows.has_amounts(row):
                message = _("This indicator belongs to a goal or objective. Only those of programs are read.")
                self._ledger.doubt(row, 0, "goal_indicator", message)
            self._rows.leave(row, _("It belongs to a goal or objective, not to a program."))
        elif code and not indicator and not rows.has_amounts(row) and not any(it.isdigit() for it in code):
            self._rows.leave(row, _("The row says nothing about a program."))
        elif code and (self._current is None or parts(code) != parts(self._current.code)):
            message = _("The row has the code %(code)s and no name. Write the name of the program.")
            self._ledger.doubt(row, 0, "no_name", message % {"code": code}, Weight.ERROR)
            self._rows.leave(row, _("The row has a code and no name."))
        elif self._current is None:
            self._orphan(row, indicator)
        else:
            self._continue(row, indicator)

    def _orphan(self, row: int, indicator: str) -> None:
        if self._rows.has_amounts(row) or indicator:
            message = _("The row has money or an indicator, and no program stands above it.")
            self._ledger.doubt(row, 0, "no_program", message, Weight.ERROR)
        self._rows.leave(row, _("No program stands above it."))

    def _repeats_current(self, code: str, names: dict[Role, str]) -> bool:
        """Say whether a row repeats code and name of the program above it, as tables without merged cells do."""
        current = self._current
        last = names.get(self._name_roles[-1]) if len(self._name_roles) > 1 else next(iter(names.values()))
        return (
            current is not None and bool(last) and as_key(last or "") == as_key(current.name) and code == current.code
        )

    def _is_heading(self, row: int, code: str, names: dict[Role, str], indicator: str) -> bool:
        if indicator or (names and Role.PROGRAM not in names):
            return False
        if is_roman(code):
            return True
        if self._deep:
            return not is_program_code(code)
        rows = self._rows
        if as_key(names[Role.PROGRAM]).startswith(_HEADING_WORDS) and not rows.has_measures(row):
            return True
        tells = rows.has_amounts(row) or rows.has_measures(row) or rows.own_text(row, Role.AGENCY)
        return not tells and not rows.text(row, Role.UNIT)

    def _codes_are_deep(self) -> bool:
        """Say whether the table codes its programs X.XX.XX, so that shorter codes are those of headings."""
        if not self._rows.has(Role.CODE):
            return False
        return any(is_program_code(self._rows.code(row)) for row in self._rows.numbers())

    # What a row is ------------------------------------------------------------------------------------------------

    def _total(self, row: int, label: str) -> None:
        rows = self._rows
        stated = rows.amounts(row)
        self._headings.total(rows.sheet.place(row), label, stated, programs=len(self.drafts))
        rows.use(row, Role.CODE, *self._name_roles)
        self._ledger.use_text(row, label)
        self._current = None
        self._rows.leave(row, _("The row states a sum; only its amounts are compared."))

    def _heading(self, row: int, code: str, label: str) -> None:
        rows = self._rows
        place = rows.place(row, self._name_roles[0])
        self._headings.open(place, label, code, rows.amounts(row), programs=len(self.drafts))
        rows.use(row, Role.CODE, *self._name_roles)
        self._current = None
        agency = rows.text(row, Role.AGENCY)  # used where a program below inherits it
        self._above = self._agencies.read(agency, rows.place(row, Role.AGENCY)) if agency else None
        self._rows.leave(row, _("The row is a heading; it has no targets of its own."), but=Role.AGENCY)

    def _program(self, row: int, code: str, names: dict[Role, str], indicator: str) -> None:
        """Begin a program, or several of different levels whose names stand in one row."""
        rows = self._rows
        wanted = [(role, text) for role, text in names.items() if not self._stands_above(role, text)]
        if not wanted:
            wanted = list(names.items())[-1:]
        if not names:
            wanted = [(Role.PROGRAM, indicator)]
        for position, (role, name) in enumerate(wanted):
            last = position == len(wanted) - 1
            self._begin(row, code if last else "", role, name, own_row=last)
        rows.use(row, Role.CODE, Role.PARENT_CODE, *self._name_roles)
        self._agency_of_program(row)
        self._rows_of_program(row, indicator)

    def _begin(self, row: int, code: str, role: Role, name: str, *, own_row: bool) -> None:
        rows = self._rows
        several = len(self._name_roles) > 1
        self._current = Draft(
            place=rows.place(row, role if rows.has(role) else Role.INDICATOR),
            code=code,
            name=name,
            level=_LEVELS[role] if several else "",
            heading=self._group or self._headings.label,
            block=len(self._headings.all),
            parent_code=rows.text(row, Role.PARENT_CODE) if own_row else "",
            own_row=own_row,
            positional_parent=self._parent_by_place(role) if several else None,
            goal=self._goal,
            objective=self._objective,
        )
        self._last[self._current.level] = len(self.drafts)
        self.drafts.append(self._current)

    def _stands_above(self, role: Role, name: str) -> bool:
        """Say whether this name of a higher level is the one under which the rows above stand already."""
        if role is self._name_roles[-1]:
            return False
        index = self._last.get(_LEVELS[role])
        if index is None:
            return False
        above = self.drafts[index]
        return as_key(above.name) == as_key(name) and above.block == len(self._headings.all)

    def _parent_by_place(self, role: Role) -> int | None:
        higher = (_LEVELS[other] for other in self._name_roles[: self._name_roles.index(role)])
        return max((self._last[level] for level in higher if level in self._last), default=None)

    def _continue(self, row: int, indicator: str) -> None:
        """Take a further row of the program above: another indicator, more money, another agency."""
        current = self._current
        if current is None:
            self._orphan(row, indicator)
            return
        rows = self._rows
        rows.use(row, Role.CODE, *self._name_roles)
        agency = self._agency(row) if rows.own_text(row, Role.AGENCY) else None
        if not indicator and agency is not None:
            current.further_agencies.append(agency)
        self._rows_of_program(row, indicator, agency=agency if indicator else None)

    def _rows_of_program(self, row: int, indicator: str, *, agency: AgencyText | None = None) -> None:
        """Add what stands in one row to the current program: money, an indicator, place, note and days."""
        rows, current = self._rows, self._current
        if current is None:
            return
        amounts = rows.amounts(row)
        current.add(amounts, row)
        unnamed = not indicator and not current.indicators and (rows.has_measures(row) or rows.text(row, Role.UNIT))
        if unnamed and rows.has(Role.INDICATOR):
            message = _("The row has a target or a unit and no indicator. It is kept as one without a name.")
            self._ledger.doubt(row, 0, "no_indicator_name", message)
        if indicator or unnamed:
            current.indicators.append(self._indicator(row, indicator, amounts, agency))
        current.location = _joined(current.location, rows.text(row, Role.LOCATION))
        current.note = _joined(current.note, rows.text(row, Role.NOTE))
        rows.use(row, Role.LOCATION, Role.NOTE)
        if rows.own_text(row, Role.SUPPORTING):
            text, place = rows.own_text(row, Role.SUPPORTING), rows.place(row, Role.SUPPORTING)
            current.further_agencies.append(self._agencies.read(text, place))
            rows.use(row, Role.SUPPORTING)
        current.starts_on = current.starts_on or rows.day(row, Role.STARTS_ON)
        current.ends_on = current.ends_on or rows.day(row, Role.ENDS_ON)

    def _indicator(self, row: int, name: str, amounts: Amounts, agency: AgencyText | None) -> UnderstoodIndicator:
        rows = self._rows
        measures = rows.measures(row)
        unit = rows.text(row, Role.UNIT)
        rows.use(row, Role.INDICATOR, Role.UNIT)
        return UnderstoodIndicator(
            place=rows.place(row, Role.INDICATOR),
            name=name,
            unit=unit,
            baseline=measures.baseline,
            targets=measures.targets,
            final=measures.final,
            funds=amounts.funds,
            end_fund=amounts.end,
            agency=agency,
        )

    def _agency(self, row: int) -> AgencyText | None:
        text = self._rows.text(row, Role.AGENCY)
        self._rows.use(row, Role.AGENCY)
        return self._agencies.read(text, self._rows.place(row, Role.AGENCY)) if text else None

    def _agency_of_program(self, row: int) -> None:
        """Give the current program the agency of its row, else that of the row or heading above as inherited."""
        own = self._agency(row)
        if self._current is None:
            return
        self._current.agency = own or (replace(self._above, inherited=True) if self._above else None)
        if own is None and self._above is not None:
            self._ledger.use(self._above.place.row, self._above.place.column)
        self._above = own or self._above

    # When all rows are read ---------------------------------------------------------------------------------------

    def _sum_up_programs_without_row(self) -> None:
        """Give programs whose name only stands beside that of an activity the sum of their activities."""
        below: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            if draft.parent is not None:
                below.setdefault(draft.parent, []).append(draft)
        for index in range(len(self.drafts) - 1, -1, -1):
            draft = self.drafts[index]
            if not draft.own_row and index in below:
                draft.add(sum_of(below[index]), draft.place.row)
            elif index in below and not draft.funds and (computed := sum_of(below[index]).funds):
                years = ", ".join(f"{year}: Rp {number(amount)}" for year, amount in computed.items())
                facts = {"name": draft.name, "years": years}
                message = _(
                    "The program “%(name)s” has no amounts of its own. Its activities add up to %(years)s; that is "
                    "not in the totals."
                )
                self._ledger.doubt(
                    draft.place.row,
                    draft.place.column,
                    "program_without_amounts",
                    message % facts,
                )

    def _tell_amounts(self) -> None:
        for draft in self.drafts:
            if len(draft.rows_with_amounts) > 1:
                more = " …" if len(draft.rows_with_amounts) > 8 else ""
                rows = ", ".join(map(str, draft.rows_with_amounts[:8])) + more
                message = _("The amounts of rows %(rows)s were added up for “%(name)s”.")
                facts = {"rows": rows, "name": draft.name}
                self._ledger.doubt(draft.place.row, 0, "amounts_added", message % facts, Weight.NOTE)
        inherited = sum(1 for draft in self.drafts if draft.agency is not None and draft.agency.inherited)
        if inherited:
            message = ngettext(
                "%(number)d program names no agency. That of the row or heading above it is proposed.",
                "%(number)d programs name no agency. That of the row or heading above them is proposed.",
                inherited,
            )
            self._ledger.doubt(0, 0, "agency_inherited", message % {"number": inherited}, Weight.NOTE)


def _joined(kept: str, text: str) -> str:
    """Return two texts as one, each said once."""
    if not text or text in kept:
        return kept
    return f"{kept}; {text}" if kept else text
