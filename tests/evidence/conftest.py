"""A folder of files of its own for each test, and things that can have evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from serambi.apps.attachments import services
from serambi.apps.attachments.models import Attachment
from serambi.apps.observations.models import Observation
from serambi.apps.plans.models import Activity, Milestone
from tests import files
from tests.cast import Cast, make_observation, make_plan, make_program, make_series

TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CLAMAV = ""
    return tmp_path / "files"


@pytest.fixture
def milestone(cast: Cast) -> Milestone:
    """A milestone of the agency of Oka and Hadi, in the village Bukit, of work that began in 2026."""
    program = make_program(make_plan(cast.region), "P-1", lead=cast.dlh)
    activity = Activity.objects.create(program=program, name="Bank sampah", starts_on=dt.date(2026, 1, 10))
    activity.locations.add(cast.areas["90.01.01.2002"])
    return Milestone.objects.create(activity=activity, name="Bank sampah buka", due_on=dt.date(2026, 6, 1))


@pytest.fixture
def observation(cast: Cast) -> Observation:
    series = make_series("waste.handled", producer=cast.dlh)
    return make_observation(series, cast.areas["90.01.01.2002"], "2026-01", 10, is_final=False)


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def attached(target: Any, by: Any, content: bytes | None = None, name: str = "foto.jpg", **more: Any) -> Attachment:
    return services.attach(target, sent(name, content or files.jpeg(exif=files.exif())), by=by, today=TODAY, **more)
