"""What people are told, over which channels, and what was already reminded of."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way to somebody who is not looking at a page."""

    MAIL = "mail", _("e-mail")
    PUSH = "push", _("message of the browser")
    TELEGRAM = "telegram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not delivered")


class Preferences(models.Model):
    """How one person wants to be told; whoever has chosen nothing is told by e-mail.

    telegram, whatsapp: by what the gateway knows them (a chat's number, a phone number); empty: not that way.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_preferences", verbose_name=_("person")
    )
    by_mail = models.BooleanField(_("by e-mail"), default=True)
    telegram = models.CharField(_("Telegram chat"), max_length=40, blank=True)
    whatsapp = models.CharField(_("WhatsApp number"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("choice of channels")
        verbose_name_plural = _("choices of channels")

    def __str__(self) -> str:
        return str(self.user)


class Device(models.Model):
    """One browser that shows messages although no page is open (Web Push, RFC 8030)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices", verbose_name=_("person"))
    endpoint = models.URLField(max_length=600, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    name = models.CharField(_("browser"), max_length=120, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        verbose_name = _("device")
        verbose_name_plural = _("devices")

    def __str__(self) -> str:
        return f"{self.user} – {self.name}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> MessageQuerySet:
        """Return one's own messages; nobody reads those of others."""
        return self.filter(user_id=user.pk) if getattr(user, "is_authenticated", False) else self.none()

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """One thing one person is told, in their language; kept here whatever becomes of it on the way.

    user: whose message it is; None for somebody without an account, who is told by mail at `address`. key: what makes
    it the same message, so that it is made once however often it is asked for. link: the path of the page that it is
    about. sealed: what only the mail says, encrypted until it is sent and empty afterwards (`sealed.py`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="messages",
        verbose_name=_("person"),
    )  # fmt: skip
    address = models.EmailField(_("mail"), blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    link = models.CharField(max_length=300, blank=True)
    sealed = models.TextField(blank=True)
    enclosures: models.ManyToManyField[Enclosure, models.Model] = models.ManyToManyField(
        "Enclosure", related_name="messages", blank=True, verbose_name=_("enclosures")
    )
    made_at = models.DateTimeField(_("when"), db_index=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["user", "-made_at"], name="message_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="") | (Q(user__isnull=True) & ~Q(address="")),
                name="message_to_a_person_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def receiver(self) -> str:
        """Return whom it is for, by name."""
        return self.user.name if self.user is not None else self.name or self.address

    @property
    def mail_address(self) -> str:
        return self.user.email if self.user is not None else self.address


class Enclosure(models.Model):
    """A file that goes with messages, kept once however many get it. digest: SHA-256 of name, type and content."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=100)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message on its way over one channel.

    attempts: how often it was tried. next_at: when it is tried next. began_at: when whoever is sending it began.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    state = models.CharField(_("state"), max_length=7, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_per_channel")]
        indexes = [
            models.Index(fields=["next_at"], name="delivery_to_send", condition=Q(state__in=["waiting", "sending"]))
        ]

    def __str__(self) -> str:
        return f"{self.message} – {self.get_channel_display()}"


class Capacity(models.TextChoices):
    """Why somebody is told of what is due: it is theirs, or it was not done by whom they answer for."""

    OWNER = "owner", _("own")
    HEAD = "head", _("as head")
    COORDINATOR = "coordinator", _("as coordinator")


class Reminder(models.Model):
    """What one person is to be reminded of next, and on which day: a missed run loses nothing, two runs tell once.

    item: the source and its own name for the thing (`progress:12`). next_on: the day of the next threshold.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    item = models.CharField(max_length=80)
    capacity = models.CharField(max_length=12, choices=Capacity)
    due_on = models.DateField()
    next_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item", "capacity"], name="reminder_once_per_item")]

    def __str__(self) -> str:
        return f"{self.user} – {self.item}"


class Pace(models.Model):
    """When somebody was reminded last, so that digests keep their distance."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_pace")
    reminded_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.user} – {self.reminded_on}"
