"""What the pages about a form show, as plain values: every row beside the register, every change, what stays out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from serambi.apps.plans.models import BudgetLine
from serambi.apps.plans.queries import BudgetTotals, totals_of
from serambi.exchange.budgets.matching import name_of, program_of, target_of
from serambi.exchange.budgets.realizations import Realizations
from serambi.exchange.budgets.rows import Change, Row, State
from serambi.exchange.budgets.stated import Statement, Unused
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import LeftOut, Problem


@dataclass(frozen=True, slots=True)
class FoundChange:
    """One realization, old and new. line: which money it is; name: of its activity or program."""

    place: Place
    program: str
    name: str
    line: str
    ceiling: Decimal
    old: Decimal | None
    new: Decimal

    @property
    def is_over(self) -> bool:
        return self.new > self.ceiling


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One budget of the form. target, taken_for: what it was taken for, as a control sends it and as it is called.

    options: what a person may choose among. resembles, percent: the name that is nearest, and how near. lines: what
    becomes of the budget lines that it is about; same: how many of them say it already.
    """

    key: str
    place: Place
    code: str
    name: str
    rupiah: Decimal | None
    state: State
    target: str
    taken_for: str
    options: tuple[tuple[str, str], ...]
    proposal: str
    resembles: str
    percent: float | None
    lines: tuple[FoundChange, ...]
    same: int
    reason: str

    @property
    def is_in_its_parts(self) -> bool:
        """Tell whether all of its amount stands in rows below it."""
        return self.rupiah is not None and not (self.lines or self.same or self.reason)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything about a form and a year. before, after: the sums of the year's budget lines in the register.

    register: what the register was when they were compared; fingerprint: of all that loading would do.
    """

    kind: str
    year: int
    heading: tuple[tuple[str, str], ...]
    rows: tuple[FoundRow, ...]
    changes: tuple[FoundChange, ...]
    same: int
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    unused: tuple[Unused, ...]
    understood: Decimal
    loaded: Decimal
    before: BudgetTotals
    after: BudgetTotals
    register: str
    fingerprint: str

    def count(self, *states: State) -> int:
        return sum(row.state in states for row in self.rows)


def found_in(statement: Statement, proposal: Realizations) -> Found:
    lines = list(proposal.register.everything())
    return Found(
        kind=proposal.kind,
        year=proposal.year,
        heading=statement.heading,
        rows=tuple(map(_row, proposal.rows)),
        changes=tuple(map(_change, proposal.changes)),
        same=proposal.same,
        problems=tuple(proposal.problems),
        left_out=(*statement.left_out, *_not_loaded(proposal.rows)),
        unused=statement.unused,
        understood=proposal.understood,
        loaded=proposal.loaded,
        before=totals_of(lines),
        after=totals_of(_changed(lines, proposal.changes)),
        register=proposal.register.fingerprint,
        fingerprint=proposal.fingerprint,
    )


def _row(row: Row) -> FoundRow:
    nearest = row.alike[0] if row.alike else None
    return FoundRow(
        key=row.key,
        place=row.stated.place,
        code=row.stated.code,
        name=row.stated.name,
        rupiah=row.stated.rupiah,
        state=row.state,
        target=target_of(row.budget) if row.budget is not None else "",
        taken_for=name_of(row.budget) if row.budget is not None else "",
        options=row.options,
        proposal=row.proposal,
        resembles=nearest.name if nearest else "",
        percent=nearest.percent if nearest else None,
        lines=tuple(map(_change, row.changes)),
        same=len(row.same),
        reason=row.reason,
    )


def _change(change: Change) -> FoundChange:
    line = change.line
    return FoundChange(
        place=change.place,
        program=program_of(line).code,
        name=line.activity.name if line.activity is not None else line.program.display_name,
        line=str(line),
        ceiling=line.ceiling,
        old=change.old,
        new=change.new,
    )


def _not_loaded(rows: list[Row]) -> Iterator[LeftOut]:
    """Yield the amounts of rows of which nothing is loaded, with the reason."""
    for row in rows:
        if row.stated.rupiah is not None and row.reason:
            yield LeftOut(row.stated.place, row.stated.rupiah, row.reason)


def _changed(lines: list[BudgetLine], changes: list[Change]) -> Iterator[BudgetLine]:
    """Yield the lines as they would be."""
    new = {change.line.pk: change.new for change in changes}
    for line in lines:
        if line.pk in new:
            line = copy.copy(line)  # noqa: PLW2901 - the register keeps what it is
            line.realization = new[line.pk]
        yield line
