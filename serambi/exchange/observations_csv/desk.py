"""A table of observations that somebody sent: kept, rehearsed, loaded as it was seen, with its refused rows."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.jobs import services as jobs
from serambi.apps.jobs.models import Job
from serambi.apps.observations.permissions import can_finalize, can_record_anything
from serambi.exchange.errors import AnswerUnknown, HasErrors, NothingToLoad
from serambi.exchange.models import OBSERVATIONS, Upload
from serambi.exchange.observations_csv.errors import NotARecorder
from serambi.exchange.tables import errors as table_errors
from serambi.exchange.tables.kinds import kind_of
from serambi.exchange.uploads import files

# The kinds of work in the background (`observations_csv.work`).
CHECK, LOAD = "exchange.check_observations", "exchange.load_observations"
COMMA, POINT = "comma", "point"
_REJECTS = "rejects.csv"
_SAMPLE = 1 << 18
_GZIP = b"\x1f\x8b"


def take(file: UploadedFile[Any], *, is_final: bool, reason: str, by: Any) -> Upload:
    """Keep a table and begin to check it. Raises NotARecorder, and UnreadableTable for what can be no such table.

    What else is wrong with it is found in the background. Who may not make figures final sends preliminary ones.
    """
    _require(by)
    name = str(file.name)
    _refuse_early(file, name)
    with transaction.atomic():
        upload = Upload.objects.create(
            file_name=name[-255:],
            file_size=file.size or 0,
            format=OBSERVATIONS,
            note=reason,
            owner=by,
            choices={"final": is_final and can_finalize(by)},
            created_at=timezone.now(),
        )
        sha256 = hashlib.sha256()
        with files.new_file(upload) as kept:
            for piece in file.chunks():
                sha256.update(piece)
                kept.write(piece)
        upload.file_sha256 = sha256.hexdigest()
        record(Verb.CREATED, upload, by=by, after={"file": upload.file_name, "sha256": upload.file_sha256})
        _begin(CHECK, upload, by=by)
    return upload


def _refuse_early(file: UploadedFile[Any], name: str) -> None:
    """Raise what the first bytes tell of a file that is no table of text."""
    if (file.size or 0) > settings.OBSERVATIONS_BYTES:
        raise table_errors.TooLarge(name=name, megabytes=settings.OBSERVATIONS_BYTES // 1_000_000)
    sample = file.read(_SAMPLE)
    file.seek(0)
    if not sample.startswith(_GZIP) and kind_of(sample, name=name) != "text":
        raise table_errors.UnknownFormat(name=name)


@transaction.atomic
def state_notation(upload: Upload, notation: str, *, by: Any) -> None:
    """Say which mark begins the decimals, and check the table anew. Raises NotARecorder and AnswerUnknown."""
    _require(by)
    if notation not in {COMMA, POINT} or is_loaded(upload):
        raise AnswerUnknown
    upload.choices |= {"notation": notation}
    _begin(CHECK, upload, by=by)


@transaction.atomic
def check_again(upload: Upload, *, by: Any) -> None:
    """Compare a table with what is recorded by now. Raises NotARecorder and AnswerUnknown."""
    _require(by)
    if is_loaded(upload):
        raise AnswerUnknown
    _begin(CHECK, upload, by=by)


@transaction.atomic
def begin_load(upload: Upload, *, seen: str, without_rejects: bool, by: Any) -> Job:
    """Load a table in the background, as it was seen: all of it, or its good rows although others are refused.

    Raises NotARecorder, HasErrors, NothingToLoad.
    """
    _require(by)
    found = upload.choices.get("found")
    if found is None or is_loaded(upload) or not found["new"] + found["changed"]:
        raise NothingToLoad
    if found["rejected"] and not without_rejects:
        raise HasErrors(count=found["rejected"])
    return _begin(LOAD, upload, by=by, seen=seen, without_rejects=without_rejects)


@transaction.atomic
def discard(upload: Upload, *, by: Any) -> None:
    """Let a table go, with its refused rows. Raises NotARecorder."""
    _require(by)
    record(Verb.DELETED, upload, by=by, before={"file": upload.file_name, "sha256": upload.file_sha256})
    Upload.objects.filter(pk=upload.pk).delete()
    transaction.on_commit(lambda: files.remove_folder(upload))


def is_loaded(upload: Upload) -> bool:
    return "loaded_at" in upload.choices


def file_of(upload: Upload) -> Path:
    return files.folder_of(upload) / files.FILE


def rejects_of(upload: Upload) -> Path:
    """Return the table of the refused rows, which is there only when there are any."""
    return files.folder_of(upload) / _REJECTS


def reason_of(upload: Upload) -> str:
    return upload.note or _("Loaded from %(file)s") % {"file": upload.file_name}


def _begin(kind: str, upload: Upload, *, by: Any, **arguments: str | bool) -> Job:
    if kind == CHECK:
        for told in ("found", "question"):
            upload.choices.pop(told, None)
    job = jobs.start(kind, by=by, arguments={"upload": upload.pk, **arguments}, subject=upload.file_name)
    upload.job, upload.refusal = job.public_id, ""
    upload.save(update_fields=["file_sha256", "choices", "job", "refusal"])
    return job


def _require(by: Any) -> None:
    if by is not None and not can_record_anything(by):
        raise NotARecorder


# For lists and pages ------------------------------------------------------------------------------------------------

LOADED, OPEN_QUESTION, FOUND = gettext_noop("loaded"), gettext_noop("waits for an answer"), gettext_noop("checked")


def state_of(upload: Upload) -> str:
    """Return in a word what became of a table; "" while it is worked on or cannot be read."""
    choices = upload.choices
    states = (("loaded_at", LOADED), ("question", OPEN_QUESTION), ("found", FOUND))
    return next((_(word) for name, word in states if name in choices), "")
