"""A workbook that somebody sent: kept, compared, loaded as it was seen, with a way back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_noop

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.jobs import services as jobs
from serambi.apps.jobs.models import Job
from serambi.apps.jobs.services import JobResult, Progress, Sentence
from serambi.apps.plans.queries import current_plan
from serambi.exchange import permissions
from serambi.exchange.errors import (
    AlreadyUndone,
    HasErrors,
    NotACoordinator,
    NothingToLoad,
    NoWayBack,
    RegisterChanged,
    UndoOutdated,
)
from serambi.exchange.models import WORKBOOK, Upload
from serambi.exchange.tables import kinds
from serambi.exchange.tables.errors import TooLarge, UnreadableTable
from serambi.exchange.tables.limits import FILE_MEGABYTES, MEGABYTE
from serambi.exchange.tables.reading import read_book
from serambi.exchange.uploads import files
from serambi.exchange.uploads.services import begin_once
from serambi.exchange.workbook import undone
from serambi.exchange.workbook.export import export_workbook
from serambi.exchange.workbook.load import Outcome, load_workbook, rehearse_workbook
from serambi.exchange.workbook.read import marked_workbook, read_sheets
from serambi.exchange.workbook.register import Register
from serambi.exchange.workbook.shown import Shown, fingerprint, shown
from serambi.exchange.workbook.undo import undo_workbook
from serambi.exchange.workbook.undone import STAYS, Loaded, Undoing, examine, loaded_rows
from serambi.ui import formats

COMPARE, LOAD, UNDO = "exchange.compare_workbook", "exchange.load_workbook", "exchange.undo_workbook"
_SHOWN, _BEFORE, _LOADED = "shown", "before.xlsx", "loaded"
# The conflicts that are kept with a load that was taken back; its page says how many there were.
MOST_CONFLICTS = 500


def take(file_name: str, content: bytes, *, note: str, by: Any) -> Upload:
    """Keep a workbook and begin to compare it. Raises NotACoordinator, and UnreadableTable for what can be no table.

    What else is wrong with the file is found in the background, where reading takes as long as it takes.
    """
    _require(by)
    if len(content) > FILE_MEGABYTES * MEGABYTE:
        raise TooLarge(name=file_name, megabytes=FILE_MEGABYTES)
    kinds.kind_of(content, name=file_name)
    with transaction.atomic():
        upload = Upload.objects.create(
            file_name=file_name[-255:],
            file_sha256=hashlib.sha256(content).hexdigest(),
            file_size=len(content),
            format=WORKBOOK,
            note=note,
            owner=by,
            created_at=timezone.now(),
        )
        files.write_file(upload, content)
        record(Verb.CREATED, upload, by=by, after={"file": upload.file_name, "sha256": upload.file_sha256})
        _begin(COMPARE, upload, by=by)
    return upload


@transaction.atomic
def compare_again(upload: Upload, *, by: Any) -> Job:
    """Compare a workbook with the register as it is now. Raises NotACoordinator."""
    _require(by)
    return _begin(COMPARE, upload, by=by)


@transaction.atomic
def begin_load(upload: Upload, *, seen: str, by: Any) -> Job:
    """Load a workbook in the background, as it was seen; once, however many press at once.

    Raises NotACoordinator, HasErrors, NothingToLoad.
    """
    _require(by)
    comparison = shown_of(upload)
    if comparison is not None and comparison.problems:
        raise HasErrors(count=len(comparison.problems))
    if comparison is None or not comparison.lines or is_loaded(upload):
        raise NothingToLoad
    return begin_once(upload, LOAD, by=by, seen=seen)


@transaction.atomic
def begin_undo(upload: Upload, *, seen: str, by: Any) -> Job:
    """Take a load back in the background, as it was seen; once, however many press at once.

    Raises NotACoordinator, AlreadyUndone, NoWayBack.
    """
    _require(by)
    _check_standing(upload)
    return begin_once(upload, UNDO, by=by, seen=seen)


def examine_undo(upload: Upload, *, by: Any) -> Undoing:
    """Return what taking a load back would do now. Raises NotACoordinator, AlreadyUndone, NoWayBack."""
    _require(by)
    return examine(_check_standing(upload), Register(current_plan(), by), refused={})


def may_be_undone(upload: Upload) -> bool:
    return is_loaded(upload) and "undone" not in upload.choices and files.is_kept(upload, _LOADED, upload.file_sha256)


def _check_standing(upload: Upload) -> tuple[Loaded, ...]:
    """Return what a load brought. Raises AlreadyUndone, NoWayBack."""
    undone_at = parse_datetime(upload.choices.get("undone", {}).get("at", ""))
    if undone_at is not None:
        raise AlreadyUndone(day=formats.day(undone_at))
    found: tuple[Loaded, ...] | None = files.kept(upload, _LOADED, upload.file_sha256)
    if found is None or not is_loaded(upload):
        raise NoWayBack
    return found


@transaction.atomic
def discard(upload: Upload, *, by: Any) -> None:
    """Let a workbook go, with its file and the way back. Raises NotACoordinator."""
    _require(by)
    record(Verb.DELETED, upload, by=by, before={"file": upload.file_name, "sha256": upload.file_sha256})
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: files.remove_folder(upload))


def shown_of(upload: Upload) -> Shown | None:
    """Return what was found when the workbook was compared last; None before that, or where its folder is gone."""
    found: Shown | None = files.kept(upload, _SHOWN, upload.file_sha256)
    return found


def is_loaded(upload: Upload) -> bool:
    return "loaded_at" in upload.choices


def marked(upload: Upload) -> bytes:
    """Return the marked copy of a workbook. Raises FileNotFoundError when its folder is gone."""
    book = read_book(files.read_file(upload), name=upload.file_name)
    found = shown_of(upload) or Shown()
    return marked_workbook(book, found.problems, found.left_out)


def before(upload: Upload) -> bytes:
    """Return the workbook of the register as it was before the load. Raises FileNotFoundError when it is gone."""
    return (files.folder_of(upload) / _BEFORE).read_bytes()


def _begin(kind: str, upload: Upload, *, by: Any, **arguments: str) -> Job:
    job = jobs.start(kind, by=by, arguments={"upload": upload.pk, **arguments}, subject=upload.file_name)
    upload.job, upload.refusal = job.public_id, ""
    upload.save(update_fields=["job", "refusal"])
    return job


def _require(by: Any) -> None:
    if by is not None and not permissions.can_load(by):
        raise NotACoordinator


# In the background ------------------------------------------------------------------------------------------------


def compare_kept(upload: Upload, *, by: Any, progress: Progress) -> JobResult:
    """Read a workbook, compare it, and try the load without keeping it. One that cannot be read says why."""
    progress.tell(0, None, gettext_noop("Reading the file"))
    try:
        book = read_sheets(read_book(files.read_file(upload), name=upload.file_name))
    except UnreadableTable as error:
        upload.refusal = str(error)
        upload.save(update_fields=["refusal"])
        return _done(upload, gettext_noop("The file cannot be read."))
    outcome = rehearse_workbook(book, by=by, today=timezone.localdate(), step=_told(progress, gettext_noop("Trying")))
    files.keep(upload, _SHOWN, upload.file_sha256, shown(outcome.comparison, get_language() or "id"))
    return _done(upload, gettext_noop("Compared with the register; nothing is loaded yet."))


def load_kept(upload: Upload, *, by: Any, seen: str, progress: Progress) -> Callable[[], JobResult]:
    """Read a workbook and keep the register as it is before; return what loads it.

    What is returned raises RegisterChanged when loading would do something else than was seen, and HasErrors.
    """
    progress.tell(0, None, gettext_noop("Reading the file"))
    book = read_sheets(read_book(files.read_file(upload), name=upload.file_name))
    progress.tell(0, None, gettext_noop("Keeping the register as it is, for the way back"))
    export_workbook(files.folder_of(upload) / _BEFORE, by=None, language=get_language() or "id")

    def last_step() -> JobResult:
        told = _told(progress, gettext_noop("Loading"))
        with transaction.atomic():
            outcome = load_workbook(book, by=by, today=timezone.localdate(), step=told)
            _check(outcome, seen)
            # Before the commit: a load without its way back must not be, a way back without its load harms nobody.
            loaded = loaded_rows(outcome.comparison, Register(current_plan(), by))
            files.keep(upload, _LOADED, upload.file_sha256, loaded)
            _note_load(upload, outcome, by=by)
        return _done(upload, gettext_noop("Everything was loaded."))

    return last_step


def _check(outcome: Outcome, seen: str) -> None:
    comparison = outcome.comparison
    if comparison.problems:
        raise HasErrors(count=len(comparison.problems))
    if fingerprint(comparison) != seen:
        raise RegisterChanged


def _note_load(upload: Upload, outcome: Outcome, *, by: Any) -> None:
    counts = {
        name: {"title": sheet.read.title, "new": len(sheet.new), "changed": len(sheet.changed)}
        for name, sheet in outcome.comparison.sheets.items()
        if sheet.rows
    }
    upload.choices = {"loaded_at": timezone.now().isoformat(), "counts": counts}
    upload.save(update_fields=["choices"])
    record(Verb.CHANGED, upload, by=by, after={"file": upload.file_name, "loaded": counts})


def undo_kept(upload: Upload, *, by: Any, seen: str, progress: Progress) -> Callable[[], JobResult]:
    """Return what takes a load back. It raises UndoOutdated where that would be something else than was seen."""
    progress.tell(0, None, gettext_noop("Reading what the load brought"))
    loaded = _check_standing(upload)

    def last_step() -> JobResult:
        progress.tell(0, None, gettext_noop("Taking the load back"))
        with transaction.atomic():
            current = Upload.objects.select_for_update().get(pk=upload.pk)
            if examine(_check_standing(current), Register(current_plan(), by), refused={}).fingerprint != seen:
                raise UndoOutdated
            doing = undo_workbook(loaded, by=by, today=timezone.localdate())
            _note_undo(current, doing, by=by)
        return _done(upload, gettext_noop("The load is taken back."))

    return last_step


def _note_undo(upload: Upload, doing: Undoing, *, by: Any) -> None:
    counts = {kind: len(doing.of(kind)) for kind in undone.KINDS}
    stays = [[line.sheet, line.key, line.what, line.left, line.now, line.back, line.reason] for line in doing.of(STAYS)]
    upload.choices["undone"] = {
        "at": timezone.now().isoformat(),
        "by": str(by) if by is not None else "",
        "counts": counts,
        "stays": stays[:MOST_CONFLICTS],
    }
    upload.save(update_fields=["choices"])
    record(Verb.REMOVED, upload, by=by, after={"file": upload.file_name, "taken_back": counts})


def _told(progress: Progress, sentence: str) -> Callable[[int, int], None]:
    """Return what tells how many rows are written, and at the end that values are computed from them."""
    computing = gettext_noop("Computing indicators and scores")
    return lambda number, total: progress.tell(number, total, sentence if number < total else computing)


def _done(upload: Upload, sentence: str) -> JobResult:
    return JobResult(
        Sentence(sentence),
        page="workbook:detail",
        page_arguments={"pk": upload.pk},
        page_label=gettext_noop("See the workbook"),
    )
