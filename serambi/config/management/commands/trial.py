"""`serambi trial`, which is what `make run` runs: a Serambi to click through, ready in one step."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.evaluation.services import recompute_all as recompute_scores
from serambi.apps.plans.models import MasterPlan
from serambi.config.environment import Mode
from serambi.config.management.commands.serve import serve

CONTENT = settings.REPOSITORY / "content"


class Command(BaseCommand):
    help = "Set up a trial with demonstration accounts on this machine, and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--content", type=Path, help="content folder; default: the first one in content/")
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE is not Mode.TRIAL:
            raise CommandError(
                "The trial has demonstration accounts. It runs with SERAMBI_MODE=trial, as make run does."
            )
        host, port = options["host"], options["port"]
        if not options["no_serve"]:
            _refuse_a_busy_port(host, port)
        if _needs_migration():
            self.stdout.write(_("Preparing the database …"))
            call_command("migrate", verbosity=0)
        folder = options["content"] or _first_content()
        if folder and (
            not MasterPlan.objects.exists() or _changed("content", _files(folder), _files(CONTENT / "standards"))
        ):
            self.stdout.write(_("Loading the regency and its figures, once …"))
            call_command("content", "load", str(folder), "--with-illustration", stdout=self.stdout)
            _keep("content", _files(folder), _files(CONTENT / "standards"))
        statics = _static_files()
        if _changed("static", statics):
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            _keep("static", statics)
        plan = MasterPlan.objects.filter(is_current=True).first()
        if plan is not None:  # a quarter may have ended since the last start; unchanged, this costs one reading
            recompute_scores(plan, today=timezone.localdate())
        call_command("accounts", "demo", stdout=self.stdout)
        address = f"http://{host}:{port}"
        self.stdout.write("\n" + _("Serambi is at %(address)s   (stop with Ctrl-C)") % {"address": address} + "\n")
        mails = f"{address}{reverse('notifications:trial_mail_list')}"
        self.stdout.write(_("Mail is not sent, but kept for you at %(address)s") % {"address": mails} + "\n")
        self.stdout.flush()
        connection.close()
        if not options["no_serve"]:
            # Links in messages lead to this trial, whatever its port.
            os.environ["PORT"] = str(port)
            serve(host, port, workers=2, threads=2)


def _refuse_a_busy_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _("Port %(port)s is in use by another program. Try another one: make run PORT=%(next)s")
                % {"port": port, "next": port + 1}
            ) from error


def _needs_migration() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _first_content() -> Path | None:
    return next((path.parent for path in sorted(CONTENT.glob("*/about.toml"))), None)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _static_files() -> list[Path]:
    return sorted(
        Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list(ignore_patterns=None)
    )


def _fingerprint(*groups: list[Path]) -> str:
    """Return a text that changes when a file is added, removed or written."""
    digest = hashlib.sha256()
    for path in (path for group in groups for path in group):
        digest.update(f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size}\n".encode())
    return digest.hexdigest()


def _changed(name: str, *groups: list[Path]) -> bool:
    kept = settings.STATE / f"trial-{name}"
    return not kept.exists() or kept.read_text() != _fingerprint(*groups)


def _keep(name: str, *groups: list[Path]) -> None:
    (settings.STATE / f"trial-{name}").write_text(_fingerprint(*groups))
