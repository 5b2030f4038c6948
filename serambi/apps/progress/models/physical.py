"""How far the work of programs is, as agencies reported it and somebody verified it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models import Program
from serambi.apps.progress.models.reports import ProgressReport


class PhysicalProgress(models.Model):
    """How far a program was at the end of a report's period; written when that was verified, never changed.

    Of the rows of one report and program the last one holds: an earlier one is what held before a correction.
    percent: 0 to 100; None takes back what was said before.
    """

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    percent = models.DecimalField(_("physical progress"), max_digits=9, decimal_places=6, null=True)
    verified_at = models.DateTimeField(_("verified"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("verified physical progress")
        verbose_name_plural = _("verified physical progress")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__range=(0, 100)),
                name="verified_progress_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.percent}"
