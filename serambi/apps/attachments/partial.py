"""Files that come in parts, because the line drops: what has arrived is kept, and the rest is sent after it.

Each lies in the folder of files, below the person who sends it, under a name made of what it is for and of the key that
the sender gave it; no name that a person gave is used. Once it was taken or refused, its answer stays in its place for
a while, so that a sender who lost the answer gets it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

from serambi.apps.attachments import storage

# What one request may bring: as much as a weak line carries before it drops.
PART_BYTES: Final = 1 << 20
# So many may one person have on the way; the one that has waited longest makes room.
MOST: Final = 40
_KEPT_SECONDS: Final = 7 * 24 * 3600
_CONTENT, _ANSWER = "content", "answer.json"


@dataclass(frozen=True, slots=True)
class Partial:
    """One file on its way."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / _CONTENT

    @property
    def received(self) -> int:
        """Return how many bytes are here."""
        return self.content.stat().st_size if self.content.is_file() else 0

    @property
    def answer(self) -> dict[str, Any] | None:
        """Return what the sender was told at the end, None while the file is on its way."""
        try:
            found: dict[str, Any] = json.loads((self.folder / _ANSWER).read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        return found

    def add(self, part: bytes, *, start: int) -> int:
        """Write a part at its place and return how many bytes are here; one that does not follow changes nothing.

        The same part twice at the same time writes the same bytes to the same place.
        """
        if not self.folder.is_dir():
            _make_room(self.folder.parent)
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if start != self.received:
            return self.received
        with os.fdopen(os.open(self.content, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.seek(start)
            file.write(part)
        os.utime(self.folder)
        return self.received

    def settle(self, answer: dict[str, Any]) -> None:
        """Let the content go and keep the answer."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self.folder / "answer.new"
        fresh.write_text(json.dumps(answer))
        os.replace(fresh, self.folder / _ANSWER)
        self.content.unlink(missing_ok=True)


def partial(person: int, owner_type: str, owner_id: int, key: str) -> Partial:
    """Return a file on its way from a person to an object, whether or not anything of it is here."""
    name = hashlib.sha256(f"{owner_type} {owner_id} {key}".encode()).hexdigest()[:32]
    return Partial(_root() / str(person) / name)


def forgotten() -> list[Path]:
    """Return the folders of what never arrived as a whole, and of answers that nobody asks for any more."""
    return [folder for folder in sorted(_root().glob("*/*")) if _waited(folder) > _KEPT_SECONDS]


def _root() -> Path:
    return storage.root() / "parts"


def _make_room(parent: Path) -> None:
    if not parent.is_dir():
        return
    folders = sorted((folder for folder in parent.iterdir() if folder.is_dir()), key=_waited)
    for place, folder in enumerate(folders, start=2):
        if place > MOST or _waited(folder) > _KEPT_SECONDS:
            rmtree(folder, ignore_errors=True)


def _waited(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:  # somebody else made room at the same time
        return 0.0
