"""Tables of others: what was loaded, so that it can be taken back, layouts that are remembered, files on the way."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.plans.models import MasterPlan

# What a load of realizations counts, and no other does.
REPORTED = "realizations_reported"


class LoadQuerySet(models.QuerySet["Load"]):
    def visible_to(self, user: Any) -> LoadQuerySet:
        """Return what the person may see: loads are the coordinator's."""
        return self if is_coordinator(user) else self.none()

    def standing(self) -> LoadQuerySet:
        """Return the loads that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def of_realizations(self) -> LoadQuerySet:
        """Return the loads of form E.81 and of monthly exports."""
        return self.filter(counts__has_key=REPORTED)


class Load(models.Model):
    """One table of programs that was loaded, with all that has to be known to take it back.

    counts: how many objects of each kind were created or changed. totals: rupiah as text, by year, what the table was
    understood to say and what stands in the register of it. accepted: the doubts that the person accepted.
    created: the rows by table as they were written: `{"plans.program": {"columns": […], "rows": [[…], …]}}`; many rows
    are packed, and `imports.kept.rows_of` gives them back.
    changed: what was there before, field by field. undone: what taking it back removed, restored, and left.
    """

    plan = models.ForeignKey(MasterPlan, models.CASCADE, related_name="loads")
    file_name = models.CharField(_("file"), max_length=255)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    layout_name = models.CharField(_("layout"), max_length=120, blank=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    loaded_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    accepted = models.JSONField(default=list)
    created = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone = models.JSONField(default=dict)

    objects = LoadQuerySet.as_manager()

    class Meta:
        ordering = ["-loaded_at", "-id"]
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        indexes = [models.Index(fields=["file_sha256"], name="load_file")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_of_realizations(self) -> bool:
        """Tell whether it loaded what was spent, and nothing else."""
        return REPORTED in self.counts


class KeptLayoutQuerySet(models.QuerySet["KeptLayout"]):
    def visible_to(self, user: Any) -> KeptLayoutQuerySet:
        """Return what the person may see: layouts are the coordinator's."""
        return self if is_coordinator(user) else self.none()


class KeptLayout(models.Model):
    """How a table is laid out, as a person confirmed it, for the next table with the same header.

    fingerprint: of the header, made by whoever reads tables. layout: what each column is, as JSON.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    fingerprint = models.CharField(max_length=64, db_index=True)
    layout = models.JSONField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    kept_at = models.DateTimeField()

    objects = KeptLayoutQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")

    def __str__(self) -> str:
        return self.name


# The format of an upload that is a workbook of ours and no table of others.
WORKBOOK = "workbook"
# The format of a table of observations; agencies send them too.
OBSERVATIONS = "observations"
# The format of form E.81 or a monthly export, which say what was spent; agencies send them too.
REALIZATIONS = "spending"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Any) -> UploadQuerySet:
        """Return what the person may see: tables on the way are the coordinator's."""
        return self if is_coordinator(user) else self.none()


def new_folder() -> str:
    return uuid.uuid4().hex


class Upload(models.Model):
    """A table that somebody sent and that is not loaded yet: what was decided about it; its file lies in a folder.

    format: as its reader calls it, `pasted` for a block of text, "" while the file is not read. cells: how large it is,
    blanks counted. folder: the name of its folder, below that of all uploads (`uploads.files`). mapping: by sheet what
    each column is, and which sheets are left out. choices: as `Choices.as_json` writes them. refusal: why the file
    cannot be read, in the words of who sent it. job: the newest work on it in the background.
    """

    file_name = models.CharField(_("file"), max_length=255)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=12, blank=True)
    cells = models.PositiveIntegerField(default=0)
    name = models.CharField(_("what it is"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    folder = models.CharField(max_length=32, unique=True, default=new_folder)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    job = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("table on the way")
        verbose_name_plural = _("tables on the way")

    def __str__(self) -> str:
        return self.file_name
