"""The plan as it read when a version of it was adopted: pictures that are never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models.master_plans import LegalBasis, MasterPlan


class VersionText(models.Model):
    """What the plan or one program said, shared by all versions in which it said the same.

    digest: the SHA-256 of body, in hexadecimal digits. body: canonical JSON (`texts.canonical`). ceilings: the money of
    a program by year, rupiah as text, so that sums need not open the body.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    body = models.TextField()
    ceilings = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("text of a version")
        verbose_name_plural = _("texts of versions")

    def __str__(self) -> str:
        return self.digest[:12]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new text; one that is there is never written again."""
        super().save(*args, **{**kwargs, "force_insert": True})


class PlanVersion(models.Model):
    """One version of the plan: open while it is prepared, and from its adoption on a picture that does not change.

    position: 1 for the first version, then on. sha256: of the whole picture as it is downloaded, "" while open.
    replaced: what the plan itself said of its version before, for taking the adoption back. adopted_name: outlives the
    account.
    """

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="versions", verbose_name=_("master plan"))
    position = models.PositiveSmallIntegerField(_("position"))
    number = models.CharField(_("version"), max_length=40)
    legal_basis = models.CharField(_("legal basis"), max_length=10, choices=LegalBasis, default=LegalBasis.NONE_YET)
    legal_basis_number = models.CharField(_("number"), max_length=60, blank=True)
    legal_basis_date = models.DateField(_("date"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    opened_at = models.DateTimeField(_("opened"))
    adopted_at = models.DateTimeField(_("adopted"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("adopted by")
    )
    adopted_name = models.CharField(_("adopted by"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of the picture"), max_length=64, blank=True)
    program_count = models.PositiveIntegerField(_("programs"), default=0)
    text = models.ForeignKey(VersionText, models.PROTECT, null=True, blank=True, related_name="+")
    replaced = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-position"]
        verbose_name = _("version of the plan")
        verbose_name_plural = _("versions of the plan")
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="version_position_once_per_plan"),
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once_per_plan"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(adopted_at__isnull=True), name="one_open_version_per_plan"
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, sha256="") | Q(adopted_at__isnull=False) & ~Q(sha256=""),
                name="adopted_version_has_its_sum",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def plan_body(self) -> str:
        """Return the canonical text of what stood above the programs; raise ValueError while the version is open."""
        if self.text is None:
            raise ValueError("an open version has no text")
        return self.text.body

    @property
    def is_adopted(self) -> bool:
        return self.adopted_at is not None


class VersionProgram(models.Model):
    """One program in an adopted version.

    program_key: the program's number in the register; it stays when the program is deleted there. The other columns are
    what lists, filters and the order need without opening the text.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="programs")
    program_key = models.BigIntegerField()
    place = models.PositiveIntegerField()
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=250)
    pillar = models.CharField(max_length=30)
    lead = models.CharField(max_length=60, blank=True)
    is_illustration = models.BooleanField(default=False)
    text = models.ForeignKey(VersionText, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place"]
        verbose_name = _("program of a version")
        verbose_name_plural = _("programs of a version")
        constraints = [
            models.UniqueConstraint(fields=["version", "program_key"], name="program_once_per_version"),
            models.UniqueConstraint(fields=["version", "place"], name="place_once_per_version"),
        ]
        indexes = [models.Index(fields=["program_key"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
