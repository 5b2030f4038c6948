"""What loading a form would change: the realization of each budget line, old and new, and what stands against it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Program
from serambi.apps.plans.money import LARGEST, SEN
from serambi.apps.plans.permissions import can_carry_out
from serambi.apps.plans.queries import current_plan
from serambi.exchange import errors
from serambi.exchange.budgets.checking import rest_of
from serambi.exchange.budgets.matching import Budget, Register, program_of, read_register
from serambi.exchange.budgets.rows import LEFT_OUT, Answers, Change, Row, State
from serambi.exchange.budgets.stated import Statement
from serambi.exchange.tables.understanding import Problem, Weight
from serambi.ui import formats

NO_ANSWERS = Answers()


@dataclass(slots=True)
class Realizations:
    """What loading would do. rows: every budget of the file. same: how many lines say already what the file says.
    understood: the sum of what the file says of budgets of the register."""

    plan: MasterPlan
    year: int
    kind: str
    register: Register
    rows: list[Row] = field(default_factory=list)
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

    @property
    def fingerprint(self) -> str:
        """Return what is other as soon as a change or a problem is; not for a doubt that was looked at."""
        said: list[Any] = [self.plan.pk, self.year, self.kind]
        said += [(one.line.pk, f"{one.line.ceiling:f}", str(one.old), f"{one.new:f}") for one in self.changes]
        said += sorted((one.weight.value, one.code, *_where(one)) for one in self.problems)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def _where(problem: Problem) -> tuple[str, int, int]:
    return problem.place.sheet, problem.place.row, problem.place.column


def propose_realizations(
    statement: Statement, plan: MasterPlan, *, year: int, answers: Answers = NO_ANSWERS, by: Any = None
) -> Realizations:
    """Return what loading the statement for a year would change; nothing is written.

    A row is what a person said, else it is matched by its code, else by its name. What is not in the register is noted
    and left out, and so is what is of programs that the person does not report on; what resembles something and what
    cannot be taken apart (one amount for several sources of funds) is doubtful and left out. by: None for everybody's.
    """
    register = read_register(plan, year=year)
    result = Realizations(plan, year, statement.kind, register)
    _Proposal(register, result, answers, lambda program: by is None or can_carry_out(by, program)).run(statement)
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
    def __init__(
        self, register: Register, result: Realizations, answers: Answers, may: Callable[[Program], bool]
    ) -> None:
        self._register, self._result, self._answers, self._may = register, result, answers, may
        self._rows: dict[Budget, Row] = {}

    def run(self, statement: Statement) -> None:
        rows = [Row(stated) for stated in statement.budgets if stated.code or stated.name]
        self._result.rows = rows
        for row in rows:  # what a person said comes first, so that nothing else takes its place
            self._answer(row)
        for row in rows:
            if row.state is State.UNKNOWN:
                self._match(row)
        ours = {(one.stated.place.sheet, one.stated.place.row) for one in self._rows.values()}
        unread = {(one.stated.place.sheet, one.stated.place.row): one for one in rows if one.stated.rupiah is None}
        for problem in statement.problems:
            # An unreadable cell of a budget that is not in the register keeps nothing from being loaded.
            about_us = not problem.place.row or (problem.place.sheet, problem.place.row) in ours
            weight = problem.weight if about_us or problem.weight is Weight.NOTE else Weight.NOTE
            self._result.problems.append(Problem(problem.place, problem.code, problem.message, weight, problem.value))
        for problem in self._result.of(Weight.ERROR):
            silent = unread.get((problem.place.sheet, problem.place.row))
            if silent is not None and not silent.reason:
                silent.reason = problem.message
        programs: dict[Program, dict[Budget, Row]] = defaultdict(dict)
        for budget, row in self._rows.items():
            programs[program_of(budget)][budget] = row
        for program, of_program in programs.items():
            self._take(program, of_program)

    # Which budget of the register a row is ----------------------------------------------------------------------------

    def _answer(self, row: Row) -> None:
        said = self._answers.rows.get(row.key, "")
        budget = self._register.by_target.get(said)
        if said == LEFT_OUT:
            row.state, row.reason = State.OUT, _("You left this row out.")
        elif budget is not None:
            row.state = State.CHOSEN
            self._be(row, budget)

    def _match(self, row: Row) -> None:
        found = self._register.candidates(row.stated)
        fresh = [budget for budget in found if budget not in self._rows]
        programs = [budget for budget in fresh if isinstance(budget, Program)]
        chosen = programs or fresh
        if not found:
            self._resemble(row)
        elif not chosen:
            self._be(row, found[0])
        elif len(chosen) > 1 and any(self._may(program_of(budget)) for budget in chosen):
            row.state, row.fits = State.OPEN, tuple(budget for budget in chosen if self._may(program_of(budget)))
            message = _("“%(name)s” fits several of the register. Choose the one that is meant, or write its code.")
            self._tell(row, "fits_several", message, Weight.ERROR)
        else:  # one, or several that are all somebody else's
            row.state = State.FOUND
            self._be(row, chosen[0])

    def _be(self, row: Row, budget: Budget) -> None:
        """Take a row for a budget of the register, unless another row is it already or it is somebody else's."""
        row.budget = budget
        program = program_of(budget)
        if not self._may(program):
            row.state = State.OTHERS
            facts = {"lead": program.lead.abbreviation if program.lead is not None else "–"}
            message = _("“%(name)s” is a program of %(lead)s, which reports it; left out.")
            self._tell(row, "others_program", message, Weight.NOTE, facts)
        elif budget in self._rows:
            row.state = State.OPEN
            self._tell(row, "stands_twice", _("“%(name)s” stands twice. Keep one of the rows."), Weight.ERROR)
        else:
            self._rows[budget] = row

    def _resemble(self, row: Row) -> None:
        alike = [one for one in self._register.alike(row.stated) if self._may(self._program(one.code))]
        if not alike:
            self._tell(row, "not_in_register", _("“%(name)s” is not in the register; left out."), Weight.NOTE)
            return
        row.state, row.alike = State.OPEN, tuple(alike)
        row.fits = tuple(self._register.by_target[one.code] for one in alike)
        facts = {"other": alike[0].name, "percent": formats.percent(alike[0].percent, 0)}
        message = _(
            "“%(name)s” is not in the register, but resembles “%(other)s” (%(percent)s). Say what it is; else it is "
            "left out."
        )
        self._tell(row, "resembles", message, Weight.DOUBT, facts)

    def _program(self, target: str) -> Program:
        return program_of(self._register.by_target[target])

    # Whose money it is ------------------------------------------------------------------------------------------------

    def _take(self, program: Program, rows: Mapping[Budget, Row]) -> None:
        """Take a program's amount apart: lines and activities with an amount of their own, the rest for the others."""
        amounts = {budget: amount for budget, row in rows.items() if (amount := self._amount(row)) is not None}
        lines = [budget for budget in amounts if isinstance(budget, BudgetLine)]
        for line in lines:
            self._give([line], amounts[line], rows[line])
        parts = [amounts[line] for line in lines if line.activity not in amounts]
        taken = list(lines)
        for activity in [budget for budget in amounts if isinstance(budget, Activity)]:
            own = [line for line in lines if line.activity_id == activity.pk]
            others = [line for line in self._register.lines_under(activity) if line not in own]
            self._rest(rows[activity], amounts[activity], [amounts[line] for line in own], others)
            parts.append(amounts[activity])
            taken += others
        if program in amounts:
            others = [line for line in self._register.lines_under(program) if line not in taken]
            self._rest(rows[program], amounts[program], parts, others, has_parts=bool(taken))

    def _rest(
        self,
        row: Row,
        amount: Decimal,
        parts: Sequence[Decimal],
        others: Sequence[BudgetLine],
        *,
        has_parts: bool | None = None,
    ) -> None:
        """Give what is left of an amount when its parts are taken away to the lines that none of them is about.

        has_parts: whether lines are taken already; None where each part has one.
        """
        known = sum(parts, Decimal(0))
        is_taken = bool(parts) if has_parts is None else has_parts
        rest = amount - known
        if rest < 0 or (is_taken and not others and rest):
            facts = {"stated": formats.rupiah(amount), "sum": formats.rupiah(known)}
            message = _("“%(name)s” says %(stated)s, its parts %(sum)s together. Only the parts are taken.")
            self._tell(row, "sum_differs", message, Weight.DOUBT, facts)
        elif others or not is_taken:
            self._give(others, rest, row)

    def _amount(self, row: Row) -> Decimal | None:
        """Return the amount of a row; None where it says none or none that can be."""
        amount = row.stated.rupiah
        if amount is None or (amount >= 0 and amount <= LARGEST and amount == amount.quantize(SEN)):
            return amount
        message = _("A realization is no less than nothing and has at most two decimals: %(value)s.")
        self._tell(row, "no_amount", message, Weight.ERROR, {"value": amount})
        return None

    def _give(self, lines: Sequence[BudgetLine], amount: Decimal, row: Row) -> None:
        """Give an amount to the one line that it is about."""
        self._result.understood += amount
        facts = {"count": len(lines)}
        if not lines:
            message = _("“%(name)s” has no budget line of %(year)s in the register; left out.")
            self._tell(row, "no_line", message, Weight.NOTE)
        elif len(lines) == 1:
            self._change(lines[0], amount, row)
        elif _total(lines) == amount:
            row.same += lines
            self._result.same += len(lines)
        else:
            row.fits = (*row.fits, *lines)
            message = _(
                "“%(name)s” has %(count)s budget lines of %(year)s in the register and one amount in the file; left "
                "out. Say which line it is, or enter the realization of each on the program's page."
            )
            self._tell(row, "several_lines", message, Weight.DOUBT, facts)

    def _change(self, line: BudgetLine, amount: Decimal, row: Row) -> None:
        if line.realization == amount:
            row.same.append(line)
            self._result.same += 1
            return
        facts = {"new": formats.rupiah(amount), "ceiling": formats.rupiah(line.ceiling)}
        stated = row.stated
        change = Change(line, line.realization, amount, stated.place)
        row.changes.append(change)
        self._result.changes.append(change)
        if amount > line.ceiling:
            message = _("“%(name)s”: the realization %(new)s is more than the ceiling %(ceiling)s.")
            self._tell(row, "over_ceiling", message, Weight.DOUBT, facts)
        if line.realization is not None and amount < line.realization:
            message = _("“%(name)s”: the realization %(new)s is less than what is known already, %(old)s.")
            known = {**facts, "old": formats.rupiah(line.realization)}
            self._tell(row, "less_than_known", message, Weight.DOUBT, known)
        if stated.ceiling is not None and stated.ceiling != line.ceiling:
            message = _("“%(name)s”: the file says a ceiling of %(stated)s, the register %(ceiling)s; it stays.")
            self._tell(row, "other_ceiling", message, Weight.NOTE, {**facts, "stated": formats.rupiah(stated.ceiling)})

    def _tell(self, row: Row, code: str, message: str, weight: Weight, facts: Mapping[str, Any] | None = None) -> None:
        """Say something of a row. What is said of one that loads nothing is also the reason of that."""
        stated = row.stated
        name = f"{stated.code} {stated.name}".strip()
        said = message % {"name": name, "year": self._register.year, **(facts or {})}
        value = "" if stated.rupiah is None else f"{stated.rupiah:f}"
        self._result.problems.append(Problem(stated.place, code, said, weight, value))
        if not row.changes and not row.same:
            row.reason = said


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
