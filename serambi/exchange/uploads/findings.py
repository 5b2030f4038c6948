"""What was found to say about a table on the way: narrowed, counted by kind, and with the answers that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serambi.exchange.imports.choices import Choices, doubt_of
from serambi.exchange.imports.proposal import Proposal
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import AgencyText, Problem, Understood, UnderstoodProgram, Weight
from serambi.exchange.uploads.kinds import Answer, answer_to, kind_label
from serambi.exchange.uploads.prepared import Prepared

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
class Finding:
    """One problem on a page. program: the row of the table that it belongs to; agency: the text that it asks about.
    code: that the program would get. anchor: where its column stands on the page of columns."""

    problem: Problem
    state: str
    kind: str
    answer: Answer
    program: UnderstoodProgram | None = None
    agency: AgencyText | None = None
    code: str = ""
    anchor: str = ""

    @property
    def is_doubt(self) -> bool:
        return self.problem.weight is Weight.DOUBT


def state_of(problem: Problem, choices: Choices) -> str:
    if problem.weight is Weight.ERROR:
        return AGAINST
    if problem.weight is Weight.NOTE:
        return NOTE
    return ACCEPTED if doubt_of(problem) in choices.accepted else OPEN


def narrowed(proposal: Proposal, wanted: Wanted) -> list[Problem]:
    """Return the problems that somebody looks for, the heaviest first, each weight in the order of the table."""
    words = wanted.words.casefold()
    states = {"": STATES, "todo": (AGAINST, OPEN)}.get(wanted.state, (wanted.state,))
    by_state: dict[str, list[Problem]] = {state: [] for state in STATES}
    for problem in proposal.problems:
        if wanted.kind and problem.code != wanted.kind:
            continue
        if wanted.sheet and problem.place.sheet != wanted.sheet:
            continue
        if words and words not in f"{problem.message} {problem.value} {problem.place.cell}".casefold():
            continue
        by_state[state_of(problem, proposal.choices)].append(problem)
    return [problem for state in STATES if state in states for problem in by_state[state]]


def kinds_in(proposal: Proposal) -> list[Kind]:
    """Return the kinds of problems, the heaviest first and among them the most frequent."""
    counted = Counter((problem.code, state_of(problem, proposal.choices)) for problem in proposal.problems)
    rows = [Kind(code, kind_label(code), state, count) for (code, state), count in counted.items()]
    return sorted(rows, key=lambda row: (STATES.index(row.state), -row.count, row.label))


def counted(proposal: Proposal) -> dict[str, int]:
    """Return how many problems there are of each state."""
    found = Counter(state_of(problem, proposal.choices) for problem in proposal.problems)
    return {state: found[state] for state in STATES}


def shown(problems: Sequence[Problem], prepared: Prepared) -> list[Finding]:
    """Return the problems of a page with what each can be answered by."""
    programs = _programs_at({(one.place.sheet, one.place.row) for one in problems}, prepared.understood)
    agencies = _agencies_at({one.place for one in problems}, prepared.understood)
    codes = {one.place: one.code for one in prepared.proposal.programs}
    sheets = {sheet.name: number for number, sheet in enumerate(prepared.mapping.sheets, start=1)}
    found = []
    for problem in problems:
        program = programs.get((problem.place.sheet, problem.place.row))
        answer = answer_to(problem.code)
        agency = agencies.get(problem.place) or (program.agency if program else None)
        if (answer is Answer.AGENCY and agency is None) or (
            answer in (Answer.PLACE, Answer.CODE) and (program is None or program.place != problem.place)
        ):
            answer = Answer.NONE
        if problem.code == "code_twice" and problem.weight is Weight.ERROR:
            answer = Answer.NONE  # twice under one heading: which row counts is for the table to say
        code = codes.get(problem.place, "")
        state = state_of(problem, prepared.proposal.choices)
        anchor = f"column-{sheets.get(problem.place.sheet, 1)}-{problem.place.column}" if problem.place.column else ""
        found.append(Finding(problem, state, kind_label(problem.code), answer, program, agency, code, anchor))
    return found


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
