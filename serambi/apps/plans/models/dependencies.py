"""Which activity waits for which."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models.programs import Activity

LONGEST_LAG = 3650


class Dependency(models.Model):
    """An activity that cannot start before another one of the same plan has ended.

    lag_days: how many days have to pass in between.
    """

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="dependencies", verbose_name=_("activity that waits")
    )
    predecessor = models.ForeignKey(Activity, models.CASCADE, related_name="followers", verbose_name=_("waits for"))
    lag_days = models.PositiveSmallIntegerField(
        _("days in between"), default=0, validators=[MaxValueValidator(LONGEST_LAG)]
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(fields=["activity", "predecessor"], name="activity_waits_once_for_another"),
            models.CheckConstraint(condition=~Q(activity=F("predecessor")), name="activity_waits_not_for_itself"),
            models.CheckConstraint(condition=Q(lag_days__lte=LONGEST_LAG), name="dependency_lag_at_most_ten_years"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} ← {self.predecessor}"
