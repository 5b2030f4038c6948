"""`serambi illustration remove`: the example figures go, the real content stays."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.evaluation.services import recompute_all as recompute_scores
from serambi.apps.indicators.services import recompute_all as recompute_indicators
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.content.illustration import remove_illustration


class Command(BaseCommand):
    help = "Remove everything that is marked as illustration."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("remove", help="remove the illustration and compute everything again")

    def handle(self, *args: Any, **options: Any) -> None:
        removed = remove_illustration()
        if not removed:
            self.stdout.write(_("There is no illustration here."))
            return
        recompute_indicators()
        plan = MasterPlan.objects.filter(is_current=True).first()
        if plan is not None:
            recompute_scores(plan, today=timezone.localdate())
        things = ", ".join(f"{number} {kind}" for kind, number in removed.items())
        self.stdout.write(_("Removed: %(things)s. What remains is real and carries its source.") % {"things": things})
