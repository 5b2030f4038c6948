"""What is done with workbooks in the background."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from serambi.apps.jobs.services import JobResult, Manner, Outcome, Progress, work
from serambi.exchange.errors import FileGone, NotACoordinator
from serambi.exchange.models import WORKBOOK, Upload
from serambi.exchange.workbook import desk


@work(desk.COMPARE, title=_("Compare a workbook with the register"), manner=Manner.REPEATABLE)
def compare_workbook(progress: Progress, *, by: Any, upload: int) -> JobResult:
    return desk.compare_kept(_named(upload, by), by=by, progress=progress)


@work(desk.LOAD, title=_("Load a workbook"), manner=Manner.REPEATABLE)
def load_workbook(progress: Progress, *, by: Any, upload: int, seen: str) -> Outcome:
    return desk.load_kept(_named(upload, by), by=by, seen=seen, progress=progress)


@work(desk.UNDO, title=_("Take the load of a workbook back"), manner=Manner.REPEATABLE)
def undo_workbook(progress: Progress, *, by: Any, upload: int, seen: str) -> Outcome:
    return desk.undo_kept(_named(upload, by), by=by, seen=seen, progress=progress)


def _named(upload: int, by: Any) -> Upload:
    """Return the upload. A job whose person is gone does nothing: by None is the command line."""
    if by is None:
        raise NotACoordinator
    found = Upload.objects.filter(pk=upload, format=WORKBOOK).first()
    if found is None:
        # Somebody discarded it meanwhile.
        raise FileGone
    return found
