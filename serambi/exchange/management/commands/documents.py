"""`serambi documents sample FOLDER` and `serambi documents check KIND FILE`: official documents without a meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from serambi.exchange.documents import samples
from serambi.exchange.documents.calendars import Invitation, Invited, request_of
from serambi.exchange.documents.errors import DocumentRefused
from serambi.exchange.documents.kinds import Kind, OfficialLetter, ReportToRegent, kind_of
from serambi.exchange.documents.office import Office, load_office, read_office
from serambi.exchange.documents.printing import pdf_of
from serambi.exchange.documents.word import check_template, docx_of, template_of


class Command(BaseCommand):
    help = "Write one of each official document as an example, or check a Word template of the office."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        sample = actions.add_parser("sample", help="write one of each into FOLDER, and the templates to begin from")
        sample.add_argument("folder", type=Path)
        sample.add_argument("--office", type=Path, metavar="FILE", help="its letterhead, instead of the state folder's")
        check = actions.add_parser("check", help="say whether FILE can be the template of a kind of document")
        check.add_argument("kind", choices=[str(kind) for kind in Kind])
        check.add_argument("file", type=Path)
        for action in (sample, check):
            action.add_argument("--language", choices=["id", "en"], default="id", help="of the answer")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                if options["action"] == "sample":
                    self._sample(options["folder"], options["office"])
                else:
                    self._check(Kind(options["kind"]), options["file"])
            except DocumentRefused as refused:
                raise CommandError(str(refused)) from refused
            except OSError as error:
                raise CommandError(str(error)) from error

    def _sample(self, folder: Path, file: Path | None) -> None:
        office = read_office(file) if file else load_office(settings.STATE)
        (folder / "templates").mkdir(parents=True, exist_ok=True)
        made = dt.datetime.combine(samples.DAY, dt.time(8, 0), samples.ZONE)
        for document in samples.all_samples(office.letterhead, office.signatory):
            if isinstance(document, OfficialLetter | ReportToRegent):
                document = replace(document, place=office.place)  # noqa: PLW2901
            kind = kind_of(document)
            self._write(folder / f"{kind}.pdf", pdf_of(document, made=made, fonts=office.fonts))
            self._write(folder / f"{kind}.docx", docx_of(document, template=office.templates.get(kind)))
            self._write(folder / "templates" / f"{kind}.docx", template_of(kind))
        self._write(folder / "undangan.ics", request_of(_invitation(office), stamped=made))

    def _check(self, kind: Kind, file: Path) -> None:
        check_template(kind, file.read_bytes(), name=file.name)
        self.stdout.write(_("%(file)s can be used as a template.") % {"file": file.name})

    def _write(self, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        self.stdout.write(str(file))


def _invitation(office: Office) -> Invitation:
    sitting = samples.SITTING
    return Invitation(
        uid="contoh-1@serambi.example",
        sequence=0,
        summary=f"CONTOH: {sitting.agenda}",
        starts=sitting.starts,
        ends=sitting.ends or sitting.starts,
        place=sitting.place,
        organizer=Invited(office.letterhead.agency, "contoh@serambi.example"),
        invited=[Invited("Peserta (contoh)", "peserta@serambi.example")],
    )
