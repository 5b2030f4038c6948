"""A plan with one program and its budget line, and a folder for the files that are sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.plans.models import BudgetLine, MasterPlan, Program
from serambi.apps.plans.tests.builders import make_line
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _state(settings: Any, tmp_path: Path) -> None:
    settings.STATE = tmp_path


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


@pytest.fixture
def program(cast: Cast, plan: MasterPlan) -> Program:
    return make_program(plan, "L-1", lead=cast.dlh, name="Bank sampah", sipd_year=2026, sipd_code="2.11.11")


@pytest.fixture
def line(program: Program) -> BudgetLine:
    return make_line(program, 1_000_000, 100, year=2026)


@pytest.fixture
def rani(cast: Cast, plan: MasterPlan, signed_in: SignIn) -> Client:
    return signed_in(cast.rani)
