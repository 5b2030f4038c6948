"""Fixtures of the tests of reporting."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from serambi.apps.progress import services
from serambi.apps.progress.services import PeriodDays
from serambi.apps.progress.tests.builders import Reporting, make_reporting
from tests.cast import Cast


@pytest.fixture
def reporting(cast: Cast) -> Reporting:
    """The third quarter of the environment agency, of which nothing is reported yet."""
    return make_reporting(cast)


@pytest.fixture
def running(reporting: Reporting) -> Reporting:
    """The same agency and quarter, which takes reports on the day of the test."""
    today = timezone.localdate()
    days = PeriodDays(*(today + dt.timedelta(days=count) for count in (-9, 5, 9, 30)))
    services.change_period(reporting.period, days, by=None)
    reporting.period.refresh_from_db()
    return reporting
