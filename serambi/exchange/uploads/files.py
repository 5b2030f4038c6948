"""Where the files of tables on the way lie: a folder each in the state folder, outside of everything that is served."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from serambi.exchange.models import Upload
from serambi.exchange.uploads import pickles

FOLDER = "imports"
FILE = "file"  # never under the name that a person gave it
_NAME = re.compile(r"[0-9a-f]{32}")


def folder_of(upload: Upload) -> Path:
    if not _NAME.fullmatch(upload.folder):
        raise ValueError(upload.folder)
    return Path(settings.STATE) / FOLDER / upload.folder


def write_file(upload: Upload, content: bytes) -> None:
    """Keep the bytes of a file, readable for this program's user alone."""
    with new_file(upload) as file:
        file.write(content)


def new_file(upload: Upload) -> IO[bytes]:
    """Return the file to write the bytes into, piece by piece where it is large."""
    folder = folder_of(upload)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / FILE
    path.touch(mode=0o600)
    return path.open("wb")


def read_file(upload: Upload) -> bytes:
    """Return the bytes as they were sent. Raises FileNotFoundError when somebody removed them."""
    return (folder_of(upload) / FILE).read_bytes()


def keep(upload: Upload, name: str, key: str, made: Any) -> None:
    """Keep something that was made of the file under a name, with the key of all that it was made from."""

    def write(new: Path) -> None:
        with new.open("wb") as file:
            new.chmod(0o600)
            pickles.write(file, key)
            pickles.write(file, made)

    put(upload, f"{name}.kept", write)


def put(upload: Upload, name: str, write: Callable[[Path], None]) -> None:
    """Have a file written beside that of the upload; whoever reads meanwhile has the old one, whole."""
    folder = folder_of(upload)
    if not folder.is_dir():
        return  # somebody discarded it meanwhile
    new = folder / f"{name}.{uuid.uuid4().hex}.new"
    try:
        write(new)
        new.replace(folder / name)
    finally:
        new.unlink(missing_ok=True)


def is_kept(upload: Upload, name: str, key: str) -> bool:
    path = folder_of(upload) / f"{name}.kept"
    if not path.exists():
        return False
    with path.open("rb") as file:
        return bool(pickles.read(file) == key)


def kept(upload: Upload, name: str, key: str) -> Any:
    """Return what was kept under a name and key, None where there is nothing or it was made from something else."""
    path = folder_of(upload) / f"{name}.kept"
    if not path.exists():
        return None
    with path.open("rb") as file:
        if pickles.read(file) != key:
            return None
        return pickles.read(file)


def remove_folder(upload: Upload) -> None:
    """Remove the file and all that was made of it; what is not there any more is no error."""
    shutil.rmtree(folder_of(upload), ignore_errors=True)
