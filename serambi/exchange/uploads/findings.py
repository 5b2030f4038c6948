"""What was found to say about a table on the way: narrowed, counted by kind, and with the answers that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from serambi.exchange.imports.choices import Doubt
from serambi.exchange.imports.proposal import Proposal
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import AgencyText, Problem, Understood, UnderstoodProgram, Weight
from serambi.exchange.uploads.kinds import Answer, answer_to, kind_label
from serambi.exchange.uploads.lists import Row, Selection

# The states of a problem, the heaviest first.
AGAINST, OPEN, ACCEPTED, NOTE = "against", "open", "accepted", "note"
STATES = (AGAINST, OPEN, ACCEPTED, NOTE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" for all. state: one of STATES, or `todo` for the first two."""

    state: str = ""
    kind: str = ""
    sheet: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How many problems there are of a kind in a state."""

    code: str
    label: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class About:
    """The program that a problem belongs to. kept_code: that it would get, "" where it is not compared."""

    place: Place
    code: str
    name: str
    heading: str
    agency: AgencyText | None
    kept_code: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem on a page. program: what it belongs to; agency: the text that it asks about. anchor: where its
    column stands on the page of columns."""

    problem: Problem
    state: str
    kind: str
    answer: Answer
    program: About | None = None
    agency: AgencyText | None = None
    anchor: str = ""

    @property
    def code(self) -> str:
        """Return the code that the program would get."""
        return self.program.kept_code if self.program is not None else ""

    @property
    def is_doubt(self) -> bool:
        return self.problem.weight is Weight.DOUBT


# What is kept ------------------------------------------------------------------------------------------------------


def problem_rows(proposal: Proposal, understood: Understood) -> Iterator[Row]:
    """Yield the problems of a comparison as `lists` keeps them, with the program and the agency that each is about."""
    problems = proposal.problems
    programs = _programs_at({(one.place.sheet, one.place.row) for one in problems}, understood)
    agencies = _agencies_at({one.place for one in problems}, understood)
    codes = {one.place: one.code for one in proposal.programs}
    for one in problems:
        place, program = one.place, programs.get((one.place.sheet, one.place.row))
        about = None if program is None else _about(program, codes.get(one.place, ""))
        agency = agencies.get(place)
        more = None if about is None and agency is None else (about, agency)
        yield (one.code, one.weight.value, place.sheet, place.row, place.column, place.cell, one.message, one.value,
               more)  # fmt: skip


def _about(program: UnderstoodProgram, code: str) -> About:
    return About(program.place, program.code, program.name, program.heading, program.agency, code)


def _programs_at(rows: set[tuple[str, int]], understood: Understood) -> dict[tuple[str, int], UnderstoodProgram]:
    """Return the program to which each row belongs."""
    found: dict[tuple[str, int], UnderstoodProgram] = {}
    for program in understood.programs:
        for place in (program.place, *(one.place for one in program.indicators)):
            if (place.sheet, place.row) in rows:
                found.setdefault((place.sheet, place.row), program)
    return found


def _agencies_at(places: Iterable[Place], understood: Understood) -> dict[Place, AgencyText]:
    wanted = set(places)
    return {
        program.agency.place: program.agency
        for program in understood.programs
        if program.agency is not None and program.agency.place in wanted
    }


# What is asked for -------------------------------------------------------------------------------------------------


def selection(wanted: Wanted) -> Selection:
    """Return the problems that somebody looks for, the heaviest first, each weight in the order of the table."""
    states = {"": STATES, "todo": (AGAINST, OPEN)}.get(wanted.state, (wanted.state,))
    equal = {"code": wanted.kind, "sheet": wanted.sheet}
    return Selection(
        "problems",
        {name: value for name, value in equal.items() if value},
        wanted.words,
        tuple(STATES.index(state) for state in states),
    )


def kinds_in(problems: Mapping[tuple[str, str], int], accepted: Mapping[str, int]) -> list[Kind]:
    """Return the kinds of problems, the heaviest first and among them the most frequent.

    problems: how many there are by code and weight; accepted: how many of the doubts of a code.
    """
    rows = [
        Kind(code, kind_label(code), state, count)
        for (code, weight), number in problems.items()
        for state, count in _by_state(weight, number, accepted.get(code, 0))
        if count
    ]
    return sorted(rows, key=lambda row: (STATES.index(row.state), -row.count, row.label))


def _by_state(weight: str, number: int, accepted: int) -> list[tuple[str, int]]:
    if weight == Weight.ERROR:
        return [(AGAINST, number)]
    if weight == Weight.NOTE:
        return [(NOTE, number)]
    return [(OPEN, number - accepted), (ACCEPTED, accepted)]


def counted(kinds: Iterable[Kind]) -> dict[str, int]:
    """Return how many problems there are of each state."""
    found = dict.fromkeys(STATES, 0)
    for kind in kinds:
        found[kind.state] += kind.count
    return found


def doubt_from(row: Row) -> Doubt:
    code, _weight, sheet, number, column, *_rest = row
    return Doubt(code, sheet, number, column)


def problem_from(row: Row) -> Problem:
    code, weight, sheet, number, column, _cell, message, value, *_rest = row
    return Problem(Place(sheet, number, column), code, message, Weight(weight), value)


def finding_from(row: Row, *, is_accepted: bool, sheets: Mapping[str, int]) -> Finding:
    """Return a kept problem with what it can be answered by. sheets: the number of each on the page of columns."""
    problem = problem_from(row)
    about, agency = row[-2] or (None, None)
    answer = answer_to(problem.code)
    agency = agency or (about.agency if about else None)
    if (answer is Answer.AGENCY and agency is None) or (
        answer in (Answer.PLACE, Answer.CODE) and (about is None or about.place != problem.place)
    ):
        answer = Answer.NONE
    if problem.code == "code_twice" and problem.weight is Weight.ERROR:
        answer = Answer.NONE  # twice under one heading: which row counts is for the table to say
    state = {Weight.ERROR: AGAINST, Weight.NOTE: NOTE}.get(problem.weight, ACCEPTED if is_accepted else OPEN)
    place = problem.place
    anchor = f"column-{sheets.get(place.sheet, 1)}-{place.column}" if place.column else ""
    return Finding(problem, state, kind_label(problem.code), answer, about, agency, anchor)
