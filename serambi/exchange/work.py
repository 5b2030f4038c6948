"""What imports do in the background: read a large table, load a table, and let old files go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from serambi.apps.audit.services import as_one_write
from serambi.apps.jobs.services import (
    JobResult,
    Manner,
    Outcome,
    Progress,
    Sentence,
    counted_sentence,
    duty,
    work,
)
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import current_plan
from serambi.exchange.budgets import work as budgets_work  # noqa: F401 - it registers what is done with forms of money
from serambi.exchange.errors import FileGone, NoPlan, NotACoordinator, NoWayBack
from serambi.exchange.imports.steps import COMPARING, EXAMINING, STEPS, UNDO_STEPS, Step
from serambi.exchange.imports.undo import examine, undo
from serambi.exchange.models import Load, Upload
from serambi.exchange.observations_csv import work as observations_work  # noqa: F401 - likewise, with figures
from serambi.exchange.papers import sending as papers_sending  # noqa: F401 - it registers what sends invitations
from serambi.exchange.uploads import services
from serambi.exchange.uploads.loaded import page_of, undo_page_of
from serambi.exchange.uploads.mapping import mapping_from_json
from serambi.exchange.uploads.prepared import Prepared, prepare, sketches_of
from serambi.exchange.workbook import work as workbook_work  # noqa: F401 - it registers what is done with workbooks

_UNTIL_COMPARED = STEPS.index(COMPARING) + 1


@work(services.READ, title=_("Read a table"), manner=Manner.REPEATABLE)
def read_table(progress: Progress, *, by: Any, upload: int) -> JobResult:
    """Read a table, understand it and compare it; what was made stands beside its file, and nothing else is written."""
    found, plan = _named(upload, by)
    step = _told(progress, STEPS[:_UNTIL_COMPARED])
    step(STEPS[0])
    if not found.mapping:
        services.read_upload(found, by=by)
    if found.refusal:
        return JobResult(found.refusal, page="imports:preview", page_arguments={"pk": found.pk})
    try:
        sketches_of(found)
        prepared = prepare(found, plan, step=step)
    except FileNotFoundError as error:
        raise FileGone from error
    page = "imports:preview" if mapping_from_json(found.mapping).known else "imports:columns"
    return JobResult(
        counted_sentence("%(count)s row understood.", "%(count)s rows understood.", count=prepared.understood.rows),
        page=page,
        page_arguments={"pk": found.pk},
        page_label=gettext_noop("See what was understood"),
    )


@work(services.LOAD, title=_("Load a table"), manner=Manner.REPEATABLE)
def load_table(progress: Progress, *, by: Any, upload: int, seen: str) -> Outcome:
    """Compare once more, then load in one transaction with the end of the job: all of it, once, or nothing."""
    found, plan = _named(upload, by)
    step = _told(progress, STEPS)
    try:
        prepared = _compared(prepare(found, plan, step=step))
    except FileNotFoundError as error:
        raise FileGone from error

    def load() -> JobResult:
        with as_one_write():
            made = services.load_prepared(prepared, seen=seen, by=by, step=step)
        return JobResult(
            Sentence(gettext_noop("%(file)s is loaded."), {"file": made.file_name}),
            page="imports:load_detail",
            page_arguments={"pk": made.pk},
            page_label=gettext_noop("See the load"),
        )

    return load


def _compared(prepared: Prepared) -> Prepared:
    """Return it without the programs that were understood, which the comparison has: they take a hundred megabytes."""
    return replace(prepared, understood=replace(prepared.understood, programs=()))


@work(services.EXAMINE, title=_("Look at what taking a load back would do"), manner=Manner.REPEATABLE)
def examine_load(progress: Progress, *, by: Any, load: int) -> JobResult:
    """Find out what taking a load back would do; nothing is written but what was found."""
    found = Load.objects.filter(pk=load).first()
    if by is None:
        raise NotACoordinator
    if found is None:
        raise NoWayBack
    progress.tell(0, None, EXAMINING)
    return JobResult(
        gettext_noop("Nothing is taken back yet."),
        page=undo_page_of(found),
        page_arguments={"pk": found.pk},
        page_label=gettext_noop("See what would be taken back"),
        details=examine(found).as_json(),
    )


@work(services.UNDO, title=_("Take a load back"), manner=Manner.REPEATABLE)
def undo_load(progress: Progress, *, by: Any, load: int) -> Outcome:
    """Take a load back in one transaction with the end of the job: all that nobody changed since, once, or nothing."""
    found = Load.objects.filter(pk=load).first()
    if by is None:  # a job whose person is gone does nothing: by None is the command line
        raise NotACoordinator
    if found is None:
        raise NoWayBack
    step = _told(progress, UNDO_STEPS)

    def take_back() -> JobResult:
        doing = undo(found, by=by, step=step)
        told = gettext_noop("The load of %(file)s is taken back.")
        if doing.conflicts:
            told = gettext_noop("The load of %(file)s is taken back. What stays is listed below.")
        return JobResult(
            Sentence(told, {"file": found.file_name}),
            page=page_of(found),
            page_arguments={"pk": found.pk},
            page_label=gettext_noop("See the load"),
        )

    return take_back


@duty("exchange.forget_uploads", title=_("Delete tables that nobody loaded within 30 days"), at=dt.time(2, 45))
def forget_uploads(due: dt.datetime) -> Sentence:
    count = services.forget_old(timezone.now())
    return counted_sentence("%(count)s table deleted.", "%(count)s tables deleted.", count=count)


def _named(upload: int, by: Any) -> tuple[Upload, MasterPlan]:
    """Return the upload and the plan. A job whose person is gone loads nothing: by None is the command line."""
    if by is None:
        raise NotACoordinator
    found, plan = Upload.objects.filter(pk=upload).first(), current_plan()
    if found is None:
        raise FileGone
    if plan is None:
        raise NoPlan
    return found, plan


def _told(progress: Progress, steps: Sequence[str]) -> Step:
    def step(what: str) -> None:
        progress.tell(steps.index(what), len(steps), what)

    return step
