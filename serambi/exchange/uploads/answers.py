"""What a person answers about a table on the way: each answer turns choices into others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from serambi.exchange.imports.choices import Choices, Doubt, Placing
from serambi.exchange.tables.agencies import CONFIDENT
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import Match, Understood
from serambi.exchange.uploads.matches import RowMatch

NOBODY = "-"  # the answer that a text means no organization of the list
NEW_ROW = "-"  # the answer that a row is none of the register


@dataclass(slots=True)
class AgencyQuestion:
    """One text that names who answers for programs. rows: how many; chosen: None while nobody decided."""

    text: str
    place: Place
    matches: tuple[Match, ...]
    many: bool
    rows: int = 0
    chosen: str | None = None

    @property
    def key(self) -> str:
        """Return a name for the field of this text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def field(self) -> str:
        return f"agency-{self.key}"

    @property
    def percent(self) -> float:
        """Return how far the best proposal agrees, out of a hundred."""
        return 100 * self.matches[0].confidence if self.matches else 0.0

    @property
    def is_confident(self) -> bool:
        return bool(self.matches) and self.matches[0].confidence >= CONFIDENT


@dataclass(slots=True)
class HeadingQuestion:
    """A heading with the number of programs below it, and where new ones of them go; "" while nobody decided."""

    heading: str
    rows: int = 0
    new: int = 0
    chosen: str = ""

    @property
    def key(self) -> str:
        return hashlib.sha256(self.heading.encode()).hexdigest()[:16]

    @property
    def field(self) -> str:
        return f"heading-{self.key}"


def agency_questions(understood: Understood) -> list[AgencyQuestion]:
    """Return every text that names an agency, with the number of programs that it stands for."""
    found: dict[str, AgencyQuestion] = {}
    for program in understood.programs:
        agency = program.agency
        if agency is None or not agency.text.strip():
            continue
        if agency.text not in found:
            found[agency.text] = AgencyQuestion(agency.text, agency.place, agency.matches, agency.many)
        found[agency.text].rows += 1
    return list(found.values())


def answered_agencies(questions: Iterable[AgencyQuestion], choices: Choices) -> list[AgencyQuestion]:
    """Return the questions with what was chosen, those that nobody decided first."""
    found = [replace(one, chosen=_organization(one.text, choices)) for one in questions]
    return sorted(found, key=lambda one: (one.chosen is not None, -one.rows, one.text))


def _organization(text: str, choices: Choices) -> str | None:
    return (choices.organizations[text] or NOBODY) if text in choices.organizations else None


def answered_headings(questions: Iterable[HeadingQuestion], choices: Choices) -> list[HeadingQuestion]:
    return [replace(one, chosen=written(choices.headings.get(one.heading))) for one in questions]


def heading_questions(understood: Understood, new: Iterable[Place]) -> list[HeadingQuestion]:
    """Return every heading in the order of the table. new: the places of programs that the register does not have."""
    places = set(new)
    found: dict[str, HeadingQuestion] = {}
    for program in understood.programs:
        if program.parent is not None or not program.heading:
            continue
        question = found.setdefault(program.heading, HeadingQuestion(program.heading))
        question.rows += 1
        question.new += program.place in places
    return list(found.values())


def written(placing: Placing | None) -> str:
    """Return a placing as the value of a control: `environment/waste`, "" for none."""
    if placing is None:
        return ""
    return f"{placing.pillar}/{placing.sub_dimension}" if placing.sub_dimension else placing.pillar


def placing_of(text: str) -> Placing | None:
    """Return the placing that `written` wrote."""
    pillar, _, part = text.partition("/")
    return Placing(pillar, part) if pillar else None


# Answers ----------------------------------------------------------------------------------------------------------


def with_agencies(choices: Choices, given: Mapping[str, str]) -> Choices:
    """Return the choices with the organization of each text; "" takes an answer back, NOBODY means none in the list."""
    organizations = dict(choices.organizations)
    for text, value in given.items():
        if value:
            organizations[text] = None if value == NOBODY else value
        else:
            organizations.pop(text, None)
    return replace(choices, organizations=organizations)


def with_headings(choices: Choices, given: Mapping[str, str]) -> Choices:
    headings = dict(choices.headings)
    for heading, value in given.items():
        placing = placing_of(value)
        if placing is None:
            headings.pop(heading, None)
        else:
            headings[heading] = placing
    return replace(choices, headings=headings)


def with_placing(choices: Choices, place: Place, value: str) -> Choices:
    """Return the choices in which one program has a place of its own; "" takes it back."""
    placing = placing_of(value)
    placings = {key: kept for key, kept in choices.placings.items() if key != place}
    return replace(choices, placings=placings if placing is None else {**placings, place: placing})


def with_code(choices: Choices, place: Place, code: str) -> Choices:
    codes = {key: kept for key, kept in choices.codes.items() if key != place}
    return replace(choices, codes={**codes, place: code} if code else codes)


def with_left_out(choices: Choices, place: Place) -> Choices:
    return replace(choices, left_out=choices.left_out | {place})


def with_taken_in(choices: Choices, place: Place) -> Choices:
    return replace(choices, left_out=choices.left_out - {place})


def with_accepted(choices: Choices, doubts: Iterable[Doubt]) -> Choices:
    return replace(choices, accepted=choices.accepted | frozenset(doubts))


def with_reopened(choices: Choices, doubt: Doubt) -> Choices:
    return replace(choices, accepted=choices.accepted - {doubt})


def with_programs(choices: Choices, given: Mapping[RowMatch, str]) -> Choices:
    """Return the choices with the code of the program of the register that each row is.

    NEW_ROW says that it is a new one, which keeps its own code; "" takes an answer back.
    """
    codes, known = dict(choices.codes), dict(choices.known_programs)
    for row, value in given.items():
        codes.pop(row.place, None)
        known.pop(row.key, None)
        if value == NEW_ROW:
            codes[row.place] = row.program_code
        elif value:
            codes[row.place] = known[row.key] = value
    return replace(choices, codes=codes, known_programs=known)


def with_indicators(choices: Choices, given: Mapping[RowMatch, str]) -> Choices:
    """Return the choices with the code of the indicator of the register that each row is; as for programs."""
    indicators, known = dict(choices.indicators), dict(choices.known_indicators)
    for row, value in given.items():
        indicators.pop(row.place, None)
        known.pop(row.key, None)
        if value == NEW_ROW:
            indicators[row.place] = ""
        elif value:
            indicators[row.place] = known[row.key] = value
    return replace(choices, indicators=indicators, known_indicators=known)
