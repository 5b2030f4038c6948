"""Comparing the rupiah of a table with the budget lines of the register; no amount counts twice."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.apps.plans.money import LARGEST, SEN
from serambi.exchange.imports.changes import ProposedActivity, ProposedLine, ProposedProgram
from serambi.exchange.imports.choices import Choices
from serambi.exchange.imports.findings import Findings
from serambi.exchange.imports.programs import Tree
from serambi.exchange.imports.register import LineRow, Register
from serambi.exchange.tables.book import Place
from serambi.ui import formats

AROUND = 2  # years before and after the plan in which it can have money, as the services allow
LONG_TERM = 10


class Lines:
    """Proposes a budget line for every amount that counts."""

    def __init__(self, tree: Tree, register: Register, choices: Choices, findings: Findings) -> None:
        self._tree, self._register, self._choices, self._findings = tree, register, choices, findings
        _plan, start, end, _region = register.plan
        self._years = (start - AROUND, (end or start + LONG_TERM) + AROUND)
        self._outside: dict[int, list[Place]] = defaultdict(list)

    def proposed(self, programs: list[ProposedProgram], activities: list[ProposedActivity]) -> list[ProposedLine]:
        there = {activity.index: activity.existing for activity in activities}
        lines = []
        for program in programs:
            held: dict[tuple[int | None, int], list[LineRow]] = defaultdict(list)
            for row in self._register.lines_of.get(program.existing or 0, ()):
                held[row.activity, row.year].append(row)
            for index, year, amount in self._amounts(program.index):
                activity = None if index == program.index else index
                existing = None if activity is None else there[activity]
                stored = held[existing, year] if activity is None or existing is not None else []
                line = self._line(program, activity, year, amount, stored)
                if line is not None:
                    lines.append(line)
            self._tell_end(program.index)
        self._tell_outside()
        return lines

    def _amounts(self, program: int) -> list[tuple[int, int, Decimal]]:
        """Return the amounts that count, by row and year: of every branch the deepest that add up to what is above."""
        years = sorted({year for index in self._under(program) for year in self._tree.rows[index].funds})
        return [
            (index, year, amount)
            for year in years
            if self._is_year(program, year)
            for index, amount in self._spread(program, year)
        ]

    def _under(self, index: int) -> list[int]:
        return [index, *(one for child in self._tree.below.get(index, ()) for one in self._under(child))]

    def _spread(self, index: int, year: int) -> list[tuple[int, Decimal]]:
        own = self._tree.rows[index].funds.get(year)
        parts = [part for child in self._tree.below.get(index, ()) for part in self._spread(child, year)]
        if own is None or not parts:
            return parts if own is None else [(index, own)]
        below = sum((amount for _index, amount in parts), Decimal(0))
        if below == own:
            return parts
        row = self._tree.rows[index]
        self._findings.doubt(
            row.place,
            "parts_differ",
            _(
                "%(year)s: %(own)s is written here, but what stands below adds up to %(below)s. Only %(own)s would be "
                "loaded, without its parts."
            )
            % {"year": year, "own": formats.rupiah(own), "below": formats.rupiah(below)},
        )
        for part, amount in parts:
            self._findings.leave_out(
                self._tree.rows[part].place, amount, _("%(year)s: does not add up to what is above.") % {"year": year}
            )
        return [(index, own)]

    def _is_year(self, program: int, year: int) -> bool:
        if self._years[0] <= year <= self._years[1]:
            return True
        self._outside[year].append(self._tree.rows[program].place)
        return False

    def _line(
        self, program: ProposedProgram, activity: int | None, year: int, amount: Decimal, stored: list[LineRow]
    ) -> ProposedLine | None:
        place = self._tree.rows[program.index if activity is None else activity].place
        if not self._is_amount(place, year, amount):
            return None
        source = self._choices.fund_source
        same = [row for row in stored if row.fund_source == source]
        others = sum((row.ceiling for row in stored if row.fund_source != source), Decimal(0))
        if len(same) > 1:
            total = sum((row.ceiling for row in same), Decimal(0))
            if total != amount:
                self._findings.doubt(
                    place,
                    "several_lines",
                    _(
                        "%(year)s has %(count)s budget lines of this source, together %(total)s; %(amount)s is not "
                        "loaded."
                    )
                    % {
                        "year": year, "count": len(same), "total": formats.rupiah(total),
                        "amount": formats.rupiah(amount),
                    },
                )  # fmt: skip
            self._findings.leave_out(place, amount, _("%(year)s is kept in several budget lines.") % {"year": year})
            return None
        if others:
            self._findings.doubt(
                place,
                "other_sources",
                _("%(year)s has %(others)s from other sources already; this would come beside it.")
                % {"year": year, "others": formats.rupiah(others)},
            )
        there = same[0] if same else None
        return ProposedLine(
            place, program.index, activity, year, source, amount.quantize(SEN),
            there.id if there else None, there.ceiling if there else None,
        )  # fmt: skip

    def _is_amount(self, place: Place, year: int, amount: Decimal) -> bool:
        told = {"year": year, "amount": amount}
        if amount < 0:
            self._findings.error(place, "amount_below_zero", _("%(year)s: an amount cannot be below zero.") % told)
        elif not amount.is_finite() or amount > LARGEST:
            self._findings.error(place, "amount_too_large", _("%(year)s: the amount is too large.") % told)
        elif amount != amount.quantize(SEN):
            self._findings.error(
                place,
                "amount_too_fine",
                _("%(year)s: %(amount)s has more than two decimals. Rupiah are kept to the sen.") % told,
                str(amount),
            )
        else:
            return True
        return False

    def _tell_end(self, program: int) -> None:
        for index in self._under(program):
            row = self._tree.rows[index]
            if row.end_fund is not None:
                self._findings.leave_out(
                    row.place, row.end_fund, _("The rupiah of the end of the plan belong to no year.")
                )

    def _tell_outside(self) -> None:
        first, last = self._years
        for year, places in sorted(self._outside.items()):
            self._findings.error(
                Place(places[0].sheet),
                "year_outside",
                _(
                    "%(count)s programs have rupiah in %(year)s, which is not a year of this plan (%(first)s to "
                    "%(last)s). Leave the column out, or choose the plan that the table belongs to."
                )
                % {"count": len(places), "year": year, "first": first, "last": last},
                str(year),
            )
