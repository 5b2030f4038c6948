"""Work that is done outside a request, and what recurs by the clock."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.jobs.kinds import find_kind
from serambi.apps.jobs.overseers import oversees


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")
    STOPPED = "stopped", pgettext_lazy("job", "stopped")


OPEN = (State.QUEUED, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> JobQuerySet:
        """Return the jobs that the person may see: their own, and all of them for the coordinator."""
        if user.pk is None:
            return self.none()
        return self if oversees(user) else self.filter(owner_id=user.pk)

    def open(self) -> JobQuerySet:
        return self.filter(state__in=OPEN)


class Job(models.Model):
    """One piece of work in the background, started by a person or by the program (no owner).

    kind: name under which the work is registered (`kinds.work`). subject: what it is about, for example a file's name.
    arguments: what the work is called with. attempt: how often a worker began it; a worker ends only its own attempt.
    done, total: progress in the unit of the work; no total: how much there is is not known. sentence: see `sentences`.
    While it runs, progress and the last sign of life stand on the `board`, and here only when it has ended.
    result: what the work left: sentence, page and its arguments, details. failure: the reason, in the words the person
    was told. reference: number under which an unexpected error stands in the program's log.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="jobs", verbose_name=_("person")
    )
    language = models.CharField(max_length=10, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    arguments = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    queue_entry = models.UUIDField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    sentence = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    failure = models.TextField(_("reason"), blank=True)
    reference = models.CharField(max_length=12, blank=True)
    queued_at = models.DateTimeField(_("started at"))
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-id"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["owner", "-queued_at"], name="job_of_person"),
            models.Index(fields=["state", "-queued_at"], name="job_in_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at__isnull=True) | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
                name="job_has_an_end_exactly_when_it_ended",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.subject}" if self.subject else self.title

    @property
    def title(self) -> str:
        """Return what kind of work it is, in words."""
        kind = find_kind(self.kind)
        return str(kind.title) if kind is not None else self.kind

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Outcome(models.TextChoices):
    DONE = "done", pgettext_lazy("duty", "done")
    FAILED = "failed", pgettext_lazy("duty", "failed")


class Duty(models.Model):
    """When a recurring duty of the program is due next, and what came of it last.

    next_due_at: stored, so that a time that passed while nothing ran is made up for. sentence: see `sentences`.
    reference: number under which an error stands in the program's log. attempts: how often it was begun for this time.
    """

    name = models.CharField(max_length=80, unique=True)
    next_due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    sentence = models.JSONField(default=dict, blank=True)
    reference = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")

    def __str__(self) -> str:
        return self.name
