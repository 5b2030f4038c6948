"""Names of files as people give them: what is refused, and what is kept."""

from __future__ import annotations

import unicodedata
from typing import Final

from serambi.apps.attachments import errors
from serambi.apps.attachments.checking.kinds import ENDINGS, Kind

LONGEST: Final = 150
# Control, format (direction and invisible characters), private use, surrogates, and the two line separators.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_SHOWN: Final = 60


def checked_name(name: str) -> str:
    """Return the name as it is kept: one form of every letter, single spaces; raise a FileRefused that says why not."""
    name = unicodedata.normalize("NFC", name)
    if any(unicodedata.category(letter) in _HIDDEN for letter in name):
        raise errors.NameHides(name=shown(name))
    if "/" in name or "\\" in name:
        raise errors.NameHasPath(name=shown(name))
    name = " ".join(name.split())
    if not name.strip(". "):
        raise errors.NameMissing
    if len(name) > LONGEST:
        raise errors.NameTooLong(name=shown(name), limit=LONGEST)
    return name


def kind_by_ending(name: str) -> Kind | None:
    return ENDINGS.get(ending_of(name))


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def shown(name: str) -> str:
    """Return a name that can stand in a sentence: nothing hidden, and not longer than a line."""
    seen = "".join("�" if unicodedata.category(letter) in _HIDDEN else letter for letter in name)
    return seen if len(seen) <= _SHOWN else f"{seen[:_SHOWN]}…"
