"""What an agency says about a period, item by item, and everything that happened to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.observations.models import PeriodField, Quality, Series
from serambi.apps.plans.models import BudgetLine, Milestone, Program, RupiahField, Stage
from serambi.apps.progress.models.periods import ReportingPeriod
from serambi.apps.progress.workflow import State
from serambi.apps.regions.models import Area


class Kind(models.TextChoices):
    """What an item is about."""

    PROGRAM = "program", pgettext_lazy("item", "Program")
    MILESTONE = "milestone", pgettext_lazy("item", "Milestone")
    MONEY = "money", pgettext_lazy("item", "Budget line")
    FIGURE = "figure", pgettext_lazy("item", "Figure")


class Answer(models.TextChoices):
    """What was said. UNCHANGED is a statement somebody made, never what is taken for granted."""

    NONE = "", pgettext_lazy("answer", "Open")
    GIVEN = "given", pgettext_lazy("answer", "Answered")
    UNCHANGED = "unchanged", pgettext_lazy("answer", "No change")
    UNAVAILABLE = "unavailable", pgettext_lazy("answer", "Not available")


class Check(models.TextChoices):
    """What a verifier decided about one item."""

    NONE = "", pgettext_lazy("check", "Not checked")
    ACCEPTED = "accepted", pgettext_lazy("check", "Accepted")
    RETURNED = "returned", pgettext_lazy("check", "Returned")


def _person(verbose_name: object = "") -> models.ForeignKey:  # type: ignore[type-arg]  # the stubs want both types
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,  # type: ignore[arg-type]  # a lazy translation
    )


class ProgressReport(models.Model):
    """One agency's report for one period.

    asked, answered: how many items it has and how many are answered, so that many reports are counted by adding up.
    state_since: since when it stands where it stands. version: grows with every write, for who looked before.
    first_submitted_at: what tells whether it came in time; it stays when the report is returned.
    """

    reporting_period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", verbose_name=_("reporting period")
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="progress_reports", verbose_name=_("agency")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField()
    asked = models.PositiveIntegerField(_("asked for"), default=0)
    answered = models.PositiveIntegerField(_("answered"), default=0)
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True, blank=True)
    submitted_by = _person(_("submitted by"))
    approved_by = _person(_("approved by"))
    verified_by = _person(_("verified by"))
    late_because = models.TextField(_("reason for being late"), blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-reporting_period__period_end", "organization__abbreviation"]
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        constraints = [
            models.UniqueConstraint(fields=["reporting_period", "organization"], name="report_once_per_agency"),
            models.CheckConstraint(condition=Q(answered__lte=F("asked")), name="answered_at_most_what_is_asked"),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="report_state_since")]

    def __str__(self) -> str:
        return f"{self.organization.abbreviation} · {self.reporting_period.period}"

    @property
    def is_complete(self) -> bool:
        """Tell whether everything is answered, which says nothing about whether anybody checked it."""
        return self.asked > 0 and self.answered == self.asked


class ReportItem(models.Model):
    """One thing that a report answers: how a program goes, a milestone, a budget line, a figure.

    key: what it is called in forms, the same in every period for what is not a figure.
    number: percent of physical progress, or the figure; amount: rupiah spent since the year began (SP2D).
    note: what explains a doubtful value. because: why it is not available. no_evidence: why no file shows it.
    first_check: what a verifier decided the first time, which stays.
    version: grows with every change, so that two people who write do not undo one another; 0 while it has files and
    nobody has written anything. written_version: the one that was taken over into the register; 0 for none.
    """

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    program = models.ForeignKey(Program, models.CASCADE, null=True, blank=True, related_name="+")
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, blank=True, related_name="+")
    budget_line = models.ForeignKey(BudgetLine, models.CASCADE, null=True, blank=True, related_name="+")
    series = models.ForeignKey(Series, models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    period = PeriodField(_("period"), null=True, blank=True)

    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True, default=Answer.NONE)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    number = models.DecimalField(_("value"), max_digits=24, decimal_places=6, null=True, blank=True)
    amount = RupiahField(_("realization"), null=True, blank=True)
    reached_on = models.DateField(_("reached"), null=True, blank=True)
    quality = models.CharField(_("quality"), max_length=12, choices=Quality, blank=True)
    note = models.TextField(_("remark"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    support = models.TextField(_("support needed"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    because = models.CharField(_("not available, because"), max_length=500, blank=True)
    no_evidence = models.CharField(_("no evidence, because"), max_length=500, blank=True)

    version = models.PositiveIntegerField(default=1)
    answered_by = _person(_("answered by"))
    answered_at = models.DateTimeField(null=True, blank=True)
    check_state = models.CharField(_("check"), max_length=10, choices=Check, blank=True, default=Check.NONE)
    check_reason = models.TextField(_("reason of the verifier"), blank=True)
    first_check = models.CharField(_("first check"), max_length=10, choices=Check, blank=True, default=Check.NONE)
    checked_by = _person(_("checked by"))
    checked_at = models.DateTimeField(null=True, blank=True)
    written_version = models.PositiveIntegerField(default=0)

    # What a page shows of its files, and whether the cycle expects any: set by `queries.proofs.show_evidence`.
    evidence: Any = None
    wants_evidence = False

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("item of a report")
        verbose_name_plural = _("items of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="item_once_per_report"),
            models.CheckConstraint(
                condition=~Q(kind="program") | Q(number__isnull=True) | Q(number__range=(0, 100)),
                name="physical_progress_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_answered(self) -> bool:
        return self.answer != Answer.NONE

    @property
    def is_new(self) -> bool:
        """Tell whether it is due and nobody has saved it yet."""
        return self._state.adding

    @property
    def is_untouched(self) -> bool:
        """Tell whether nobody has written anything in it yet; it may have files already."""
        return self.is_new or self.version == 0

    @property
    def was_returned(self) -> bool:
        """Tell whether a verifier sent it back and the agency did not answer anew since."""
        if self.check_state != Check.RETURNED or self.checked_at is None:
            return False
        return self.answered_at is None or self.answered_at <= self.checked_at


class ReportMove(models.Model):
    """One thing that happened to a report; written once, never changed.

    on_behalf_of: for whom the person stood in. facts: how many items were accepted and returned.
    """

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="moves")
    move = models.CharField(_("move"), max_length=30)
    before = models.CharField(_("state before"), max_length=10, choices=State)
    after = models.CharField(_("state after"), max_length=10, choices=State)
    by = _person(_("made by"))
    on_behalf_of = _person(_("on behalf of"))
    at = models.DateTimeField()
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("move of a report")
        verbose_name_plural = _("moves of reports")
        indexes = [models.Index(fields=["report", "-at"], name="report_move_at")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.before} → {self.after}"


class ReportReceipt(models.Model):
    """That a form was saved, so that a browser which did not hear the answer may send it again.

    key: of the page from which it was sent. digest: of what was sent. result: what was answered.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="+")
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    result = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt of a report form")
        verbose_name_plural = _("receipts of report forms")
        constraints = [models.UniqueConstraint(fields=["user", "key", "digest"], name="report_form_saved_once")]
        indexes = [models.Index(fields=["saved_at"], name="report_receipt_saved_at")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.key}"
