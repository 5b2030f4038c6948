"""`serambi jobs clean`: takes away jobs that ended 30 days ago; the clock does so each night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.jobs.cleaning import clean


class Command(BaseCommand):
    help = "Look after work in the background."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("clean", help="remove jobs that ended 30 days ago, and files that belong to no job")

    def handle(self, *args: Any, **options: Any) -> None:
        cleaned = clean(timezone.now())
        self.stdout.write(
            _("Removed: %(jobs)s jobs, %(entries)s entries of the queue, %(files)s files.")
            % {"jobs": cleaned.jobs, "entries": cleaned.queue_entries, "files": cleaned.files}
        )
