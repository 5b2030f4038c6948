"""What was decided, in a register that can be read for years."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.models.meetings import Meeting
from serambi.apps.plans.models import Program


class DecisionYear(models.Model):
    """The last number given in a year; held while the next one is given, so that none is given twice."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("numbering of decisions")
        verbose_name_plural = _("numberings of decisions")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Decision(models.Model):
    """One decision with its number within a year; never deleted, only superseded by a later one.

    text: as it is to be read years from now. basis: the regulation, figure or document it rests on.
    decided_by: the body or the office, as the minutes name it. version: grows with every write.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("decision"))
    basis = models.TextField(_("basis"), blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    effective_from = models.DateField(_("in effect from"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("supersedes")
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )
    item = models.ForeignKey(
        "meetings.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="decisions",
        verbose_name=_("item of an agenda"),
    )  # fmt: skip
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("program")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    version = models.PositiveIntegerField(default=1)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="decision_number_once_a_year"),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="decision_does_not_supersede_itself"),
            models.CheckConstraint(
                condition=Q(effective_from__gte=F("decided_on")), name="decision_in_effect_once_decided"
            ),
        ]
        indexes = [models.Index(fields=["decided_on"], name="decision_decided_on")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:decision", args=[self.year, self.number])

    @property
    def name(self) -> str:
        """Return its number as people say it, for example `2026/17`."""
        return f"{self.year}/{self.number}"
