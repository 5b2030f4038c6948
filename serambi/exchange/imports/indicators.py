"""Comparing the indicators of a table, their targets and baselines with those of the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from serambi.apps.indicators.models import Polarity, ResultLevel
from serambi.exchange.imports.changes import ProposedActivity, ProposedAim, ProposedIndicator, ProposedProgram
from serambi.exchange.imports.choices import Choices
from serambi.exchange.imports.findings import Findings
from serambi.exchange.imports.names import formula_name, kept_name, name_key
from serambi.exchange.imports.programs import Tree
from serambi.exchange.imports.register import IndicatorRow, Register
from serambi.exchange.tables.understanding import Quantity, UnderstoodIndicator

LONGEST_UNIT = 40
MOST_DECIMALS = 6
TOO_LARGE = Decimal(10) ** 18
_PERCENT = frozenset({"%", "persen", "percent", "prosentase", "persentase"})


class Indicators:
    """Finds each indicator of a table among those of its program, or proposes to create it."""

    def __init__(self, tree: Tree, register: Register, choices: Choices, findings: Findings) -> None:
        self._tree, self._register, self._choices, self._findings = tree, register, choices, findings
        self._taken = set(register.codes)
        self._claimed: set[tuple[int, int]] = set()
        self._baseline_year = choices.baseline_year or _first_year(tree) - 1

    def proposed(self, programs: list[ProposedProgram], activities: list[ProposedActivity]) -> list[ProposedIndicator]:
        by_index = {program.index: program for program in programs}
        owners = {activity.index: activity.organization for activity in activities}
        found = []
        seen: dict[tuple[int, str], int] = {}
        for index, row in self._tree.rows.items():
            program = by_index.get(self._tree.above[index])
            if program is None:
                continue
            for indicator in row.indicators:
                self._tell_twice(program, indicator, seen)
                owner = owners.get(index) or program.lead
                one = self._proposed(program, indicator, owner, is_output=index != program.index)
                if one is not None:
                    found.append(one)
        return found

    def _tell_twice(
        self, program: ProposedProgram, indicator: UnderstoodIndicator, seen: dict[tuple[int, str], int]
    ) -> None:
        key = (program.index, name_key(indicator.name))
        if key in seen:
            self._findings.doubt(
                indicator.place,
                "indicator_twice",
                _("This program has an indicator of the same name in row %(row)s. Both would be loaded.")
                % {"row": seen[key]},
                indicator.name,
            )
        seen.setdefault(key, indicator.place.row)

    def _proposed(
        self, program: ProposedProgram, indicator: UnderstoodIndicator, owner: int | None, *, is_output: bool
    ) -> ProposedIndicator | None:
        if not indicator.name.strip():
            self._findings.error(indicator.place, "name_missing", _("This indicator has no name."))
            return None
        there = self._found(program, indicator)
        unit = self._unit(indicator)
        if there is not None and unit and _unit_key(unit) != _unit_key(there.unit):
            self._findings.doubt(
                indicator.place,
                "unit_other",
                _(
                    "In the register this indicator is in %(other)s, here in %(unit)s. The numbers would be loaded as "
                    "they are."
                )
                % {"other": there.unit or "1", "unit": unit},
                unit,
            )
        polarity, wanted = self._aims(indicator, there.polarity if there else "", unit)
        aims = tuple(self._compared(aim, there) for aim in wanted)
        name, full = kept_name(indicator.name), " ".join(indicator.name.split())
        code = there.code if there else self._new_code(program.code)
        return ProposedIndicator(
            place=indicator.place,
            program=program.index,
            existing=there.id if there else None,
            is_linked=there is not None and (program.existing or 0, there.id) in self._register.linked,
            code=code,
            series=f"{code}.value",
            name=name,
            description=full if full != name else "",
            unit=unit,
            polarity=polarity,
            level=(ResultLevel.OUTPUT if is_output else ResultLevel.OUTCOME).value,
            decimals=max((_decimals(aim.value) for aim in aims), default=0),
            owner=owner,
            weight=Decimal(0) if is_output else Decimal(1),
            aims=aims,
        )

    def _found(self, program: ProposedProgram, indicator: UnderstoodIndicator) -> IndicatorRow | None:
        """Return the indicator that a person chose, else the first of the program with this name that is still free."""
        chosen = self._choices.indicators.get(indicator.place)
        if chosen:
            there = self._register.indicators_by_code.get(chosen)
            if there is None or there.is_archived:
                self._findings.error(
                    indicator.place,
                    "indicator_unknown",
                    _("There is no indicator %(code)s.") % {"code": chosen},
                    chosen,
                )
                return None
            if (0, there.id) in self._claimed:
                self._findings.error(
                    indicator.place,
                    "indicator_chosen_twice",
                    _("%(code)s was chosen for another row already.") % {"code": chosen},
                    chosen,
                )
            self._claimed.add((0, there.id))
            return there
        if program.existing is None:
            return None
        for row in self._register.indicators_of.get(program.existing, ()):
            if (program.existing, row.id) not in self._claimed and name_key(row.name) == name_key(indicator.name):
                self._claimed.add((program.existing, row.id))
                return row
        return None

    def _new_code(self, program_code: str) -> str:
        """Return the next code of this program's indicators that neither an indicator nor a series has."""
        start, number = formula_name(program_code), 1
        while (code := f"{start}.i{number}") in self._taken or f"{code}.value" in self._taken:
            number += 1
        self._taken |= {code, f"{code}.value"}
        return code

    def _unit(self, indicator: UnderstoodIndicator) -> str:
        """Return the unit of the table's column, else the one that stands beside the numbers."""
        unit = " ".join(indicator.unit.split())
        if not unit:
            unit = next((quantity.unit for _year, quantity in _quantities(indicator) if quantity.unit), "")
        if len(unit) > LONGEST_UNIT:
            self._findings.doubt(
                indicator.place, "unit_cut", _("The unit is longer than 40 letters and would be cut."), unit
            )
        return unit[:LONGEST_UNIT].rstrip()

    def _aims(self, indicator: UnderstoodIndicator, polarity: str, unit: str) -> tuple[str, list[ProposedAim]]:
        usable = {year: one for year, one in indicator.targets.items() if self._is_usable(indicator, year, one, unit)}
        if not polarity:
            ranges = bool(usable) and all(one.upper is not None for one in usable.values())
            polarity = (Polarity.RANGE if ranges else Polarity.HIGHER).value
        aims = []
        for year, one in sorted(usable.items()):
            if (one.upper is not None) != (polarity == Polarity.RANGE):
                self._findings.doubt(
                    indicator.place,
                    "range_mixed",
                    _("%(year)s: “%(text)s” is not loaded, because only some targets of this indicator are ranges.")
                    % {"year": year, "text": one.text},
                    one.text,
                )
            elif one.value is not None:
                aims.append(_aim(False, year, str(one.value), None if one.upper is None else str(one.upper)))
        base = indicator.baseline
        if base is not None and self._is_usable(indicator, self._baseline_year, base, unit) and base.value is not None:
            if base.upper is None:
                aims.append(_aim(True, self._baseline_year, str(base.value), None))
            else:
                self._findings.leave_out(indicator.place, base.text, _("A baseline is one number, not a range."))
        self._tell_final(indicator)
        return polarity, aims

    def _is_usable(self, indicator: UnderstoodIndicator, year: int, quantity: Quantity, unit: str) -> bool:
        """Tell whether a quantity is a number that can be kept; list it where it is not."""
        told = {"year": year, "text": quantity.text, "unit": unit}
        if quantity.value is None:
            if quantity.text.strip() not in {"", "-", "–"}:
                self._findings.leave_out(indicator.place, quantity.text, _("%(year)s: not a number.") % told)
            return False
        for number in (quantity.value, quantity.upper):
            if number is not None and (abs(number) >= TOO_LARGE or _decimals(number) > MOST_DECIMALS):
                self._findings.error(
                    indicator.place,
                    "number_too_long",
                    _("%(year)s: “%(text)s” has more digits than can be kept, eighteen before and six after the point.")
                    % told,
                    quantity.text,
                )
                return False
        if quantity.upper is not None and quantity.upper < quantity.value:
            self._findings.error(
                indicator.place, "range_reversed", _("%(year)s: “%(text)s” runs backwards.") % told, quantity.text
            )
            return False
        if quantity.unit and _unit_key(quantity.unit) != _unit_key(unit):
            self._findings.doubt(
                indicator.place,
                "unit_differs",
                _(
                    "%(year)s: “%(text)s” is not in the unit of the indicator, %(unit)s. The number would be loaded as "
                    "it is."
                )
                % told,
                quantity.text,
            )
        return True

    def _tell_final(self, indicator: UnderstoodIndicator) -> None:
        """List the target of the end of the plan where no year says the same; it belongs to no year."""
        final = indicator.final
        if final is None or (not final.text.strip() and final.value is None):
            return
        last = indicator.targets.get(max(indicator.targets)) if indicator.targets else None
        if last is None or last.value != final.value or final.value is None:
            self._findings.leave_out(
                indicator.place, final.text or final.value, _("The target of the end of the plan belongs to no year.")
            )

    def _compared(self, aim: ProposedAim, there: IndicatorRow | None) -> ProposedAim:
        if there is None:
            return aim
        table = self._register.baselines if aim.is_baseline else self._register.targets
        row = table.get((there.id, aim.year))
        return aim if row is None else replace(aim, old=row.value, old_upper=row.upper)


@lru_cache(maxsize=4096)
def _aim(is_baseline: bool, year: int, value: str, upper: str | None) -> ProposedAim:
    """Return a target or baseline that is new; those that say the same are one, because tables repeat few numbers.

    The numbers come as text, because numbers of other texts can be equal, such as 1 and 1.0.
    """
    return ProposedAim(is_baseline, year, Decimal(value), None if upper is None else Decimal(upper))


def _quantities(indicator: UnderstoodIndicator) -> Iterator[tuple[int | None, Quantity]]:
    yield from sorted(indicator.targets.items())
    if indicator.baseline is not None:
        yield None, indicator.baseline


def _first_year(tree: Tree) -> int:
    """Return the first year in which the table has a target or an amount."""
    years = {year for row in tree.rows.values() for year in row.funds}
    years |= {year for row in tree.rows.values() for one in row.indicators for year in one.targets}
    return min(years, default=1)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _unit_key(unit: str) -> str:
    key = " ".join(unit.split()).casefold()
    return "%" if key in _PERCENT else key
