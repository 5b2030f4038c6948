"""Remembering how a table is laid out, so that next year's loads with one click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.exchange import errors, permissions
from serambi.exchange.models import KeptLayout

LONGEST_NAME = 120


@transaction.atomic
def keep_layout(name: str, *, fingerprint: str, layout: Mapping[str, Any], by: Any) -> KeptLayout:
    """Remember a layout; one with this name and the same fingerprint is replaced.

    Raises NotACoordinator, NameMissing, NameTooLong, and NameTaken when the name belongs to another header.
    """
    _require(by)
    name = _checked(name)
    there = KeptLayout.objects.select_for_update().filter(name=name).first()
    if there is not None and there.fingerprint != fingerprint:
        raise errors.NameTaken(name=name)
    before = snapshot(there) if there is not None else {}
    kept = there or KeptLayout(name=name, fingerprint=fingerprint)
    kept.layout, kept.kept_by, kept.kept_at = dict(layout), by, timezone.now()
    kept.save()
    record(Verb.CHANGED if there is not None else Verb.CREATED, kept, by=by, before=before, after=snapshot(kept))
    return kept


@transaction.atomic
def rename_layout(kept: KeptLayout, name: str, *, by: Any) -> KeptLayout:
    """Give a layout another name. Raises NotACoordinator, NameMissing, NameTooLong, NameTaken."""
    _require(by)
    name = _checked(name)
    current = KeptLayout.objects.select_for_update().get(pk=kept.pk)
    if current.name == name:
        return current
    if KeptLayout.objects.filter(name=name).exists():
        raise errors.NameTaken(name=name)
    before = {"name": current.name}
    current.name = name
    current.save(update_fields=["name"])
    record(Verb.CHANGED, current, by=by, before=before, after={"name": name})
    return current


@transaction.atomic
def remove_layout(kept: KeptLayout, *, by: Any) -> None:
    """Forget a layout; what was loaded with it stays. Raises NotACoordinator."""
    _require(by)
    record(Verb.DELETED, kept, by=by, before=snapshot(kept))
    kept.delete()


def _require(by: Any) -> None:
    if by is not None and not permissions.can_keep_layouts(by):
        raise errors.NotACoordinator


def _checked(name: str) -> str:
    name = name.strip()
    if not name:
        raise errors.NameMissing
    if len(name) > LONGEST_NAME:
        raise errors.NameTooLong(longest=LONGEST_NAME)
    return name
