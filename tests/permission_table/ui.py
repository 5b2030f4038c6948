"""The interface: who may open and send what."""

from __future__ import annotations

from tests.permission_table.rules import NO_METHOD, PUBLIC, Permission, public_page

UI: list[Permission] = [
    Permission("ui:preferences", NO_METHOD, PUBLIC),
    public_page("ui:worker"),
    public_page("ui:manifest"),
    public_page("ui:offline"),
]
