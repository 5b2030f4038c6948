"""Fixtures of the plan's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from serambi.apps.plans.models import MasterPlan, Program
from tests.cast import Cast, make_plan, make_program


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    """The published plan of the invented regency."""
    return make_plan(cast.region)


@pytest.fixture
def program(cast: Cast, plan: MasterPlan) -> Program:
    """A program of the plan that DLH leads."""
    return make_program(plan, "LING-1", lead=cast.dlh, name="Bank sampah")


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    """Begin each test in Indonesian, whatever language the page before was read in."""
    with translation.override("id"):
        yield
