"""What is done with workbooks in the background."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from serambi.apps.jobs.services import JobResult, Manner, Progress, work
from serambi.exchange.models import Upload
from serambi.exchange.workbook import desk


@work(desk.COMPARE, title=_("Compare a workbook with the register"), manner=Manner.REPEATABLE)
def compare_workbook(progress: Progress, *, by: Any, upload: int) -> JobResult | None:
    found = Upload.objects.filter(pk=upload).first()
    # Somebody discarded it meanwhile.
    return desk.compare_kept(found, by=by, progress=progress) if found else None


@work(desk.LOAD, title=_("Load a workbook"), manner=Manner.REPEATABLE)
def load_workbook(progress: Progress, *, by: Any, upload: int, seen: str) -> Any:
    found = Upload.objects.filter(pk=upload).first()
    return desk.load_kept(found, by=by, seen=seen, progress=progress) if found else None
