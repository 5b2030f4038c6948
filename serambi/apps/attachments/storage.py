"""The folder of files, outside of everything that a web server serves by itself.

A content has one place, named by its SHA-256: `ab/abcd….../content`, its views beside it. Nothing in it can be run, and
no name that a person gave is used.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from serambi.apps.attachments.picture_views import SUFFIXES, VIEWS

CONTENT: Final = "content"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_PIECE: Final = 1 << 20


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def folder_of(digest: str) -> Path:
    """Return the folder of a content; raise ValueError for what is no fingerprint, so that no name leads elsewhere."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(digest)
    return root() / "stored" / digest[:2] / digest


def content_path(digest: str) -> Path:
    return folder_of(digest) / CONTENT


def view_path(digest: str, view: str, *, attachment: int | None = None) -> Path:
    """Return where a view of a picture is; attachment: the one whose covered views are meant."""
    suffix = SUFFIXES[VIEWS[view][1]]
    folder = folder_of(digest)
    return (folder if attachment is None else folder / f"covered-{attachment}") / f"{view}.{suffix}"


def digest_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


@contextmanager
def incoming() -> Iterator[Path]:
    """Give a folder for a file that is not taken yet; it is gone afterwards, with what was not kept."""
    parent = root() / "incoming"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def receive(pieces: Iterable[bytes], path: Path) -> str:
    """Write a content to a path and return its digest."""
    found = hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            found.update(piece)
            file.write(piece)
    return found.hexdigest()


def keep(path: Path, digest: str, *, views: Path) -> None:
    """Move a content and its views to their place; what is there already stays."""
    folder = folder_of(digest)
    keep_views(views, folder)
    if not (folder / CONTENT).exists():
        path.chmod(0o600)
        os.replace(path, folder / CONTENT)
    # Its row may be a moment away: a folder that was touched just now is not cleaned away.
    os.utime(folder)


def keep_views(views: Path, folder: Path) -> None:
    """Move views into a folder, each at once, so that nobody is served half of one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for view in views.iterdir():
        os.replace(view, folder / view.name)


def lock_away(path: Path, digest: str) -> None:
    """Move a file in which a virus was found to where nothing reads it from."""
    folder = root() / "quarantine"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o000)
    os.replace(path, folder / digest)


def remove(digest: str) -> None:
    """Delete a content that nothing refers to, with its views."""
    shutil.rmtree(folder_of(digest), ignore_errors=True)


def stored_digests() -> Iterator[str]:
    """Yield the digest of every folder that is there."""
    for group in sorted((root() / "stored").glob("??")):
        for folder in sorted(group.iterdir()):
            if _DIGEST.fullmatch(folder.name):
                yield folder.name


def leftovers() -> list[Path]:
    """Return folders of files that were on their way when the program ended."""
    return sorted((root() / "incoming").glob("*"))
