"""What a meeting talks about, in which order, and what of it was proposed from the data."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import Indicator
from serambi.apps.meetings.models.actions import Action
from serambi.apps.meetings.models.bodies import MeetingBody
from serambi.apps.meetings.models.meetings import Meeting
from serambi.apps.plans.models import Program


class ItemKind(models.TextChoices):
    TOPIC = "topic", pgettext_lazy("agenda", "Topic")
    PROGRAM = "program", pgettext_lazy("agenda", "Program")
    INDICATOR = "indicator", pgettext_lazy("agenda", "Indicator")
    REPORT = "report", pgettext_lazy("agenda", "Missing report")
    ACTION = "action", pgettext_lazy("agenda", "Open action")
    COMMITMENT = "commitment", pgettext_lazy("agenda", "Commitment of a partner")
    VOICES = "voices", pgettext_lazy("agenda", "Reports of residents")


class Receives(models.TextChoices):
    """Which proposals a section of an agenda takes in."""

    NOTHING = "", pgettext_lazy("agenda", "none of the proposals")
    ACTIONS = "actions", pgettext_lazy("agenda", "open actions")
    FIGURES = "figures", pgettext_lazy("agenda", "what the figures propose")


class AgendaSection(models.Model):
    """A heading of an agenda, for example the opening or one pillar. receives: which proposals are put into it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sections", verbose_name=_("meeting"))
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(pgettext_lazy("order", "position"), default=0)
    receives = models.CharField(
        pgettext_lazy("agenda", "takes in"), max_length=7, choices=Receives, blank=True, default=Receives.NOTHING
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("section of an agenda")
        verbose_name_plural = _("sections of agendas")

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One thing to talk about, with the time it gets and who presents it.

    body, meeting: without a meeting it is parked in the backlog of the body. suggestion: the key of the suggestion it
    came from, for example `behind:12`, "" for what a person wrote; reason: the sentence it was suggested with.
    about: where kind is of another app (commitment, voices), its public identifier there. minutes: its time box.
    began_at, ended_at: when the room talked about it. picture: the numbers as they were shown on the day, frozen when
    the item ended; None before. is_standing: on every agenda of the body, taken over when the next one is made.
    unreached_in: of what is parked, the meeting that did not come to it. version: grows with every write, for who
    looked before.
    """

    body = models.ForeignKey(MeetingBody, models.CASCADE, related_name="agenda_items", verbose_name=_("body"))
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="agenda_items", verbose_name=_("meeting")
    )
    section = models.ForeignKey(
        AgendaSection, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("section")
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("order", "position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind, default=ItemKind.TOPIC)
    title = models.CharField(_("title"), max_length=300)
    notes = models.TextField(_("notes"), blank=True)
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="agenda_items", verbose_name=_("program")
    )
    indicator = models.ForeignKey(
        Indicator, models.SET_NULL, null=True, blank=True, related_name="agenda_items", verbose_name=_("indicator")
    )
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="agenda_items",
        verbose_name=pgettext_lazy("follow-up", "action"),
    )  # fmt: skip
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="agenda_items",
        verbose_name=_("organization"),
    )  # fmt: skip
    about = models.CharField(max_length=100, blank=True)
    suggestion = models.CharField(max_length=60, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(480)]
    )
    presenter = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="presented_items",
        verbose_name=_("presented by the organization"),
    )  # fmt: skip
    presenter_name = models.CharField(_("presented by"), max_length=200, blank=True)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    is_standing = models.BooleanField(_("on every agenda of the body"), default=False)
    unreached_in = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("not reached in")
    )
    began_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    picture = models.JSONField(_("numbers as shown"), null=True, blank=True)
    pictured_at = models.DateTimeField(_("numbers of"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_meeting_position")]

    def __str__(self) -> str:
        return self.title


class SuggestionRule(models.Model):
    """How much one kind of suggestion counts; the coordinator adjusts it and everybody sees it.

    weight: multiplies the urgency of a suggestion, 0 to 10. at_most: so many of the kind are proposed at once.
    """

    code = models.CharField(_("rule"), max_length=20, unique=True)
    weight = models.DecimalField(
        _("weight"), max_digits=4, decimal_places=2, default=1,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )  # fmt: skip
    at_most = models.PositiveSmallIntegerField(
        _("at most"), default=6, validators=[MinValueValidator(0), MaxValueValidator(50)]
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("rule of suggestions")
        verbose_name_plural = _("rules of suggestions")

    def __str__(self) -> str:
        return self.code


class Dismissal(models.Model):
    """A suggestion that a body does not want to talk about, with the reason; it may be taken back."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="dismissals", verbose_name=_("meeting"))
    suggestion = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=300)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("dismissed by")
    )
    at = models.DateTimeField(_("dismissed at"))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("dismissed suggestion")
        verbose_name_plural = _("dismissed suggestions")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "suggestion"], name="suggestion_dismissed_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="dismissal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title
