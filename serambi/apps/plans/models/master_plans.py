"""The plan, its pillars and sub-dimensions, its goals and strategies, and the missions it serves."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serambi.apps.regions.models import Area


class LegalBasis(models.TextChoices):
    """The regulation that adopts a plan; assessors ask for it first."""

    NONE_YET = "none_yet", _("None yet")
    REGENT_REGULATION = "perbup", _("Regent regulation (Perbup)")
    MAYOR_REGULATION = "perwali", _("Mayor regulation (Perwali)")
    REGIONAL_REGULATION = "perda", _("Regional regulation (Perda)")
    DECREE = "sk", _("Decree (SK)")


class Named(models.Model):
    """Something with a name in Indonesian and, where there is one, in English."""

    name = models.CharField(_("name"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """Return the name in the reader's language, the Indonesian one where there is no other."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class MasterPlan(Named):
    """A regency's smart-city master plan.

    end_year: None while the plan's last year is not published.
    is_current: the plan whose state the dashboard shows; there is at most one.
    """

    region = models.ForeignKey(Area, models.PROTECT, related_name="master_plans", verbose_name=_("region"))
    start_year = models.PositiveSmallIntegerField(_("first year"))
    end_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=10, choices=LegalBasis, default=LegalBasis.NONE_YET)
    legal_basis_number = models.CharField(_("number"), max_length=60, blank=True)
    legal_basis_date = models.DateField(_("date"), null=True, blank=True)
    version = models.CharField(_("version"), max_length=40, default="1")
    vision = models.TextField(_("vision"), blank=True)
    source = models.TextField(_("source"), blank=True)
    is_current = models.BooleanField(default=False)
    is_published = models.BooleanField(_("published"), default=False)

    class Meta:
        ordering = ["-start_year", "name"]
        verbose_name = _("master plan")
        verbose_name_plural = _("master plans")
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_plan"),
            models.CheckConstraint(
                condition=Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")), name="plan_years_run_forward"
            ),
        ]


class Pillar(Named):
    """One of the six dimensions of a smart city. code is also its mark on the screen (`living`, `economy`, …)."""

    plan = models.ForeignKey(MasterPlan, models.CASCADE, related_name="pillars")
    code = models.SlugField(_("code"), max_length=30)
    position = models.PositiveSmallIntegerField(_("position"))
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=3, default=Decimal(1), validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        ordering = ["position"]
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="pillar_code_once_per_plan")]


class SubDimension(Named):
    """One of the three sub-dimensions of a pillar."""

    pillar = models.ForeignKey(Pillar, models.CASCADE, related_name="sub_dimensions", verbose_name=_("pillar"))
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=3, default=Decimal(1), validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        ordering = ["pillar__position", "position"]
        verbose_name = _("sub-dimension")
        verbose_name_plural = _("sub-dimensions")
        constraints = [models.UniqueConstraint(fields=["pillar", "code"], name="sub_dimension_code_once_per_pillar")]


class Goal(models.Model):
    """What a pillar wants to have reached (sasaran)."""

    pillar = models.ForeignKey(Pillar, models.CASCADE, related_name="goals", verbose_name=_("pillar"))
    sub_dimension = models.ForeignKey(
        SubDimension, models.SET_NULL, null=True, blank=True, related_name="goals", verbose_name=_("sub-dimension")
    )
    code = models.CharField(_("code"), max_length=20)
    text = models.TextField(_("goal"))
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["pillar__position", "code"]
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [models.UniqueConstraint(fields=["pillar", "code"], name="goal_code_once_per_pillar")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Strategy(models.Model):
    """How a goal is to be reached."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="strategies", verbose_name=_("goal"))
    code = models.CharField(_("code"), max_length=20)
    text = models.TextField(_("strategy"))
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["goal__code", "code"]
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = [models.UniqueConstraint(fields=["goal", "code"], name="strategy_code_once_per_goal")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Mission(models.Model):
    """One mission of the five-year development plan (RPJMD), to which programs are aligned."""

    plan = models.ForeignKey(MasterPlan, models.CASCADE, related_name="missions")
    development_plan = models.CharField(_("development plan"), max_length=60)
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("mission"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["development_plan", "number"]
        verbose_name = _("RPJMD mission")
        verbose_name_plural = _("RPJMD missions")
        constraints = [
            models.UniqueConstraint(fields=["plan", "development_plan", "number"], name="mission_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.development_plan} – {self.number}. {self.text}"
