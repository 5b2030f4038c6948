"""Who meets: the bodies of a smart city, their members, and how often they should."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import Pillar


class BodyKind(models.TextChoices):
    COUNCIL = "council", _("Smart City Council")
    TEAM = "team", _("Implementation team")
    FORUM = "forum", _("Smart City Forum")
    BILATERAL = "bilateral", _("Bilateral")


class MeetingBody(models.Model):
    """Those who meet again and again, and what their meetings usually are.

    pillar: of a team that carries out one pillar. quorum_percent: of the members who have to be there, None for no
    rule. cadence_days: within how many days they should meet again, None where they meet as needed. usual_*: what a
    new meeting begins with.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=9, choices=BodyKind, default=BodyKind.TEAM)
    pillar = models.ForeignKey(
        Pillar, models.SET_NULL, null=True, blank=True, related_name="meeting_bodies", verbose_name=_("pillar")
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum, percent of the members"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    cadence_days = models.PositiveSmallIntegerField(
        _("meets at least every so many days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    usual_title = models.CharField(_("usual title"), max_length=200)
    usual_place = models.CharField(_("usual place"), max_length=200, blank=True)
    usual_link = models.URLField(_("usual link"), blank=True)
    usual_time = models.TimeField(_("usual time"), default=dt.time(9))
    usual_minutes = models.PositiveSmallIntegerField(
        _("usual length, minutes"), default=120, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )
    is_active = models.BooleanField(_("meets"), default=True)
    is_illustration = models.BooleanField(default=False)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:body", args=[self.code])


class MemberRole(models.TextChoices):
    CHAIR = "chair", pgettext_lazy("member", "Chair")
    SECRETARY = "secretary", pgettext_lazy("member", "Secretary")
    MEMBER = "member", pgettext_lazy("member", "Member")


class BodyMember(models.Model):
    """A person or an organization that belongs to a body; exactly one of the two."""

    body = models.ForeignKey(MeetingBody, models.CASCADE, related_name="members", verbose_name=_("body"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=9, choices=MemberRole, default=MemberRole.MEMBER)

    class Meta:
        ordering = ["id"]
        verbose_name = _("member of a body")
        verbose_name_plural = _("members of bodies")
        constraints = [
            models.UniqueConstraint(fields=["body", "organization"], name="organization_once_in_a_body"),
            models.UniqueConstraint(fields=["body", "user"], name="person_once_in_a_body"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, user__isnull=True)
                | Q(organization__isnull=True, user__isnull=False),
                name="member_is_a_person_or_an_organization",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.organization if self.organization is not None else self.user)
