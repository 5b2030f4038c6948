"""When agencies report: cycles with their rules, the periods made from them, and the office's own holidays."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.observations.models import PeriodField
from serambi.methods.periods import Frequency, Period

# So many days before a report is due its period counts as due, on every list and for reminders.
DUE_SOON_DAYS = 7


class CycleFrequency(models.TextChoices):
    MONTH = Frequency.MONTH.value, _("Monthly")
    QUARTER = Frequency.QUARTER.value, _("Quarterly")


class LateEntry(models.TextChoices):
    """What happens between the end of grace and the day on which a period closes."""

    REASON = "reason", _("Accepted with a reason")
    FREE = "free", _("Accepted without a reason")
    REFUSED = "refused", _("Refused: the period closes with the end of grace")


class PeriodState(models.TextChoices):
    """Where a day stands in a period; never kept, always derived from its dates and the day."""

    UPCOMING = "upcoming", pgettext_lazy("period", "Upcoming")
    OPEN = "open", pgettext_lazy("period", "Open")
    DUE = "due", pgettext_lazy("period", "Due")
    GRACE = "grace", pgettext_lazy("period", "In grace")
    LATE = "late", pgettext_lazy("period", "Late entry")
    CLOSED = "closed", pgettext_lazy("period", "Closed")


class ReportingCycle(models.Model):
    """What is reported how often, and by which rules the days of its periods are found.

    open_days: calendar days from the end of a period to its opening; 1 is the day after, negative opens it earlier.
    due_working_days: working days after the end of the period. grace_working_days: working days after that.
    late_working_days: working days after grace, until the period closes.
    accepting_organization: who accepts what was verified, at a second level; None where there is none.
    proves_…: for which kinds of answers evidence is expected; what is missing is counted and may be explained.
    """

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"\A[a-z][a-z0-9-]*\Z", _("Write small letters, digits and hyphens."))],
    )
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    frequency = models.CharField(_("frequency"), max_length=10, choices=CycleFrequency)
    asks_programs = models.BooleanField(_("stage, physical progress and milestones of programs"), default=True)
    asks_money = models.BooleanField(_("realization of budget lines (SP2D)"), default=True)
    asks_figures = models.BooleanField(_("figures of series"), default=False)
    proves_programs = models.BooleanField(_("evidence for stage and physical progress"), default=False)
    proves_milestones = models.BooleanField(_("evidence for milestones that were reached"), default=True)
    proves_money = models.BooleanField(_("evidence for realization"), default=False)
    proves_figures = models.BooleanField(_("evidence for figures"), default=True)
    open_days = models.SmallIntegerField(
        _("opens, days after the end"), default=1, validators=[MinValueValidator(-60), MaxValueValidator(60)]
    )
    due_working_days = models.PositiveSmallIntegerField(
        _("due, working days after the end"), default=10, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    grace_working_days = models.PositiveSmallIntegerField(
        _("grace, working days"), default=5, validators=[MaxValueValidator(60)]
    )
    late_working_days = models.PositiveSmallIntegerField(
        _("late entry, working days"), default=20, validators=[MaxValueValidator(120)]
    )
    late_entry = models.CharField(_("late entry"), max_length=8, choices=LateEntry, default=LateEntry.REASON)
    accepting_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepts at a second level"),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["frequency", "code"]
        verbose_name = _("reporting cycle")
        verbose_name_plural = _("reporting cycles")

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def has_second_level(self) -> bool:
        return self.accepting_organization_id is not None


class ReportingPeriod(models.Model):
    """One month or quarter for which agencies report.

    due_on: the last day on time. grace_until: the last day that is late without consequence. closes_on: the last day
    on which a report may be sent in for the first time. All four days are themselves included.
    dates_are_fixed: a person set them, so that no rule and no holiday moves them again.
    reopened_until: the coordinator let it be reported again, until that day.
    """

    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="periods", verbose_name=_("cycle"))
    period = PeriodField(_("period"))
    period_start = models.DateField(editable=False)
    period_end = models.DateField(editable=False)
    opens_on = models.DateField(_("opens"))
    due_on = models.DateField(_("due"))
    grace_until = models.DateField(_("grace until"))
    closes_on = models.DateField(_("closes"))
    dates_are_fixed = models.BooleanField(_("dates set by hand"), default=False)
    reopened_until = models.DateField(_("reopened until"), null=True, blank=True)
    reopened_because = models.TextField(_("reason for reopening"), blank=True)

    class Meta:
        ordering = ["-period_end", "cycle__code"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "period"], name="reporting_period_once_per_cycle"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"))
                & Q(due_on__lte=F("grace_until"))
                & Q(grace_until__lte=F("closes_on")),
                name="reporting_days_run_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.code} {self.period}"

    def state_on(self, day: dt.date) -> PeriodState:
        """Return where the day stands in the period."""
        if self.reopened_until is not None and self.closes_on < day <= self.reopened_until:
            return PeriodState.LATE
        if day < self.opens_on:
            return PeriodState.UPCOMING
        if day > self.closes_on:
            return PeriodState.CLOSED
        if day > self.grace_until:
            return PeriodState.LATE
        if day > self.due_on:
            return PeriodState.GRACE
        return PeriodState.DUE if day > self.due_on - dt.timedelta(days=DUE_SOON_DAYS) else PeriodState.OPEN

    def takes_reports_on(self, day: dt.date) -> bool:
        """Tell whether a report may be sent in for the first time on that day."""
        return self.state_on(day) not in {PeriodState.UPCOMING, PeriodState.CLOSED}

    @property
    def last_day(self) -> dt.date:
        """Return the last day on which a report may be sent in for the first time."""
        return max(self.closes_on, self.reopened_until or self.closes_on)

    def wants_reason_on(self, day: dt.date) -> bool:
        """Tell whether a report that is sent in on that day says why it is late."""
        return self.state_on(day) is PeriodState.LATE and self.cycle.late_entry != LateEntry.FREE


class HolidayCorrection(models.Model):
    """A day on which the office differs from the published calendar. is_off: closed; else it is worked."""

    day = models.DateField(_("day"), unique=True)
    is_off = models.BooleanField(_("off"), default=True)
    name = models.CharField(_("occasion"), max_length=150)

    class Meta:
        ordering = ["day"]
        verbose_name = _("correction of the holidays")
        verbose_name_plural = _("corrections of the holidays")

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"


def period_named(cycle: ReportingCycle, period: Period) -> ReportingPeriod:
    """Return a period of the cycle, not yet saved and without its days."""
    return ReportingPeriod(cycle=cycle, period=period, period_start=period.start, period_end=period.end)
