"""Money: what was set aside and what was spent, by year and source of fund."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models.programs import Activity, Program
from serambi.apps.plans.money import RupiahField
from serambi.methods.scoring import percent_spent


class FundSource(models.TextChoices):
    """Where the money comes from; the regency's own budget (APBD) is split by origin."""

    APBD_OWN = "apbd_pad", _("APBD – own revenue (PAD)")
    APBD_GENERAL = "apbd_dau", _("APBD – general allocation (DAU)")
    APBD_SPECIAL_PHYSICAL = "apbd_dak_fisik", _("APBD – special allocation, physical (DAK)")
    APBD_SPECIAL_OTHER = "apbd_dak_nonfisik", _("APBD – special allocation, non-physical (DAK)")
    APBD_SHARED = "apbd_dbh", _("APBD – shared revenue (DBH)")
    APBD_PROVINCE = "apbd_bankeu", _("APBD – provincial grant")
    APBD_OTHER = "apbd_lain", _("APBD – other")
    APBN = "apbn", _("State budget (APBN)")
    CSR = "csr", _("Corporate social responsibility (CSR)")
    PRIVATE = "private", _("Private sector")
    VILLAGE = "village", _("Village funds")


class BudgetLine(models.Model):
    """One year's money from one source for a program, or for one activity of it.

    ceiling, realization: rupiah; realization is None while nothing was reported, which is not nothing spent.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="budget_lines")
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="budget_lines", verbose_name=_("activity")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    fund_source = models.CharField(_("source of fund"), max_length=20, choices=FundSource)
    ceiling = RupiahField(_("ceiling"))
    realization = RupiahField(_("realization"), null=True, blank=True)
    sipd_code = models.CharField(_("SIPD code in that year"), max_length=30, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["year", "fund_source", "id"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        indexes = [models.Index(fields=["year", "program"])]
        constraints = [
            models.CheckConstraint(condition=Q(ceiling__gte=0), name="ceiling_not_negative"),
            models.CheckConstraint(
                condition=Q(realization__isnull=True) | Q(realization__gte=0), name="realization_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_fund_source_display()}"

    @property
    def percent(self) -> Decimal | None:
        """Return realization in percent of the ceiling; None where nothing was reported or nothing set aside."""
        return percent_spent(self.realization, ceiling=self.ceiling)

    @property
    def is_overspent(self) -> bool:
        return self.realization is not None and self.realization > self.ceiling
