"""Indicators: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    AGENCY,
    COORDINATOR,
    NO_METHOD,
    NO_METHOD_INSIDE,
    Outcome,
    Permission,
    form,
    only,
    public_page,
    reading,
)

# Parts of the formula editor's page: asked for by a script, so whoever may not is refused and not sent to sign in.
EDITOR = only("coordinator", nobody=Outcome.REFUSED)

INDICATORS: list[Permission] = [
    public_page("indicators:indicator_list"),
    public_page("indicators:indicator_detail", addresses.indicator),
    public_page("indicators:indicator_why", addresses.indicator),
    public_page("indicators:trend_svg", addresses.indicator),
    public_page("indicators:trend_csv", addresses.indicator),
    public_page("indicators:areas_svg", addresses.indicator),
    public_page("indicators:areas_csv", addresses.indicator),
    form("indicators:indicator_create", COORDINATOR),
    form("indicators:indicator_edit", COORDINATOR, addresses.indicator),
    form("indicators:indicator_describe", AGENCY, addresses.indicator),
    form("indicators:indicator_archive", COORDINATOR, addresses.indicator),
    form("indicators:indicator_restore", COORDINATOR, addresses.archived_indicator),
    Permission("indicators:formula_check", NO_METHOD, EDITOR),
    reading("indicators:formula_complete", EDITOR, NO_METHOD),
    public_page("indicators:target_list", addresses.indicator),
    Permission("indicators:target_add", NO_METHOD_INSIDE, COORDINATOR, addresses.indicator),
    Permission("indicators:target_years", NO_METHOD_INSIDE, COORDINATOR, addresses.indicator),
    form("indicators:target_edit", COORDINATOR, addresses.part_of_indicator("target")),
    form("indicators:target_remove", COORDINATOR, addresses.part_of_indicator("target")),
    Permission("indicators:baseline_add", NO_METHOD_INSIDE, COORDINATOR, addresses.indicator),
    form("indicators:baseline_edit", COORDINATOR, addresses.part_of_indicator("baseline")),
    form("indicators:baseline_remove", COORDINATOR, addresses.part_of_indicator("baseline")),
    public_page("indicators:standard_list"),
    public_page("indicators:constant_list"),
    form("indicators:constant_create", COORDINATOR),
    form("indicators:constant_edit", COORDINATOR, addresses.constant),
    form("indicators:constant_remove", COORDINATOR, addresses.constant),
]
