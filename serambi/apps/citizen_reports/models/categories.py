"""What residents can report about, and which agency it goes to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.citizen_reports.workflow import Clock
from serambi.apps.plans.models import SubDimension


class ReportCategory(models.Model):
    """One line of the list that a resident chooses from.

    agency: in charge by default; None where the coordinator decides each time. sub_dimension: of the plan, where it
    fits one. clock: how long an answer may take. archived_at: no longer offered; its reports stay.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    hint = models.CharField(_("examples"), max_length=160, blank=True)
    hint_en = models.CharField(_("examples in English"), max_length=160, blank=True)
    agency = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="report_categories",
        verbose_name=_("agency in charge"),
    )  # fmt: skip
    sub_dimension = models.ForeignKey(
        SubDimension, models.SET_NULL, null=True, blank=True, related_name="report_categories",
        verbose_name=_("sub-dimension"),
    )  # fmt: skip
    clock = models.CharField(_("time for an answer"), max_length=8, choices=Clock, default=Clock.ORDINARY)
    position = models.PositiveSmallIntegerField(pgettext_lazy("order", "position"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        ordering = ["position", "name", "id"]
        verbose_name = _("category of citizen reports")
        verbose_name_plural = _("categories of citizen reports")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="report_category_has_a_name")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def display_hint(self) -> str:
        return self.hint_en if self.hint_en and get_language() == "en" else self.hint
