"""One meeting of a body, and everything that happened to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.models.bodies import MeetingBody
from serambi.apps.meetings.workflow import MeetingState


class Meeting(models.Model):
    """When and where a body meets. version: grows with every write, for who looked before.

    began_at: when it was begun; from then on it counts for the cadence of its body and for the age of open actions.
    chair, note_taker: as the minutes name them. current_item: what the room talks about. pulse: grows with everything
    that a screen which follows the meeting has to show. minutes_digest: SHA-256 of the minutes that were signed off.
    """

    body = models.ForeignKey(MeetingBody, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    state_since = models.DateTimeField(_("in this state since"))
    began_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    chair = models.CharField(_("chaired by"), max_length=200, blank=True)
    chair_position = models.CharField(_("position of the chair"), max_length=200, blank=True)
    note_taker = models.CharField(_("minutes taken by"), max_length=200, blank=True)
    note_taker_position = models.CharField(_("position of the note-taker"), max_length=200, blank=True)
    current_item = models.ForeignKey(
        "meetings.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("item under discussion"),
    )  # fmt: skip
    pulse = models.PositiveIntegerField(default=0)
    minutes_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_runs_forward"),
        ]
        indexes = [models.Index(fields=["body", "starts_at"], name="meeting_body_starts")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class MeetingMove(models.Model):
    """One thing that happened to a meeting; written once, never changed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves")
    move = models.CharField(_("move"), max_length=30)
    before = models.CharField(_("state before"), max_length=10, choices=MeetingState)
    after = models.CharField(_("state after"), max_length=10, choices=MeetingState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    at = models.DateTimeField()
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("move of a meeting")
        verbose_name_plural = _("moves of meetings")

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.before} → {self.after}"
