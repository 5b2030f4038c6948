"""`serambi budget check FILE`: whether the sums of a breakdown, form E.81 or monthly export hold.

`serambi budget load FILE` loads what form E.81 or a monthly export says was spent.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from serambi.exchange.budgets.breakdown import Breakdown
from serambi.exchange.budgets.checked import read_budget, read_form
from serambi.exchange.budgets.checking import as_dict, has_findings, sentences
from serambi.exchange.budgets.checking_forms import form_as_dict, form_sentences, has_form_findings
from serambi.exchange.budgets.evaluation_tables import NoEvaluationForm
from serambi.exchange.budgets.loading import load_realizations
from serambi.exchange.budgets.realizations import proposal_of, proposed_sentences
from serambi.exchange.budgets.stated import statement_of
from serambi.exchange.imports.choices import doubts_in
from serambi.exchange.imports.unattended import file_of
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.tables.reading import read_book
from serambi.ui.refusals import Refusal

FOUND, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = "Check the sums of a budget (APBD, DPA), form E.81 or monthly export; load the realizations of the last two."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="exit status: 0 all holds, 1 differences or problems, 2 unreadable")
        check.add_argument("file", type=Path)
        check.add_argument("--json", action="store_true", help="print what was found as JSON")
        load = actions.add_parser(
            "load", help="load realizations, all or nothing; exit status: 0, 1 nothing was loaded, 2 unreadable"
        )
        load.add_argument("file", type=Path)
        load.add_argument("--year", type=int, help="year of the budget; default: the one that the form names")
        load.add_argument("--dry-run", action="store_true", help="show what would change, and load nothing")
        load.add_argument("--accept-doubts", action="store_true", help="take what is doubtful as it was read")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "load":
            self._load(options["file"], options)
            return
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

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        try:
            table = read_form(read_book(path.read_bytes(), name=path.name))
        except UnreadableTable as error:
            self._refuse(path, str(error))
        except OSError as error:
            self._refuse(path, error.strerror or "")
        except NoEvaluationForm:
            self._refuse(path, _("It is neither form E.81 nor a monthly export."))
        try:
            proposal = proposal_of(statement_of(table), year=options["year"])
            for line in proposed_sentences(proposal):
                self.stdout.write(line)
            if options["dry_run"]:
                return
            accepted = doubts_in(proposal.problems) if options["accept_doubts"] else frozenset()
            made = load_realizations(proposal, file=file_of(path), by=None, accepted=accepted)
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            sys.exit(FOUND)
        told = _("Loaded: %(count)s realizations. To take it back: serambi import --undo %(number)s")
        self.stdout.write(told % {"count": made.counts["realizations_reported"], "number": made.pk})

    def _refuse(self, path: Path, reason: str) -> NoReturn:
        told = _("%(file)s cannot be read as a budget, form E.81 or monthly export.") % {"file": path.name}
        self.stderr.write(f"{told} {reason}")
        sys.exit(UNREADABLE)


def _checked(book: Book) -> tuple[bool, Iterator[str], dict[str, Any]]:
    """Return whether there is anything to say, what a person reads, and the same for machines.

    Raises NoEvaluationForm for a table that is none of the three.
    """
    table = read_budget(book)
    if isinstance(table, Breakdown):
        return has_findings(table), sentences(table), as_dict(table)
    return has_form_findings(table), form_sentences(table), form_as_dict(table)
