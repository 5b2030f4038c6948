"""Targets, baselines, and the values that were computed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serambi.apps.indicators.models.definitions import Indicator
from serambi.apps.observations.models import Mark, PeriodField
from serambi.apps.regions.models import Area


class Target(models.Model):
    """What an indicator should be in a period, for the regency or, where wanted, for one of its areas.

    value: the target; for an indicator with a range its lower end. upper: the range's upper end, else None.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    period = PeriodField(_("period"))
    period_start = models.DateField(editable=False)
    period_end = models.DateField(editable=False)
    value = models.DecimalField(_("target"), max_digits=24, decimal_places=6)
    upper = models.DecimalField(_("upper end"), max_digits=24, decimal_places=6, null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["period_end", "area__code"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "period"], name="one_target_per_area_and_period"),
            models.CheckConstraint(condition=Q(upper__isnull=True) | Q(upper__gte=F("value")), name="range_in_order"),
        ]
        indexes = [models.Index(fields=["indicator", "period_end"])]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.area} · {self.period}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.period_start, self.period_end = self.period.start, self.period.end
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged


class Baseline(models.Model):
    """Where an indicator stood before the plan."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="baselines")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    period = PeriodField(_("period"))
    value = models.DecimalField(_("baseline"), max_digits=24, decimal_places=6)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["period", "area__code"]
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "period"], name="one_baseline_per_area_and_period")
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} · {self.area} · {self.period}"


class IndicatorValue(models.Model):
    """A computed value; there is no row where the value is missing.

    value: from every observation, final or not. final_value: from final observations only, which is what the public
    sees; None where there are none. Both are the nearest double to the exact result.

    The database does not check the two references: everything here can be computed again, and checking each of two
    million rows would take longer than computing them. Django still deletes the values of what it deletes.
    """

    pk = models.CompositePrimaryKey("indicator_id", "area_id", "period")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values", db_index=False, db_constraint=False)
    area = models.ForeignKey(Area, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    period = PeriodField()
    value = models.FloatField(null=True)
    final_value = models.FloatField(null=True)
    marks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.area_id} · {self.period}"

    @property
    def is_preliminary(self) -> bool:
        return bool(self.marks & Mark.PRELIMINARY)

    @property
    def is_illustration(self) -> bool:
        return bool(self.marks & Mark.ILLUSTRATION)


class IndicatorState(models.Model):
    """The newest value of an indicator for the plan's region, kept so that lists need not look for it.

    latest_…: the last period of the indicator's own frequency with a value; final_…: the same, final only.
    first_period, last_period: the stretch of its own frequency that is computed, from its first observation to its
    last; None while it has none.
    problem, problem_en: why the formula cannot be computed at all (a series was archived), else empty.
    """

    indicator = models.OneToOneField(Indicator, models.CASCADE, primary_key=True, related_name="state")
    latest_period = PeriodField(null=True)
    latest_end = models.DateField(null=True)
    latest_value = models.FloatField(null=True)
    latest_marks = models.PositiveSmallIntegerField(default=0)
    final_period = PeriodField(null=True)
    final_end = models.DateField(null=True)
    final_value = models.FloatField(null=True)
    first_period = PeriodField(null=True)
    last_period = PeriodField(null=True)
    problem = models.TextField(blank=True)
    problem_en = models.TextField(blank=True)
    computed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("indicator state")
        verbose_name_plural = _("indicator states")

    def __str__(self) -> str:
        return str(self.indicator_id)

    @property
    def problem_text(self) -> str:
        """Return the problem in the reader's language."""
        return self.problem_en if get_language() == "en" and self.problem_en else self.problem
