"""How far targets are reached, and what that says about programs, sub-dimensions, pillars and the plan."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serambi.apps.indicators.models import Target
from serambi.apps.observations.models import Mark, PeriodField
from serambi.apps.plans.models import MasterPlan


class Node(models.TextChoices):
    """What a score is about, from the top.

    UNASSIGNED is the group of a pillar's programs that name no sub-dimension; its number is the pillar's.
    """

    PLAN = "plan", _("Plan")
    PILLAR = "pillar", _("Pillar")
    SUB_DIMENSION = "sub_dimension", _("Sub-dimension")
    UNASSIGNED = "unassigned", _("Programs without a sub-dimension")
    PROGRAM = "program", _("Program")


class Band(models.Model):
    """A named class of attainment; the one with the highest lower bound that is met applies.

    lower_bound: in percent, compared with the unrounded attainment. includes_bound: whether the bound itself is in.
    Shipped with Permendagri 86/2017: ≥ 91 very high, ≥ 76 high, ≥ 66 medium, > 50 low, else very low.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    lower_bound = models.DecimalField(_("from (percent)"), max_digits=7, decimal_places=3, null=True, blank=True)
    includes_bound = models.BooleanField(_("bound included"), default=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = [F("lower_bound").desc(nulls_last=True)]
        verbose_name = _("attainment band")
        verbose_name_plural = _("attainment bands")
        constraints = [
            models.UniqueConstraint(fields=["lower_bound"], name="one_band_per_bound"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class RollUpRule(models.Model):
    """How attainments are joined. Without a rule of its own a plan uses the defaults.

    ceiling, floor: percent; an attainment counts at most and at least this much when it is joined with others (it is
    shown as it is). None means no limit.
    """

    plan = models.OneToOneField(MasterPlan, models.CASCADE, related_name="roll_up_rule")
    ceiling = models.DecimalField(
        _("counts at most (percent)"), max_digits=7, decimal_places=3, null=True, blank=True, default=100
    )
    floor = models.DecimalField(
        _("counts at least (percent)"), max_digits=7, decimal_places=3, null=True, blank=True, default=0
    )

    def __str__(self) -> str:
        return str(self.plan)


class Attainment(models.Model):
    """How far one target was reached, in percent and unrounded.

    value, ratio: from every observation; final_value, final_ratio: from final observations only. None is missing.
    """

    target = models.OneToOneField(Target, models.CASCADE, primary_key=True, related_name="attainment")
    value = models.FloatField(null=True)
    ratio = models.FloatField(null=True)
    final_value = models.FloatField(null=True)
    final_ratio = models.FloatField(null=True)
    marks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("attainment")
        verbose_name_plural = _("attainments")

    def __str__(self) -> str:
        return str(self.target_id)

    @property
    def is_preliminary(self) -> bool:
        return bool(self.marks & Mark.PRELIMINARY)

    @property
    def is_illustration(self) -> bool:
        return bool(self.marks & Mark.ILLUSTRATION)


class Score(models.Model):
    """The joined attainment of a node at the end of a quarter, in percent and unrounded; no row where there is none.

    The plan's own row is there for every quarter that was joined, with or without a value: it says that the others of
    that quarter are there too.

    coverage: the share of weight (0 to 1) whose attainment is known. final_…: from final observations only.
    """

    pk = models.CompositePrimaryKey("node", "object_id", "period")
    plan = models.ForeignKey(MasterPlan, models.CASCADE, related_name="scores", db_index=False)
    node = models.CharField(max_length=13, choices=Node)
    object_id = models.BigIntegerField()
    period = PeriodField()
    value = models.FloatField(null=True)
    coverage = models.FloatField(default=0)
    final_value = models.FloatField(null=True)
    final_coverage = models.FloatField(default=0)
    marks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        indexes = [models.Index(fields=["plan", "period", "node"])]
        constraints = [
            models.CheckConstraint(condition=Q(coverage__gte=0) & Q(coverage__lte=1.000001), name="coverage_is_a_share")
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.object_id} {self.period}"


class JoinedPlan(models.Model):
    """What hung under what, with which weights, when the plan's scores were joined last.

    Many changes of a plan (a stage, a lead agency) move no score; comparing this finds out without joining anything.
    structure: a fingerprint of places and weights, see `queries.joining.fingerprint`. run: the name of the last time
    when everything was joined anew, which leaves no entry in the record; no other time has it, in no other database.
    """

    plan = models.OneToOneField(MasterPlan, models.CASCADE, primary_key=True, related_name="+")
    structure = models.CharField(max_length=64)
    run = models.CharField(max_length=32)

    def __str__(self) -> str:
        return str(self.plan_id)
