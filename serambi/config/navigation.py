"""The way through the program: one entry per room of the loop, in its order."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.permissions import standing


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation. current: the page being shown lies under it."""

    label: str | Promise
    url: str
    current: bool
    count: int = 0
    title: str = ""


# What a page belongs to is decided by its name space, so that a pillar page lights up the overview.
ENTRIES: tuple[tuple[str | Promise, str, frozenset[str]], ...] = (
    (_("Overview"), "evaluation:dashboard", frozenset({"evaluation"})),
    (_("Plan"), "plans:program_list", frozenset({"plans", "budgets", "imports", "workbook"})),
    (_("Reporting"), "progress:due", frozenset({"progress"})),
    (_("Meetings"), "meetings:meeting_list", frozenset({"meetings", "letters", "papers"})),
    (_("Partners"), "partnerships:commitment_list", frozenset({"partnerships"})),
    (_("Residents"), "citizen_reports:home", frozenset({"citizen_reports"})),
    (_("Indicators"), "indicators:indicator_list", frozenset({"indicators"})),
    (_("Data"), "observations:series_list", frozenset({"observations", "observation_tables"})),
    (_("Areas"), "regions:area_list", frozenset({"regions"})),
    (_("Organizations"), "agencies:organization_list", frozenset({"agencies"})),
)

# Rooms that are not for the public.
FOR_PEOPLE_WITH_A_ROLE = frozenset({"progress", "meetings", "letters", "partnerships"})


def navigation(request: HttpRequest) -> list[Entry]:
    """Return the entries of the main navigation for this page."""
    match = getattr(request, "resolver_match", None)
    here = match.app_name if match else ""
    entries = []
    has_role = bool(standing(getattr(request, "user", None)).organizations)
    for label, name, spaces in ENTRIES:
        if spaces & FOR_PEOPLE_WITH_A_ROLE and not has_role:
            continue
        try:
            entries.append(Entry(label, reverse(name), here in spaces))
        except NoReverseMatch:  # a room that this installation has not opened
            continue
    return entries
