"""What is known of a table on the way at a glance, small enough to be read for every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from serambi.exchange.imports.choices import Choices, sure_organizations
from serambi.exchange.imports.proposal import Proposal
from serambi.exchange.imports.register import Register
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.texts import text_of
from serambi.exchange.tables.understanding import Understood
from serambi.exchange.uploads.amounts import Sum, YearMoney, money_by_year, sums_in
from serambi.exchange.uploads.answers import AgencyQuestion, HeadingQuestion, agency_questions, heading_questions
from serambi.exchange.uploads.changes import Unchanged, change_row, changes_in, unchanged_in
from serambi.exchange.uploads.findings import problem_rows
from serambi.exchange.uploads.lists import Row
from serambi.exchange.uploads.matches import match_row, matches_in

_SHOWN_SUMS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """How much was understood. money: rupiah by year, the earliest first."""

    rows: int
    programs: int
    activities: int
    indicators: int
    money: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of all pages.

    problems: how many there are, by code and weight. changes: by list. reasons: why cells are not loaded, the most
    frequent first. matches: by kind and state. stated: how many rows state sums. sums: how many sums those are, and how
    many of them differ; differing: the first ones.
    new: how many programs are new or would be. sure: the organizations that are named exactly. register: the
    fingerprint of the register that was compared; fingerprint: of the whole comparison.
    """

    figures: Figures
    unchanged: Unchanged
    counts: Mapping[str, int]
    money: tuple[YearMoney, ...]
    problems: Mapping[tuple[str, str], int]
    changes: Mapping[str, int]
    reasons: tuple[tuple[str, int], ...]
    matches: Mapping[tuple[str, str], int]
    stated: int
    sums: tuple[int, int]
    differing: tuple[Sum, ...]
    agencies: tuple[str, ...]
    headings: tuple[str, ...]
    new: int
    sure: Mapping[str, str | None]
    register: str
    fingerprint: str

    @property
    def left_out(self) -> int:
        return sum(count for _reason, count in self.reasons)


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked about the whole table, a page each."""

    agencies: tuple[AgencyQuestion, ...]
    headings: tuple[HeadingQuestion, ...]


def figures_of(understood: Understood) -> Figures:
    programs = sum(one.level == "program" for one in understood.programs)
    return Figures(
        understood.rows,
        programs,
        len(understood.programs) - programs,
        understood.indicators,
        tuple(sorted(understood.totals.items())),
    )


class Survey:
    """Goes through a comparison once: first `rows`, to the end, then `parts`, which tells how many there were."""

    def __init__(self, understood: Understood, proposal: Proposal, register: Register, choices: Choices) -> None:
        self._understood, self._proposal, self._register, self._choices = understood, proposal, register, choices
        self._changes: Counter[str] = Counter()
        self._matches: Counter[tuple[str, str]] = Counter()

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield every row of every list."""
        for problem in problem_rows(self._proposal, self._understood):
            yield "problems", problem
        for name, change in changes_in(self._proposal):
            self._changes[name] += 1
            yield "changes", change_row(name, change)
        for one in sums_in(self._understood):
            yield "sums", (bool(one.difference), one)
        for cell in self._proposal.left_out:
            place = cell.place
            yield "left_out", (place.sheet, place.row, place.column, place.cell, text_of(cell.value), cell.reason)
        for match in matches_in(self._understood, self._proposal, self._register, self._choices):
            self._matches[match.kind, match.state] += 1
            yield "matches", match_row(match)

    def parts(self) -> dict[str, Overview | Questions]:
        return {"overview": self._overview(), "questions": self._questions()}

    def _questions(self) -> Questions:
        return Questions(
            tuple(agency_questions(self._understood)),
            tuple(heading_questions(self._understood, self._new_places())),
        )

    def _new_places(self) -> list[Place]:
        new = [one.place for one in self._proposal.programs if one.is_new]
        return new + [one.place for one in self._proposal.problems if one.code == "no_pillar"]

    def _overview(self) -> Overview:
        proposal, sums = self._proposal, sums_in(self._understood)
        differing = [one for one in sums if one.difference]
        questions = self._questions()
        return Overview(
            figures=figures_of(self._understood),
            unchanged=unchanged_in(proposal),
            counts=proposal.counts,
            money=tuple(money_by_year(proposal)),
            problems=dict(Counter((one.code, one.weight.value) for one in proposal.problems)),
            changes=dict(self._changes),
            reasons=tuple(Counter(one.reason for one in proposal.left_out).most_common()),
            matches=dict(self._matches),
            stated=len(self._understood.stated_totals),
            sums=(len(sums), len(differing)),
            differing=tuple(differing[:_SHOWN_SUMS]),
            agencies=tuple(one.text for one in questions.agencies),
            headings=tuple(one.heading for one in questions.headings),
            new=len(self._new_places()),
            sure=sure_organizations(self._understood),
            register=proposal.register,
            fingerprint=proposal.fingerprint,
        )
