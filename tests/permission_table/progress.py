"""Reporting: who may open and send what. What a person may not reach looks as if it were not there."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR_KNOWS,
    NO_METHOD_INSIDE,
    PUBLIC,
    SIGNED_IN,
    Outcome,
    Permission,
    always,
    form,
    only,
    public_page,
    reading,
    sending,
)

READERS = only("coordinator", "verifier", "executive", "viewer", others=Outcome.HIDDEN)
READERS_AND_AGENCY = READERS | dict.fromkeys(("officer", "head"), Outcome.OPEN)
NO_METHOD_FOR_READERS = {
    role: Outcome.NO_METHOD if outcome is Outcome.OPEN else outcome for role, outcome in READERS.items()
}
AGENCY_KNOWS = only("officer", "head", others=Outcome.HIDDEN)
CHECKERS_KNOW = only("coordinator", "verifier", others=Outcome.HIDDEN)
LENDERS = only("coordinator", "officer", "stranger", "head", "verifier", others=Outcome.HIDDEN)
PARTICIPATION = only("coordinator", "verifier", "executive", "officer", "stranger", "head", others=Outcome.HIDDEN)

# One's own link, or any for the coordinator: there is none of that number.
OWN = always(Outcome.HIDDEN, nobody=Outcome.SIGN_IN)

PROGRESS: list[Permission] = [
    reading("progress:due", SIGNED_IN, NO_METHOD_INSIDE),
    public_page("progress:line"),  # a script asks whether anybody is signed in
    reading("progress:start", SIGNED_IN, NO_METHOD_INSIDE),
    form("progress:queue", CHECKERS_KNOW),
    reading("progress:period_list", READERS, NO_METHOD_FOR_READERS),
    reading("progress:period", READERS, NO_METHOD_FOR_READERS, addresses.reporting_period),
    form("progress:period_edit", COORDINATOR_KNOWS, addresses.reporting_period),
    form("progress:period_reopen", COORDINATOR_KNOWS, addresses.closed_period),
    form("progress:cycle_create", COORDINATOR_KNOWS),
    form("progress:cycle_edit", COORDINATOR_KNOWS, addresses.cycle),
    sending("progress:periods_add", COORDINATOR_KNOWS, addresses.cycle),
    form("progress:holidays", COORDINATOR_KNOWS),
    sending("progress:holiday_remove", COORDINATOR_KNOWS, addresses.holiday),
    Permission("progress:delegation_list", SIGNED_IN, LENDERS),
    Permission(
        "progress:delegation_revoke",
        NO_METHOD_INSIDE,
        only("coordinator", "head", others=Outcome.HIDDEN),
        addresses.delegation,
    ),
    # A link that was not made here opens nothing, and says so to everybody.
    form("progress:link", PUBLIC, addresses.invented_form_link),
    Permission("progress:link_revoke", NO_METHOD_INSIDE, OWN, addresses.nothing_there),
    reading("progress:report", READERS_AND_AGENCY, NO_METHOD_INSIDE, addresses.report("submitted")),
    form("progress:form", AGENCY_KNOWS, addresses.report("draft")),
    Permission("progress:evidence", NO_METHOD_INSIDE, AGENCY_KNOWS, addresses.item_of_report),
    form("progress:check", CHECKERS_KNOW, addresses.report("approved")),
    form(
        "progress:correct",
        only("coordinator", "verifier", "officer", "head", others=Outcome.HIDDEN),
        addresses.report("verified"),
    ),
    reading("progress:participation", PARTICIPATION, NO_METHOD_INSIDE),
    reading("progress:participation_people", PARTICIPATION, NO_METHOD_INSIDE),
    reading(
        "progress:participation_agency",
        only("coordinator", "verifier", "executive", "officer", "head", others=Outcome.HIDDEN),
        NO_METHOD_INSIDE,
        addresses.report_agency,
    ),
    form("progress:participation_rule", COORDINATOR_KNOWS),
    reading("progress:group_list", PARTICIPATION, NO_METHOD_INSIDE),
    form("progress:group_member_add", COORDINATOR_KNOWS),
    sending("progress:group_member_end", COORDINATOR_KNOWS, addresses.group_member),
    form("progress:move", only("head", others=Outcome.HIDDEN), addresses.approval),
]
