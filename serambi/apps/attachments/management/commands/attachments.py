"""`serambi attachments`: hold the folder of files against the database, and ask the virus scanner again."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from serambi.apps.attachments.models import Attachment, StoredFile
from serambi.apps.attachments.services import upkeep


class Command(BaseCommand):
    help = "Holds the folder of attached files against the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        check = actions.add_parser(
            "check", help="say what is missing, changed or left over; ends with 1 when files are"
        )
        check.add_argument("--repair", action="store_true", help="make missing views of pictures anew")
        check.add_argument("--clean", action="store_true", help="delete what nothing refers to, after a day")
        actions.add_parser("scan", help="ask the virus scanner about what it has not called clean")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "check":
            self._check(options)
        else:
            self._scan()

    def _check(self, options: dict[str, Any]) -> None:
        found = upkeep.check()
        self.stdout.write(_("Files: %(count)s") % {"count": found.count})
        self._say(_("missing"), found.missing)
        self._say(_("changed since it was sent"), found.changed)
        self._say(_("picture without its views"), found.without_views)
        for digest in [*(stored.digest for stored in found.unused), *found.strangers]:
            self.stdout.write(f"  {digest}  {_('nothing refers to it')}")
        for path in found.left_over:
            self.stdout.write(f"  {path.name}  {_('never arrived')}")
        if options["repair"]:
            made = upkeep.repair(found)
            self.stdout.write(_("Views made anew: %(count)s") % {"count": len(made)})
            found.without_views = [stored for stored in found.without_views if stored not in made]
        if options["clean"]:
            self.stdout.write(_("Deleted: %(count)s") % {"count": upkeep.clean(found)})
        if not found.is_whole:
            raise CommandError(_("Files are missing or changed. Bring them back from a backup of the folder."))
        self.stdout.write(_("Every file is there and unchanged."))

    def _say(self, what: str, files: Sequence[StoredFile]) -> None:
        for stored in files:
            names = ", ".join(
                f"{one.owner_type} {one.owner_id}: {one.name}" for one in Attachment.objects.filter(stored=stored)
            )
            self.stdout.write(f"  {stored.digest}  {what}  {names}")

    def _scan(self) -> None:
        if not settings.CLAMAV:
            raise CommandError(_("No virus scanner is set up. Set SERAMBI_CLAMAV to where ClamAV listens."))
        count = 0
        for stored in upkeep.scan_again():
            count += 1
            self.stdout.write(f"  {stored.digest}  {stored.scan_note}")
        self.stdout.write(_("Files in which a virus was found: %(count)s") % {"count": count})
