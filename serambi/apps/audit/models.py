"""The record of every write."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Verb(models.TextChoices):
    """What was done, in the past tense as the record reads it."""

    CREATED = "created", pgettext_lazy("audit", "created")
    CHANGED = "changed", pgettext_lazy("audit", "changed")
    REVISED = "revised", pgettext_lazy("audit", "revised")
    FINALIZED = "finalized", pgettext_lazy("audit", "made final")
    WITHDRAWN = "withdrawn", pgettext_lazy("audit", "withdrawn")
    ARCHIVED = "archived", pgettext_lazy("audit", "archived")
    RESTORED = "restored", pgettext_lazy("audit", "restored")
    DELETED = "deleted", pgettext_lazy("audit", "deleted")
    LOADED = "loaded", pgettext_lazy("audit", "loaded")
    REMOVED = "removed", pgettext_lazy("audit", "removed")
    COMPUTED = "computed", pgettext_lazy("audit", "computed anew")
    SIGNED_IN = "signed_in", pgettext_lazy("audit", "signed in")
    SIGNED_OUT = "signed_out", pgettext_lazy("audit", "signed out")
    SIGN_IN_FAILED = "sign_in_failed", pgettext_lazy("audit", "failed to sign in")
    PASSWORD_CHANGED = "password_changed", pgettext_lazy("audit", "changed the password")
    PASSWORD_LINK_SENT = "password_link_sent", pgettext_lazy("audit", "sent a link for a password")
    REFUSED = "refused", pgettext_lazy("audit", "tried to add a file to")
    DEACTIVATED = "deactivated", pgettext_lazy("audit", "deactivated")
    REACTIVATED = "reactivated", pgettext_lazy("audit", "reactivated")


class Entry(models.Model):
    """One thing that somebody did to one object; never changed and never deleted.

    The actor and the object are kept as text and number, not as foreign keys, so that the record outlives both.
    before, after: the fields that changed, as JSON; empty for what has no such fields.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=20, choices=Verb)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60, blank=True)
    object_name = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["object_type", "object_id", "-at"])]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.object_type} {self.object_id}"
