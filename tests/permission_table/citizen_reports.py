"""Citizen reports: everybody sends and follows one; an agency's people handle what is assigned to it."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR,
    COORDINATOR_KNOWS,
    NO_METHOD_INSIDE,
    PUBLIC,
    SIGNED_IN,
    Outcome,
    Permission,
    Rule,
    form,
    only,
    public_page,
    reading,
    sending,
)

# Everybody to whom reports can be assigned has the list; one report is seen by those who handle it.
ANY_HANDLER = only("coordinator", "officer", "stranger", "head", others=Outcome.HIDDEN)
HANDLES = only("coordinator", "officer", "head", others=Outcome.HIDDEN)


def closed(rule: Rule) -> Rule:
    """Return what sending answers where the same people may only read."""
    return {role: Outcome.NO_METHOD if outcome is Outcome.OPEN else outcome for role, outcome in rule.items()}


CITIZEN_REPORTS: list[Permission] = [
    public_page("citizen_reports:home"),
    form("citizen_reports:send", PUBLIC),
    public_page("citizen_reports:near", query=addresses.position),
    # Whoever holds the private link; one that was changed answers 410.
    public_page("citizen_reports:follow", addresses.private_link),
    public_page("citizen_reports:photograph", addresses.photograph_by_link),
    sending("citizen_reports:reopen", PUBLIC, addresses.private_link),
    sending("citizen_reports:judge", PUBLIC, addresses.private_link),
    sending("citizen_reports:photographs", PUBLIC, addresses.private_link),
    sending("citizen_reports:erase_mine", PUBLIC, addresses.private_link),
    reading("citizen_reports:list", ANY_HANDLER, closed(ANY_HANDLER)),
    form("citizen_reports:assign", COORDINATOR_KNOWS),
    reading("citizen_reports:report", HANDLES, closed(ANY_HANDLER), addresses.citizen_report),
    Permission("citizen_reports:note", closed(ANY_HANDLER), HANDLES, addresses.citizen_report),
    form("citizen_reports:erase", HANDLES, addresses.citizen_report),
    form("citizen_reports:move", HANDLES, addresses.citizen_report_accept),
    reading("citizen_reports:clusters", SIGNED_IN, NO_METHOD_INSIDE),
    Permission("citizen_reports:cluster", SIGNED_IN, COORDINATOR, addresses.cluster),
    reading("citizen_reports:categories", COORDINATOR_KNOWS, closed(COORDINATOR_KNOWS)),
    form("citizen_reports:category_create", COORDINATOR_KNOWS),
    form("citizen_reports:category_edit", COORDINATOR_KNOWS, addresses.report_category),
]
