"""Who stands in for whom, for a time."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization, Role

# What can be done for somebody else: filling in, approving, verifying.
DELEGABLE = (Role.OFFICER, Role.HEAD, Role.VERIFIER)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def valid_on(self, day: dt.date) -> DelegationQuerySet:
        """Return what holds on that day: not revoked, and the one who gave it still has the role."""
        from_start = Q(giver__memberships__valid_from__isnull=True) | Q(giver__memberships__valid_from__lte=day)
        to_end = Q(giver__memberships__valid_until__isnull=True) | Q(giver__memberships__valid_until__gte=day)
        return self.filter(
            from_start,
            to_end,
            giver__memberships__organization=F("organization"),
            giver__memberships__role=F("role"),
            giver__is_active=True,
            first_day__lte=day,
            last_day__gte=day,
            revoked_at__isnull=True,
        )


class Delegation(models.Model):
    """One person's role at an organization, lent to another member of it from one day to another, both included."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="delegations", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=12, choices=[(role.value, role.label) for role in DELEGABLE])
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations_given", verbose_name=_("absent person")
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations_received", verbose_name=_("stands in")
    )
    first_day = models.DateField(_("since"))
    last_day = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-last_day", "-id"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="delegation_runs_forward"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="delegation_to_somebody_else"),
        ]
        indexes = [models.Index(fields=["receiver", "last_day"], name="delegation_receiver")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver} ({self.get_role_display()})"
