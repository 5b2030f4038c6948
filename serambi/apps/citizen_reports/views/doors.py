"""Who is let through to the pages of those who answer; whoever is not finds nothing there."""

from __future__ import annotations

from typing import Any, ParamSpec

from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.citizen_reports.permissions import can_assign, can_handle_any, can_see_clusters
from serambi.ui.doors import Inner, View, open_to

P = ParamSpec("P")
Crumbs = list[tuple[Any, str]]


def for_handlers(view: Inner[P]) -> View:
    """Let those through to whom reports can be assigned; what they see is narrowed further by the queries."""
    return open_to(can_handle_any)(view)


def for_coordinators(view: Inner[P]) -> View:
    """Let the coordinator through."""
    return open_to(can_assign)(view)


def for_readers_of_clusters(view: Inner[P]) -> View:
    """Let everybody with a role through."""
    return open_to(can_see_clusters)(view)


def crumbs(*more: tuple[Any, str]) -> Crumbs:
    return [(_("Citizen reports"), reverse("citizen_reports:list")), *more]


def tabs(user: Any, current: str) -> list[dict[str, Any]]:
    """Return the rooms of this app that a person may enter; current: the one that is shown."""
    rooms = [("list", _("Reports"))] if can_handle_any(user) else []
    rooms += [("clusters", _("Where they pile up"))] if can_see_clusters(user) else []
    rooms += [("categories", _("Categories"))] if can_assign(user) else []
    rooms += [("home", _("What the public sees"))] if rooms else []
    return [
        {"label": label, "url": reverse(f"citizen_reports:{name}"), "current": name == current} for name, label in rooms
    ]
