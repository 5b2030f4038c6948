"""Attachments are archived and restored, never deleted."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from serambi.apps.attachments import errors
from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.services.rules import checked_reason, current, locked, require_attach
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot


@transaction.atomic
def archive(attachment: Attachment, *, by: Any, reason: str) -> Attachment:
    """Take an attachment out of every list and count, and out of the public; it is kept and can be restored.

    Raises NotYours, ReasonMissing, IsArchived, WasReplaced.
    """
    require_attach(attachment, by=by)
    reason = checked_reason(reason)
    found = current(locked(attachment))
    before = snapshot(found)
    found.archived_at, found.is_published = timezone.now(), False
    found.save(update_fields=["archived_at", "is_published"])
    record(Verb.ARCHIVED, found, by=by, before=before, after=snapshot(found), reason=reason)
    return found


@transaction.atomic
def restore(attachment: Attachment, *, by: Any) -> Attachment:
    """Bring an archived attachment back. Raises NotYours, IsNotArchived, and AlreadyThere when it was sent again."""
    require_attach(attachment, by=by)
    found = locked(attachment)
    if found.archived_at is None:
        raise errors.IsNotArchived(name=found.title)
    before = snapshot(found)
    found.archived_at = None
    try:
        with transaction.atomic():
            found.save(update_fields=["archived_at"])
    except IntegrityError as error:
        raise errors.AlreadyThere(name=found.title) from error
    record(Verb.RESTORED, found, by=by, before=before, after=snapshot(found))
    return found
