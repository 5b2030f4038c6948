"""Who may do what with citizen reports.

A resident needs no account: the private link shows one report and nothing else. An agency's people see and handle what
is assigned to it, the coordinator everything. Everybody with a role sees where reports pile up, in counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, standing
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.citizen_reports.workflow import Who


def can_handle_any(user: Any) -> bool:
    """Tell whether citizen reports can be assigned to the person at all: to officers, heads and the coordinator."""
    return standing(user).has(Role.COORDINATOR, Role.OFFICER, Role.HEAD)


def can_handle(user: Any, report: CitizenReport) -> bool:
    """Tell whether the person sees who reported it, answers it and moves it on."""
    if is_coordinator(user):
        return True
    return report.agency_id is not None and report.agency_id in standing(user).at(Role.OFFICER, Role.HEAD)


def can_assign(user: Any) -> bool:
    """Tell whether the person decides which agency takes care of a report."""
    return is_coordinator(user)


def can_keep_categories(user: Any) -> bool:
    return is_coordinator(user)


def can_see_clusters(user: Any) -> bool:
    """Tell whether the person sees where reports pile up: everybody with a role."""
    return bool(standing(user).organizations)


def can_link_program(user: Any) -> bool:
    """Tell whether the person says which program takes care of a pile of reports."""
    return is_coordinator(user)


def _coordinator(user: Any, report: CitizenReport) -> bool:
    return is_coordinator(user)


def _nobody(user: Any, report: CitizenReport) -> bool:
    """Whoever holds the private link comes through another door than people with an account."""
    return False


BY_WHOM: Mapping[Who, Callable[[Any, CitizenReport], bool]] = {
    Who.HANDLER: can_handle,
    Who.COORDINATOR: _coordinator,
    Who.RESIDENT: _nobody,
}
