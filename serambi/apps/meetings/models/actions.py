"""Who does what by when, and everything that happened to it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.meetings.models.decisions import Decision
from serambi.apps.meetings.models.meetings import Meeting
from serambi.apps.meetings.workflow import ActionState
from serambi.apps.plans.models import Program


class Origin(models.TextChoices):
    """Where an action comes from."""

    DECISION = "decision", pgettext_lazy("origin", "Decision")
    AGREEMENT = "agreement", pgettext_lazy("origin", "Agreed without a decision")
    ASSESSMENT = "assessment", pgettext_lazy("origin", "Recommendation of the assessors")


class Priority(models.TextChoices):
    HIGH = "high", pgettext_lazy("priority", "High")
    MEDIUM = "medium", pgettext_lazy("priority", "Medium")
    LOW = "low", pgettext_lazy("priority", "Low")


def _person(verbose_name: object, related_name: str = "+") -> models.ForeignKey:  # type: ignore[type-arg]  # the stubs want both types
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=verbose_name,  # type: ignore[arg-type]  # a lazy translation
    )


class Action(models.Model):
    """One thing that an agency does by a day.

    person: who does it at the agency, None where the agency decides that itself. meeting: in which it was agreed.
    meetings_seen: how many later meetings of the same body found it open. source_year: of the evaluation whose
    assessors recommended it. outcome: what was done, as its agency says. without_evidence: why no file proves it.
    finished_by: who said that it is done, and so may not verify it. version: grows with every write.
    """

    text = models.TextField(_("what is to be done"))
    agency = models.ForeignKey(
        Organization, models.PROTECT, related_name="actions", verbose_name=pgettext_lazy("action", "agency")
    )
    person = _person(_("person"), "actions")
    due_on = models.DateField(_("due"))
    priority = models.CharField(_("priority"), max_length=6, choices=Priority, default=Priority.MEDIUM)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.DECISION)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("decision")
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("meeting")
    )
    meetings_seen = models.PositiveSmallIntegerField(_("meetings it was open in"), default=0)
    source_year = models.PositiveSmallIntegerField(_("year of the evaluation"), null=True, blank=True)
    item = models.ForeignKey(
        "meetings.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="actions",
        verbose_name=_("item of an agenda"),
    )  # fmt: skip
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name=_("program")
    )
    state = models.CharField(_("state"), max_length=9, choices=ActionState, default=ActionState.OPEN)
    state_since = models.DateTimeField(_("in this state since"))
    outcome = models.TextField(_("what was done"), blank=True)
    without_evidence = models.TextField(_("why there is no evidence"), blank=True)
    finished_by = _person(_("said to be done by"))
    recorded_by = _person(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded at"))
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = pgettext_lazy("follow-up", "action")
        verbose_name_plural = pgettext_lazy("follow-up", "actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="decision", decision__isnull=False) | ~Q(origin="decision"),
                name="action_of_a_decision_names_it",
            ),
            models.CheckConstraint(
                condition=Q(origin="assessment", source_year__isnull=False) | ~Q(origin="assessment"),
                name="recommendation_names_its_year",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="action_state_due"),
            models.Index(fields=["agency", "state"], name="action_agency_state"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 120 else f"{self.text[:119]}…"

    def get_absolute_url(self) -> str:
        return reverse("meetings:action", args=[self.pk])

    def days_late_on(self, day: dt.date) -> int:
        """Return by how many days it is overdue; 0 once its agency said that it is done."""
        return max((day - self.due_on).days, 0) if self.state == ActionState.OPEN else 0


class ActionMove(models.Model):
    """One thing that happened to an action; written once, never changed.

    on_behalf_of: for whom the person stood in.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="moves")
    move = models.CharField(_("move"), max_length=30)
    before = models.CharField(_("state before"), max_length=9, choices=ActionState)
    after = models.CharField(_("state after"), max_length=9, choices=ActionState)
    by = _person(_("made by"))
    on_behalf_of = _person(_("on behalf of"))
    at = models.DateTimeField()
    said = models.TextField(_("said with it"), blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("move of an action")
        verbose_name_plural = _("moves of actions")
        indexes = [models.Index(fields=["action", "-at"], name="action_move_at")]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.before} → {self.after}"
