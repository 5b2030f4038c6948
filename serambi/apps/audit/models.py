"""The record of every write."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.audit import chain


class Verb(models.TextChoices):
    """What was done, in the past tense as the record reads it."""

    CREATED = "created", pgettext_lazy("audit", "created")
    CHANGED = "changed", pgettext_lazy("audit", "changed")
    REVISED = "revised", pgettext_lazy("audit", "revised")
    FINALIZED = "finalized", pgettext_lazy("audit", "made final")
    WITHDRAWN = "withdrawn", pgettext_lazy("audit", "withdrawn")
    ARCHIVED = "archived", pgettext_lazy("audit", "archived")
    RESTORED = "restored", pgettext_lazy("audit", "restored")
    FIGURES_SET = "figures_set", pgettext_lazy("audit", "set figures of")
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
    EXPORTED = "exported", pgettext_lazy("audit", "downloaded")
    ERASED = "erased", pgettext_lazy("audit", "erased from the record")


# After these no figure, plan or account is other than before, so nothing that is kept of them has become old.
NO_CHANGE = frozenset({
    Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.SIGN_IN_FAILED, Verb.PASSWORD_CHANGED, Verb.PASSWORD_LINK_SENT, Verb.EXPORTED,
    Verb.REFUSED,
})  # fmt: skip
REFUSED = frozenset({Verb.SIGN_IN_FAILED, Verb.REFUSED})
# Indexes for readers take in an entry when it gets its place, a second after the write that pays for the others.
PLACED = models.Q(seq__isnull=False)
PROGRAM_NAME = "serambi"


class Origin(models.Model):
    """Who did something and from where: the personal part of an entry, shared by all that one person did from there.

    Its values can be erased; the commitment stays, so that what was hashed can still be checked. While the values are
    there, commitment = SHA-256(salt + canonical JSON of the values).
    look_up: a keyed hash of the values, by which the next entry finds this row.
    erased_by: the entry that says who erased the values and why.
    """

    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    # As text: PostgreSQL writes some addresses in another way than they were given, and the commitment would not fit.
    address = models.CharField(max_length=45, null=True, blank=True)  # noqa: DJ001 - none is not an empty address
    user_agent = models.CharField(max_length=300, blank=True)
    look_up = models.BinaryField(max_length=16, null=True)
    salt = models.BinaryField(max_length=16, null=True)
    commitment = models.BinaryField(max_length=32)
    erased_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["look_up"], name="audit_origin_look_up"),
            models.Index(fields=["actor_id"], name="audit_origin_actor"),
        ]
        verbose_name = _("origin of audit entries")
        verbose_name_plural = _("origins of audit entries")

    def __str__(self) -> str:
        return self.actor_name


class Entry(models.Model):
    """One thing that somebody did to one object; never changed and never deleted, which the database itself refuses.

    The actor and the object are kept as number and text, not as foreign keys, so that the record outlives both.
    before, after: the fields that changed, as JSON, without the personal ones; empty for what has no such fields.
    commitments: a salted hash for each personal value by its path (`object_name`, `before.email`); the value itself is
    a PersonalValue.
    is_change: whether data are other than before, see NO_CHANGE.
    seq, hash: the place in the chain, given when the entry is sealed, right after it was committed.
    digest: SHA-256 of the content. mark: keyed hash that only Serambi can make, over digest before and hash after
    sealing (`chain`).
    The constraint on seq also finds what has no place yet. Ordered lists of entries are read by `halves`.
    """

    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField(null=True, blank=True)
    origin = models.ForeignKey(Origin, models.DO_NOTHING, null=True, blank=True, db_index=False, related_name="+")
    verb = models.CharField(max_length=20, choices=Verb)
    is_change = models.BooleanField(default=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    object_name = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    commitments = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    seq = models.BigIntegerField(null=True, blank=True)
    digest = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32, null=True)
    mark = models.BinaryField(max_length=16, null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["object_type", "object_id", "-at"], condition=PLACED, name="audit_entry_placed_object"
            ),
            models.Index(fields=["at"], condition=PLACED, name="audit_entry_placed_at"),
            models.Index(fields=["object_type", "at"], condition=PLACED, name="audit_entry_placed_type"),
            models.Index(fields=["actor_id", "at"], condition=PLACED, name="audit_entry_placed_actor"),
            models.Index(fields=["verb", "at"], condition=PLACED, name="audit_entry_placed_verb"),
            models.Index(fields=["id"], condition=PLACED & models.Q(is_change=True), name="audit_entry_placed_changes"),
        ]
        constraints = [models.UniqueConstraint(fields=["seq"], name="audit_entry_one_at_each_place")]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.object_type} {self.object_id}"

    @property
    def actor_name(self) -> str:
        """Return who did it; empty once it was erased, and the program's name for what it did by itself."""
        if self.actor_id is None or self.origin is None:
            return PROGRAM_NAME
        return self.origin.actor_name

    @property
    def address(self) -> str | None:
        return self.origin.address if self.origin is not None else None

    @property
    def user_agent(self) -> str:
        return self.origin.user_agent if self.origin is not None else ""

    @property
    def hash_text(self) -> str:
        """Return the hash in hexadecimal; empty until the entry has its place in the chain."""
        return bytes(self.hash).hex() if self.hash is not None else ""

    @property
    def hash_groups(self) -> str:
        return chain.grouped(self.hash_text)

    @property
    def is_refused(self) -> bool:
        return self.verb in REFUSED


class Mention(models.Model):
    """That an entry tells of rows of another table beside its object: all numbers from the first to the last.

    It only finds what the entry itself says under `parts`, and is no part of the chain.
    """

    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_index=False, related_name="mentions")
    object_type = models.CharField(max_length=60)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["object_type", "first_id", "last_id", "entry"], name="audit_mention_of")]
        verbose_name = _("mention in an audit entry")
        verbose_name_plural = _("mentions in audit entries")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.object_type} {self.first_id}-{self.last_id}"


class PersonalValue(models.Model):
    """One personal value of an entry, kept apart so that it can be erased without breaking the chain.

    path: `object_name`, or a column with its side (`before.email`).
    subject_id: number of the person it tells of, where that is known.
    erased_by: the entry that says who erased it and why; then value and salt are gone.
    """

    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="personal_values")
    path = models.CharField(max_length=120)
    subject_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    value = models.JSONField(null=True)
    salt = models.BinaryField(max_length=16, null=True)
    erased_by = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("personal value of an audit entry")
        verbose_name_plural = _("personal values of audit entries")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.path}"


class ChainHead(models.Model):
    """The end of the chain, one row; whoever seals entries holds it meanwhile. mark: keyed hash of hash."""

    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    mark = models.BinaryField(max_length=16)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("head of the audit chain")
        verbose_name_plural = _("heads of the audit chain")

    def __str__(self) -> str:
        return str(self.seq)


class Verification(models.Model):
    """One check of the chain and what it found. first_seq, last_seq: the places that were checked."""

    at = models.DateTimeField(default=timezone.now)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    count = models.BigIntegerField()
    seconds = models.FloatField()
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("verification of the audit chain")
        verbose_name_plural = _("verifications of the audit chain")

    def __str__(self) -> str:
        return f"{self.at} {self.first_seq}-{self.last_seq}"
