"""The folder of files held against the database: what is missing, changed or left over, and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from django.db import transaction
from django.utils import timezone

from serambi.apps.attachments import scanning, storage
from serambi.apps.attachments.checking.inspection import inspect
from serambi.apps.attachments.errors import FileRefused
from serambi.apps.attachments.models import Attachment, Scan, StoredFile
from serambi.apps.attachments.partial import forgotten
from serambi.apps.attachments.picture_views import VIEWS
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot

# What is on its way for longer is on no way any more; a file may be moved before its row is committed.
_LEFT_OVER = dt.timedelta(hours=24)


@dataclass(slots=True)
class Upkeep:
    """What was found in the folder.

    missing: rows whose file is gone. changed: rows whose file has another content. without_views: pictures of which a
    view is gone. strangers: digests in the folder that no row names. unused: rows that no attachment names. left_over:
    folders of files that never arrived.
    """

    count: int = 0
    missing: list[StoredFile] = field(default_factory=list)
    changed: list[StoredFile] = field(default_factory=list)
    without_views: list[StoredFile] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    unused: list[StoredFile] = field(default_factory=list)
    left_over: list[Path] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.changed or self.without_views)


def check() -> Upkeep:
    """Read every file and compare it with its fingerprint; nothing is written."""
    found = Upkeep()
    known = set()
    attached = set(Attachment.objects.values_list("stored_id", flat=True))
    for stored in StoredFile.objects.order_by("pk").iterator():
        found.count += 1
        known.add(stored.digest)
        path = storage.content_path(stored.digest)
        if stored.pk not in attached and _is_old(stored.stored_at):
            found.unused.append(stored)
        if stored.scan == Scan.INFECTED:
            continue
        if not path.is_file():
            found.missing.append(stored)
        elif storage.digest_of(path) != stored.digest:
            found.changed.append(stored)
        elif stored.is_picture and not all(storage.view_path(stored.digest, view).is_file() for view in VIEWS):
            found.without_views.append(stored)
    found.strangers = [digest for digest in storage.stored_digests() if digest not in known and _lies_long(digest)]
    found.left_over = [*(path for path in storage.leftovers() if _is_old(_moment(path))), *forgotten()]
    return found


def repair(found: Upkeep) -> list[StoredFile]:
    """Make missing views anew from the originals; return the files of which that was done."""
    made = []
    for stored in found.without_views:
        with storage.incoming() as folder:
            try:
                inspect(storage.content_path(stored.digest), name=f"picture.{stored.kind}", views=folder)
            except FileRefused:
                continue
            storage.keep_views(folder, storage.folder_of(stored.digest))
        made.append(stored)
    return made


def clean(found: Upkeep) -> int:
    """Delete what nothing refers to and what never arrived; return how many. Attachments are never deleted."""
    for stored in found.unused:
        with transaction.atomic():
            record(Verb.REMOVED, stored, by=None, before=snapshot(stored))
            stored.delete()
        storage.remove(stored.digest)
    for digest in found.strangers:
        storage.remove(digest)
    for path in found.left_over:
        rmtree(path, ignore_errors=True)
    return len(found.unused) + len(found.strangers) + len(found.left_over)


def scan_again() -> Iterator[StoredFile]:
    """Ask the virus scanner about every file it has not called clean, and yield those in which it found something."""
    waiting = StoredFile.objects.exclude(scan__in=[Scan.CLEAN, Scan.INFECTED]).order_by("pk")
    for stored in waiting.iterator():
        path = storage.content_path(stored.digest)
        verdict = scanning.scan(path) if path.is_file() else scanning.Verdict(Scan.FAILED)
        if verdict.scan == stored.scan:
            continue
        before = snapshot(stored, ["scan"])
        stored.scan, stored.scan_note, stored.scanned_at = verdict.scan, verdict.found, timezone.now()
        with transaction.atomic():
            stored.save(update_fields=["scan", "scan_note", "scanned_at"])
            record(Verb.CHANGED, stored, by=None, before=before, after=snapshot(stored, ["scan"]), reason=verdict.found)
            if verdict.scan is Scan.INFECTED:
                _take_out_of_the_public(stored)
        if verdict.scan is Scan.INFECTED:
            storage.lock_away(path, stored.digest)
            yield stored


def _take_out_of_the_public(stored: StoredFile) -> None:
    for attachment in Attachment.objects.filter(stored=stored, is_published=True):
        before = snapshot(attachment)
        attachment.is_published = False
        attachment.save(update_fields=["is_published"])
        record(Verb.CHANGED, attachment, by=None, before=before, after=snapshot(attachment), reason=stored.scan_note)


def _is_old(moment: dt.datetime) -> bool:
    return timezone.now() - moment > _LEFT_OVER


def _lies_long(digest: str) -> bool:
    return _is_old(_moment(storage.folder_of(digest)))


def _moment(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)
