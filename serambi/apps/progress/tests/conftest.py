"""Fixtures of the tests of reporting."""

from __future__ import annotations

import pytest

from serambi.apps.progress.tests.builders import Reporting, make_reporting
from tests.cast import Cast


@pytest.fixture
def reporting(cast: Cast) -> Reporting:
    """The third quarter of the environment agency, of which nothing is reported yet."""
    return make_reporting(cast)
