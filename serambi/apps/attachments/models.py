"""Files stored once by their content, and what each of them was attached to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from serambi.apps.attachments.checking.kinds import PICTURES, Kind


class FileKind(models.TextChoices):
    PDF = Kind.PDF.value, _("PDF document")
    JPEG = Kind.JPEG.value, _("Photograph (JPEG)")
    PNG = Kind.PNG.value, _("Picture (PNG)")
    HEIC = Kind.HEIC.value, _("Photograph (HEIC)")
    XLSX = Kind.XLSX.value, _("Spreadsheet (XLSX)")
    DOCX = Kind.DOCX.value, _("Document (DOCX)")


class Scan(models.TextChoices):
    """What the virus scanner said. Not scanned: none is installed; failed: it is, and did not answer."""

    NOT_SCANNED = "not_scanned", _("Not scanned for viruses")
    FAILED = "failed", _("The virus scanner did not answer")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("A virus was found")


class StoredFile(models.Model):
    """One content in the folder of files, whoever attached it how often.

    digest: SHA-256 of the content, which is also its place in the folder. told: codes of what was noticed when it was
    taken. taken_at, latitude, longitude: what a photograph says of itself, for those who verify.
    hash_bits: 64 bits of the perceptual hash, as a signed number; band_0 … band_3: its four parts of 16 bits, by which
    similar pictures are found without comparing with all.
    """

    digest = models.CharField(_("fingerprint"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=5, choices=FileKind)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    told = models.JSONField(default=list, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    hash_bits = models.BigIntegerField(null=True, blank=True)
    band_0 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_1 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_2 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    band_3 = models.PositiveIntegerField(null=True, blank=True, db_index=True)
    scan = models.CharField(_("virus scan"), max_length=11, choices=Scan, default=Scan.NOT_SCANNED)
    scan_note = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def current(self) -> AttachmentQuerySet:
        """Return what stands: neither archived nor replaced, and no virus was found in it since."""
        return self.filter(archived_at__isnull=True, replaced_at__isnull=True).exclude(stored__scan=Scan.INFECTED)


class Attachment(models.Model):
    """One file that stands for something: a milestone reached, a figure, a report.

    owner_type, owner_id: what it belongs to, as the record of writes names it (`plans.milestone`); the app of that
    object says who may do what (`permissions.Owner`). organization: abbreviation of the agency that answered for the
    object then. version: 1, and one more for each replacement; replaces: the version before.
    is_published: a person confirmed that everybody may see it. covered: areas made unrecognizable in what the public
    sees, each as left, top, width and height in percent.
    """

    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    owner_type = models.CharField(_("belongs to"), max_length=60)
    owner_id = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=200)
    description = models.CharField(_("description"), max_length=300, blank=True)
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    organization = models.CharField(_("organization"), max_length=60, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    uploaded_at = models.DateTimeField(_("sent"))
    version = models.PositiveIntegerField(_("version"), default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replacement")
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    covered = models.JSONField(_("covered areas"), default=list, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="attachment_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_type", "owner_id", "stored"],
                condition=Q(archived_at__isnull=True, replaced_at__isnull=True),
                name="attached_once",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(archived_at__isnull=True, replaced_at__isnull=True),
                name="only_current_attachments_are_published",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.archived_at is None and self.replaced_at is None

    @property
    def title(self) -> str:
        """Return what a reader calls it: what somebody wrote about it, else the name of the file."""
        return self.description or self.name

    @property
    def public_title(self) -> str:
        """Return what the public calls it: names of files say more about people than they should."""
        return self.description or self.stored.get_kind_display()
