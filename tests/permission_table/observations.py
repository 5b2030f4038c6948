"""Figures: who may open and send what."""

from __future__ import annotations

from tests.permission_table import addresses
from tests.permission_table.rules import (
    COORDINATOR,
    COORDINATOR_KNOWS,
    NO_METHOD,
    NO_METHOD_INSIDE,
    RECORDERS,
    VERIFIERS,
    Outcome,
    Permission,
    always,
    form,
    only,
    public_page,
    reading,
)

PEOPLE_KNOW = always(Outcome.OPEN, nobody=Outcome.HIDDEN)

OBSERVATIONS: list[Permission] = [
    public_page("observations:series_list"),
    public_page("observations:series_detail", addresses.series),
    form("observations:series_create", COORDINATOR),
    form("observations:series_edit", COORDINATOR, addresses.series),
    form("observations:series_archive", COORDINATOR, addresses.series),
    Permission("observations:series_restore", NO_METHOD_INSIDE, COORDINATOR_KNOWS, addresses.archived_series),
    form("observations:record", RECORDERS, addresses.series, addresses.cell),
    form("observations:series_grid", RECORDERS, addresses.series),
    form("observations:period_grid", only("coordinator", "officer", "stranger", "head", "verifier")),
    form("observations:finalize", VERIFIERS),
    form("observations:withdraw", RECORDERS, addresses.observation),
    # A preliminary figure is for people with a role; the public does not learn that it is there.
    reading(
        "observations:observation_detail", always(Outcome.OPEN, nobody=Outcome.HIDDEN), NO_METHOD, addresses.observation
    ),
]
