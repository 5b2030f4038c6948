"""Which program and which indicator of the register each row of a table is, and which it may be by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from serambi.exchange.imports.choices import Choices
from serambi.exchange.imports.known_rows import indicator_key, program_key
from serambi.exchange.imports.proposal import Proposal
from serambi.exchange.imports.register import Register
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import Understood
from serambi.exchange.uploads.alike import Alike, Names
from serambi.exchange.uploads.lists import Row, Selection

PROGRAM, INDICATOR = "program", "indicator"
KINDS = (PROGRAM, INDICATOR)
# A row may be one of the register and nobody said so, is one by its code or name, was said to be one, or is new.
OPEN, KNOWN, CHOSEN, NEW = "open", "known", "chosen", "new"
# From how many of a hundred on a name alike may be taken over, and how far before the next one.
SURE, _APART = 90.0, 2.0


@dataclass(frozen=True, slots=True)
class RowMatch:
    """One row. program: its code and name, for an indicator those of its program; code, known: of the register's row,
    "" for a new one; key: by what it is known in next year's table; alike: what it may be."""

    kind: str
    state: str
    place: Place
    program_code: str
    program: str
    name: str
    unit: str = ""
    code: str = ""
    known: str = ""
    known_unit: str = ""
    key: str = ""
    alike: tuple[Alike, ...] = ()

    @property
    def field(self) -> str:
        """Return the name of the control that asks about the row; `place_of` reads it."""
        return f"row:{self.kind}:{self.place.row}:{self.place.column}:{self.place.sheet}"

    @property
    def proposal(self) -> str:
        """Return the code that may be taken over unless a person says otherwise; "" where two fit as well."""
        if self.state != OPEN or self.alike[0].percent < SURE:
            return ""
        is_alone = len(self.alike) == 1 or self.alike[0].percent - self.alike[1].percent >= _APART
        return self.alike[0].code if is_alone else ""

    @property
    def is_other_name(self) -> bool:
        return bool(self.known) and self.known != self.name


def matches_in(understood: Understood, proposal: Proposal, register: Register, choices: Choices) -> Iterator[RowMatch]:
    """Yield a match for each program and each indicator that would be loaded. choices: what people said themselves."""
    keys = [program_key(row) for row in understood.programs]
    yield from _programs(proposal, register, choices, keys)
    yield from _indicators(proposal, register, choices, keys)


def _programs(proposal: Proposal, register: Register, choices: Choices, keys: Sequence[str]) -> Iterator[RowMatch]:
    claimed = {one.existing for one in proposal.programs}
    free = [row for row in register.programs.values() if not row.is_archived and row.id not in claimed]
    names = Names((row.code, row.name) for row in free)
    for one in proposal.programs:
        said = one.place in choices.codes
        if one.existing is not None:
            there = register.programs[one.existing]
            state = CHOSEN if said else KNOWN
            yield RowMatch(PROGRAM, state, one.place, one.code, one.name, one.name, code=there.code, known=there.name,
                        key=keys[one.index])  # fmt: skip
            continue
        alike = names.like(one.name)
        state = OPEN if alike and not said else NEW
        yield RowMatch(PROGRAM, state, one.place, one.code, one.name, one.name, key=keys[one.index], alike=alike)


def _indicators(proposal: Proposal, register: Register, choices: Choices, keys: Sequence[str]) -> Iterator[RowMatch]:
    names = Names((row.code, row.name) for row in register.indicators.values() if not row.is_archived)
    programs = {one.index: one for one in proposal.programs}
    claimed: dict[int, set[str]] = defaultdict(set)
    for one in proposal.indicators:
        if one.existing is not None:
            claimed[one.program].add(one.code)
    for one in proposal.indicators:
        program = programs[one.program]
        name = one.description or one.name
        key = indicator_key(keys[program.index], name)
        if one.existing is not None:
            there = register.indicators[one.existing]
            state = CHOSEN if choices.indicators.get(one.place) else KNOWN
            yield RowMatch(INDICATOR, state, one.place, program.code, program.name, name, one.unit, there.code,
                        there.name, there.unit, key)  # fmt: skip
            continue
        alike = tuple(near for near in names.like(name) if near.code not in claimed[one.program])
        state = OPEN if alike and one.place not in choices.indicators else NEW
        yield RowMatch(INDICATOR, state, one.place, program.code, program.name, name, one.unit, key=key,
                    alike=alike)  # fmt: skip


def match_row(one: RowMatch) -> Row:
    """Return a match as `lists` keeps it."""
    place = one.place
    return (one.kind, one.state, place.sheet, place.row, place.column, f"{one.program_code} {one.program}",
            f"{one.name} {one.known} {one.code}", one)  # fmt: skip


def match_from(row: Row) -> RowMatch | None:
    """Return a kept match; None for one of another version."""
    found: RowMatch | None = row[-2]
    return found


def place_of(field: str) -> tuple[str, Place]:
    """Return the kind and the place that the name of a control says. Raises ValueError for another name."""
    start, kind, row, column, sheet = field.split(":", 4)
    if start != "row" or kind not in KINDS:
        raise ValueError(field)
    return kind, Place(sheet, int(row), int(column))


def selection_of(kind: str, place: Place) -> Selection:
    return Selection("matches", {"row": place.row, "column": place.column, "sheet": place.sheet, "kind": kind})
