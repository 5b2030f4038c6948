"""The views of the register that a person has kept or is offered."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.agencies.queries import Reading
from serambi.apps.plans.models import DefaultView, SavedView
from serambi.ui.shelf import Shelf


def views_for(user: Any) -> list[SavedView]:
    """Return a person's own views and those that are shared, by name, each with `is_default`; one query.

    Who has not signed in has none.
    """
    return list(_offered(user).select_related("owner")) if user.is_authenticated else []


_kept: Shelf[list[SavedView]] = Shelf(256)


def kept_views(user: Any, reading: Reading | None) -> list[SavedView]:
    """Return the same as `views_for`, read once until something is written: every change of a view is recorded."""
    return _kept.get(reading and (user.pk, reading.state), lambda: views_for(user))


def _offered(user: Any) -> QuerySet[SavedView]:
    default = Exists(DefaultView.objects.filter(user=user.pk, view=OuterRef("pk")))
    return SavedView.objects.filter(Q(owner=user.pk) | Q(is_shared=True)).annotate(is_default=default)


def get_view_for(user: Any, slug: str) -> SavedView:
    """Return a view that is the person's own or shared; raise Http404."""
    found = _offered(user).select_related("owner").filter(slug=slug).first() if user.is_authenticated else None
    if found is None:
        raise Http404(slug)
    return found


def get_own_view_for(user: Any, slug: str) -> SavedView:
    """Return a view that the person may change; raise Http404."""
    found = get_view_for(user, slug)
    if not can_change_view(user, found):
        raise Http404(slug)
    return found


def can_change_view(user: Any, view: SavedView) -> bool:
    """Tell whether a view is the person's to change: their own, and for the coordinator every shared one."""
    return view.owner_id == user.pk or (view.is_shared and is_coordinator(user))


def can_share_views(user: Any) -> bool:
    return is_coordinator(user)
