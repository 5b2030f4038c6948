"""`serambi budget check FILE`: whether the sums of a breakdown, form E.81 or monthly export hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from serambi.exchange.budgets.breakdown import NoBreakdown, read_breakdown
from serambi.exchange.budgets.checking import as_dict, has_findings, sentences
from serambi.exchange.budgets.checking_forms import form_as_dict, form_sentences, has_form_findings
from serambi.exchange.budgets.evaluation_form import EvaluationForm
from serambi.exchange.budgets.evaluation_tables import NoEvaluationForm, read_evaluation
from serambi.exchange.budgets.monthly_export import MonthlyExport, NoMonthlyExport, read_monthly
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.tables.reading import read_book

FOUND, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = "Check the sums of a budget (APBD, DPA), form E.81 or monthly export; nothing is loaded or changed."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="exit status: 0 all holds, 1 differences or problems, 2 unreadable")
        check.add_argument("file", type=Path)
        check.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            found, lines, values = _checked(read_book(path.read_bytes(), name=path.name))
        except UnreadableTable as error:
            self._refuse(path, str(error))
        except OSError as error:
            self._refuse(path, error.strerror or "")
        except NoEvaluationForm:
            self._refuse(path, _("It has no row that names the columns for code, name and amount."))
        if options["json"]:
            self.stdout.write(json.dumps(values, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                self.stdout.write(line)
        if found:
            sys.exit(FOUND)

    def _refuse(self, path: Path, reason: str) -> NoReturn:
        told = _("%(file)s cannot be read as a budget, form E.81 or monthly export.") % {"file": path.name}
        self.stderr.write(f"{told} {reason}")
        sys.exit(UNREADABLE)


def _checked(book: Book) -> tuple[bool, Iterator[str], dict[str, Any]]:
    """Return whether there is anything to say, what a person reads, and the same for machines.

    Raises NoEvaluationForm for a table that is none of the three.
    """
    try:
        breakdown = read_breakdown(book)
    except NoBreakdown:
        table = _form(book)
        return has_form_findings(table), form_sentences(table), form_as_dict(table)
    return has_findings(breakdown), sentences(breakdown), as_dict(breakdown)


def _form(book: Book) -> EvaluationForm | MonthlyExport:
    try:
        return read_monthly(book)
    except NoMonthlyExport:
        return read_evaluation(book)
