"""What a resident reported, and everything that happened to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization, Role
from serambi.apps.agencies.permissions import is_coordinator, standing
from serambi.apps.citizen_reports.models.categories import ReportCategory
from serambi.apps.citizen_reports.workflow import OPEN, REOPEN_DAYS, Clock, State
from serambi.apps.plans.models import Program
from serambi.apps.regions.models import Area

# What the audit record has of a report: nothing that a resident wrote and nothing that tells who they are.
RECORDED = (
    "code", "category", "village", "agency", "state", "clock", "answer_due_on", "due_on", "program", "duplicate_of",
    "passed_to", "is_solved",
)  # fmt: skip


class CitizenReportQuerySet(models.QuerySet["CitizenReport"]):
    def visible_to(self, user: Any) -> CitizenReportQuerySet:
        """Return what the person handles: the coordinator everything, an agency's people what is assigned to it."""
        if is_coordinator(user):
            return self.all()
        return self.filter(agency__in=standing(user).at(Role.OFFICER, Role.HEAD))

    def open(self) -> CitizenReportQuerySet:
        return self.filter(state__in=OPEN)

    def overdue_on(self, day: dt.date) -> CitizenReportQuerySet:
        """Return the open ones that were not answered, or not settled, by the day they were due."""
        unanswered = Q(answered_at__isnull=True, answer_due_on__lt=day)
        return self.open().filter(unanswered | Q(due_on__lt=day))


class CitizenReport(models.Model):
    """One thing that a resident reported, without an account.

    code: what both sides call it. secret: in the private link. sent_key: of the form it came with, so that sending it
    twice is one report. fingerprint: of category, village and text. agency: in charge of it, None until somebody
    decides. reporter_name, contact, latitude, longitude: what may tell who it was; only handlers see it, and it can be
    erased. answered_at: the first words to the resident since it was received or opened again; days_to_answer: the
    calendar days until the very first. closed_at: when it was settled, None while it is open. is_solved: what the
    resident says about it in the end.
    """

    code = models.CharField(_("code"), max_length=9, unique=True)
    secret = models.CharField(max_length=40)
    sent_key = models.CharField(max_length=40, unique=True, null=True, blank=True)
    fingerprint = models.CharField(max_length=64, db_index=True)
    category = models.ForeignKey(
        ReportCategory, models.PROTECT, related_name="citizen_reports", verbose_name=_("category")
    )
    village = models.ForeignKey(Area, models.PROTECT, related_name="citizen_reports", verbose_name=_("village"))
    place = models.CharField(_("where exactly"), max_length=200, blank=True)
    text = models.TextField(_("what is reported"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    reporter_name = models.CharField(_("name of the resident"), max_length=120, blank=True)
    contact = models.CharField(_("contact of the resident"), max_length=120, blank=True)
    consented_at = models.DateTimeField(_("agreed"))
    erased_at = models.DateTimeField(_("name and contact erased"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RECEIVED)
    state_since = models.DateTimeField(_("in this state since"))
    agency = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="citizen_reports",
        verbose_name=_("agency in charge"),
    )  # fmt: skip
    clock = models.CharField(_("time for an answer"), max_length=8, choices=Clock, default=Clock.ORDINARY)
    received_at = models.DateTimeField(_("received"))
    answer_due_on = models.DateField(_("first answer due"))
    due_on = models.DateField(_("due"))
    answered_at = models.DateTimeField(_("first answer"), null=True, blank=True)
    days_to_answer = models.PositiveIntegerField(_("days to the first answer"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    times_reopened = models.PositiveSmallIntegerField(_("opened again"), default=0)
    passed_to = models.CharField(_("passed on to"), max_length=120, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("same as")
    )
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="citizen_reports", verbose_name=_("program")
    )
    is_solved = models.BooleanField(_("solved, says the resident"), null=True, blank=True)
    judged_at = models.DateTimeField(_("judged"), null=True, blank=True)
    judgement = models.CharField(_("what the resident says about it"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    objects = CitizenReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = _("citizen report")
        verbose_name_plural = _("citizen reports")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="citizen_report_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), closed_at__isnull=True)
                | (~Q(state__in=sorted(OPEN)) & Q(closed_at__isnull=False)),
                name="citizen_report_closed_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | Q(state="duplicate"), name="citizen_report_same_as_another"
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("pk")), name="citizen_report_not_same_as_itself"),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="citizen_report_state_due"),
            models.Index(fields=["agency", "state"], name="citizen_report_agency_state"),
            models.Index(fields=["category", "village", "state"], name="citizen_report_cluster"),
            models.Index(fields=["-received_at"], name="citizen_report_received"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("citizen_reports:report", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def headline(self) -> str:
        """Return the beginning of what was written, for a list."""
        words = " ".join(self.text.split())
        return words if len(words) <= 90 else f"{words[:89].rstrip()}…"

    @property
    def knows_somebody(self) -> bool:
        """Tell whether anything is kept that tells who reported it."""
        return bool(self.reporter_name or self.contact or self.latitude is not None)

    @property
    def next_due_on(self) -> dt.date:
        """Return the day that counts now: of the first answer, then of the end."""
        return self.due_on if self.answered_at is not None else min(self.answer_due_on, self.due_on)

    def days_late_on(self, day: dt.date) -> int:
        """Return by how many days it is overdue; 0 once it is closed."""
        return max((day - self.next_due_on).days, 0) if self.is_open else 0

    def reopens_until(self) -> dt.datetime | None:
        """Return until when the resident may open it again; None while it is open."""
        return self.closed_at + dt.timedelta(days=REOPEN_DAYS) if self.closed_at is not None else None


class ReportStep(models.Model):
    """One thing that happened to a citizen report; written once.

    by: None for the resident. words: what the resident reads, or wrote. note: for colleagues alone.
    """

    report = models.ForeignKey(CitizenReport, models.CASCADE, related_name="steps")
    move = models.CharField(_("move"), max_length=20)
    before = models.CharField(_("state before"), max_length=9, choices=State, blank=True)
    after = models.CharField(_("state after"), max_length=9, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    agency = models.CharField(_("agency"), max_length=30, blank=True)
    at = models.DateTimeField()
    words = models.TextField(_("said to the resident"), blank=True)
    note = models.TextField(_("internal note"), blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("step of a citizen report")
        verbose_name_plural = _("steps of citizen reports")
        indexes = [models.Index(fields=["report", "at"], name="citizen_report_step_at")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.move}"
