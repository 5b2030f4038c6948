"""Which words of a text went, came and stayed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Beyond this many words the comparison of each with each takes too long for a page.
MOST_WORDS = 4_000
_WORD = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")


class Fate(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that follow one another and have the same fate."""

    fate: Fate
    text: str


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one: what stayed, and at each place what went before what came.

    The pieces that are not NEW make the text before, those that are not GONE the text after, letter for letter. Texts
    of more than MOST_WORDS words are taken as a whole.

    >>> [(piece.fate.value, piece.text) for piece in compared("satu unit", "dua unit")]
    [('gone', 'satu'), ('new', 'dua'), ('same', ' unit')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _pieces([(Fate.GONE, before), (Fate.NEW, after)])
    found: list[tuple[Fate, str]] = []
    for tag, first, last, low, high in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Fate.SAME, "".join(old[first:last])))
        else:
            found += [(Fate.GONE, "".join(old[first:last])), (Fate.NEW, "".join(new[low:high]))]
    return _pieces(found)


def _pieces(found: list[tuple[Fate, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(fate, text) for fate, text in found if text)
