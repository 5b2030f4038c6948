"""Links that open one form without a password."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.progress.models.periods import ReportingPeriod


def _nonce() -> str:
    return secrets.token_urlsafe(16)


class FormLink(models.Model):
    """One person's way to one agency's form for one period, without a password, until it closes or is revoked.

    nonce: goes into the signed link beside the row's own number, so that no other link can be made from the row.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="form_links", verbose_name=_("person")
    )
    reporting_period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="links", verbose_name=_("reporting period")
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="form_links", verbose_name=_("organization")
    )
    nonce = models.CharField(max_length=32, default=_nonce, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("link to a form")
        verbose_name_plural = _("links to forms")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "reporting_period", "organization"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_form_link_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organization.abbreviation} – {self.reporting_period}"

    def opens_on(self, day: dt.date) -> bool:
        """Tell whether the form takes reports on that day and the link was not revoked."""
        return self.revoked_at is None and self.reporting_period.takes_reports_on(day)
