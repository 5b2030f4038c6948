"""The state of the plan: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import COORDINATOR, Permission, form, public_page

EVALUATION: list[Permission] = [
    public_page("evaluation:dashboard"),
    public_page("evaluation:inside", addresses.pillar_code),
    public_page("evaluation:pillar", addresses.pillar_code),
    public_page("evaluation:sub_dimension", addresses.sub_dimension),
    public_page("evaluation:program", addresses.program),
    public_page("evaluation:organization", addresses.agency),
    public_page("evaluation:why", addresses.node),
    public_page("evaluation:trend_svg", addresses.node),
    public_page("evaluation:trend_csv", addresses.node),
    public_page("evaluation:realization"),
    public_page("evaluation:rules"),
    form("evaluation:bands_edit", COORDINATOR),
    form("evaluation:limits_edit", COORDINATOR),
]
