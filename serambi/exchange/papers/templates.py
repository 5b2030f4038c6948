"""The office's own Word templates as files: looked at, replaced with the former kept, taken back."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from serambi.apps.agencies.models import Organization, Role
from serambi.apps.agencies.permissions import standing
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.exchange.documents.errors import DocumentRefused
from serambi.exchange.documents.kinds import Kind
from serambi.exchange.documents.office import template_paths
from serambi.exchange.papers.offices import office_folder


@dataclass(frozen=True, slots=True)
class TemplateState:
    """What is in use for a kind of document.

    is_own: a template of the office, else ours. changed_at: when its file was written. may_go_back: the file from
    before, or ours where there was none before, can take its place. problem: why it cannot be used, "" where it can.
    """

    is_own: bool
    name: str = ""
    changed_at: dt.datetime | None = None
    may_go_back: bool = False
    problem: str = ""


def state_of(kind: Kind) -> TemplateState:
    """Return what is in use for a kind of document."""
    path = _path(kind)
    has_former = _former(path).is_file()
    if not path.is_file():
        return TemplateState(is_own=False, may_go_back=has_former)
    changed = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    problem = _problem(kind, path.read_bytes(), path.name, get_language())
    return TemplateState(True, path.name, changed, may_go_back=has_former or _is_ours_to_remove(path), problem=problem)


@lru_cache(maxsize=24)
def _problem(kind: Kind, content: bytes, name: str, language: str | None) -> str:
    from serambi.exchange.documents.word import check_template  # noqa: PLC0415 - its libraries are for whoever makes a document

    try:
        check_template(kind, content, name=name)
    except DocumentRefused as refusal:
        return str(refusal)
    return ""


def own_template(kind: Kind) -> bytes | None:
    """Return the office's template; None where it has none."""
    path = _path(kind)
    return path.read_bytes() if path.is_file() else None


def take(kind: Kind, content: bytes, *, name: str, by: Any) -> None:
    """Put a template in use, whole, and keep the one from before. Raises TemplateRefused with a sentence."""
    from serambi.exchange.documents.word import check_template  # noqa: PLC0415 - its libraries are for whoever makes a document

    check_template(kind, content, name=name)
    with _locked():
        path = _path(kind)
        before = _digest(path)
        # What is written down and the file are one: where the record cannot be written, the file is not replaced.
        with transaction.atomic():
            _record(kind, before, hashlib.sha256(content).hexdigest(), name=name, by=by)
            if path.is_file():
                _write(_former(path), path.read_bytes())
            else:
                _former(path).unlink(missing_ok=True)
            _write(path, content)


def take_back(kind: Kind, *, by: Any) -> bool:
    """Put the template from before in use, ours where there was none; doing it twice changes nothing.

    Return whether there was one.
    """
    with _locked():
        path = _path(kind)
        former = _former(path)
        own, before = _content(path), _content(former)
        if before is None and (own is None or not _is_ours_to_remove(path)):
            return False
        with transaction.atomic():
            told = hashlib.sha256(before).hexdigest() if before is not None else ""
            _record(kind, _digest(path), told, name=former.name if before is not None else "", by=by)
            if before is not None:
                _write(path, before)
            else:
                path.unlink()
            if own is not None:
                _write(former, own)
            else:
                former.unlink()
    return True


def _path(kind: Kind) -> Path:
    return template_paths(office_folder())[kind]


def _former(path: Path) -> Path:
    return path.with_name(f"{path.stem}.sebelumnya{path.suffix}")


def _is_ours_to_remove(path: Path) -> bool:
    """Tell whether nobody but the page put the file there; one that the office's file names has to stay."""
    return path.parent == office_folder() / "templates"


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(path: Path) -> str:
    content = _content(path)
    return hashlib.sha256(content).hexdigest() if content is not None else ""


def _write(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def _locked() -> Iterator[None]:
    """Let one person at a time change the templates."""
    folder = office_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _record(kind: Kind, before: str, after: str, *, name: str, by: Any) -> None:
    """Write the change down at the organization for which the person coordinates: the words are its own."""
    office = Organization.objects.filter(pk__in=standing(by).at(Role.COORDINATOR)).order_by("pk").first()
    if office is None:
        raise PermissionError(by)
    record(
        Verb.CHANGED,
        office,
        by=by,
        before={f"template {kind}": before},
        after={f"template {kind}": after, "file": name},
    )
