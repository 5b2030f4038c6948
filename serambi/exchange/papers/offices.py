"""The office whose documents are filled, read again only when something in its folder has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from serambi.exchange.documents.office import Office, load_office
from serambi.exchange.documents.office import office_file as found_in
from serambi.exchange.documents.parts import Signatory

Fingerprint = tuple[tuple[str, int, int], ...]


def office_folder() -> Path:
    """Return the folder of the office's file, its pictures and its templates."""
    return Path(settings.STATE) / "documents"


def office_file() -> Path | None:
    """Return the office's own file; None while there is none."""
    return found_in(office_folder())


def current_office() -> Office:
    """Return the office of this installation. Raises DocumentRefused with a sentence when it cannot be used."""
    return _office(Path(settings.STATE), _fingerprint(office_folder()))


def signatory_named(office: Office, key: str) -> Signatory:
    """Return who signs; the first of the office where nobody, or nobody any more, has that key."""
    return office.signatories.get(key, office.signatory)


def _fingerprint(folder: Path) -> Fingerprint:
    """Return a value that changes when a file is added, removed or written; looking costs less than reading."""
    found = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file():
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


@lru_cache(maxsize=2)
def _office(state: Path, seen: Fingerprint) -> Office:
    """Read the office; checking its templates takes as long as filling several documents."""
    return load_office(state)
