"""What official documents say of a meeting that its minutes do not: numbers, receivers, photographs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.attachments.models import Attachment
from serambi.apps.meetings.models.meetings import Meeting


class PaperKind(models.TextChoices):
    """Documents for which somebody writes something besides what the meeting recorded."""

    AGREEMENT = "agreement", pgettext_lazy("paper", "Record of an agreement")
    REPORT = "report", pgettext_lazy("paper", "Report to the head of the regency")


class Paper(models.Model):
    """What the secretary writes for one document of a meeting; nothing of it is needed to look at a draft.

    number, day: as the office's register gives them. subject: `hal` of the report, what an agreement is about.
    recipient: whom the report is for. opening, closing: the first and the last paragraphs. points: of an agreement, one
    a line, "" for the decisions and actions of the meeting. signatory: a key of the office's file, "" for the first.
    parties: who signs an agreement. version: grows with every write, for who looked before.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="papers", verbose_name=_("meeting"))
    kind = models.CharField(_("document"), max_length=9, choices=PaperKind)
    number = models.CharField(pgettext_lazy("paper", "number"), max_length=100, blank=True)
    day = models.DateField(pgettext_lazy("paper", "date"), null=True, blank=True)
    subject = models.CharField(pgettext_lazy("paper", "subject"), max_length=200, blank=True)
    recipient = models.CharField(pgettext_lazy("paper", "to"), max_length=200, blank=True)
    opening = models.TextField(pgettext_lazy("paper", "opening"), blank=True)
    points = models.TextField(pgettext_lazy("paper", "points"), blank=True)
    closing = models.TextField(pgettext_lazy("paper", "closing"), blank=True)
    signatory = models.CharField(_("signed by"), max_length=50, blank=True)
    parties = models.ManyToManyField(
        Organization, blank=True, related_name="+", verbose_name=pgettext_lazy("paper", "parties")
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("document of a meeting")
        verbose_name_plural = _("documents of meetings")
        constraints = [models.UniqueConstraint(fields=["meeting", "kind"], name="paper_once_a_meeting")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.meeting}"


class Photograph(models.Model):
    """A picture of the day that stands in the minutes and in the report, with what it shows."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="photographs", verbose_name=_("meeting"))
    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="+", verbose_name=_("picture"))
    caption = models.CharField(_("caption"), max_length=200)
    position = models.PositiveSmallIntegerField(pgettext_lazy("order", "position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("photograph of a meeting")
        verbose_name_plural = _("photographs of meetings")

    def __str__(self) -> str:
        return self.caption
