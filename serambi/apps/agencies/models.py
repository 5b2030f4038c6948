"""Organizations of five sectors, and who works where with what role."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.regions.models import Area


class Sector(models.TextChoices):
    """The five sectors whose cooperation a smart city asks for (penta helix)."""

    GOVERNMENT = "government", _("Government")
    PRIVATE = "private", _("Private sector")
    ACADEMIA = "academia", _("Academia")
    COMMUNITY = "community", _("Community")
    MEDIA = "media", _("Media")


class OrganizationKind(models.TextChoices):
    SECRETARIAT = "secretariat", _("Secretariat")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    DEPARTMENT = "department", _("Department")
    BOARD = "board", _("Board")
    UNIT = "unit", pgettext_lazy("organization", "Unit")
    DISTRICT_OFFICE = "district_office", _("District office")
    REGIONAL_COMPANY = "regional_company", _("Regional company")
    OTHER = "other", _("Other")


class Role(models.TextChoices):
    """What a membership lets a person do; the generated table in the docs says it for every page."""

    COORDINATOR = "coordinator", _("Coordinator")
    OFFICER = "officer", _("Agency officer")
    HEAD = "head", _("Agency head")
    VERIFIER = "verifier", _("Verifier")
    EXECUTIVE = "executive", _("Executive")
    VIEWER = "viewer", _("Viewer")


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def valid_on(self, day: dt.date) -> OrganizationQuerySet:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


class Organization(models.Model):
    """An agency of the regency, or a partner from another sector.

    government_function_codes: codes of bidang urusan separated by semicolons (`2.16;2.20`), after SIPD.
    needs_confirmation: the name has no published source yet and should be checked by the office that keeps the list.
    """

    abbreviation = models.CharField(_("abbreviation"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector, default=Sector.GOVERNMENT)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind, default=OrganizationKind.DEPARTMENT)
    sipd_code = models.CharField(_("SIPD code"), max_length=40, blank=True)
    government_function_codes = models.CharField(_("government functions"), max_length=80, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="organizations", verbose_name=_("area")
    )
    website = models.URLField(_("website"), blank=True)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_until = models.DateField(_("existed until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    needs_confirmation = models.BooleanField(_("name to be confirmed"), default=False)
    is_illustration = models.BooleanField(default=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["abbreviation"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="organization_validity_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: dt.date) -> MembershipQuerySet:
        """Return the roles that hold on that day, the first and the last day included."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


class Membership(models.Model):
    """One person working for one organization in one role, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    valid_from = models.DateField(_("since"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    # Its name has the person's in it, so the audit record keeps it apart.
    record_subject = "user_id"

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organization__abbreviation", "role"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organization", "role"], name="membership_once_per_role"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="membership_validity_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.organization.abbreviation}"
