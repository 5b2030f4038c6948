"""What is written while a meeting is held: its minutes, its votes, and what people say of the minutes afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.meetings.models.agenda import AgendaItem
from serambi.apps.meetings.models.meetings import Meeting


class Minute(models.Model):
    """One paragraph of the minutes, written by one person at a time.

    item: what it was said about, None for the opening and the closing. client_key: given by the screen it was typed on,
    so that a repeated sending writes it once. version: grows with every write; who saved an older one is shown both.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="minute_entries", verbose_name=_("meeting"))
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="minute_entries",
        verbose_name=_("item of an agenda"),
    )  # fmt: skip
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written at"))
    client_key = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("paragraph of the minutes")
        verbose_name_plural = _("paragraphs of the minutes")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "client_key"], condition=~Q(client_key=""), name="minute_sent_once"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "at"], name="minute_meeting_at")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class Vote(models.Model):
    """A question put to the members of a body. closed_at: None while they answer."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="votes", verbose_name=_("meeting"))
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="votes", verbose_name=_("item of an agenda")
    )
    question = models.CharField(_("question"), max_length=300)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        verbose_name = pgettext_lazy("meeting", "vote")
        verbose_name_plural = pgettext_lazy("meeting", "votes")

    def __str__(self) -> str:
        return self.question


class Choice(models.TextChoices):
    YES = "yes", pgettext_lazy("vote", "In favour")
    NO = "no", pgettext_lazy("vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstains")


class Ballot(models.Model):
    """The one answer of a member: of an organization, by whoever speaks for it, or of a person."""

    vote = models.ForeignKey(
        Vote, models.CASCADE, related_name="ballots", verbose_name=pgettext_lazy("meeting", "vote")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    choice = models.CharField(_("choice"), max_length=7, choices=Choice)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("given by")
    )
    at = models.DateTimeField(_("given at"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["vote", "organization"], name="organization_votes_once"),
            models.UniqueConstraint(fields=["vote", "user"], name="person_votes_once"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, user__isnull=True)
                | Q(organization__isnull=True, user__isnull=False),
                name="ballot_of_a_person_or_an_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.choice}"


class CorrectionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("correction", "Open")
    TAKEN = "taken", pgettext_lazy("correction", "Taken over")
    REFUSED = "refused", pgettext_lazy("correction", "Not taken over")


class MinutesCorrection(models.Model):
    """What somebody asks to change in circulated minutes, and what became of it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="corrections", verbose_name=_("meeting"))
    minute = models.ForeignKey(
        Minute, models.SET_NULL, null=True, blank=True, related_name="corrections",
        verbose_name=_("paragraph of the minutes"),
    )  # fmt: skip
    text = models.TextField(_("correction"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=7, choices=CorrectionState, default=CorrectionState.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("correction of minutes")
        verbose_name_plural = _("corrections of minutes")

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class SealedMinutes(models.Model):
    """What minutes said when they were signed off, as canonical JSON; written once, never changed.

    Its SHA-256 is `Meeting.minutes_digest`. By it can be told what differs today, where something does.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="sealed", verbose_name=_("meeting"))
    content = models.TextField(_("content"))
    at = models.DateTimeField(_("signed off at"))

    class Meta:
        verbose_name = _("sealed minutes")
        verbose_name_plural = _("sealed minutes")

    def __str__(self) -> str:
        return str(self.meeting)
