"""`serambi workbook export FILE` and `serambi workbook import FILE`: our own workbook, out and in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.workbook.books import read_book
from serambi.exchange.workbook.export import export_empty, export_workbook
from serambi.exchange.workbook.load import Outcome, load_workbook, rehearse_workbook
from serambi.exchange.workbook.read import ReadBook, marked_workbook, read_sheets
from serambi.exchange.workbook.results import as_json, as_text

PROBLEMS, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = "Write the register into a workbook, or load one that was filled in."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        export = actions.add_parser("export", help="write FILE with the current content")
        export.add_argument("file", type=Path)
        export.add_argument("--language", choices=["id", "en"], default="id", help="of the headings and lists")
        export.add_argument("--empty", action="store_true", help="without programs, indicators and figures")
        export.add_argument("--without-illustration", action="store_true", help="without the marked example rows")
        load = actions.add_parser("import", help="load FILE: all of it, or nothing")
        load.add_argument("file", type=Path)
        load.add_argument("--dry-run", action="store_true", help="say what would change and load nothing")
        load.add_argument("--marked", type=Path, metavar="OUT.xlsx", help="write a copy with notes in its cells")
        load.add_argument("--json", action="store_true", help="answer in JSON")
        load.add_argument("--language", choices=["id", "en"], default="id", help="of the answer")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            if options["action"] == "export":
                self._export(options)
            else:
                self._import(options)

    def _export(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        language = options["language"]
        try:
            if options["empty"]:
                counts = export_empty(file, by=None, language=language)
            else:
                with_illustration = not options["without_illustration"]
                counts = export_workbook(file, by=None, language=language, with_illustration=with_illustration)
        except OSError as error:
            raise CommandError(_("%(file)s cannot be written: %(reason)s") % {"file": file, "reason": error}) from error
        rows = sum(counts.values())
        self.stdout.write(_("%(file)s: %(rows)s rows written.") % {"file": file, "rows": rows})

    def _import(self, options: dict[str, Any]) -> None:
        try:
            book = read_book(options["file"])
            outcome = self._run(read_sheets(book), is_rehearsal=options["dry_run"])
        except UnreadableTable as error:
            if options["json"]:
                self.stdout.write(json.dumps({"unreadable": str(error)}, ensure_ascii=False))
            else:
                self.stderr.write(str(error))
            sys.exit(UNREADABLE)
        if options["marked"]:
            found = outcome.comparison
            self._write(options["marked"], marked_workbook(book, found.problems, found.left_out))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(outcome), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(as_text(outcome, is_rehearsal=options["dry_run"]))
        if outcome.comparison.problems:
            sys.exit(PROBLEMS)

    def _run(self, book: ReadBook, *, is_rehearsal: bool) -> Outcome:
        run = rehearse_workbook if is_rehearsal else load_workbook
        return run(book, by=None, today=timezone.localdate())

    def _write(self, file: Path, content: bytes) -> None:
        try:
            file.write_bytes(content)
        except OSError as error:
            raise CommandError(_("%(file)s cannot be written: %(reason)s") % {"file": file, "reason": error}) from error
