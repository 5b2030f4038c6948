"""What a person does with a table on the way: send it, say what its columns are, load it, or let it go."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.jobs import services as jobs
from serambi.apps.jobs.models import Job, State
from serambi.exchange import errors, permissions
from serambi.exchange.imports.choices import Choices
from serambi.exchange.imports.layouts_kept import keep_layout
from serambi.exchange.imports.services import LoadedFile, load
from serambi.exchange.imports.steps import Step, untold
from serambi.exchange.models import KeptLayout, Load, Upload
from serambi.exchange.queries import layouts_for
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.uploads import files
from serambi.exchange.uploads.mapping import FileMapping, mapping_from_json, propose_mapping
from serambi.exchange.uploads.prepared import PASTED, Prepared, book_of, choices_of, read_content
from serambi.exchange.uploads.remembered import answers_of, layouts_in, remembered_by
from serambi.ui import formats

KEPT_DAYS = 30
# The kinds of work in the background (`exchange.work`).
READ, LOAD = "exchange.read_table", "exchange.load_table"
UNDO, EXAMINE = "exchange.undo_load", "exchange.examine_load"
# Of loads with more rows, looking at what became of each would keep a person waiting; it is done in the background, and
# what was found is shown for so long. Taking back looks once more.
LARGE_LOAD = 5_000
FRESH = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person sent. name: what the table is, in their words; note: for themselves and colleagues."""

    file_name: str
    content: bytes
    is_pasted: bool = False
    name: str = ""
    note: str = ""


def take(sent: Sent, *, by: Any) -> Upload:
    """Keep a file or a pasted block, read it, and propose what its columns are.

    Raises NotACoordinator, and UnreadableTable, in which case nothing is kept.
    """
    _require(by)
    book = read_content(sent.content, name=sent.file_name, pasted=sent.is_pasted)
    upload = _kept(sent, by)
    _propose(upload, book, by)
    return upload


def take_unread(sent: Sent, *, by: Any) -> Upload:
    """Keep a file that is read later, because it is large. Raises NotACoordinator."""
    _require(by)
    return _kept(sent, by)


def read_upload(upload: Upload, *, by: Any) -> None:
    """Read a file that was kept unread. One that cannot be read keeps the sentence that says why."""
    _require(by)
    try:
        book = book_of(upload)
    except UnreadableTable as error:
        upload.refusal = str(error)
        upload.save(update_fields=["refusal"])
        return
    _propose(upload, book, by)


@transaction.atomic
def _kept(sent: Sent, by: Any) -> Upload:
    upload = Upload.objects.create(
        file_name=sent.file_name[-255:],
        file_sha256=hashlib.sha256(sent.content).hexdigest(),
        file_size=len(sent.content),
        format=PASTED if sent.is_pasted else "",
        name=sent.name,
        note=sent.note,
        owner=by,
        created_at=timezone.now(),
    )
    files.write_file(upload, sent.content)
    record(Verb.CREATED, upload, by=by, after={"file": upload.file_name, "sha256": upload.file_sha256})
    return upload


def _propose(upload: Upload, book: Book, by: Any) -> None:
    kept = list(layouts_for(by).order_by("-kept_at"))
    mapping = propose_mapping(book, [(one.name, layout) for one in kept for layout in layouts_in(one)])
    upload.format = book.format
    upload.cells = sum(len(sheet.rows) * sheet.width for sheet in book.sheets)
    upload.mapping = mapping.as_json()
    known = next((one for one in kept if one.name == mapping.known), None)
    if known is not None:
        upload.choices = answers_of(known, Choices(source=upload.name or known.name)).as_json()
    upload.save(update_fields=["format", "cells", "mapping", "choices"])
    files.keep(upload, "book", upload.file_sha256, book)


# What is decided ----------------------------------------------------------------------------------------------------


@transaction.atomic
def change_mapping(upload: Upload, change: Callable[[FileMapping], FileMapping], *, by: Any) -> FileMapping:
    """Change what the columns of an upload are; two people who do so at once lose nothing. Raises NotACoordinator."""
    _require(by)
    current = Upload.objects.select_for_update().get(pk=upload.pk)
    mapping = change(mapping_from_json(current.mapping))
    current.mapping = upload.mapping = mapping.as_json()
    current.save(update_fields=["mapping"])
    return mapping


@transaction.atomic
def change_choices(upload: Upload, change: Callable[[Choices], Choices], *, by: Any) -> Choices:
    """Change what was decided about an upload. Raises NotACoordinator."""
    _require(by)
    current = Upload.objects.select_for_update().get(pk=upload.pk)
    choices = change(choices_of(current))
    current.choices = upload.choices = choices.as_json()
    current.save(update_fields=["choices"])
    return choices


@transaction.atomic
def keep_mapping(upload: Upload, name: str, *, by: Any) -> KeptLayout:
    """Remember how the sheets of an upload are laid out, and what was answered, for the next table like it.

    Raises NotACoordinator, NothingRead, NameMissing, NameTooLong, NameTaken.
    """
    mapping = mapping_from_json(upload.mapping)
    if not mapping.read:
        raise errors.NothingRead
    fingerprint, content = remembered_by(mapping, choices_of(upload))
    kept = keep_layout(name, fingerprint=fingerprint, layout=content, by=by)
    change_mapping(upload, lambda it: _known_as(it, kept.name), by=by)
    return kept


