"""Accounts: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR,
    NO_METHOD,
    NO_METHOD_INSIDE,
    PUBLIC,
    SIGNED_IN,
    Outcome,
    Permission,
    always,
    form,
    public_page,
    reading,
)

# Where no provider is set, there is nothing at its addresses.
NO_PROVIDER = always(Outcome.HIDDEN)
# One's own keys and sessions: there is nothing at somebody else's.
OWN = always(Outcome.HIDDEN, nobody=Outcome.SIGN_IN)

ACCOUNTS: list[Permission] = [
    form("accounts:sign_in", PUBLIC),
    # Nobody is half-way in: they are sent to the first step, which is open.
    form("accounts:sign_in_code", PUBLIC),
    reading("accounts:provider", NO_PROVIDER, NO_METHOD),
    reading("accounts:provider_return", NO_PROVIDER, NO_METHOD),
    reading("accounts:provider_keys", NO_PROVIDER, NO_METHOD),
    Permission("accounts:sign_out", NO_METHOD, PUBLIC),
    form("accounts:profile", SIGNED_IN),
    form("accounts:password_change", SIGNED_IN),
    form("accounts:password_reset", PUBLIC),
    public_page("accounts:password_sent"),
    form("accounts:password_choose", PUBLIC, addresses.invented_link),
    form("accounts:second_factor", SIGNED_IN),
    form("accounts:recovery_codes", SIGNED_IN),
    form("accounts:second_factor_remove", SIGNED_IN),
    form("accounts:rules", COORDINATOR),
    reading("accounts:session_list", SIGNED_IN, NO_METHOD_INSIDE),
    Permission("accounts:session_end_others", NO_METHOD_INSIDE, SIGNED_IN),
    Permission("accounts:session_end", NO_METHOD_INSIDE, OWN, addresses.nothing_there),
    form("accounts:key_list", SIGNED_IN),
    form("accounts:key_revoke", OWN, addresses.nothing_there),
]
