"""Opening a form by a link, and taking the link away."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.progress.models import FormLink


@transaction.atomic
def use_link(link: FormLink) -> None:
    """Write down that the person came by their link."""
    FormLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
    record(Verb.SIGNED_IN, link.user, by=link.user, after={"form_link": link.pk})


@transaction.atomic
def revoke_link(link: FormLink, *, by: Any) -> None:
    """End a link and every session that came by it; one that is revoked already stays as it is."""
    if not FormLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        return
    record(Verb.ARCHIVED, link, by=by, after={"person": str(link.user)})
