"""`serambi serve`: the web server, the same in a trial and in production."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from serambi.apps.evaluation.services import recompute_all
from serambi.apps.plans.models import MasterPlan


class Command(BaseCommand):
    help = "Serve Serambi on this machine; put a web server with a certificate before it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes of the web server, one for each core")
        parser.add_argument("--threads", type=int, default=2, help="requests that a process answers at once")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = MasterPlan.objects.filter(is_current=True).first()
        if plan is not None:  # a quarter may have ended since the last start; unchanged, this costs one reading
            recompute_all(plan, today=timezone.localdate())
        connections.close_all()
        serve(options["host"], options["port"], workers=options["workers"], threads=options["threads"])


def serve(host: str, port: int, *, workers: int, threads: int) -> None:
    """Become the process that keeps the web server and the workers of jobs running; does not return."""
    sys.stdout.flush()
    server = [
        str(Path(sys.executable).with_name("granian")),
        "serambi.config.wsgi:application",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        f"--blocking-threads={threads}",
        "--backpressure=64",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level=warning",
    ]
    worker = [sys.executable, "-m", "serambi", "worker", "--with-parent"]
    supervisor = [sys.executable, "-m", "serambi.config.supervisor"]
    given = [part for command in (server, *[worker] * settings.WORKERS) for part in ("--", *command)]
    # The programs are those installed beside this Python, with arguments that are numbers and a host name.
    os.execv(sys.executable, [*supervisor, *given])  # noqa: S606
