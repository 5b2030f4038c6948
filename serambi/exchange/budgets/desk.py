"""A form that somebody sent: kept, read, set beside the register, answered, loaded as it was seen, and let go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, standing
from serambi.apps.audit.models import Verb
from serambi.apps.audit.queries import state_of_data
from serambi.apps.audit.services import record
from serambi.apps.jobs.models import Job
from serambi.apps.jobs.services import JobResult, Progress, Sentence, counted_sentence
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import current_plan
from serambi.exchange import errors, permissions
from serambi.exchange.budgets.breakdown import NoBreakdown, read_breakdown
from serambi.exchange.budgets.checked import read_form
from serambi.exchange.budgets.evaluation_tables import NoEvaluationForm
from serambi.exchange.budgets.found import Found, found_in
from serambi.exchange.budgets.loading import load_realizations
from serambi.exchange.budgets.matching import read_register
from serambi.exchange.budgets.realizations import Realizations, propose_realizations
from serambi.exchange.budgets.rows import Answers
from serambi.exchange.budgets.stated import Statement, statement_of
from serambi.exchange.imports.services import LoadedFile
from serambi.exchange.imports.steps import COMPARING, READING
from serambi.exchange.models import REALIZATIONS, Load, Upload
from serambi.exchange.tables import kinds
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.errors import TooLarge, UnreadableTable
from serambi.exchange.tables.limits import FILE_MEGABYTES, MEGABYTE
from serambi.exchange.tables.marked import marked_copy
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.remarks import remarks
from serambi.exchange.uploads import files
from serambi.exchange.uploads.prepared import LARGE_BYTES, LARGE_CELLS, book_of
from serambi.exchange.uploads.services import Sent, begin_once

# The kinds of work in the background (`budgets.work`).
READ, LOAD = "exchange.read_realizations", "exchange.load_realizations"
WRITING = gettext_noop("Writing realizations")
_STEPS = (READING, COMPARING, WRITING)


# Sending ------------------------------------------------------------------------------------------------------------


def take(sent: Sent, *, year: int | None, by: Any) -> Upload:
    """Keep a form and read it, a large one in the background. year: of the budget, where the form does not name it.

    Raises NotAReporter, NoPlan, and UnreadableTable, NoRealizations or IsABreakdown for what is none; nothing is kept
    then. What else is wrong with a large file is found when it is read.
    """
    _require(by)
    if current_plan() is None:
        raise errors.NoPlan
    if len(sent.content) > FILE_MEGABYTES * MEGABYTE:
        raise TooLarge(name=sent.file_name, megabytes=FILE_MEGABYTES)
    kinds.kind_of(sent.content, name=sent.file_name)
    if len(sent.content) > LARGE_BYTES:
        with transaction.atomic():
            upload = _kept(sent, Answers(year), by)
            begin_once(upload, READ, by=by)
        return upload
    book = read_book(sent.content, name=sent.file_name)
    statement = read_statement(book, name=sent.file_name)
    upload = _kept(sent, Answers(year), by, cells=sum(len(sheet.rows) * sheet.width for sheet in book.sheets))
    files.keep(upload, "book", upload.file_sha256, book)
    files.keep(upload, _statement(), upload.file_sha256, statement)
    return upload


@transaction.atomic
def _kept(sent: Sent, answers: Answers, by: Any, *, cells: int = 0) -> Upload:
    upload = Upload.objects.create(
        file_name=sent.file_name[-255:],
        file_sha256=hashlib.sha256(sent.content).hexdigest(),
        file_size=len(sent.content),
        format=REALIZATIONS,
        cells=cells,
        note=sent.note,
        owner=by,
        choices=answers.as_json(),
        created_at=timezone.now(),
    )
    files.write_file(upload, sent.content)
    record(Verb.CREATED, upload, by=by, after={"file": upload.file_name, "sha256": upload.file_sha256})
    return upload


def read_statement(book: Book, *, name: str) -> Statement:
    """Return what a book says was spent, with what is to be said of it as a file.

    Raises NoRealizations, and IsABreakdown for the budget that it is then.
    """
    try:
        statement = statement_of(read_form(book))
    except NoEvaluationForm as error:
        try:
            read_breakdown(book)
        except NoBreakdown:
            raise errors.NoRealizations(name=name) from error
        raise errors.IsABreakdown(name=name) from error
    return replace(statement, problems=(*remarks(book), *statement.problems))


# What is known of it ------------------------------------------------------------------------------------------------


def answers_of(upload: Upload) -> Answers:
    return Answers.from_json(upload.choices)


def is_large(upload: Upload) -> bool:
    """Tell whether reading it, or setting it beside the register, takes longer than a request may."""
    return upload.file_size > LARGE_BYTES or upload.cells > LARGE_CELLS


def statement_if_quick(upload: Upload) -> Statement | None:
    """Return what the form says, in the language of whoever asks; None where reading it would keep a person waiting."""
    found = _kept_statement(upload)
    return found if found is not None or is_large(upload) else statement_of_upload(upload)


def statement_of_upload(upload: Upload) -> Statement:
    """Return what the form says; read again only where it is not kept. Raises FileNotFoundError without its file."""
    found = _kept_statement(upload)
    if found is None:
        found = read_statement(book_of(upload), name=upload.file_name)
        files.keep(upload, _statement(), upload.file_sha256, found)
    return found


def year_of(upload: Upload, statement: Statement) -> int | None:
    """Return the year that a form is about: the one a person said, else the one that it names; None for neither."""
    return answers_of(upload).year or statement.year


def found_if_quick(upload: Upload, plan: MasterPlan, statement: Statement, year: int, *, by: Any) -> Found | None:
    """Return the form beside the register; None where that would keep a person waiting."""
    found = _kept_found(upload, plan, year, by=by)
    return found if found is not None or is_large(upload) else compare(upload, plan, statement, year, by=by)


def compare(upload: Upload, plan: MasterPlan, statement: Statement, year: int, *, by: Any) -> Found:
    """Set a form beside the register, and keep what was found."""
    state = _digest(state_of_data())  # before the register is read: what is written meanwhile is looked at again
    found = found_in(statement, propose(upload, plan, statement, year, by=by))
    key = _key(upload, plan, year, by)
    files.keep(upload, _found(), key, found)
    files.keep(upload, f"state-{get_language()}", state, key)
    return found


def propose(upload: Upload, plan: MasterPlan, statement: Statement, year: int, *, by: Any) -> Realizations:
    """Return what loading the form would change, as it was answered."""
    return propose_realizations(statement, plan, year=year, answers=answers_of(upload), by=by)


def marked(upload: Upload, found: Found) -> bytes:
    """Return a copy of the file in which every cell that wants a look says why."""
    return marked_copy(book_of(upload), found.problems, found.left_out)


def _kept_found(upload: Upload, plan: MasterPlan, year: int, *, by: Any) -> Found | None:
    """Return what was compared last, if nothing of it is another since."""
    key = _key(upload, plan, year, by)
    found: Found | None = files.kept(upload, _found(), key)
    if found is None:
        return None
    state = _digest(state_of_data())
    if not files.is_kept(upload, f"state-{get_language()}", state):
        if read_register(plan, year=year).fingerprint != found.register:
            return None
        files.keep(upload, f"state-{get_language()}", state, key)
    return found


def _kept_statement(upload: Upload) -> Statement | None:
    found: Statement | None = files.kept(upload, _statement(), upload.file_sha256)
    return found


def _statement() -> str:
    return f"statement-{get_language()}"


def _found() -> str:
    return f"found-{get_language()}"


def _key(upload: Upload, plan: MasterPlan, year: int, by: Any) -> str:
    """Return a digest of all but the register: the file, what was answered, and whose programs are reported on."""
    answers = answers_of(upload)
    whose = "all" if is_coordinator(by) else sorted(standing(by).at(Role.OFFICER, Role.HEAD))
    return _digest([upload.file_sha256, year, sorted(answers.rows.items()), plan.pk, whose])


def _digest(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


# What a person does with it -----------------------------------------------------------------------------------------


@transaction.atomic
def change_answers(upload: Upload, change: Callable[[Answers], Answers], *, by: Any) -> Answers:
    """Change what was decided about a form; two people who do so at once lose nothing. Raises NotAReporter."""
    _require(by)
    current = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if current is None:
        raise errors.FileGone
    answers = change(answers_of(current))
    current.choices = upload.choices = answers.as_json()
    current.save(update_fields=["choices"])
    return answers


def begin_read(upload: Upload, *, by: Any) -> Job:
    """Have a large form read and compared in the background. Raises NotAReporter."""
    _require(by)
    return begin_once(upload, READ, by=by)


def begin_load(upload: Upload, *, seen: str, by: Any) -> Job:
    """Load a form in the background, as it was seen; once, however often it is asked for. Raises NotAReporter."""
    _require(by)
    return begin_once(upload, LOAD, by=by, seen=seen or "-")


@transaction.atomic
def discard(upload: Upload, *, by: Any) -> None:
    """Let a form go, with all that was decided. Raises NotAReporter."""
    _require(by)
    record(Verb.DELETED, upload, by=by, before={"file": upload.file_name, "sha256": upload.file_sha256})
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: files.remove_folder(upload))


def _require(by: Any) -> None:
    if by is not None and not permissions.can_load_realizations(by):
        raise errors.NotAReporter


# In the background --------------------------------------------------------------------------------------------------


def read_kept(upload: Upload, plan: MasterPlan, *, by: Any, progress: Progress) -> JobResult:
    """Read a form and set it beside the register; one that cannot be read says why."""
    _tell(progress, READING)
    try:
        statement = statement_of_upload(upload)
    except (UnreadableTable, errors.NoRealizations, errors.IsABreakdown) as error:
        upload.refusal = str(error)
        upload.save(update_fields=["refusal"])
        return _seen(upload, gettext_noop("The file cannot be read."))
    _tell(progress, COMPARING)
    year = year_of(upload, statement)
    if year is not None:
        compare(upload, plan, statement, year, by=by)
    count = len(statement.budgets)
    return _seen(upload, counted_sentence("%(count)s row understood.", "%(count)s rows understood.", count=count))


def load_kept(upload: Upload, plan: MasterPlan, *, by: Any, seen: str, progress: Progress) -> Callable[[], JobResult]:
    """Set a form beside the register once more; return what loads it, all or nothing.

    That raises what `load_realizations` raises, and FileGone when somebody loaded or discarded it meanwhile.
    """
    _tell(progress, READING)
    statement = statement_of_upload(upload)
    year = year_of(upload, statement)
    if year is None:
        raise errors.NoYear
    _tell(progress, COMPARING)
    proposal = propose(upload, plan, statement, year, by=by)

    def last_step() -> JobResult:
        _tell(progress, WRITING)
        current = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if current is None:
            raise errors.FileGone
        accepted = answers_of(current).accepted
        file = LoadedFile(current.file_name, current.file_sha256, current.file_size)
        made = load_realizations(proposal, file=file, by=by, accepted=accepted, seen=seen)
        current.delete()
        transaction.on_commit(lambda: files.remove_folder(upload))
        return _loaded(made)

    return last_step


def _tell(progress: Progress, step: str) -> None:
    progress.tell(_STEPS.index(step), len(_STEPS), step)


def _seen(upload: Upload, sentence: Sentence | str) -> JobResult:
    return JobResult(
        sentence if isinstance(sentence, Sentence) else Sentence(sentence),
        page="budgets:form_detail",
        page_arguments={"pk": upload.pk},
        page_label=gettext_noop("See what was understood"),
    )


def _loaded(load: Load) -> JobResult:
    return JobResult(
        Sentence(gettext_noop("%(file)s is loaded."), {"file": load.file_name}),
        page="budgets:form_load",
        page_arguments={"pk": load.pk},
        page_label=gettext_noop("See the load"),
    )
