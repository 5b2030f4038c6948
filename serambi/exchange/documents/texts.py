"""Text from people, made safe to set: what no format can hold goes, what is meant stays."""

from __future__ import annotations

import re
import unicodedata

# Control characters, surrogates and characters for private use: XML or PDF/A refuse them.
_KEPT_CONTROLS = {"\n", "\t"}
_LEFT_OUT = {"Cc", "Cs", "Co"}
# Marks of byte order and the like show nothing, and PDF/UA forbids them. Joiners and directions stay: they are meaning.
_INVISIBLE = re.compile("[\ufeff\ufff9-\ufffb\ufdd0-\ufdef]|[\\ufffe\\uffff]")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|\x0b|\x0c|\x85")
_BLANK_LINES = re.compile(r"\n\s*\n")


def cleaned(text: str) -> str:
    """Return the text with lines ended by \\n and without what cannot be written into a document.

    >>> cleaned("satu\\r\\ndua\\x00")
    'satu\\ndua'
    """
    lines = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    return "".join(c for c in lines if c in _KEPT_CONTROLS or unicodedata.category(c) not in _LEFT_OUT).strip()


def line(text: str) -> str:
    """Return the text on one line.

    >>> line(" Dewan \\n Smart City ")
    'Dewan Smart City'
    """
    return " ".join(cleaned(text).split())


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: a blank line parts two of them, a single end of line stays inside.

    >>> paragraphs("Satu.\\n\\nDua,\\ntetap dua.")
    ['Satu.', 'Dua,\\ntetap dua.']
    """
    return [part.strip() for part in _BLANK_LINES.split(cleaned(text)) if part.strip()]


_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def spelled(number: int) -> str:
    """Return a number from 0 to 9999 in Indonesian words, as a berita acara writes its date.

    >>> spelled(2026)
    'dua ribu dua puluh enam'
    """
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "sepuluh")):
        if number >= size:
            count, rest = divmod(number, size)
            head = one if count == 1 else f"{spelled(count)} {name}"
            return f"{head} {spelled(rest)}" if rest else head
    raise AssertionError(number)


def roman(number: int) -> str:
    """Return a number of parts as offices count them, from 1.

    >>> [roman(number) for number in (1, 4, 6, 9, 14)]
    ['I', 'IV', 'VI', 'IX', 'XIV']
    """
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, sign in signs:
        times, number = divmod(number, value)
        written += sign * times
    return written
