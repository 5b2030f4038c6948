"""Understanding a table on the way and comparing it with the register: done once, kept while nothing is another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.queries import state_of_data
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.imports import steps
from serambi.exchange.imports.choices import Choices, sure_organizations
from serambi.exchange.imports.proposal import Proposal, propose
from serambi.exchange.imports.register import read_register
from serambi.exchange.models import Upload
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.programs import understand
from serambi.exchange.tables.reading import read_book, read_pasted
from serambi.exchange.tables.remarks import remarks
from serambi.exchange.tables.texts import is_blank
from serambi.exchange.tables.understanding import LeftOut, Problem, Understood
from serambi.exchange.uploads import files
from serambi.exchange.uploads.mapping import FileMapping, mapping_from_json
from serambi.exchange.uploads.sketches import SheetSketch, sketch

PASTED = "pasted"
# From here on reading and understanding would keep a person waiting, and are done in the background.
LARGE_CELLS = 60_000
LARGE_BYTES = 1_000_000
# What `understand` tells itself, in its own words.
_TOLD_ELSEWHERE = frozenset({"formulas", "error_cell"})


@dataclass(frozen=True)
class Prepared:
    """All that is known of a table on the way. Both are in the language of whoever asked."""

    upload: Upload
    mapping: FileMapping
    understood: Understood
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Figures:
    """How much was understood. money: rupiah by year, the earliest first."""

    rows: int
    programs: int
    activities: int
    indicators: int
    money: tuple[tuple[int, Decimal], ...]


def figures_of(understood: Understood) -> Figures:
    programs = sum(one.level == "program" for one in understood.programs)
    return Figures(
        understood.rows,
        programs,
        len(understood.programs) - programs,
        understood.indicators,
        tuple(sorted(understood.totals.items())),
    )


def is_large(upload: Upload) -> bool:
    """Tell whether understanding it takes longer than a request may."""
    return upload.cells > LARGE_CELLS or (not upload.format and upload.file_size > LARGE_BYTES)


def choices_of(upload: Upload) -> Choices:
    return Choices.from_json(upload.choices) if upload.choices else Choices(source=upload.name)


def effective_choices(upload: Upload, understood: Understood) -> Choices:
    """Return what was decided, with the agencies that are named exactly as in the register."""
    choices = choices_of(upload)
    return replace(choices, organizations={**sure_organizations(understood), **choices.organizations})


# Reading ----------------------------------------------------------------------------------------------------------


def read_content(content: bytes, *, name: str, pasted: bool) -> Book:
    """Return the sheets of a file or of a pasted block. Raises UnreadableTable."""
    if pasted:
        return read_pasted(content.decode(), name=name)
    return read_book(content, name=name)


def book_of(upload: Upload) -> Book:
    """Return the sheets of a file; read again only where they are not kept."""
    book = files.kept(upload, "book", upload.file_sha256)
    if book is None:
        content = files.read_file(upload)
        book = read_content(content, name=upload.file_name, pasted=upload.format == PASTED)
        files.keep(upload, "book", upload.file_sha256, book)
    found: Book = book
    return found


def sketches_of(upload: Upload) -> tuple[SheetSketch, ...]:
    """Return what the page of columns shows, made again when the header of a sheet is another."""
    layouts = mapping_from_json(upload.mapping).layouts
    key = _digest(sorted((name, it.first_header_row, it.last_header_row) for name, it in layouts.items()))
    made = files.kept(upload, "sketch", key)
    if made is None:
        made = sketch(book_of(upload), layouts)
        files.keep(upload, "sketch", key, made)
    found: tuple[SheetSketch, ...] = made
    return found


# Understanding and comparing --------------------------------------------------------------------------------------


def prepare(upload: Upload, plan: MasterPlan, *, step: steps.Step = steps.untold) -> Prepared:
    """Return what was understood and how the register would change; what was made before is used again."""
    known = _Known(upload)
    understood = known.understood() or known.understand(step)
    proposal = known.proposal(plan, understood)
    if proposal is None:
        step(steps.COMPARING)
        proposal = known.compare(plan, understood)
    # Which doubts were accepted changes nothing that was compared.
    choices = effective_choices(upload, understood)
    return Prepared(upload, known.mapping, understood, proposal.decided(plan, choices))


def prepared_if_quick(upload: Upload, plan: MasterPlan) -> Prepared | None:
    """Return what `prepare` returns, or None where that would keep a person waiting."""
    if is_large(upload):
        known = _Known(upload)
        understood = known.understood()
        proposal = None if understood is None else known.proposal(plan, understood)
        if understood is None or proposal is None:
            return None
        choices = effective_choices(upload, understood)
        return Prepared(upload, known.mapping, understood, proposal.decided(plan, choices))
    return prepare(upload, plan)


def figures_if_quick(upload: Upload) -> Figures | None:
    """Return how much was understood, without comparing; None where that would keep a person waiting."""
    known = _Known(upload)
    figures = known.figures()
    if figures is None and not is_large(upload):
        known.understand(steps.untold)
        figures = known.figures()
    return figures


class _Known:
    """What is kept of an upload in the language of whoever asks, found again by all that it was made from."""

    def __init__(self, upload: Upload) -> None:
        self.mapping = mapping_from_json(upload.mapping)
        self._upload = upload
        self._language = get_language()
        self._organizations = list(Organization.objects.order_by("abbreviation").values_list("abbreviation", "name"))
        self._key = self._understood_key()

    def understood(self) -> Understood | None:
        found: Understood | None = files.kept(self._upload, f"understood-{self._language}", self._key)
        return found

    def understand(self, step: steps.Step) -> Understood:
        step(steps.READING)
        book = book_of(self._upload)
        step(steps.UNDERSTANDING)
        understood = understand_file(book, self.mapping, self._organizations)
        files.keep(self._upload, f"understood-{self._language}", self._key, understood)
        files.keep(self._upload, f"figures-{self._language}", self._key, figures_of(understood))
        return understood

    def figures(self) -> Figures | None:
        found: Figures | None = files.kept(self._upload, f"figures-{self._language}", self._key)
        return found

    def proposal(self, plan: MasterPlan, understood: Understood) -> Proposal | None:
        """Return the comparison that is kept, if nothing in the register is another since."""
        key = self._proposal_key(plan, understood)
        found: Proposal | None = files.kept(self._upload, f"proposal-{self._language}", key)
        if found is None:
            return None
        state = _digest(state_of_data())
        if not files.is_kept(self._upload, f"state-{self._language}", state):
            # Somebody wrote something; only what was compared counts.
            if read_register(plan).fingerprint != found.register:
                return None
            files.keep(self._upload, f"state-{self._language}", state, key)
        return found

    def compare(self, plan: MasterPlan, understood: Understood) -> Proposal:
        state = _digest(state_of_data())  # before the register is read: what is written meanwhile is looked at again
        proposal = propose(understood, plan, effective_choices(self._upload, understood))
        proposal.counts, proposal.fingerprint  # noqa: B018 - computed here, they are kept with it
        files.keep(self._upload, f"proposal-{self._language}", self._proposal_key(plan, understood), proposal)
        files.keep(self._upload, f"state-{self._language}", state, "")
        return proposal

    def _understood_key(self) -> str:
        columns = [
            (layout.sheet, layout.first_header_row, layout.last_header_row, layout.numbers_row,
             [(it.number, it.role, it.year, it.notation, it.scale) for it in layout.columns])
            for layout in self.mapping.read
        ]  # fmt: skip
        return _digest([self._upload.file_sha256, columns, sorted(self.mapping.off), self._organizations])

    def _proposal_key(self, plan: MasterPlan, understood: Understood) -> str:
        choices = replace(effective_choices(self._upload, understood), accepted=frozenset())
        return _digest([self._key, choices.as_json(), plan.pk])


def understand_file(book: Book, mapping: FileMapping, organizations: Iterable[tuple[str, str]]) -> Understood:
    """Return what the sheets that are switched on say; every cell of the others is listed as left out."""
    wanted = replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.name not in mapping.off))
    understood = understand(wanted, mapping.read, organizations=organizations)
    reason = _("This sheet was switched off.")
    off = [
        LeftOut(sheet.place(row, column), value, reason)
        for sheet in book.sheets
        if sheet.name in mapping.off
        for row, cells in sheet.numbered()
        for column, value in enumerate(cells, start=1)
        if not is_blank(value)
    ]
    told: list[Problem] = [one for one in remarks(wanted) if one.code not in _TOLD_ELSEWHERE]
    return replace(understood, problems=(*told, *understood.problems), left_out=(*understood.left_out, *off))


def _digest(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()
