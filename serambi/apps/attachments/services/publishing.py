"""Nothing is shown to everybody before a person has looked at it and said so, one file at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from serambi.apps.attachments import errors, storage
from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.services.rules import current, locked, require_verify
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot

# An area is left, top, width and height in percent of the picture.
Area = tuple[float, float, float, float]
# So few fields of one colour that neither a face nor a number can be told from them.
_FIELDS = 4


@transaction.atomic
def publish(attachment: Attachment, *, by: Any, confirmed: bool) -> Attachment:
    """Show an attachment to everybody. confirmed: that a person looked at it and nobody can be recognized.

    Raises NotYours, NotConfirmed, IsArchived, WasReplaced, AlreadyPublished.
    """
    require_verify(attachment, by=by)
    if not confirmed:
        raise errors.NotConfirmed
    found = current(locked(attachment))
    if found.is_published:
        raise errors.AlreadyPublished(name=found.title)
    return _changed(found, by=by, is_published=True, published_by=by)


@transaction.atomic
def unpublish(attachment: Attachment, *, by: Any) -> Attachment:
    """Take an attachment out of the public. Raises NotYours, NotPublished."""
    require_verify(attachment, by=by)
    found = locked(attachment)
    if not found.is_published:
        raise errors.NotPublished(name=found.title)
    return _changed(found, by=by, is_published=False, published_by=None)


@transaction.atomic
def cover(attachment: Attachment, *, areas: Sequence[Area], by: Any) -> Attachment:
    """Make areas of a picture unrecognizable in what the public sees; no areas show all of it again.

    What was published is not any more: somebody has to look at what it has become. The original stays as it is.
    Raises NotYours, NoPicture, IsArchived, WasReplaced.
    """
    require_verify(attachment, by=by)
    found = current(locked(attachment))
    if not found.stored.is_picture:
        raise errors.NoPicture
    if areas:
        _write_covered(found, areas)
    return _changed(found, by=by, covered=[list(area) for area in areas], is_published=False, published_by=None)


def _changed(found: Attachment, *, by: Any, **columns: Any) -> Attachment:
    before = snapshot(found)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=sorted(columns))
    record(Verb.CHANGED, found, by=by, before=before, after=snapshot(found))
    return found


def _write_covered(attachment: Attachment, areas: Sequence[Area]) -> None:
    from PIL import Image  # noqa: PLC0415 - few cover anything, and every process would carry it

    from serambi.apps.attachments.checking.pictures import write_views  # noqa: PLC0415 - it opens pictures likewise

    digest = attachment.stored.digest
    # This is the view that was made here, not what somebody sent; it needs no process apart.
    with Image.open(storage.view_path(digest, "view"), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    for left, top, width, height in areas:
        box = (
            int(left / 100 * picture.width),
            int(top / 100 * picture.height),
            max(int((left + width) / 100 * picture.width), int(left / 100 * picture.width) + 1),
            max(int((top + height) / 100 * picture.height), int(top / 100 * picture.height) + 1),
        )
        piece = picture.crop(box)
        few = piece.resize((min(_FIELDS, piece.width), min(_FIELDS, piece.height)), Image.Resampling.BOX)
        picture.paste(few.resize(piece.size, Image.Resampling.NEAREST), box)
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    with storage.incoming() as folder:
        write_views(clean, folder)
        storage.keep_views(folder, storage.view_path(digest, "view", attachment=attachment.pk).parent)
