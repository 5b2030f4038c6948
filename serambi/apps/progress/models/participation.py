"""Who belongs to the working groups of the plan, and by which rule participation is counted."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import Pillar


class Criterion(models.TextChoices):
    """What is counted of a member, each as so many of so many. Meetings join here once there are any."""

    DELIVERED = "delivered", pgettext_lazy("participation", "Delivered")
    ON_TIME = "on_time", pgettext_lazy("participation", "On time")
    FIRST_TRY = "first_try", pgettext_lazy("participation", "Verified at first try")
    EVIDENCE = "evidence", pgettext_lazy("participation", "With evidence")


class Side(models.TextChoices):
    """The two working groups of the ministry's assessors: the regency's own agencies, and its partners."""

    INTERNAL = "internal", pgettext_lazy("working group", "Internal")
    EXTERNAL = "external", pgettext_lazy("working group", "External")


class Duty(models.TextChoices):
    LEAD = "lead", pgettext_lazy("working group", "Lead")
    SECRETARY = "secretary", pgettext_lazy("working group", "Secretary")
    MEMBER = "member", pgettext_lazy("working group", "Member")


class ParticipationRule(models.Model):
    """One version of the rule; the latest holds, and none is ever changed.

    weights: whole numbers by criterion; one that is absent weighs nothing. strength: with how many items of its own
    the overall rate weighs the same for a member; None is estimated anew from the figures.
    """

    version = models.PositiveIntegerField(_("version"), unique=True)
    weights = models.JSONField(_("weights"), default=dict)
    strength = models.PositiveSmallIntegerField(_("strength of the overall rate"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("rule of participation")
        verbose_name_plural = _("rules of participation")

    def __str__(self) -> str:
        return str(self.version)


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def valid_on(self, day: dt.date) -> GroupMemberQuerySet:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


class GroupMember(models.Model):
    """One person in the working group of a pillar, for an organization, for a time.

    user: the account; None for who has none, whose name stands in `name`.
    """

    pillar = models.ForeignKey(Pillar, models.CASCADE, related_name="group_members", verbose_name=_("pillar"))
    side = models.CharField(_("working group"), max_length=10, choices=Side)
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="group_members", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="working_groups",
        verbose_name=_("person with an account"),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    duty = models.CharField(pgettext_lazy("working group", "duty"), max_length=10, choices=Duty, default=Duty.MEMBER)
    valid_from = models.DateField(_("since"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        ordering = ["pillar__position", "side", "organization__abbreviation", "id"]
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")
        constraints = [
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="group_member_is_somebody"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="group_member_runs_forward",
            ),
            models.UniqueConstraint(
                fields=["pillar", "user"],
                condition=Q(user__isnull=False, valid_until__isnull=True),
                name="group_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} – {self.organization.abbreviation}"

    @property
    def display_name(self) -> str:
        return str(self.user.name) if self.user is not None else self.name
