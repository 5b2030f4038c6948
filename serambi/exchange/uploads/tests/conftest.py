"""The plan that tables are loaded into, and a folder for their files that goes with the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.uploads.tests.world import plan_of
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _state(settings: Any, tmp_path: Path) -> None:
    settings.STATE = tmp_path


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return plan_of(cast)


@pytest.fixture
def rani(cast: Cast, plan: MasterPlan, signed_in: Callable[[User], Client]) -> Client:
    """Return a browser in which the coordinator has signed in, where there is a plan."""
    return signed_in(cast.rani)
