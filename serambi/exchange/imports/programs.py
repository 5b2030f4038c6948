"""Comparing the programs and activities of a table with those of the register."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from serambi.exchange.imports.changes import FieldChange, ProposedActivity, ProposedProgram
from serambi.exchange.imports.choices import Choices, Placing
from serambi.exchange.imports.findings import Findings
from serambi.exchange.imports.names import (
    LONGEST_CODE,
    free_code,
    is_rewritten,
    is_usable_code,
    kept_code,
    kept_name,
    name_key,
)
from serambi.exchange.imports.register import ActivityRow, ProgramRow, Register
from serambi.exchange.tables.understanding import Understood, UnderstoodProgram


@dataclass(slots=True)
class Tree:
    """The programs of a table that are to be loaded, each with its activities below it, by index.

    above: the index of the program that a row belongs to. below: the rows whose parent is a row, in their order.
    """

    rows: dict[int, UnderstoodProgram] = field(default_factory=dict)
    above: dict[int, int] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=dict)

    def programs(self) -> list[int]:
        return [index for index in self.rows if self.above[index] == index]


def tree_of(understood: Understood, choices: Choices, findings: Findings) -> Tree:
    """Return the rows to load; what was left out by choice is listed, and a row without its program is an error."""
    tree, settled = Tree(), set[tuple[str, int]]()
    for index, row in enumerate(understood.programs):
        top, chain, seen = index, [row], {index}
        while (parent := understood.programs[top].parent) is not None and parent not in seen:
            top = parent
            seen.add(parent)
            chain.append(understood.programs[parent])
        if any(one.place in choices.left_out for one in chain):
            findings.leave_out(row.place, row.name, _("Left out by choice."))
            places = (row.place, *(one.place for one in row.indicators))
            settled.update((place.sheet, place.row) for place in places)
        elif understood.programs[top].parent is not None:
            findings.error(row.place, "cycle", _("This row stands below itself. Correct the codes."), row.code)
        elif understood.programs[top].level != "program":
            findings.error(
                row.place,
                "no_program",
                _(
                    "“%(name)s” is an activity without a program above it. Give it the code of its program, or leave "
                    "it out."
                )
                % {"name": row.name},
                row.code,
            )
        else:
            tree.rows[index] = row
            tree.above[index] = top
            if row.parent is not None:
                tree.below.setdefault(row.parent, []).append(index)
    findings.settle(settled)
    return tree


class Programs:
    """Finds each program of a table in the register, or a place and a code for it."""

    def __init__(self, tree: Tree, register: Register, choices: Choices, findings: Findings) -> None:
        self._tree, self._register, self._choices, self._findings = tree, register, choices, findings
        self._by_code = {row.code: row for row in register.programs.values()}
        self._codes = self._chosen_codes()
        self._found = self._matched()

    def proposed(self) -> list[ProposedProgram]:
        found = (self._proposed(index) for index in self._tree.programs())
        return [program for program in found if program is not None]

    def _chosen_codes(self) -> dict[int, str]:
        """Return the code of each program, "" for none; a code that comes again gets a number behind it."""
        wanted = {}
        for index in self._tree.programs():
            row = self._tree.rows[index]
            chosen = self._choices.codes.get(row.place, "").strip()
            wanted[index] = chosen or kept_code(row.code)
            if not chosen:
                tell_rewritten(row, wanted[index], self._findings)
        taken = {code for code in wanted.values() if code}
        rows: dict[str, list[int]] = defaultdict(list)
        codes: dict[int, str] = {}
        for index, code in wanted.items():
            codes[index] = code
            if code:
                rows[code].append(index)
                if len(rows[code]) > 1:
                    codes[index] = free_code(code, taken)
                    taken.add(codes[index])
        for code, several in rows.items():
            if len(several) > 1:
                self._tell_twice(code, several, codes[several[-1]])
        return codes

    def _tell_twice(self, code: str, rows: list[int], last: str) -> None:
        first, second = (self._tree.rows[index].place for index in rows[:2])
        self._findings.doubt(
            second,
            "code_twice",
            _(
                "%(count)s programs have the code %(code)s, the first in %(cell)s. The others would get a number "
                "behind it, up to %(last)s; choose other codes if you like."
            )
            % {"count": len(rows), "code": code, "cell": first.cell, "last": last},
            code,
        )

    def _matched(self) -> dict[int, ProgramRow]:
        """Return the program of the register for each that is there: by code, else by its name.

        A program with a code is known by a name that table and register have once; those without a code are taken in
        their order, so that loading twice changes nothing.
        """
        found = {index: self._by_code[code] for index, code in self._codes.items() if code in self._by_code}
        claimed = {row.id for row in found.values()}
        named: dict[str, list[ProgramRow]] = defaultdict(list)
        for row in sorted(self._register.programs.values(), key=lambda row: row.code):
            if row.id not in claimed and not row.is_archived:
                named[name_key(row.name)].append(row)
        rest = {index: name_key(self._tree.rows[index].name) for index in self._codes if index not in found}
        wanted = Counter(rest.values())
        for index, key in rest.items():
            if named[key] and (not self._codes[index] or wanted[key] == len(named[key]) == 1):
                found[index] = named[key].pop(0)
        return found

    def _proposed(self, index: int) -> ProposedProgram | None:
        row, there = self._tree.rows[index], self._found.get(index)
        code = self._codes[index] or (there.code if there else self._new_code(index))
        if not is_usable_code(code):
            self._findings.error(
                row.place,
                "code_unusable",
                _("“%(code)s” cannot be a code. Use at most 30 letters, digits, points and hyphens.") % {"code": code},
                row.code,
            )
            return None
        if not row.name.strip():
            self._findings.error(row.place, "name_missing", _("This program has no name."), row.code)
            return None
        if there is not None and there.is_archived:
            self._findings.error(
                row.place,
                "program_archived",
                _("%(code)s is the code of an archived program. Restore it first, or choose another code.")
                % {"code": there.code},
                row.code,
            )
            return None
        lead = organization_of(row, self._register, self._choices, self._findings)
        return self._as_new(index, code, lead) if there is None else self._as_changed(index, code, lead, there)

    def _new_code(self, index: int) -> str:
        taken = {*self._by_code, *self._codes.values()}
        number = 1
        while (code := f"P-{number:03}") in taken:
            number += 1
        self._codes[index] = code
        self._findings.note(
            self._tree.rows[index].place,
            "code_given",
            _("The table has no code for this program. It would get %(code)s.") % {"code": code},
        )
        return code

    def _as_new(self, index: int, code: str, lead: int | None) -> ProposedProgram | None:
        row, choices = self._tree.rows[index], self._choices
        placing = choices.placings.get(row.place) or choices.headings.get(row.heading) or choices.placing
        place = self._place(row, placing)
        if place is None:
            return None
        name, full = kept_name(row.name), " ".join(row.name.split())
        return ProposedProgram(row.place, index, None, code, name, full if full != name else "", *place, lead)

    def _as_changed(self, index: int, code: str, lead: int | None, there: ProgramRow) -> ProposedProgram | None:
        row, register = self._tree.rows[index], self._register
        name = kept_name(row.name)
        changes = []
        if code != there.code:
            changes.append(FieldChange("code", there.code, code, there.code, code))
        if name != there.name:
            changes.append(FieldChange("name", there.name, name, there.name, name))
        if lead is not None and lead != there.lead:
            if (there.id, lead) in register.participants:
                self._findings.error(
                    row.place,
                    "lead_supports",
                    _("%(organization)s takes part in this program already, so it cannot lead it as well.")
                    % {"organization": register.abbreviations[lead]},
                )
            earlier = "" if there.lead is None else register.abbreviations[there.lead]
            changes.append(FieldChange("lead", there.lead, lead, earlier, register.abbreviations[lead]))
        pillar, part = there.pillar, there.sub_dimension
        placing = self._choices.placings.get(row.place)
        if placing is not None:
            place = self._place(row, placing)
            if place is None:
                return None
            changes += self._moves(there, *place)
            pillar, part = place
        return ProposedProgram(
            row.place, index, there.id, code, name, "", pillar, part, lead or there.lead, tuple(changes)
        )

    def _moves(self, there: ProgramRow, pillar: int, part: int | None) -> list[FieldChange]:
        names, parts = self._register.pillar_names, self._register.sub_names
        moves = []
        if pillar != there.pillar:
            moves.append(FieldChange("pillar", there.pillar, pillar, names[there.pillar], names[pillar]))
        if part != there.sub_dimension:
            earlier = "" if there.sub_dimension is None else parts[there.sub_dimension]
            later = "" if part is None else parts[part]
            moves.append(FieldChange("sub_dimension", there.sub_dimension, part, earlier, later))
        return moves

    def _place(self, row: UnderstoodProgram, placing: Placing | None) -> tuple[int, int | None] | None:
        if placing is None:
            self._findings.error(
                row.place, "no_pillar", _("Choose a pillar for “%(name)s”.") % {"name": kept_name(row.name)}
            )
            return None
        pillar = self._register.pillars.get(placing.pillar)
        if pillar is None:
            self._findings.error(
                row.place, "pillar_unknown", _("The plan has no pillar %(code)s.") % {"code": placing.pillar}
            )
            return None
        if not placing.sub_dimension:
            return pillar.id, None
        part = self._register.subs.get((pillar.id, placing.sub_dimension))
        if part is None:
            self._findings.error(
                row.place,
                "sub_dimension_unknown",
                _("%(pillar)s has no sub-dimension %(code)s.") % {"pillar": pillar.name, "code": placing.sub_dimension},
            )
            return None
        return pillar.id, part.id


class Activities:
    """Finds each activity of a table under its program, or proposes to create it."""

    def __init__(self, tree: Tree, register: Register, choices: Choices, findings: Findings) -> None:
        self._tree, self._register, self._choices, self._findings = tree, register, choices, findings
        self._claimed: set[int] = set()

    def proposed(self, programs: list[ProposedProgram]) -> list[ProposedActivity]:
        there = {program.index: program.existing for program in programs}
        found = []
        for index, row in self._tree.rows.items():
            top = self._tree.above[index]
            if index != top and top in there:
                found.append(self._proposed(index, row, top, there[top]))
        return found

    def _proposed(self, index: int, row: UnderstoodProgram, top: int, program: int | None) -> ProposedActivity:
        name, code = kept_name(row.name), kept_code(row.code)[:LONGEST_CODE]
        tell_rewritten(row, code, self._findings)
        if name != " ".join(row.name.split()):
            self._findings.doubt(
                row.place, "name_cut", _("The name of this activity is longer than 250 letters and would be cut."), name
            )
        if not name:
            self._findings.error(row.place, "name_missing", _("This activity has no name."), row.code)
        organization = organization_of(row, self._register, self._choices, self._findings)
        there = self._match(code, name, program)
        if there is None:
            return ProposedActivity(row.place, index, top, None, code, name, organization)
        changes = []
        if code and code != there.code:
            changes.append(FieldChange("code", there.code, code, there.code, code))
        if name != there.name:
            changes.append(FieldChange("name", there.name, name, there.name, name))
        if organization is not None and organization != there.organization:
            texts = self._register.abbreviations
            earlier = "" if there.organization is None else texts[there.organization]
            changes.append(FieldChange("organization", there.organization, organization, earlier, texts[organization]))
        return ProposedActivity(row.place, index, top, there.id, code, name, organization, tuple(changes))

    def _match(self, code: str, name: str, program: int | None) -> ActivityRow | None:
        if program is None:
            return None
        free = [row for row in self._register.activities_of.get(program, ()) if row.id not in self._claimed]
        found = [row for row in free if code and row.code == code] or [
            row for row in free if name_key(row.name) == name_key(name) and (not code or not row.code)
        ]
        if not found:
            return None
        self._claimed.add(found[0].id)
        return found[0]


def tell_rewritten(row: UnderstoodProgram, code: str, findings: Findings) -> None:
    """Doubt a code that would be kept otherwise than it is written."""
    if is_rewritten(row.code) or len(kept_code(row.code)) > len(code):
        findings.doubt(
            row.place,
            "code_rewritten",
            _("The code “%(code)s” would be kept as %(other)s.") % {"code": row.code, "other": code},
            row.code,
        )


def organization_of(row: UnderstoodProgram, register: Register, choices: Choices, findings: Findings) -> int | None:
    """Return the id of the organization that was chosen for the text of a row, None for nobody."""
    if row.agency is None or not row.agency.text.strip():
        return None
    text = row.agency.text
    if text not in choices.organizations:
        findings.doubt(
            row.agency.place,
            "agency_open",
            _("Choose which organization “%(text)s” is, or that it is none in the list.") % {"text": text},
            text,
        )
        return None
    abbreviation = choices.organizations[text]
    if abbreviation is None:
        findings.leave_out(row.agency.place, text, _("No organization was chosen for this text."))
        return None
    if abbreviation not in register.organizations:
        findings.error(
            row.agency.place,
            "organization_unknown",
            _("%(abbreviation)s is not in the list of organizations.") % {"abbreviation": abbreviation},
            text,
        )
        return None
    return register.organizations[abbreviation]
