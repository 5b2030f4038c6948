"""Areas: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import COORDINATOR, Permission, form, public_page

REGIONS: list[Permission] = [
    public_page("regions:area_list"),
    public_page("regions:area_detail", addresses.area),
    form("regions:area_edit", COORDINATOR, addresses.area),
]
