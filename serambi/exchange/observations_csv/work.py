"""What is done with tables of observations in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.jobs.services import JobResult, Manner, Progress, Sentence, work
from serambi.apps.observations.labels import plain_number
from serambi.exchange.errors import FileGone, RegisterChanged
from serambi.exchange.models import OBSERVATIONS, Upload
from serambi.exchange.observations_csv import desk
from serambi.exchange.observations_csv.errors import AmbiguousColumn, NotARecorder
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.tables.notation import Notation

# ruff: noqa: PLC0415 - the library of tables loads slowly, and only the work needs it
MOST_SHOWN = 20


@work(desk.CHECK, title=_("Check a table of figures"), manner=Manner.REPEATABLE)
def check_observations(progress: Progress, *, by: Any, upload: int) -> JobResult:
    """Find out what loading a table would do; nothing is loaded. One that cannot be read says why."""
    table = _named(upload, by)

    def compared(outcome: Any, comparison: Any) -> None:
        table.choices["found"] = {
            "fingerprint": comparison.fingerprint(),
            "sample": [_revision(one) for one in comparison.sample(MOST_SHOWN)],
        }

    try:
        outcome = _load(table, progress, by=by, compared=compared, for_good=False)
    except AmbiguousColumn as question:
        table.choices["question"] = {name: str(value) for name, value in question.facts.items()}
        table.save(update_fields=["choices"])
        return _done(table, gettext_noop("One question has to be answered before it can be checked."))
    except UnreadableTable as error:
        table.refusal = str(error)
        table.save(update_fields=["refusal"])
        return _done(table, gettext_noop("The file cannot be read."))
    table.choices["found"] |= _as_found(outcome)
    table.save(update_fields=["choices"])
    return _done(table, gettext_noop("Compared with what is recorded; nothing is loaded yet."))


@work(desk.LOAD, title=_("Load a table of figures"), manner=Manner.REPEATABLE)
def load_observations(progress: Progress, *, by: Any, upload: int, seen: str, without_rejects: bool) -> JobResult:
    """Load a table as it was seen. What is loaded and that it was loaded are written in one transaction."""
    table = _named(upload, by)
    if desk.is_loaded(table):  # the worker was killed after that
        return _done(table, gettext_noop("Everything was loaded."))

    def compared(outcome: Any, comparison: Any) -> None:
        if comparison.fingerprint() != seen:
            raise RegisterChanged

    def written(outcome: Any) -> None:
        found = _as_found(outcome)
        table.choices = {**table.choices, "loaded_at": timezone.now().isoformat(), "loaded": found}
        table.save(update_fields=["choices"])
        counts = {name: found[name] for name in ("rows", "new", "changed", "unchanged", "rejected")}
        record(Verb.LOADED, table, by=by, after={"file": table.file_name, "sha256": table.file_sha256, **counts})

    outcome = _load(table, progress, by=by, compared=compared, written=written, with_rejects=without_rejects)
    if outcome.rejected:
        return _done(table, gettext_noop("The good rows were loaded; the refused ones can be downloaded."))
    return _done(table, gettext_noop("Everything was loaded."))


def _load(
    table: Upload,
    progress: Progress,
    *,
    by: Any,
    compared: Callable[[Any, Any], None],
    written: Callable[[Any], None] | None = None,
    for_good: bool = True,
    with_rejects: bool = False,
) -> Any:
    from serambi.exchange.observations_csv.load import Wishes, load_observations_file
    from serambi.exchange.observations_csv.progress import Progress as Stages
    from serambi.exchange.observations_csv.results import STAGES

    notation = table.choices.get("notation")
    rejects = desk.rejects_of(table)
    rejects.unlink(missing_ok=True)
    try:
        return load_observations_file(
            desk.file_of(table),
            name=table.file_name,
            by=by,
            today=timezone.localdate(),
            rejects=rejects,
            wishes=Wishes(
                notation=Notation(notation) if notation else None,
                is_final=bool(table.choices.get("final")),
                reason=desk.reason_of(table),
                with_rejects=with_rejects,
                for_good=for_good,
            ),
            progress=Stages(lambda stage, done, total: progress.tell(done, total or None, STAGES[stage])),
            compared=compared,
            written=written,
        )
    except FileNotFoundError as error:
        raise FileGone from error


def _as_found(outcome: Any) -> dict[str, Any]:
    from serambi.exchange.observations_csv.results import as_dict

    found = as_dict(outcome, rejects=None)
    for name in ("rejects", "seconds", "file"):
        del found[name]
    return found


def _revision(one: Any) -> dict[str, str]:
    return {
        "code": one.series.code,
        "series": one.series.display_name,
        "area": str(one.area),
        "period": str(one.period),
        "old": plain_number(one.old),
        "new": plain_number(one.new),
        "what": "value" if one.old != one.new else "details" if one.is_content else "final",
    }


def _named(upload: int, by: Any) -> Upload:
    """Return the table. A job whose person is gone does nothing: by None is the command line."""
    if by is None:
        raise NotARecorder
    found = Upload.objects.filter(pk=upload, format=OBSERVATIONS).first()
    if found is None:
        raise FileGone  # somebody discarded it meanwhile
    return found


def _done(table: Upload, sentence: str) -> JobResult:
    return JobResult(
        Sentence(sentence),
        page="observation_tables:detail",
        page_arguments={"pk": table.pk},
        page_label=gettext_noop("See the table"),
    )
