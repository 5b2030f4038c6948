"""Changes that were made to many programs at once, kept so that they can be taken back as one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models.master_plans import MasterPlan
from serambi.apps.plans.models.programs import Program


class BulkEdit(models.Model):
    """One change of many programs. settings: what was set, as `bulk_settings` writes it; summary: the same in words."""

    plan = models.ForeignKey(MasterPlan, models.CASCADE, related_name="bulk_edits")
    at = models.DateTimeField(_("done"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("by"), max_length=200)
    summary = models.TextField(_("what was set"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    program_count = models.PositiveIntegerField(_("programs"))
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_name = models.CharField(_("taken back by"), max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")

    def __str__(self) -> str:
        return f"#{self.pk} {self.summary}"


class BulkEditRow(models.Model):
    """What a bulk edit changed in one program: its columns before and after, as JSON values."""

    edit = models.ForeignKey(BulkEdit, models.CASCADE, related_name="rows")
    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["program__code", "id"]
        constraints = [models.UniqueConstraint(fields=["edit", "program"], name="program_once_per_bulk_edit")]

    def __str__(self) -> str:
        return f"{self.edit_id} {self.program_id}"
