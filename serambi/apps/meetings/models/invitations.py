"""Who is asked to come, what they answered, and who was there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.meetings.models.meetings import Meeting


class Sifat(models.TextChoices):
    """How a letter is to be handled (Permendagri 1/2023)."""

    ORDINARY = "biasa", pgettext_lazy("letter", "Ordinary")
    IMPORTANT = "penting", pgettext_lazy("letter", "Important")
    URGENT = "segera", pgettext_lazy("letter", "Urgent")
    SECRET = "rahasia", pgettext_lazy("letter", "Secret")


class InvitationLetter(models.Model):
    """The official letter of a meeting.

    number: as the office's register gives it, for example `000.1.5/117/DISKOMINFO/2026`. sequence: 0 when it is first
    sent, one more for each change that people must hear of (RFC 5545). told: when and where the meeting is as it was
    sent last, and with which number its time became what it is (`time_since`), {} before. signatory: a key of the
    office's own file, "" for the first. copies: one receiver of a tembusan a line. reminded_on: when those who had not
    answered were last reminded.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="letter", verbose_name=_("meeting"))
    number = models.CharField(_("number of the letter"), max_length=100, blank=True)
    day = models.DateField(_("date of the letter"), null=True, blank=True)
    sifat = models.CharField(_("sifat"), max_length=7, choices=Sifat, default=Sifat.IMPORTANT)
    lampiran = models.CharField(_("lampiran"), max_length=100, blank=True)
    hal = models.CharField(_("hal"), max_length=200, blank=True)
    opening = models.TextField(_("opening"), blank=True)
    closing = models.TextField(_("closing"), blank=True)
    dress = models.CharField(_("dress"), max_length=100, blank=True)
    copies = models.TextField(_("copies to"), blank=True)
    signatory = models.CharField(_("signed by"), max_length=50, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    told = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("letter of invitation")
        verbose_name_plural = _("letters of invitation")

    def __str__(self) -> str:
        return self.number or str(self.meeting)


class Answer(models.TextChoices):
    NONE = "none", pgettext_lazy("invitation", "No answer yet")
    COMES = "comes", pgettext_lazy("invitation", "Comes")
    DELEGATE = "delegate", pgettext_lazy("invitation", "Sends somebody")
    DECLINES = "declines", pgettext_lazy("invitation", "Does not come")


class Invitation(models.Model):
    """One receiver of the letter: an organization, a person with an account, or somebody named with an address.

    sent_sequence: of the letter that this receiver got last, None while nothing was sent; it is written in the
    transaction in which the message is told, so that each letter goes out once. who, position: who comes. token_digest:
    SHA-256 of the secret in the link with which it is answered without an account.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations", verbose_name=_("meeting"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.CharField(_("place"), max_length=100, blank=True)
    email = models.EmailField(_("mail"), blank=True)
    counts_for_quorum = models.BooleanField(_("counts for the quorum"), default=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    who = models.CharField(_("who comes"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    sent_sequence = models.PositiveSmallIntegerField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    personal_fields = ("name", "who", "position")
    record_subject = "user_id"

    class Meta:
        ordering = ["id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organization"], name="organization_invited_once"),
            models.UniqueConstraint(fields=["meeting", "user"], name="person_invited_once"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(user__isnull=False) | ~Q(name=""),
                name="invitation_names_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.receiver

    @property
    def receiver(self) -> str:
        return self.name or str(self.organization or self.user)


class CheckIn(models.TextChoices):
    """How somebody came onto the list of those who were there."""

    CODE = "code", pgettext_lazy("attendance", "By the code in the room")
    NOTED = "noted", pgettext_lazy("attendance", "Noted by the secretary")


class Attendance(models.Model):
    """Somebody who was at a meeting; a walk-in has no invitation.

    signature: drawn on a phone, as the path of an SVG in a box of 300 by 120, "" without one. client_key: of the form
    it was sent with, so that a repeated sending makes no second line.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting"))
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="attendances", verbose_name=_("invitation")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    instance = models.CharField(_("organization, as written"), max_length=200, blank=True)
    how = models.CharField(_("how"), max_length=5, choices=CheckIn)
    at = models.DateTimeField(_("came at"))
    signature = models.TextField(_("signature"), blank=True)
    client_key = models.CharField(max_length=40, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    is_illustration = models.BooleanField(default=False)

    personal_fields = ("name", "position", "signature")
    record_subject = "user_id"

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "client_key"], condition=~Q(client_key=""), name="attendance_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def office(self) -> str:
        """Return for which organization they came, "" when for themselves."""
        return self.organization.name if self.organization is not None else self.instance
