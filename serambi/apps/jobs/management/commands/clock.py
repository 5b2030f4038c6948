"""`serambi clock`: carries out what recurs; the workers do so too, this is for installations that run none."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.utils import is_locked_database_exception

from serambi.apps.jobs.clock import carry_out_due, know_duties

_LOOK_SECONDS = 10.0


class Command(BaseCommand):
    help = "Carry out recurring duties when they are due, until stopped; workers do so as well."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="carry out what is due now, and end (for cron)")

    def handle(self, *args: Any, **options: Any) -> None:
        know_duties(timezone.now())
        if options["once"]:
            self.stdout.write(_("Duties carried out: %(count)s") % {"count": carry_out_due()})
            return
        ending = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_given: ending.set())
        while not ending.is_set():
            close_old_connections()
            try:
                carry_out_due()
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
            ending.wait(_LOOK_SECONDS)
