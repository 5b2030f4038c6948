"""Which program or activity of the register a row of a form is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Program
from serambi.exchange.budgets.stated import Stated

Budget = Program | Activity


@dataclass(slots=True)
class Register:
    """The active programs of a plan with their activities and the budget lines of one year.

    by_code: what a code stands for; by_name: the same for names, with small letters and single spaces.
    """

    plan: MasterPlan
    year: int
    lines: dict[int, list[BudgetLine]] = field(default_factory=dict)
    by_code: dict[str, list[Budget]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Budget]] = field(default_factory=lambda: defaultdict(list))

    def candidates(self, stated: Stated) -> list[Budget]:
        """Return what a row can be about: by its code, else by its name, programs before activities."""
        found = self.by_code.get(stated.code, []) if stated.code else []
        return (
            found or self.by_name.get(plain(stated.name)) or self.by_name.get(plain(f"{stated.code} {stated.name}"), [])
        )


def plain(name: str) -> str:
    return " ".join(name.casefold().split())


def read_register(plan: MasterPlan, *, year: int) -> Register:
    """Return what forms of the year can be about, with three queries.

    A SIPD code counts in its own year only: of the program or activity, or of its budget lines of that year. The
    register's own codes count always.
    """
    register = Register(plan, year)
    programs = list(Program.objects.filter(plan=plan, archived_at__isnull=True).order_by("code"))
    activities = list(
        Activity.objects.filter(program__in=[program.pk for program in programs])
        .select_related("program")
        .order_by("program__code", "position", "pk")
    )
    lines = BudgetLine.objects.filter(program__in=[program.pk for program in programs], year=year)
    codes: dict[Budget, set[str]] = defaultdict(set)
    for line in lines.select_related("program__plan", "activity__program").order_by("pk"):
        register.lines.setdefault(line.program_id, []).append(line)
        codes[line.activity or line.program].add(line.sipd_code)
    budgets: list[Budget] = [*programs, *activities]
    for budget in budgets:
        _enter(register, budget, codes.get(budget, ()))
    return register


def _enter(register: Register, budget: Budget, codes: Iterable[str]) -> None:
    known = {budget.code, *codes}
    if budget.sipd_year == register.year:
        known.add(budget.sipd_code)
    for code in known - {""}:
        register.by_code[code].append(budget)
    register.by_name[plain(budget.name)].append(budget)


def program_of(budget: Budget) -> Program:
    return budget if isinstance(budget, Program) else budget.program
