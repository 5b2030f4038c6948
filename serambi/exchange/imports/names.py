"""Names and codes of a table, as the register keeps them."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST_NAME = 250
LONGEST_CODE = 30
_PROGRAM_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def kept_name(text: str) -> str:
    """Return the text with single spaces, cut at the length that the register keeps.

    >>> kept_name("  Program   Penataan Desa ")
    'Program Penataan Desa'
    """
    name = " ".join(text.split())
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def name_key(text: str) -> str:
    """Return what two names have in common that differ in spaces and capital letters only."""
    return kept_name(text).casefold()


def kept_code(text: str) -> str:
    """Return a code that can stand in an address: what no code may hold becomes a point between its parts.

    >>> kept_code(" 1 02 . 03 "), kept_code("3:27:03")
    ('1.02.03', '3.27.03')
    """
    return re.sub(r"[^A-Za-z0-9_-]+", ".", text.strip()).strip(".")


def is_rewritten(text: str) -> bool:
    """Tell whether `kept_code` changes more of a code than spaces."""
    return kept_code(text) != re.sub(r"[.\s]*\.[.\s]*|\s+", ".", text.strip()).strip(".")


def is_usable_code(code: str) -> bool:
    """Tell whether a code can stand in the address of a page."""
    return len(code) <= LONGEST_CODE and _PROGRAM_CODE.fullmatch(code) is not None


def free_code(code: str, taken: Collection[str]) -> str:
    """Return the code with the first number from 2 behind it that makes it one that is not taken.

    >>> free_code("7.01.02", {"7.01.02", "7.01.02-2"})
    '7.01.02-3'
    """
    number = 2
    while (found := f"{code[: LONGEST_CODE - 5]}-{number}") in taken:
        number += 1
    return found


def formula_name(program_code: str) -> str:
    """Return a program's code as the beginning of a name in the formula language.

    >>> formula_name("X.XX.01")
    'program_x_xx_01'
    """
    return "program_" + re.sub(r"[^a-z0-9]+", "_", program_code.lower()).strip("_")
