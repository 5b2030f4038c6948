"""What is done in the background with forms that say what was spent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from serambi.apps.jobs.services import JobResult, Manner, Outcome, Progress, work
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import current_plan
from serambi.exchange.budgets import desk
from serambi.exchange.errors import FileGone, NoPlan, NotAReporter
from serambi.exchange.models import REALIZATIONS, Upload


@work(desk.READ, title=_("Read a form of what was spent"), manner=Manner.REPEATABLE)
def read_realizations(progress: Progress, *, by: Any, upload: int) -> JobResult:
    found, plan = _named(upload, by)
    try:
        return desk.read_kept(found, plan, by=by, progress=progress)
    except FileNotFoundError as error:
        raise FileGone from error


@work(desk.LOAD, title=_("Load a form of what was spent"), manner=Manner.REPEATABLE)
def load_realizations(progress: Progress, *, by: Any, upload: int, seen: str) -> Outcome:
    found, plan = _named(upload, by)
    try:
        return desk.load_kept(found, plan, by=by, seen=seen, progress=progress)
    except FileNotFoundError as error:
        raise FileGone from error


def _named(upload: int, by: Any) -> tuple[Upload, MasterPlan]:
    """Return the form and the plan. A job whose person is gone does nothing: by None is the command line."""
    if by is None:
        raise NotAReporter
    found, plan = Upload.objects.filter(pk=upload, format=REALIZATIONS).first(), current_plan()
    if found is None:
        raise FileGone
    if plan is None:
        raise NoPlan
    return found, plan
