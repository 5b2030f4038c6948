"""Programs, their activities and milestones, who takes part, and what could go wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.plans.models.master_plans import MasterPlan, Mission, Named, Pillar, Strategy, SubDimension
from serambi.apps.regions.models import Area


class Stage(models.TextChoices):
    """How far the work has come, described rather than counted: nobody has to invent a percentage.

    UNREPORTED is not a stage of the work: nobody has said yet how it stands, which differs from not started.
    """

    UNREPORTED = "unreported", _("Not reported")
    NOT_STARTED = "not_started", _("Not started")
    PLANNING = "planning", _("Planning")
    PREPARATION = "preparation", _("Preparation")
    EXECUTION = "execution", _("Execution")
    DONE = "done", _("Done")
    IN_USE = "in_use", _("In use")
    STOPPED = "stopped", _("Stopped")


# A program runs once people carry it out; the ministry's outcome form counts these over all that were planned.
RUNNING = (Stage.EXECUTION, Stage.DONE, Stage.IN_USE)
FINISHED = (Stage.DONE, Stage.IN_USE)


class Horizon(models.TextChoices):
    SHORT = "short", _("Short term")
    MEDIUM = "medium", _("Medium term")
    LONG = "long", _("Long term")


class ProgramQuerySet(models.QuerySet["Program"]):
    def visible_to(self, user: Any) -> ProgramQuerySet:
        """Return what the person may see: everything for the coordinator, else what is not archived.

        The programs of a plan that is not published are seen by people who have signed in only.
        """
        if is_coordinator(user):
            return self
        programs = self.filter(archived_at__isnull=True)
        return programs if getattr(user, "is_authenticated", False) else programs.filter(plan__is_published=True)

    def active(self) -> ProgramQuerySet:
        return self.filter(archived_at__isnull=True)


class Program(Named):
    """What one agency leads, for one sub-dimension of the plan.

    sub_dimension: None where the plan's publication names the pillar only.
    starts_on, ends_on: as planned. weight: within its sub-dimension, before normalization.
    sipd_year, sipd_code: the SIPD sub-activity; codes change from year to year, so neither means anything alone.
    archived_at: out of the register, kept for the record.
    """

    plan = models.ForeignKey(MasterPlan, models.CASCADE, related_name="programs")
    pillar = models.ForeignKey(Pillar, models.PROTECT, related_name="programs", verbose_name=_("pillar"))
    sub_dimension = models.ForeignKey(
        SubDimension, models.PROTECT, null=True, blank=True, related_name="programs", verbose_name=_("sub-dimension")
    )
    strategy = models.ForeignKey(
        Strategy, models.SET_NULL, null=True, blank=True, related_name="programs", verbose_name=_("strategy")
    )
    missions = models.ManyToManyField(Mission, blank=True, related_name="programs", verbose_name=_("RPJMD missions"))
    code = models.CharField(_("code"), max_length=30)
    description = models.TextField(_("description"), blank=True)
    lead = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_programs",
        verbose_name=_("lead agency"),
    )
    person_in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("person in charge")
    )
    locations = models.ManyToManyField(Area, blank=True, related_name="programs", verbose_name=_("locations"))
    horizon = models.CharField(_("horizon"), max_length=6, choices=Horizon, blank=True)
    is_quick_win = models.BooleanField(_("quick win"), default=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.UNREPORTED)
    stage_note = models.TextField(_("note on the stage"), blank=True)
    stage_changed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=3, default=Decimal(1), validators=[MinValueValidator(Decimal(0))]
    )
    sipd_year = models.PositiveSmallIntegerField(_("SIPD year"), null=True, blank=True)
    sipd_code = models.CharField(_("SIPD sub-activity"), max_length=30, blank=True)
    source = models.TextField(_("source"), blank=True)
    is_illustration = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["pillar__position", "code"]
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="program_code_once_per_plan"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="program_dates_run_forward",
            ),
            models.CheckConstraint(
                condition=Q(sipd_code="") | Q(sipd_year__isnull=False), name="program_sipd_code_has_its_year"
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "archived_at", "pillar"]),
            models.Index(fields=["stage"]),
            models.Index(fields=["ends_on"]),
        ]


class Support(models.TextChoices):
    """How an organization other than the lead takes part."""

    SUPPORTING = "supporting", _("Supporting agency")
    PARTNER = "partner", _("Partner")


class Participation(models.Model):
    """One organization that supports a program."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="participations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="participations")
    support = models.CharField(_("role"), max_length=10, choices=Support, default=Support.SUPPORTING)
    note = models.CharField(_("contribution"), max_length=300, blank=True)

    class Meta:
        ordering = ["support", "organization__abbreviation"]
        constraints = [models.UniqueConstraint(fields=["program", "organization"], name="organization_takes_part_once")]

    def __str__(self) -> str:
        return f"{self.organization} – {self.get_support_display()}"


class Activity(models.Model):
    """One piece of a program's work (kegiatan)."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="activities")
    code = models.CharField(_("code"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=250)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("agency")
    )
    locations = models.ManyToManyField(Area, blank=True, related_name="activities", verbose_name=_("locations"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.UNREPORTED)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    sipd_year = models.PositiveSmallIntegerField(_("SIPD year"), null=True, blank=True)
    sipd_code = models.CharField(_("SIPD sub-activity"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="activity_dates_run_forward",
            ),
            models.CheckConstraint(
                condition=Q(sipd_code="") | Q(sipd_year__isnull=False), name="activity_sipd_code_has_its_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """A day by which something can be seen to be there."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="milestones")
    name = models.CharField(_("name"), max_length=250)
    due_on = models.DateField(_("due"))
    reached_on = models.DateField(_("reached"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        # Every list asks which milestones are overdue; those that were reached never are.
        indexes = [
            models.Index(fields=["due_on", "activity"], condition=Q(reached_on__isnull=True), name="milestone_open_due")
        ]

    def __str__(self) -> str:
        return self.name


class Risk(models.Model):
    """What could keep a program from its target. likelihood and impact run from 1 (low) to 5 (high)."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="risks")
    description = models.TextField(_("risk"))
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    impact = models.PositiveSmallIntegerField(_("impact"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    owner = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="risks", verbose_name=_("owner")
    )
    response = models.TextField(_("response"), blank=True)
    is_closed = models.BooleanField(_("closed"), default=False)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["is_closed", "-likelihood", "-impact", "id"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")

    def __str__(self) -> str:
        return self.description

    @property
    def severity(self) -> int:
        """Return likelihood times impact, from 1 to 25."""
        return self.likelihood * self.impact
