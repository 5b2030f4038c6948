"""What people do to their views of the register."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.text import slugify

from serambi.apps.plans.errors import NotACoordinator
from serambi.apps.plans.models import DefaultView, SavedView, ViewPage
from serambi.apps.plans.queries.saved_views import can_change_view, can_share_views
from serambi.apps.plans.register_errors import (
    NotYourView,
    ViewNameMissing,
    ViewNameTaken,
    ViewTooLong,
)
from serambi.apps.plans.services.audited import changed, created, locked, removed

_LONGEST = 2000
# What says where one is in the list, and not what the list shows.
NOT_KEPT = ("page", "view", "select")


@transaction.atomic
def save_view(*, by: Any, name: str, page: str, query: str, is_shared: bool = False) -> SavedView:
    """Keep what the register shows under a name. query: of the address. Raises ViewNameMissing, ViewNameTaken,
    ViewTooLong, and NotACoordinator where anybody else shares it."""
    _check(name, by=by, is_shared=is_shared)
    view = SavedView(
        owner=by,
        name=name.strip(),
        slug=_free_slug(name),
        page=page if page in ViewPage.values else ViewPage.LIST,
        query=kept_query(query),
        is_shared=is_shared,
    )
    return created(view, by=by)


@transaction.atomic
def replace_view(view: SavedView, *, by: Any, page: str, query: str) -> SavedView:
    """Let a view show something else under the same name and link. Raises NotYourView, ViewTooLong."""
    current = _own(view, by=by)
    shown = page if page in ViewPage.values else ViewPage.LIST
    changed(current, {"page": shown, "query": kept_query(query)}, by=by)
    return current


@transaction.atomic
def rename_view(view: SavedView, *, by: Any, name: str, is_shared: bool) -> SavedView:
    """Give a view another name, or share it; its link stays. Raises NotYourView and what `save_view` raises."""
    current = _own(view, by=by)
    _check(name, by=by, is_shared=is_shared and not current.is_shared, owner=current.owner_id, of=current.pk)
    changed(current, {"name": name.strip(), "is_shared": is_shared}, by=by)
    if not is_shared:
        DefaultView.objects.filter(view=current).exclude(user=current.owner_id).delete()
    return current


@transaction.atomic
def delete_view(view: SavedView, *, by: Any) -> None:
    """Delete a view; whoever opened the register with it sees all programs again. Raises NotYourView."""
    removed(_own(view, by=by), by=by)


@transaction.atomic
def set_default_view(view: SavedView, *, by: Any) -> None:
    """Open the register with this view for this person. Raises NotYourView."""
    if view.owner_id != by.pk and not view.is_shared:
        raise NotYourView
    clear_default_view(by=by)
    created(DefaultView(user=by, view=view), by=by)


@transaction.atomic
def clear_default_view(*, by: Any) -> None:
    """Open the register with all programs for this person."""
    for default in DefaultView.objects.filter(user=by.pk):
        removed(default, by=by)


def kept_query(query: str) -> str:
    """Return what of an address is kept: filters that say something, order and columns. Raises ViewTooLong."""
    given = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        given.pop(name, None)
    found = QueryDict(mutable=True)
    for name in sorted(given):
        values = [value for value in given.getlist(name) if value]
        if values:
            found.setlist(name, values)
    text = found.urlencode()
    if len(text) > _LONGEST:
        raise ViewTooLong
    return text


def _own(view: SavedView, *, by: Any) -> SavedView:
    current = locked(view)
    if not can_change_view(by, current):
        raise NotYourView
    return current


def _check(name: str, *, by: Any, is_shared: bool, owner: int | None = None, of: int | None = None) -> None:
    if not name.strip():
        raise ViewNameMissing
    if is_shared and not can_share_views(by):
        raise NotACoordinator
    others = SavedView.objects.filter(owner=owner or by.pk, name=name.strip())
    if any(pk != of for pk in others.values_list("pk", flat=True)):
        raise ViewNameTaken(name=name.strip())


def _free_slug(name: str) -> str:
    """Return an address of the name's letters that no other view has."""
    stem = slugify(name)[:70] or "view"
    taken = set(SavedView.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken or slug in ("create", "default"):
        number += 1
        slug = f"{stem}-{number}"
    return slug
