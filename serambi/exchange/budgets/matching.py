"""Which program, activity or budget line of the register a row of a form is about, and which it may be."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Program
from serambi.exchange.budgets.stated import Stated
from serambi.exchange.uploads.alike import Alike, Names

Budget = Program | Activity | BudgetLine

_KINDS: dict[type[Budget], str] = {Program: "program", Activity: "activity", BudgetLine: "line"}


@dataclass
class Register:
    """The active programs of a plan with their activities and the budget lines of one year.

    by_code: what a code stands for; by_name: the same for names, with small letters and single spaces. by_target: the
    same for what a person chose (`target_of`).
    """

    plan: MasterPlan
    year: int
    lines: dict[int, list[BudgetLine]] = field(default_factory=dict)
    by_code: dict[str, list[Budget]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Budget]] = field(default_factory=lambda: defaultdict(list))
    by_target: dict[str, Budget] = field(default_factory=dict)

    def candidates(self, stated: Stated) -> list[Budget]:
        """Return what a row can be about: by its code, else by its name, programs before activities."""
        found = self.by_code.get(stated.code, []) if stated.code else []
        return (
            found or self.by_name.get(plain(stated.name)) or self.by_name.get(plain(f"{stated.code} {stated.name}"), [])
        )

    def alike(self, stated: Stated) -> tuple[Alike, ...]:
        """Return the programs and activities whose names resemble that of a row, the nearest first."""
        # The first word of an export's description is taken for its code, whether it is one or not.
        has_code = any(sign.isdigit() for sign in stated.code)
        found: tuple[Alike, ...] = self._names.like(stated.name if has_code else f"{stated.code} {stated.name}".strip())
        return found

    def lines_under(self, budget: Budget) -> list[BudgetLine]:
        """Return the budget lines of the year of a program with its activities, of an activity, or the line itself."""
        if isinstance(budget, BudgetLine):
            return [budget]
        lines = self.lines.get(program_of(budget).pk, [])
        return lines if isinstance(budget, Program) else [line for line in lines if line.activity_id == budget.pk]

    def everything(self) -> Iterator[BudgetLine]:
        """Yield every budget line of the year."""
        for lines in self.lines.values():
            yield from lines

    @cached_property
    def fingerprint(self) -> str:
        """Return what is other as soon as a code, a name, a line or an amount is."""
        said = hashlib.sha256()
        for target, budget in self.by_target.items():
            if isinstance(budget, BudgetLine):
                told = (budget.ceiling, budget.realization, budget.sipd_code, budget.fund_source, budget.activity_id)
                said.update(repr((target, *map(str, told))).encode())
            else:
                codes = (budget.code, budget.name, budget.sipd_year, budget.sipd_code, program_of(budget).lead_id)
                said.update(repr((target, *codes)).encode())
        return said.hexdigest()

    @cached_property
    def _names(self) -> Names:
        return Names(
            (target, budget.name) for target, budget in self.by_target.items() if not isinstance(budget, BudgetLine)
        )


def plain(name: str) -> str:
    return " ".join(name.casefold().split())


def target_of(budget: Budget) -> str:
    """Return by what a person's choice names a program, an activity or a budget line: `activity:12`."""
    return f"{_KINDS[type(budget)]}:{budget.pk}"


def read_register(plan: MasterPlan, *, year: int) -> Register:
    """Return what forms of the year can be about, with three queries.

    A SIPD code counts in its own year only: of the program or activity, or of its budget lines of that year. The
    register's own codes count always.
    """
    register = Register(plan, year)
    programs = list(Program.objects.filter(plan=plan, archived_at__isnull=True).select_related("lead").order_by("code"))
    of_program = {program.pk: program for program in programs}
    activities = list(Activity.objects.filter(program__in=list(of_program)).order_by("program__code", "position", "pk"))
    of_activity = {activity.pk: activity for activity in activities}
    for activity in activities:
        activity.program = of_program[activity.program_id]
    codes: dict[Budget, set[str]] = defaultdict(set)
    lines = list(BudgetLine.objects.filter(program__in=list(of_program), year=year).order_by("pk"))
    for line in lines:
        line.program = of_program[line.program_id]
        line.program.plan = plan  # every line asks for the years of its plan
        line.activity = None if line.activity_id is None else of_activity[line.activity_id]
        register.lines.setdefault(line.program_id, []).append(line)
        codes[line.activity or line.program].add(line.sipd_code)
    budgets: list[Program | Activity] = [*programs, *activities]
    for budget in budgets:
        _enter(register, budget, codes.get(budget, ()))
    register.by_target |= {target_of(line): line for line in lines}
    return register


def _enter(register: Register, budget: Program | Activity, codes: Iterable[str]) -> None:
    known = {budget.code, *codes}
    if budget.sipd_year == register.year:
        known.add(budget.sipd_code)
    for code in known - {""}:
        register.by_code[code].append(budget)
    register.by_name[plain(budget.name)].append(budget)
    register.by_target[target_of(budget)] = budget


def program_of(budget: Budget) -> Program:
    return budget if isinstance(budget, Program) else budget.program


def name_of(budget: Budget) -> str:
    """Return what a budget is called in the reader's language, with its program where it is not one itself."""
    program = program_of(budget)
    whole = f"{program.code} {program.display_name}"
    if isinstance(budget, Program):
        return whole
    if isinstance(budget, Activity):
        return f"{budget.code} {budget.name} · {program.code}".strip()
    below = budget.activity.name if budget.activity is not None else program.display_name
    return f"{budget} · {program.code} {below}"
