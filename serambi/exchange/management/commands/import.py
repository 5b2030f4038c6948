# ruff: noqa: N999 - the name of the module is that of the command
"""`serambi import FILE`: say what a table of programs means, and every doubt about it in its place."""

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
from serambi.exchange.tables.answers import as_dict, lines
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.tables.layouts import Layout, LayoutRefused, layout_from_dict
from serambi.exchange.tables.programs import find_layouts, understand, worst
from serambi.exchange.tables.understanding import Understood, Weight

WITH_ERRORS = 1
UNREADABLE = 2


class Command(BaseCommand):
    help = "Read a table of programs and print what was understood. Exit status: 0, 1 with errors in it, 2 unreadable."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--mapping", type=Path, metavar="NAME", help="remembered columns, a file of --save-mapping")
        parser.add_argument("--save-mapping", type=Path, metavar="NAME", help="remember the columns in this file")
        parser.add_argument("--sheet", metavar="NAME", help="read this sheet only")
        parser.add_argument("--dry-run", action="store_true", help="load nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        book = _one_sheet(_read(options["file"]), options["sheet"])
        layouts = find_layouts(book)
        if options["mapping"]:
            layouts = _remembered(layouts, options["mapping"])
        understood = understand(book, layouts, organizations=_organizations())
        if options["save_mapping"]:
            _remember(layouts, options["save_mapping"])
        if options["json"]:
            answer = json.dumps(as_dict(book, layouts, understood), ensure_ascii=False, allow_nan=False, indent=2)
            self.stdout.write(answer)
        else:
            self.stdout.write("\n".join(lines(book, layouts, understood)))
        has_errors = worst(understood.problems) is Weight.ERROR
        if not options["dry_run"]:
            self._load(understood, has_errors=has_errors)
        if has_errors:
            sys.exit(WITH_ERRORS)

    def _load(self, understood: Understood, *, has_errors: bool) -> None:
        """Load what was understood, all or nothing. There is no loading yet, and the reader is told so."""
        self.stderr.write(_("Nothing was loaded. So far this command only says what it understands."))


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


def _remembered(layouts: Sequence[Layout], path: Path) -> tuple[Layout, ...]:
    """Return the layouts with what was remembered for tables with the same headings. One that fits none is refused."""
    try:
        remembered = [layout_from_dict(it) for it in json.loads(path.read_text("utf-8"))["layouts"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = error if isinstance(error, LayoutRefused) else _("It is no file of --save-mapping.")
        message = _("The mapping %(file)s cannot be used. %(reason)s") % {"file": path, "reason": reason}
        raise CommandError(message, returncode=UNREADABLE) from error
    known = {layout.fingerprint: layout for layout in remembered}
    if not any(layout.fingerprint in known for layout in layouts):
        message = _("The mapping %(file)s is for a table with other headings.") % {"file": path}
        raise CommandError(message, returncode=UNREADABLE)
    return tuple(
        known[layout.fingerprint].applied_to(layout) if layout.fingerprint in known else layout for layout in layouts
    )


def _remember(layouts: Sequence[Layout], path: Path) -> None:
    content = {"layouts": [layout.as_dict() for layout in layouts]}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        message = _("%(file)s cannot be written: %(reason)s") % {"file": path, "reason": error.strerror}
        raise CommandError(message, returncode=UNREADABLE) from error


def _organizations() -> list[tuple[str, str]]:
    """Return the organizations of this installation; none where its database has not been made yet."""
    try:
        return list(Organization.objects.values_list("abbreviation", "name"))
    except DatabaseError:
        return []
