"""`serambi worker`: carries out work in the background; the web server starts its own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serambi.apps.jobs.worker import Worker, end_with_parent, listen_to_signals


class Command(BaseCommand):
    help = (
        "Carry out jobs in the background until stopped; `serambi serve` and `serambi trial` start their own workers."
    )

    # They read every page of the site, which no job needs: a fifth of its memory. The web server has made them.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when the queue is empty")
        parser.add_argument("--with-parent", action="store_true", help="end when the process that started it is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        if options["once"]:
            while worker.step():
                pass
            return
        listen_to_signals(worker)
        if options["with_parent"]:
            end_with_parent()
        worker.run()
