"""Accounts: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import NO_METHOD, PUBLIC, SIGNED_IN, Permission, form, public_page

ACCOUNTS: list[Permission] = [
    form("accounts:sign_in", PUBLIC),
    Permission("accounts:sign_out", NO_METHOD, PUBLIC),
    form("accounts:profile", SIGNED_IN),
    form("accounts:password_change", SIGNED_IN),
    form("accounts:password_reset", PUBLIC),
    public_page("accounts:password_sent"),
    form("accounts:password_choose", PUBLIC, addresses.invented_link),
]
