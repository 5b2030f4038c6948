"""What loading a form would change: the realization of each budget line, old and new, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Program
from serambi.apps.plans.money import LARGEST, SEN
from serambi.apps.plans.queries import current_plan
from serambi.exchange import errors
from serambi.exchange.budgets.checking import rest_of
from serambi.exchange.budgets.matching import Budget, Register, program_of, read_register
from serambi.exchange.budgets.stated import Stated, Statement
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import Problem, Weight
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class Change:
    """The realization of a budget line as it is and as the file says. place: the row that says so."""

    line: BudgetLine
    old: Decimal | None
    new: Decimal
    place: Place


@dataclass(slots=True)
class Realizations:
    """What loading would do. same: how many lines say already what the file says. understood: the sum of what the file
    says of budgets of the register."""

    plan: MasterPlan
    year: int
    kind: str
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    understood: Decimal = Decimal(0)
    problems: list[Problem] = field(default_factory=list)

    def of(self, weight: Weight) -> list[Problem]:
        return [problem for problem in self.problems if problem.weight is weight]

    @property
    def loaded(self) -> Decimal:
        """Return the sum of the realizations that are new."""
        return sum((change.new for change in self.changes), Decimal(0))


def propose_realizations(statement: Statement, plan: MasterPlan, *, year: int) -> Realizations:
    """Return what loading the statement for a year would change; nothing is written.

    A row is matched by its code, else by its name. What is not in the register is noted and left out; what cannot be
    taken apart (one amount for several sources of funds) is doubtful and left out.
    """
    register = read_register(plan, year=year)
    result = Realizations(plan, year, statement.kind)
    _Proposal(register, result).run(statement)
    return result


def proposal_of(statement: Statement, *, year: int | None) -> Realizations:
    """Return the proposal for the current plan, for the year that is given or that the file names.

    Raises NoPlan and NoYear.
    """
    plan = current_plan()
    if plan is None:
        raise errors.NoPlan
    chosen = year or statement.year
    if chosen is None:
        raise errors.NoYear
    return propose_realizations(statement, plan, year=chosen)


class _Proposal:
    def __init__(self, register: Register, result: Realizations) -> None:
        self._register, self._result = register, result
        self._stated: dict[Budget, Stated] = {}

    def run(self, statement: Statement) -> None:
        for stated in statement.budgets:
            self._match(stated)
        rows = {(one.place.sheet, one.place.row) for one in self._stated.values()}
        for problem in statement.problems:
            # An unreadable cell of a budget that is not in the register keeps nothing from being loaded.
            about_us = (problem.place.sheet, problem.place.row) in rows
            weight = problem.weight if about_us or problem.weight is Weight.NOTE else Weight.NOTE
            self._result.problems.append(Problem(problem.place, problem.code, problem.message, weight, problem.value))
        programs: dict[Program, dict[Budget, Stated]] = defaultdict(dict)
        for budget, stated in self._stated.items():
            programs[program_of(budget)][budget] = stated
        for program, of_program in programs.items():
            self._take(program, of_program)

    def _match(self, stated: Stated) -> None:
        if not stated.code and not stated.name:
            return
        found = self._register.candidates(stated)
        fresh = [budget for budget in found if budget not in self._stated]
        programs = [budget for budget in fresh if isinstance(budget, Program)]
        chosen = programs or fresh
        facts = {"name": f"{stated.code} {stated.name}".strip(), "year": self._register.year}
        if not found:
            self._tell(stated, "not_in_register", _("“%(name)s” is not in the register; left out."), Weight.NOTE, facts)
        elif not chosen:
            self._tell(stated, "stands_twice", _("“%(name)s” stands twice. Keep one of the rows."), Weight.ERROR, facts)
        elif len(chosen) > 1:
            message = _("“%(name)s” fits several of the register. Write the code of the one that is meant.")
            self._tell(stated, "fits_several", message, Weight.ERROR, facts)
        else:
            self._stated[chosen[0]] = stated

    def _take(self, program: Program, stated: Mapping[Budget, Stated]) -> None:
        """Take a program's amount apart: each activity with an amount of its own, the rest for the other lines."""
        lines = self._register.lines.get(program.pk, [])
        activities = [budget for budget in stated if isinstance(budget, Activity) and self._amount(stated[budget])]
        taken: list[BudgetLine] = []
        for activity in activities:
            own = [line for line in lines if line.activity_id == activity.pk]
            taken += own
            self._give(own, self._amount(stated[activity]), stated[activity])
        whole = stated.get(program)
        amount = self._amount(whole) if whole is not None else None
        if whole is None or amount is None:
            return
        of_activities = sum((self._amount(stated[one]) or Decimal(0) for one in activities), Decimal(0))
        rest, others = amount - of_activities, [line for line in lines if line not in taken]
        if rest < 0 or (taken and not others and rest):
            facts = {
                "name": program.display_name,
                "stated": formats.rupiah(amount),
                "sum": formats.rupiah(of_activities),
            }
            message = _("“%(name)s” says %(stated)s, its activities %(sum)s together. Only the activities are taken.")
            self._tell(whole, "sum_differs", message, Weight.DOUBT, facts)
        elif others or not taken:
            self._give(others, rest, whole)

    def _amount(self, stated: Stated) -> Decimal | None:
        """Return the amount of a row; None where it says none or none that can be."""
        amount = stated.rupiah
        if amount is None or (amount >= 0 and amount <= LARGEST and amount == amount.quantize(SEN)):
            return amount
        message = _("A realization is no less than nothing and has at most two decimals: %(value)s.")
        problem = Problem(stated.place, "no_amount", message % {"value": amount}, Weight.ERROR)
        if problem not in self._result.problems:
            self._result.problems.append(problem)
        return None

    def _give(self, lines: Sequence[BudgetLine], amount: Decimal | None, stated: Stated) -> None:
        """Give an amount to the one line that it is about."""
        facts: dict[str, Any] = {"name": stated.name, "year": self._register.year, "count": len(lines)}
        if amount is None:
            return
        self._result.understood += amount
        if not lines:
            message = _("“%(name)s” has no budget line of %(year)s in the register; left out.")
            self._tell(stated, "no_line", message, Weight.NOTE, facts)
        elif len(lines) == 1:
            self._change(lines[0], amount, stated)
        elif _total(lines) == amount:
            self._result.same += len(lines)
        else:
            message = _(
                "“%(name)s” has %(count)s budget lines of %(year)s in the register and one amount in the file; left "
                "out. Enter the realization of each line on the program's page."
            )
            self._tell(stated, "several_lines", message, Weight.DOUBT, facts)

    def _change(self, line: BudgetLine, amount: Decimal, stated: Stated) -> None:
        if line.realization == amount:
            self._result.same += 1
            return
        facts = {"name": stated.name, "new": formats.rupiah(amount), "ceiling": formats.rupiah(line.ceiling)}
        if amount > line.ceiling:
            message = _("“%(name)s”: the realization %(new)s is more than the ceiling %(ceiling)s.")
            self._tell(stated, "over_ceiling", message, Weight.DOUBT, facts)
        if line.realization is not None and amount < line.realization:
            message = _("“%(name)s”: the realization %(new)s is less than what is known already, %(old)s.")
            self._tell(
                stated, "less_than_known", message, Weight.DOUBT, {**facts, "old": formats.rupiah(line.realization)}
            )
        if stated.ceiling is not None and stated.ceiling != line.ceiling:
            message = _("“%(name)s”: the file says a ceiling of %(stated)s, the register %(ceiling)s; it stays.")
            self._tell(
                stated,
                "other_ceiling",
                message,
                Weight.NOTE,
                {**facts, "stated": formats.rupiah(stated.ceiling)},
            )
        self._result.changes.append(Change(line, line.realization, amount, stated.place))

    def _tell(self, stated: Stated, code: str, message: str, weight: Weight, facts: Mapping[str, Any]) -> None:
        self._result.problems.append(Problem(stated.place, code, message % facts, weight))


def _total(lines: Iterable[BudgetLine]) -> Decimal | None:
    """Return the sum of what is known of lines; None where one of them is not reported."""
    known = [line.realization for line in lines]
    return None if None in known else sum((amount for amount in known if amount is not None), Decimal(0))


def proposed_sentences(proposal: Realizations) -> Iterator[str]:
    """Yield what a person reads in a terminal: each change, old and new, then all that stands against it."""
    for change in proposal.changes:
        line = change.line
        name = line.activity.name if line.activity is not None else line.program.display_name
        yield _("%(cell)s %(name)s, %(line)s: %(old)s → %(new)s") % {
            "cell": change.place.cell,
            "name": name,
            "line": line,
            "old": "–" if change.old is None else formats.rupiah(change.old),
            "new": formats.rupiah(change.new),
        }
    told = _("%(year)s: %(changes)s realizations change, %(same)s stay; the file says %(understood)s.")
    yield told % {
        "year": proposal.year,
        "changes": formats.number(len(proposal.changes), 0),
        "same": formats.number(proposal.same, 0),
        "understood": formats.rupiah(proposal.understood),
    }
    yield from rest_of(proposal.problems, ())
