"""Understanding a table on the way and comparing it with the register: done once, kept while nothing is another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.queries import state_of_data
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.imports import steps
from serambi.exchange.imports.choices import Choices, sure_organizations
from serambi.exchange.imports.known_rows import with_known
from serambi.exchange.imports.proposal import Proposal, compare
from serambi.exchange.imports.register import read_register
from serambi.exchange.models import Upload
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.programs import understand
from serambi.exchange.tables.reading import read_book, read_pasted
from serambi.exchange.tables.remarks import remarks
from serambi.exchange.tables.texts import is_blank
from serambi.exchange.tables.understanding import LeftOut, Problem, Understood
from serambi.exchange.uploads import files
from serambi.exchange.uploads.findings import Kind, counted, kinds_in
from serambi.exchange.uploads.lists import Lists, write
from serambi.exchange.uploads.mapping import FileMapping, mapping_from_json
from serambi.exchange.uploads.overview import Figures, Overview, Questions, Survey, figures_of
from serambi.exchange.uploads.sketches import SheetSketch, sketch

PASTED = "pasted"
# From here on reading and understanding would keep a person waiting, and are done in the background.
LARGE_CELLS = 60_000
LARGE_BYTES = 1_000_000
# What `understand` tells itself, in its own words.
_TOLD_ELSEWHERE = frozenset({"formulas", "error_cell"})


@dataclass(frozen=True)
class Prepared:
    """All that is known of a table on the way, as loading needs it. Both are in the language of whoever asked."""

    upload: Upload
    mapping: FileMapping
    understood: Understood
    proposal: Proposal


@dataclass(frozen=True)
class Preview:
    """What the pages of a table on the way are given: the numbers of everything, and lists to be read by the page.

    choices: what was decided, with the agencies that are known without asking; without the doubts that were accepted,
    which may be as many as the table has cells, and which `lists` knows.
    """

    upload: Upload
    mapping: FileMapping
    plan: MasterPlan
    choices: Choices
    overview: Overview
    lists: Lists

    @cached_property
    def kinds(self) -> list[Kind]:
        """Return how many problems there are of each kind and state."""
        return kinds_in(self.overview.problems, self.lists.accepted_by_code())

    @cached_property
    def states(self) -> dict[str, int]:
        return counted(self.kinds)

    @cached_property
    def questions(self) -> Questions:
        found: Questions = self.lists.part("questions")
        return found

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is in the register already."""
        return not self.overview.counts


def is_large(upload: Upload) -> bool:
    """Tell whether understanding it takes longer than a request may."""
    return upload.cells > LARGE_CELLS or (not upload.format and upload.file_size > LARGE_BYTES)


def choices_of(upload: Upload) -> Choices:
    return Choices.from_json(upload.choices) if upload.choices else Choices(source=upload.name)


def effective_choices(upload: Upload, understood: Understood) -> Choices:
    """Return what was decided, with the agencies and the rows that are known without asking."""
    choices = with_known(choices_of(upload), understood)
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
    proposal = known.proposal(plan) if known.has_lists(plan) else None
    if proposal is None:
        step(steps.COMPARING)
        proposal = known.compare(plan, understood)
    # Which doubts were accepted changes nothing that was compared.
    choices = effective_choices(upload, understood)
    return Prepared(upload, known.mapping, understood, proposal.decided(plan, choices))


@contextmanager
def preview_if_quick(upload: Upload, plan: MasterPlan) -> Iterator[Preview | None]:
    """Give what the pages show, or None where making it would keep a person waiting."""
    known = _Known(upload)
    found = known.preview(plan)
    if found is None and not is_large(upload):
        prepare(upload, plan)
        found = known.preview(plan)
    try:
        yield found
    finally:
        if found is not None:
            found.lists.close()


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

    def has_lists(self, plan: MasterPlan) -> bool:
        lists = Lists.open(self._lists, self._proposal_key(plan))
        if lists is not None:
            lists.close()
        return lists is not None

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

    def preview(self, plan: MasterPlan) -> Preview | None:
        """Return what is kept for the pages, if nothing in the register is another since."""
        key = self._proposal_key(plan)
        lists = Lists.open(self._lists, key)
        if lists is None:
            return None
        overview: Overview | None = lists.part("overview")
        if overview is None or not self._still_holds(plan, key, overview.register):
            lists.close()
            return None
        lists.accept(self._upload.choices.get("accepted", ()))
        decided = self._undoubted
        choices = replace(decided, organizations={**overview.sure, **decided.organizations})
        return Preview(self._upload, self.mapping, plan, choices, overview, lists)

    def proposal(self, plan: MasterPlan) -> Proposal | None:
        """Return the comparison that is kept, if nothing in the register is another since."""
        key = self._proposal_key(plan)
        found: Proposal | None = files.kept(self._upload, f"proposal-{self._language}", key)
        return found if found is not None and self._still_holds(plan, key, found.register) else None

    def _still_holds(self, plan: MasterPlan, key: str, register: str) -> bool:
        """Tell whether the register is as it was compared; where somebody wrote something, what was compared counts."""
        state = _digest(state_of_data())
        if not files.is_kept(self._upload, f"state-{self._language}", state):
            if read_register(plan).fingerprint != register:
                return False
            files.keep(self._upload, f"state-{self._language}", state, key)
        return True

    def compare(self, plan: MasterPlan, understood: Understood) -> Proposal:
        """Compare with the register, and write down what the pages show of it."""
        state = _digest(state_of_data())  # before the register is read: what is written meanwhile is looked at again
        register, choices = read_register(plan), effective_choices(self._upload, understood)
        proposal = compare(understood, register, plan, choices)
        proposal.counts, proposal.fingerprint  # noqa: B018 - computed here, they are kept with it
        key = self._proposal_key(plan)
        files.keep(self._upload, f"proposal-{self._language}", key, proposal)
        survey = Survey(understood, proposal, register, choices)
        files.put(self._upload, self._lists.name, lambda new: write(new, key, survey.rows(), survey.parts))
        files.keep(self._upload, f"state-{self._language}", state, "")
        return proposal

    @cached_property
    def _lists(self) -> Path:
        return files.folder_of(self._upload) / f"lists-{self._language}.sqlite3"

    @cached_property
    def _undoubted(self) -> Choices:
        """Return what was decided, but for the doubts that were accepted: they change nothing that is compared."""
        kept = self._upload.choices
        return Choices.from_json({**kept, "accepted": []}) if kept else choices_of(self._upload)

    def _understood_key(self) -> str:
        columns = [
            (layout.sheet, layout.first_header_row, layout.last_header_row, layout.numbers_row,
             [(it.number, it.role, it.year, it.notation, it.scale) for it in layout.columns])
            for layout in self.mapping.read
        ]  # fmt: skip
        return _digest([self._upload.file_sha256, columns, sorted(self.mapping.off), self._organizations])

    def _proposal_key(self, plan: MasterPlan) -> str:
        return _digest([self._key, self._undoubted.as_json(), plan.pk])


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
