"""`serambi content load FOLDER`: a regency's first content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.evaluation.services import recompute_all as recompute_scores
from serambi.apps.indicators.services import recompute_all as recompute_indicators
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.content.folder import ContentRefused
from serambi.exchange.content.illustration import load_illustration
from serambi.exchange.content.load import load_region, load_standards
from serambi.exchange.content.loaded import Loaded


class Command(BaseCommand):
    help = "Load a regency's areas, organizations, plan and published figures from a folder of tables."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="add what the folder holds and the database does not")
        load.add_argument("folder", type=Path)
        load.add_argument("--standards", type=Path, help="folder of the catalogues; default: standards beside FOLDER")
        load.add_argument("--with-illustration", action="store_true", help="add the marked example figures too")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        standards: Path = options["standards"] or folder.resolve().parent / "standards"
        today = timezone.localdate()
        try:
            loads = [load_standards(standards), load_region(folder, standards=standards)]
            plan = MasterPlan.objects.filter(is_current=True).first()
            if options["with_illustration"] and plan is not None:
                loads.append(load_illustration(folder / "illustration", plan, today=today))
        except ContentRefused as refusal:
            raise CommandError(_("Nothing was loaded.") + f" {refusal}") from refusal
        if any(loaded.added for loaded in loads):
            recompute_indicators()
            if plan is not None:
                recompute_scores(plan, today=today)
        self.stdout.write(_summary(loads))


def _summary(loads: list[Loaded]) -> str:
    added = Loaded()
    for loaded in loads:
        for kind, number in loaded.added.items():
            added.count(kind, number)
    if not added.added:
        return _("Everything in the folder was there already.")
    things = ", ".join(f"{number} {_(kind)}" for kind, number in added.added.items())
    return _("Added: %(things)s.") % {"things": things}
