# ruff: noqa: N999 - the name of the module is that of the command
"""`serambi import FILE`: say what a table of programs means, every doubt in its place, and load it or take it back."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.queries import current_plan
from serambi.exchange.imports.choices import Choices
from serambi.exchange.imports.services import load
from serambi.exchange.imports.unattended import file_of, propose_unattended
from serambi.exchange.imports.undo import undo
from serambi.exchange.labels import COUNTS
from serambi.exchange.models import KeptLayout, Load
from serambi.exchange.tables.answers import as_dict, lines
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.tables.layouts import Layout, LayoutRefused, layout_from_dict
from serambi.exchange.tables.programs import find_layouts, understand, worst
from serambi.exchange.tables.understanding import Understood, Weight
from serambi.exchange.uploads.remembered import answers_of, layouts_in
from serambi.ui.refusals import Refusal

WITH_ERRORS = 1
UNREADABLE = 2
MOST_TOLD = 20


class Command(BaseCommand):
    help = (
        "Read a table of programs, print what was understood, and load it all or not at all. Exit status: 0, 1 with "
        "problems (nothing was loaded), 2 unreadable."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument("--mapping", metavar="NAME", help="a kept layout by its name, or a file of --save-mapping")
        parser.add_argument("--save-mapping", type=Path, metavar="NAME", help="remember the columns in this file")
        parser.add_argument("--sheet", metavar="NAME", help="read this sheet only")
        parser.add_argument("--marked", type=Path, metavar="OUT.xlsx", help="write a copy with notes in its cells")
        parser.add_argument("--dry-run", action="store_true", help="load nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--place", default="", metavar="PILLAR[/PART]", help="where new programs go, by code")
        parser.add_argument("--accept-doubts", action="store_true", help="take what is doubtful as it was read")
        parser.add_argument("--undo", type=int, metavar="NUMBER", help="take the load of this number back")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["undo"] is not None:
            self._undo(options["undo"])
            return
        if options["file"] is None:
            raise CommandError(_("Name the file to read."), returncode=UNREADABLE)
        book = _one_sheet(_read(options["file"]), options["sheet"])
        layouts = find_layouts(book)
        if options["mapping"]:
            layouts, options["kept"] = _remembered(layouts, options["mapping"])
        understood = understand(book, layouts, organizations=_organizations())
        if options["save_mapping"]:
            _remember(layouts, options["save_mapping"])
        if options["marked"]:
            _write_marked(book, understood, options["marked"])
        loaded, told = (False, "") if options["dry_run"] else _load(understood, options)
        if options["json"]:
            answer = {**as_dict(book, layouts, understood), "loaded": loaded}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2))
        else:
            self.stdout.write("\n".join(lines(book, layouts, understood)))
        if told:
            self.stderr.write(told)
        if (told and not loaded) or worst(understood.problems) is Weight.ERROR:
            sys.exit(WITH_ERRORS)

    def _undo(self, number: int) -> None:
        """Take a load back and say what of it stays."""
        found = Load.objects.filter(pk=number).first()
        if found is None:
            raise CommandError(_("There is no load %(number)s.") % {"number": number}, returncode=WITH_ERRORS)
        try:
            undoing = undo(found, by=None)
        except Refusal as error:
            raise CommandError(str(error), returncode=WITH_ERRORS) from error
        self.stdout.write(_("The load of %(file)s is taken back.") % {"file": found.file_name})
        for conflict in undoing.conflicts:
            self.stdout.write(f"  {conflict.name}: {conflict.reason}")


def _load(understood: Understood, options: dict[str, Any]) -> tuple[bool, str]:
    """Load what was understood; return whether that was done, and in words what was done or why not."""
    plan = current_plan()
    if plan is None:
        return False, _("Nothing was loaded: there is no master plan yet. The coordinator creates one.")
    place, accept = options["place"], options["accept_doubts"]
    kept: KeptLayout | None = options.get("kept")
    answers = answers_of(kept, Choices(layout=kept.name, source=kept.name)) if kept is not None else Choices()
    proposal = propose_unattended(understood, plan, place=place, accept_doubts=accept, answers=answers)
    try:
        made = load(proposal, file=file_of(options["file"]), by=None)
    except Refusal as error:
        against = proposal.errors or proposal.open_doubts
        told = [f"  {one.place.sheet} {one.place.cell}  {one.message}" for one in against[:MOST_TOLD]]
        if len(against) > MOST_TOLD:
            told.append(_("  … and %(count)s more") % {"count": len(against) - MOST_TOLD})
        return False, "\n".join([str(error), *told])
    counts = ", ".join(f"{made.counts[kind]} {COUNTS[kind]}" for kind in COUNTS if kind in made.counts)
    facts = {"number": made.pk, "counts": counts}
    return True, _("Loaded: %(counts)s. To take it back: serambi import --undo %(number)s") % facts


def _read(path: Path) -> Book:
    from serambi.exchange.tables.reading import read_book  # noqa: PLC0415 - the readers of spreadsheets load slowly

    try:
        return read_book(path.read_bytes(), name=path.name)
    except OSError as error:
        message = _("%(file)s cannot be read: %(reason)s") % {"file": path, "reason": error.strerror}
        raise CommandError(message, returncode=UNREADABLE) from error
    except UnreadableTable as error:
        message = str(error) if path.name in str(error) else f"{path.name}: {error}"
        raise CommandError(message, returncode=UNREADABLE) from error


def _one_sheet(book: Book, name: str | None) -> Book:
    if name is None:
        return book
    sheet = book.sheet(name)
    if sheet is None:
        facts = {"name": name, "sheets": ", ".join(sheet.name for sheet in book.sheets)}
        message = _("There is no sheet %(name)s. The file has: %(sheets)s.") % facts
        raise CommandError(message, returncode=UNREADABLE)
    return Book(book.name, book.format, (sheet,), book.encoding, book.separator)


def _remembered(layouts: Sequence[Layout], name: str) -> tuple[tuple[Layout, ...], KeptLayout | None]:
    """Return the layouts with what was remembered for tables with the same headings. One that fits none is refused.

    name: of a layout that was kept on the pages, whose answers then count too, else of a file of --save-mapping.
    """
    kept = _kept_layout(name)
    remembered = layouts_in(kept) if kept is not None else _from_file(Path(name))
    path = name
    known = {layout.fingerprint: layout for layout in remembered}
    if not any(layout.fingerprint in known for layout in layouts):
        message = _("The mapping %(file)s is for a table with other headings.") % {"file": path}
        raise CommandError(message, returncode=UNREADABLE)
    found = tuple(
        known[layout.fingerprint].applied_to(layout) if layout.fingerprint in known else layout for layout in layouts
    )
    return found, kept


def _kept_layout(name: str) -> KeptLayout | None:
    """Return a layout that was kept under a name; None where there is none, or no database yet."""
    try:
        return KeptLayout.objects.filter(name=name.strip()).first()
    except DatabaseError:
        return None


def _from_file(path: Path) -> list[Layout]:
    try:
        return [layout_from_dict(it) for it in json.loads(path.read_text("utf-8"))["layouts"]]
    except FileNotFoundError as error:
        message = _("There is neither a kept layout nor a file called %(name)s.") % {"name": path}
        raise CommandError(message, returncode=UNREADABLE) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = error if isinstance(error, LayoutRefused) else _("It is no file of --save-mapping.")
        message = _("The mapping %(file)s cannot be used. %(reason)s") % {"file": path, "reason": reason}
        raise CommandError(message, returncode=UNREADABLE) from error


def _write_marked(book: Book, understood: Understood, path: Path) -> None:
    from serambi.exchange.tables.marked import marked_copy  # noqa: PLC0415 - only who asks for it waits for its library

    _write(path, marked_copy(book, understood.problems, understood.left_out))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        message = _("%(file)s cannot be written: %(reason)s") % {"file": path, "reason": error.strerror}
        raise CommandError(message, returncode=UNREADABLE) from error


def _remember(layouts: Sequence[Layout], path: Path) -> None:
    content = {"layouts": [layout.as_dict() for layout in layouts]}
    _write(path, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())


def _organizations() -> list[tuple[str, str]]:
    """Return the organizations of this installation; none where its database has not been made yet."""
    try:
        return list(Organization.objects.values_list("abbreviation", "name"))
    except DatabaseError:
        return []
