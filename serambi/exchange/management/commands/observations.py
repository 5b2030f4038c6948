"""`serambi observations load FILE` and `serambi observations export FILE`: figures as one long table, in and out."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.exchange.observations_csv.progress import Progress, Stage
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.tables.notation import Notation
from serambi.ui.refusals import Refusal

PROBLEMS, UNREADABLE = 1, 2
_SECONDS_BETWEEN = 2.0


class Command(BaseCommand):
    help = (
        "Load a table of observations, or write one. Exit status of load: 0, 1 with refused rows or a question "
        "(nothing was loaded unless --partial), 2 unreadable."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="load FILE, - for the standard input: all of it, or nothing")
        load.add_argument("file", metavar="FILE")
        load.add_argument("--rejects", type=Path, metavar="FILE", help="write the refused rows into this CSV file")
        load.add_argument("--partial", action="store_true", help="load the good rows although others are refused")
        load.add_argument("--dry-run", action="store_true", help="say what would happen and load nothing")
        load.add_argument("--decimal", choices=["comma", "point"], help="the mark before the decimals")
        load.add_argument("--final", action="store_true", help="figures are final where their row does not say")
        load.add_argument("--reason", default="", help="why earlier figures change; the name of the file when left out")
        load.add_argument("--no-recompute", action="store_true", help="leave the indicators to `serambi recompute`")
        load.add_argument("--json", action="store_true", help="answer in JSON")
        load.add_argument("--language", choices=["id", "en"], default="id", help="of the answer")
        export = actions.add_parser("export", help="write FILE, - for the standard output; .gz is packed")
        export.add_argument("file", metavar="FILE")
        export.add_argument("--series", action="append", default=[], metavar="CODE", help="only this; may be repeated")
        export.add_argument("--language", choices=["id", "en"], default="en", help="of the headings")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            if options["action"] == "export":
                self._export(options)
            else:
                self._load(options)

    def _export(self, options: dict[str, Any]) -> None:
        from serambi.exchange.observations_csv.export import export_observations  # noqa: PLC0415 - the library of tables loads slowly

        name = options["file"]
        try:
            target = sys.stdout.buffer if name == "-" else Path(name)
            rows = export_observations(target, codes=options["series"], language=options["language"], by=None)
        except Refusal as error:
            raise CommandError(str(error), returncode=PROBLEMS) from error
        except OSError as error:
            raise CommandError(_("%(file)s cannot be written: %(reason)s") % {"file": name, "reason": error}) from error
        self.stderr.write(_("%(file)s: %(rows)s rows written.") % {"file": name, "rows": rows})

    def _load(self, options: dict[str, Any]) -> None:
        from serambi.exchange.observations_csv import load, results  # noqa: PLC0415 - as above

        name = options["file"]
        wishes = load.Wishes(
            notation=Notation(options["decimal"]) if options["decimal"] else None,
            is_final=options["final"],
            reason=options["reason"],
            with_rejects=options["partial"],
            for_good=not options["dry_run"],
            compute=not options["no_recompute"],
        )
        with tempfile.TemporaryDirectory(prefix="serambi-rejects-") as folder:
            rejects = Path(folder, "rejects.csv")
            try:
                outcome = load.load_observations_file(
                    sys.stdin.buffer if name == "-" else Path(name),
                    name=_("standard input") if name == "-" else Path(name).name,
                    by=None,
                    today=timezone.localdate(),
                    rejects=rejects,
                    wishes=wishes,
                    progress=Progress(_Teller(self)),
                )
            except UnreadableTable as error:
                raise self._refused(error, options, UNREADABLE) from error
            except Refusal as error:
                raise self._refused(error, options, PROBLEMS) from error
            except OSError as error:
                message = _("%(file)s cannot be read: %(reason)s") % {"file": name, "reason": error.strerror or error}
                raise CommandError(message, returncode=UNREADABLE) from error
            written = self._keep(rejects, options["rejects"])
        answer = results.as_dict(outcome, rejects=written)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(results.lines(outcome, rejects=written, is_rehearsal=options["dry_run"])))
        if outcome.rejected:
            sys.exit(PROBLEMS)

    def _refused(self, error: Refusal, options: dict[str, Any], status: int) -> CommandError:
        if options["json"]:
            self.stdout.write(
                json.dumps({"loaded": False, "code": error.code, "message": str(error)}, ensure_ascii=False)
            )
        return CommandError(str(error), returncode=status)

    def _keep(self, rejects: Path, wanted: Path | None) -> Path | None:
        """Put the refused rows where they were asked for. A file of an earlier run is not left there as if it held."""
        if wanted is None:
            return None
        try:
            if rejects.exists():
                shutil.copyfile(rejects, wanted)
                return wanted
            wanted.unlink(missing_ok=True)
        except OSError as error:
            message = _("%(file)s cannot be written: %(reason)s") % {"file": wanted, "reason": error.strerror}
            raise CommandError(message, returncode=PROBLEMS) from error
        return None


class _Teller:
    """Prints now and then how far a load has come."""

    def __init__(self, command: BaseCommand) -> None:
        self._command, self._last = command, 0.0
        self._stage: Stage | None = None

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        from serambi.exchange.observations_csv.results import STAGES  # noqa: PLC0415 - as above

        now = time.monotonic()
        if stage == self._stage and now - self._last < _SECONDS_BETWEEN:
            return
        self._stage, self._last = stage, now
        share = f" {100 * done // total} %" if total else ""
        self._command.stderr.write(f"{STAGES[stage]}{share}")
