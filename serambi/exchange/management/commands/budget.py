"""`serambi budget check FILE`: whether the sums of a budget breakdown hold."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from serambi.exchange.budgets.breakdown import NoBreakdown, read_breakdown
from serambi.exchange.budgets.checking import as_dict, has_findings, sentences
from serambi.exchange.budgets.files import UnreadableFile, open_book

FOUND, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = "Check the sums of a regional budget (APBD or DPA) at every level; nothing is loaded or changed."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="exit status: 0 all holds, 1 differences or problems, 2 unreadable")
        check.add_argument("file", type=Path)
        check.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            breakdown = read_breakdown(open_book(path))
        except (UnreadableFile, OSError):
            self._refuse(path, _("It is not a workbook or a text with separators, or it is too large."))
        except NoBreakdown:
            self._refuse(path, _("It has no row that names the columns for code, name and amount."))
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(breakdown), ensure_ascii=False, indent=2))
        else:
            for sentence in sentences(breakdown):
                self.stdout.write(sentence)
        if has_findings(breakdown):
            sys.exit(FOUND)

    def _refuse(self, path: Path, reason: str) -> NoReturn:
        self.stderr.write(_("%(file)s cannot be read as a budget.") % {"file": path.name} + f" {reason}")
        sys.exit(UNREADABLE)
