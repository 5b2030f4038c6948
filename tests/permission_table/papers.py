"""Documents of meetings: everybody with a role sees which there are; the coordinator writes them."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR_KNOWS,
    NO_METHOD_INSIDE,
    SIGNED_IN,
    Permission,
    form,
    public_page,
    reading,
    sending,
)

# Whoever may not read may not ask how either.
_NO_METHOD = {
    role: outcome if COORDINATOR_KNOWS[role] is COORDINATOR_KNOWS["coordinator"] else COORDINATOR_KNOWS[role]
    for role, outcome in NO_METHOD_INSIDE.items()
}

PAPERS: list[Permission] = [
    reading("papers:of", SIGNED_IN, NO_METHOD_INSIDE, addresses.held_meeting),
    reading("papers:document", SIGNED_IN, NO_METHOD_INSIDE, addresses.meeting_document("minutes")),
    form("papers:write", COORDINATOR_KNOWS, addresses.meeting_paper),
    sending("papers:photograph", COORDINATOR_KNOWS, addresses.meeting_picture),
    sending("papers:photograph_out", COORDINATOR_KNOWS, addresses.meeting_photograph),
    reading("papers:matrix", SIGNED_IN, NO_METHOD_INSIDE),
    form("papers:subscribe", SIGNED_IN),
    sending("papers:revoke", SIGNED_IN),
    public_page("papers:feed", addresses.calendar_token),
    reading("papers:office", COORDINATOR_KNOWS, _NO_METHOD),
    reading("papers:template", COORDINATOR_KNOWS, _NO_METHOD, addresses.office_template),
    form("papers:template_change", COORDINATOR_KNOWS, addresses.office_template),
    sending("papers:template_back", COORDINATOR_KNOWS, addresses.office_template),
]
