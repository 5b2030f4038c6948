"""Meetings, decisions and actions: everybody with a role reads them; a page for what one may not do is not there."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR,
    COORDINATOR_KNOWS,
    NO_METHOD,
    NO_METHOD_INSIDE,
    PUBLIC,
    SIGNED_IN,
    Outcome,
    Permission,
    form,
    only,
    reading,
    sending,
)

# Whoever is invited answers, and the coordinator for them; at other people's invitations there is nothing.
INVITED = only("coordinator", "officer", "head", others=Outcome.HIDDEN)

MEETINGS: list[Permission] = [
    reading("meetings:meeting_list", SIGNED_IN, NO_METHOD_INSIDE),
    reading("meetings:meeting", SIGNED_IN, NO_METHOD_INSIDE, addresses.meeting),
    form("meetings:meeting_create", COORDINATOR_KNOWS, addresses.meeting_body),
    form("meetings:meeting_edit", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:meeting_move", COORDINATOR_KNOWS, addresses.meeting_cancelling),
    form("meetings:invitations", COORDINATOR_KNOWS, addresses.meeting),
    sending("meetings:members_invite", COORDINATOR_KNOWS, addresses.meeting),
    sending("meetings:remind", COORDINATOR_KNOWS, addresses.meeting),
    form("meetings:invitation_edit", COORDINATOR_KNOWS, addresses.invitation),
    sending("meetings:invitation_remove", COORDINATOR_KNOWS, addresses.invitation),
    sending("meetings:link_end", COORDINATOR_KNOWS, addresses.invitation),
    form("meetings:answer", INVITED, addresses.invitation),
    # A link that was not made here answers nothing, and a code that is not shown now opens nothing; both say so.
    form("meetings:answer_by_link", PUBLIC, addresses.invented_form_link),
    Permission("meetings:check_in", PUBLIC, NO_METHOD, addresses.invented_check_in_code),
    form("meetings:check_in_send", PUBLIC, addresses.meeting),
    # The secretaries of the body keep the list too.
    form("meetings:attendance", COORDINATOR_KNOWS, addresses.meeting),
    Permission("meetings:attendance_note", NO_METHOD_INSIDE, COORDINATOR_KNOWS, addresses.invitation),
    form("meetings:attendance_remove", COORDINATOR_KNOWS, addresses.attendance),
    reading("meetings:check_in_screen", COORDINATOR_KNOWS, NO_METHOD_INSIDE, addresses.meeting),
    reading("meetings:check_in_code", COORDINATOR_KNOWS, NO_METHOD_INSIDE, addresses.meeting),
    form("letters:edit", COORDINATOR_KNOWS, addresses.meeting),
    reading("letters:letter", COORDINATOR_KNOWS, NO_METHOD_INSIDE, addresses.meeting),
    reading("letters:letter_to", INVITED, NO_METHOD_INSIDE, addresses.invitation),
    Permission("letters:send", NO_METHOD_INSIDE, COORDINATOR_KNOWS, addresses.meeting),
    reading("letters:attendance", COORDINATOR_KNOWS, NO_METHOD_INSIDE, addresses.meeting),
    form("meetings:body_create", COORDINATOR_KNOWS),
    Permission("meetings:body", SIGNED_IN, COORDINATOR, addresses.meeting_body),
    form("meetings:body_edit", COORDINATOR_KNOWS, addresses.meeting_body),
    sending("meetings:member_remove", COORDINATOR_KNOWS, addresses.body_member),
    reading("meetings:action_list", SIGNED_IN, NO_METHOD_INSIDE),
    form("meetings:action_create", COORDINATOR_KNOWS),
    reading("meetings:action", SIGNED_IN, NO_METHOD_INSIDE, addresses.action),
    form("meetings:action_edit", COORDINATOR_KNOWS, addresses.action),
    form("meetings:action_move", only("officer", "head", others=Outcome.HIDDEN), addresses.action_finish),
    reading("meetings:decision_list", SIGNED_IN, NO_METHOD_INSIDE),
    form("meetings:decision_create", COORDINATOR_KNOWS),
    reading("meetings:decision", SIGNED_IN, NO_METHOD_INSIDE, addresses.decision),
    form("meetings:decision_correct", COORDINATOR_KNOWS, addresses.decision),
]
