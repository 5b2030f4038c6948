"""Indicators and the constants their formulas name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.indicators.models.standards import StandardIndicator
from serambi.apps.observations.models import AreaLevel, FrequencyChoice, validate_code
from serambi.apps.plans.models import Program
from serambi.apps.plans.models.master_plans import Named


class Polarity(models.TextChoices):
    """Which way is good."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    RANGE = "range", _("Within a range is best")


class ResultLevel(models.TextChoices):
    """Whether an indicator shows what was made, what it changed, or what people have of it."""

    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: Any) -> IndicatorQuerySet:
        """Return what the person may see: archived ones for the coordinator only, unpublished ones after sign-in."""
        if is_coordinator(user):
            return self
        indicators = self.filter(archived_at__isnull=True)
        return indicators if getattr(user, "is_authenticated", False) else indicators.filter(is_published=True)

    def active(self) -> IndicatorQuerySet:
        return self.filter(archived_at__isnull=True)


class Indicator(Named):
    """A number that says how well something goes, computed by a formula from series.

    formula: in the language of `methods.formula`; a single series is a formula too.
    area_level: the deepest level it is computed for; it is computed for every level above, too.
    frequency: the periods it is computed for, besides those its targets name.
    reporting_days: how many days after a period its value may come before it counts as old.
    """

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[validate_code])
    description = models.TextField(_("description"), blank=True)
    formula = models.TextField(_("formula"), max_length=4000)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    polarity = models.CharField(_("polarity"), max_length=6, choices=Polarity, default=Polarity.HIGHER)
    level = models.CharField(_("kind of result"), max_length=8, choices=ResultLevel, default=ResultLevel.OUTCOME)
    area_level = models.PositiveSmallIntegerField(_("area level"), choices=AreaLevel, default=AreaLevel.REGENCY)
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=FrequencyChoice, default=FrequencyChoice.QUARTER
    )
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=1, validators=[MaxValueValidator(6)])
    reporting_days = models.PositiveSmallIntegerField(_("days to report"), default=45)
    owner = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name=_("owner")
    )
    programs = models.ManyToManyField(Program, through="ProgramIndicator", related_name="indicators")
    standards = models.ManyToManyField(
        StandardIndicator, blank=True, related_name="indicators", verbose_name=_("standard indicators")
    )
    is_published = models.BooleanField(_("published"), default=True)
    is_illustration = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")


class ProgramIndicator(models.Model):
    """An indicator that shows whether a program reaches its aim. weight: within the program, before normalization."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="program_indicators")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="program_indicators")
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=3, default=Decimal(1), validators=[MinValueValidator(Decimal(0))]
    )
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["program__code", "indicator__code"]
        constraints = [models.UniqueConstraint(fields=["program", "indicator"], name="indicator_once_per_program")]

    def __str__(self) -> str:
        return f"{self.program.code} – {self.indicator.code}"


class Constant(models.Model):
    """A number with a name that formulas may use."""

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[validate_code])
    name = models.CharField(_("name"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=9)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("constant")
        verbose_name_plural = _("constants")

    def __str__(self) -> str:
        return self.name
