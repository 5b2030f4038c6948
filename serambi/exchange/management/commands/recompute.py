"""`serambi recompute`: compute every indicator and every score anew, after loads that left that for later."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.evaluation.services import recompute_all as recompute_scores
from serambi.apps.indicators.services import recompute_all
from serambi.apps.plans.queries import current_plan


class Command(BaseCommand):
    help = "Compute every value of every indicator and the scores of the current plan anew."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            values = recompute_all(progress=self._tell)
            plan = current_plan()
            scores = recompute_scores(plan, today=timezone.localdate()) if plan is not None else 0
        self.stdout.write(_("Computed: %(values)s values, %(scores)s scores.") % {"values": values, "scores": scores})

    def _tell(self, done: int, total: int) -> None:
        if done == total or done % 50 == 0:
            self.stderr.write(_("%(done)s of %(total)s indicators") % {"done": done, "total": total})
