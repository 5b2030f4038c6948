"""A file is taken, or refused and written into the record."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone, translation

from serambi.apps.attachments import errors, scanning, storage
from serambi.apps.attachments.checking.inspection import Inspection, inspect
from serambi.apps.attachments.checking.kinds import PICTURES, Kind
from serambi.apps.attachments.checking.names import checked_name, kind_by_ending, shown
from serambi.apps.attachments.models import Attachment, Scan, StoredFile
from serambi.apps.attachments.permissions import owner_of
from serambi.apps.attachments.queries import size_of
from serambi.apps.attachments.services.rules import check_may_attach, checked_reason, current, target_of
from serambi.apps.attachments.similar import columns
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.ui import formats

_log = logging.getLogger(__name__)
_ENDING = {Kind.JPEG: "jpg", Kind.PNG: "png", Kind.HEIC: "heic"}


def attach(
    target: Model,
    file: UploadedFile[Any],
    *,
    by: Any,
    today: dt.date,
    description: str = "",
    document_date: dt.date | None = None,
) -> Attachment:
    """Take a file for an object, after everything about it was checked.

    Raises NotYours, DateInFuture, or a FileRefused, which is in the record when it is raised.
    """
    check_may_attach(target, by=by)
    _check_date(document_date, today)
    details = {"description": description.strip()[:300], "document_date": document_date}
    try:
        return _take(target, file, by=by, details=details)
    except errors.FileRefused as refusal:
        note_refusal(target, refusal, name=str(file.name), size=file.size or 0, by=by)
        raise


def replace(
    attachment: Attachment,
    file: UploadedFile[Any],
    *,
    by: Any,
    reason: str,
    document_date: dt.date | None,
    today: dt.date,
) -> Attachment:
    """Put another file in the place of one; the earlier version stays, and is no longer published.

    Raises NotYours, ReasonMissing, IsArchived, WasReplaced, DateInFuture, or a FileRefused.
    """
    target = target_of(attachment, by=by)[1]
    check_may_attach(target, by=by)
    reason = checked_reason(reason)
    _check_date(document_date, today)
    current(attachment)
    details = {"description": attachment.description, "document_date": document_date}
    try:
        return _take(target, file, by=by, details=details, instead_of=attachment, reason=reason)
    except errors.FileRefused as refusal:
        note_refusal(target, refusal, name=str(file.name), size=file.size or 0, by=by)
        raise


def note_refusal(target: Model, refusal: errors.FileRefused, *, name: str, size: int, by: Any) -> None:
    """Write into the record that a file was refused, and why; also used for what was refused on its way."""
    with translation.override(settings.LANGUAGE_CODE):
        sentence = str(refusal)
    record(
        Verb.REFUSED, target, by=by, after={"file": shown(name), "size": size, "code": refusal.code}, reason=sentence
    )
    _log.warning("refused a file for %s %s: %s", target._meta.label_lower, target.pk, refusal.code)


def _take(
    target: Model,
    file: UploadedFile[Any],
    *,
    by: Any,
    details: dict[str, Any],
    instead_of: Attachment | None = None,
    reason: str = "",
) -> Attachment:
    name = checked_name(str(file.name or ""))
    _check_size(target, file, name=name, instead_of=instead_of)
    with storage.incoming() as folder:
        path, views = folder / "file", folder / "views"
        views.mkdir()
        digest = storage.receive(file.chunks(), path)
        if instead_of is not None and instead_of.stored.digest == digest:
            raise errors.AlreadyThere(name=shown(name))
        found = inspect(path, name=name, views=views)
        earlier = StoredFile.objects.filter(digest=digest, scan=Scan.INFECTED).first()
        if earlier is not None:
            raise errors.Infected(name=shown(name), found=earlier.scan_note)
        verdict = scanning.scan(path)
        if verdict.scan is Scan.INFECTED:
            storage.lock_away(path, digest)
            raise errors.Infected(name=shown(name), found=verdict.found)
        size = path.stat().st_size
        storage.keep(path, digest, views=views)
    try:
        with transaction.atomic():
            stored = _stored(digest, size, found, verdict)
            columns_of = {**details, "name": _right_name(name, found.kind), "stored": stored}
            return _created(target, columns_of, by=by, instead_of=instead_of, reason=reason)
    except IntegrityError as error:
        raise errors.AlreadyThere(name=shown(name)) from error


def _check_size(target: Model, file: UploadedFile[Any], *, name: str, instead_of: Attachment | None) -> None:
    size = file.size or 0
    if size == 0:
        raise errors.Empty(name=shown(name))
    if size > settings.FILE_BYTES:
        raise errors.TooLarge(name=shown(name), limit=formats.file_size(settings.FILE_BYTES))
    others = size_of(target._meta.label_lower, target.pk) - (instead_of.stored.size if instead_of else 0)
    if others + size > settings.ITEM_BYTES:
        raise errors.ItemFull(name=shown(name), limit=formats.file_size(settings.ITEM_BYTES))


def _stored(digest: str, size: int, found: Inspection, verdict: scanning.Verdict) -> StoredFile:
    """Return the row of a content, made anew where it is the first with it."""
    scanned = {
        "scan": verdict.scan,
        "scan_note": verdict.found,
        "scanned_at": timezone.now() if verdict.scan is Scan.CLEAN else None,
    }
    facts = {
        "kind": found.kind.value,
        "size": size,
        "pages": found.pages,
        "width": found.width,
        "height": found.height,
        "told": list(found.told),
        "taken_at": found.taken_at,
        "latitude": found.latitude,
        "longitude": found.longitude,
        **columns(found.perceptual_hash),
    }
    # What an earlier scan said stands until a scanner says something again.
    again = scanned if verdict.scan is Scan.CLEAN else {}
    return StoredFile.objects.update_or_create(digest=digest, defaults=again, create_defaults={**facts, **scanned})[0]


def _created(
    target: Model, details: dict[str, Any], *, by: Any, instead_of: Attachment | None, reason: str
) -> Attachment:
    now = timezone.now()
    version = 1
    if instead_of is not None:
        earlier = current(Attachment.objects.select_for_update().get(pk=instead_of.pk))
        before = snapshot(earlier)
        earlier.replaced_at, earlier.is_published = now, False
        earlier.save(update_fields=["replaced_at", "is_published"])
        record(Verb.CHANGED, earlier, by=by, before=before, after=snapshot(earlier), reason=reason)
        version = earlier.version + 1
    attachment = Attachment.objects.create(
        owner_type=target._meta.label_lower,
        owner_id=target.pk,
        organization=owner_of(target._meta.label_lower).describe(target).organization[:60],
        uploaded_by=by,
        uploaded_at=now,
        version=version,
        replaces=instead_of,
        **details,
    )
    record(Verb.CREATED, attachment, by=by, after=snapshot(attachment), reason=reason)
    return attachment


def _right_name(name: str, kind: Kind) -> str:
    """Return the name with the ending of what the picture is."""
    if kind in PICTURES and kind_by_ending(name) is not kind:
        return f"{Path(name).stem}.{_ENDING[kind]}"
    return name


def _check_date(day: dt.date | None, today: dt.date) -> None:
    if day is not None and day > today:
        raise errors.DateInFuture