def _known_as(mapping: FileMapping, name: str) -> FileMapping:
    sheets = tuple(replace(sheet, known=name) if sheet.is_read else sheet for sheet in mapping.sheets)
    return replace(mapping, sheets=sheets)


# The end of it ------------------------------------------------------------------------------------------------------


@transaction.atomic
def load_prepared(found: Prepared, *, seen: str, by: Any, step: Step = untold) -> Load:
    """Load a table as it was seen, keep its answers with its layout, and let the file go.

    seen: the fingerprint of the comparison that the person saw. Raises what `imports.services.load` raises, and
    FileGone when somebody else loaded or discarded it; the upload stays then.
    """
    _require(by)
    upload = Upload.objects.select_for_update().filter(pk=found.upload.pk).first()
    if upload is None:
        raise errors.FileGone
    name = found.mapping.known
    choices = replace(found.proposal.choices, layout=name)
    file = LoadedFile(upload.file_name, upload.file_sha256, upload.file_size)
    made = load(replace(found.proposal, choices=choices), file=file, by=by, seen=seen, step=step)
    kept = KeptLayout.objects.filter(name=name).first() if name else None
    fingerprint, content = remembered_by(found.mapping, choices_of(upload))
    if kept is not None and kept.fingerprint == fingerprint and kept.layout != content:
        keep_layout(name, fingerprint=fingerprint, layout=content, by=by)
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: files.remove_folder(upload))
    return made


def start_work(upload: Upload, kind: str, *, by: Any, **arguments: str) -> Job:
    """Begin work on an upload in the background; the one that is under way where there is one. Raises NotACoordinator.

    kind: `READ` or `LOAD`. arguments: what the work takes beside the upload.
    """
    _require(by)
    return begin_once(upload, kind, by=by, **arguments)


@transaction.atomic
def begin_once(upload: Upload, kind: str, *, by: Any, **arguments: str) -> Job:
    """Begin work on an upload, for whoever may; return the work that is under way where there is one.

    Raises FileGone when the upload is not there any more.
    """
    current = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if current is None:
        raise errors.FileGone
    running = job_of(current)
    if running is not None and running.is_open:
        return running
    job = jobs.start(kind, by=by, arguments={"upload": upload.pk, **arguments}, subject=upload.name or upload.file_name)
    current.job = upload.job = job.public_id
    current.save(update_fields=["job"])
    return job


def job_of(upload: Upload) -> Job | None:
    """Return the newest work on an upload in the background, None where there was none or it was cleaned away."""
    return None if upload.job is None else Job.objects.filter(public_id=upload.job).first()


@transaction.atomic
def begin_undo(load: Load, *, by: Any) -> Job:
    """Take a load back in the background; return the work that is under way where somebody else pressed first.

    Raises NotACoordinator and AlreadyUndone.
    """
    if not permissions.can_take_back(by, load):
        raise errors.NotACoordinator
    current = Load.objects.select_for_update().only("undone_at").get(pk=load.pk)
    if current.undone_at is not None:
        raise errors.AlreadyUndone(day=formats.day(current.undone_at))
    running = open_undo(load)
    return running or jobs.start(UNDO, by=by, arguments={"load": load.pk}, subject=load.file_name)


def open_undo(load: Load) -> Job | None:
    """Return the work that takes a load back, None where none is under way."""
    return Job.objects.open().filter(kind=UNDO, arguments__load=load.pk).first()


def is_large_load(load: Load) -> bool:
    rows: int = sum(load.counts.values())
    return rows > LARGE_LOAD


@transaction.atomic
def begin_examination(load: Load, *, by: Any) -> Job:
    """Look in the background at what taking a load back would do. Raises NotACoordinator."""
    if not permissions.can_take_back(by, load):
        raise errors.NotACoordinator
    running = Job.objects.open().filter(kind=EXAMINE, arguments__load=load.pk, owner=by).first()
    return running or jobs.start(EXAMINE, by=by, arguments={"load": load.pk}, subject=load.file_name)


def examination_of(load: Load, *, by: Any) -> dict[str, Any] | None:
    """Return what was found a short while ago, as `Undoing.as_json` writes it, in the language of whoever asks."""
    done = Job.objects.filter(kind=EXAMINE, arguments__load=load.pk, owner=by, state=State.DONE)
    fresh = (
        done.filter(language=get_language() or "", ended_at__gte=timezone.now() - FRESH).order_by("-ended_at").first()
    )
    return None if fresh is None else fresh.result["details"]


@transaction.atomic
def discard(upload: Upload, *, by: Any) -> None:
    """Let an upload go, with its file and all that was decided. Raises NotACoordinator."""
    _require(by)
    record(Verb.DELETED, upload, by=by, before={"file": upload.file_name, "sha256": upload.file_sha256})
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: files.remove_folder(upload))


def forget_old(now: dt.datetime) -> int:
    """Let go the uploads that nobody loaded within thirty days; return how many."""
    old = list(Upload.objects.filter(created_at__lt=now - dt.timedelta(days=KEPT_DAYS)))
    for upload in old:
        discard(upload, by=None)
    return len(old)


def _require(by: Any) -> None:
    if by is not None and not permissions.can_load(by):
        raise errors.NotACoordinator
