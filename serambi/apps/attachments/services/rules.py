"""What every service about attachments asks first."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from serambi.apps.attachments import errors
from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.permissions import Owner, owner_of


def check_may_attach(target: Model, *, by: Any) -> None:
    if not owner_of(target._meta.label_lower).may_attach(by, target):
        raise errors.NotYours


def target_of(attachment: Attachment, *, by: Any) -> tuple[Owner, Any]:
    """Return what an attachment belongs to; NotYours when the person may not see that."""
    owner = owner_of(attachment.owner_type)
    target = owner.find(by, [attachment.owner_id]).get(attachment.owner_id)
    if target is None:
        raise errors.NotYours
    return owner, target


def require_attach(attachment: Attachment, *, by: Any) -> None:
    owner, target = target_of(attachment, by=by)
    if not owner.may_attach(by, target):
        raise errors.NotYours


def require_verify(attachment: Attachment, *, by: Any) -> None:
    owner, target = target_of(attachment, by=by)
    if not owner.may_verify(by, target):
        raise errors.NotYours


def locked(attachment: Attachment) -> Attachment:
    """Return the attachment as it is now, held until the transaction ends."""
    return Attachment.objects.select_for_update(of=("self",)).select_related("stored").get(pk=attachment.pk)


def current(attachment: Attachment) -> Attachment:
    """Return the attachment when it stands; raise what has become of it."""
    if attachment.archived_at is not None:
        raise errors.IsArchived(name=attachment.title)
    if attachment.replaced_at is not None:
        raise errors.WasReplaced(name=attachment.title)
    return attachment


def checked_reason(reason: str) -> str:
    if not reason.strip():
        raise errors.ReasonMissing
    return reason.strip()
