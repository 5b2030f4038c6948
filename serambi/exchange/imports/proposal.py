"""Comparing what a table says with the register: every change is listed before it is made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from serambi.apps.plans.models import FundSource, MasterPlan
from serambi.exchange.imports.budgets import Lines
from serambi.exchange.imports.changes import ProposedActivity, ProposedIndicator, ProposedLine, ProposedProgram
from serambi.exchange.imports.choices import Choices, doubt_of
from serambi.exchange.imports.findings import Findings
from serambi.exchange.imports.indicators import Indicators
from serambi.exchange.imports.programs import Activities, Programs, tree_of
from serambi.exchange.imports.register import Register, fingerprint_of, read_register
from serambi.exchange.tables.understanding import LeftOut, Problem, Understood, Weight


@dataclass(frozen=True)
class Proposal:
    """Every change that a load would make, and what stands against it.

    programs, activities, indicators, lines: also those in which nothing changes, because others belong to them.
    problems: those of the table and those of the comparison. left_out: every cell that would not be loaded.
    understood_totals, loaded_totals: rupiah by year, what the table was understood to say (`Understood.totals`) and
    what would stand in the register of it; the two differ by what is left out.
    register: the fingerprint of the register that was compared.
    """

    plan: MasterPlan
    choices: Choices
    programs: tuple[ProposedProgram, ...]
    activities: tuple[ProposedActivity, ...]
    indicators: tuple[ProposedIndicator, ...]
    lines: tuple[ProposedLine, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    understood_totals: Mapping[int, Decimal]
    loaded_totals: Mapping[int, Decimal]
    register: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.weight is Weight.ERROR)

    @property
    def open_doubts(self) -> tuple[Problem, ...]:
        """Return the doubts that nobody accepted yet."""
        accepted = self.choices.accepted
        return tuple(
            problem for problem in self.problems if problem.weight is Weight.DOUBT and doubt_of(problem) not in accepted
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many of each kind would be created and changed; kinds of which there are none are left out."""
        # One after the other: of a large table they are hundreds of thousands, and all at once cost memory.
        aims = Counter(
            (aim.is_baseline, aim.old is None) for one in self.indicators for aim in one.aims if not aim.is_same
        )
        found = {
            "programs_created": sum(one.is_new for one in self.programs),
            "programs_changed": sum(bool(one.changes) for one in self.programs),
            "activities_created": sum(one.is_new for one in self.activities),
            "activities_changed": sum(bool(one.changes) for one in self.activities),
            "indicators_created": sum(one.is_new for one in self.indicators),
            "indicators_linked": sum(not one.is_new and not one.is_linked for one in self.indicators),
            "targets_created": aims[False, True],
            "targets_changed": aims[False, False],
            "baselines_created": aims[True, True],
            "baselines_changed": aims[True, False],
            "budget_lines_created": sum(one.is_new for one in self.lines),
            "budget_lines_changed": sum(not one.is_new and not one.is_same for one in self.lines),
        }
        return {kind: number for kind, number in found.items() if number}

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is in the register already."""
        return not self.counts

    def decided(self, plan: MasterPlan, choices: Choices) -> Proposal:
        """Return the same comparison for choices that differ in nothing but the doubts that were accepted."""
        found = replace(self, plan=plan, choices=choices)
        # What was computed of it holds for both, and takes seconds for a large table.
        found.__dict__.update(
            {name: self.__dict__[name] for name in ("counts", "fingerprint") if name in self.__dict__}
        )
        return found

    @cached_property
    def fingerprint(self) -> str:
        """Return what differs as soon as the register, the table or a choice is another: what a person has seen."""
        parts = ((self.register,), self.programs, self.activities, self.indicators, self.lines, self.problems)
        return fingerprint_of(parts)


def propose(understood: Understood, plan: MasterPlan, choices: Choices) -> Proposal:
    """Return every change that loading a table would make to a plan's register; nothing is written.

    The same number of queries however large table and register are. Proposing again after loading proposes nothing.
    """
    return compare(understood, read_register(plan), plan, choices)


def compare(understood: Understood, register: Register, plan: MasterPlan, choices: Choices) -> Proposal:
    """Return what `propose` returns, for a register that was read; without a query."""
    if choices.fund_source not in FundSource.values:
        raise ValueError(f"{choices.fund_source} is not a source of fund")
    findings = Findings(list(understood.problems), list(understood.left_out))
    tree = tree_of(understood, choices, findings)
    programs = Programs(tree, register, choices, findings).proposed()
    activities = Activities(tree, register, choices, findings).proposed(programs)
    indicators = Indicators(tree, register, choices, findings).proposed(programs, activities)
    lines = Lines(tree, register, choices, findings).proposed(programs, activities)
    return Proposal(
        plan=plan,
        choices=choices,
        programs=tuple(programs),
        activities=tuple(activities),
        indicators=tuple(indicators),
        lines=tuple(lines),
        problems=tuple(findings.problems),
        left_out=tuple(findings.left_out),
        understood_totals=dict(understood.totals),
        loaded_totals=_totals(lines),
        register=register.fingerprint,
    )


def _totals(lines: list[ProposedLine]) -> dict[int, Decimal]:
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        totals[line.year] += line.ceiling
    return dict(sorted(totals.items()))
