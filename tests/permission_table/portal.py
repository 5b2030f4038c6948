"""The public site: who may open and send what."""

from __future__ import annotations

from tests.permission_table.rules import Permission, public_page

PORTAL: list[Permission] = [
    public_page("portal:home"),
    public_page("portal:search"),
]
