"""What can stand at the cursor of someone who is writing a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .catalog import Catalog
from .functions import FUNCTIONS, SYNONYMS, Signature

MOST_OPTIONS = 50
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9_.]*$", re.ASCII)
_WORD_AFTER = re.compile(r"[A-Za-z0-9_.]*", re.ASCII)
_PIECE = re.compile(r"[A-Za-z][A-Za-z0-9_.]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|==|!=|<=|>=|\S", re.ASCII)
_SERIES_FIRST = frozenset({"sum", "mean", "first", "last", "count"})
_WAYS = _SERIES_FIRST | {"min", "max"}
_JOINING = frozenset({"and", "or", "not"})


class OptionKind(StrEnum):
    """What an option would add."""

    SERIES = "series"
    INDICATOR = "indicator"
    CONSTANT = "constant"
    FUNCTION = "function"
    WORD = "word"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can stand at the cursor.

    insert: the text that replaces the word at the cursor; the cursor goes before a closing bracket at its end.
    label: what to show: the name a person knows, the usage of a function.
    english, indonesian: one line about it: the unit of a series, the formula of an indicator, what a function gives.
    """

    kind: OptionKind
    insert: str
    label: str
    english: str
    indonesian: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand at a cursor.

    start, end: the part of the text that an option replaces.
    options: the best first, at most 50.
    call: the function whose brackets the cursor is in, and argument which of its arguments, from 0; else None.
    """

    start: int
    end: int
    options: tuple[Option, ...]
    call: Signature | None
    argument: int


def complete(text: str, cursor: int, catalog: Catalog, *, names: Mapping[str, str] | None = None) -> Completion:
    """Return what can stand at the cursor, an offset into the text; the text need not be right, nor complete.

    names: what people call series, indicators and constants; they are found by these words too.

    >>> from .catalog import Series
    >>> options = complete("100 * was", 9, Catalog([Series("waste.handled", "ton")])).options
    >>> [option.insert for option in options]
    ['waste.handled']
    """
    cursor = max(0, min(cursor, len(text)))
    found = _WORD_BEFORE.search(text[:cursor])
    word = found.group() if found else ""
    start = cursor - len(word)
    rest = _WORD_AFTER.match(text, cursor) if word else None
    before = _PIECE.findall(text[:start])
    function, argument = _surroundings(before)
    names = names or {}
    options = [*_options(before, word, function, argument, everything=_everything(catalog, names))]
    return Completion(
        start=start,
        end=rest.end() if rest else cursor,
        options=tuple(options[:MOST_OPTIONS]),
        call=FUNCTIONS.get(function or ""),
        argument=argument,
    )


def _surroundings(before: list[str]) -> tuple[str | None, int]:
    """Return the function whose brackets are open, and how many of its commas have passed."""
    open_brackets: list[tuple[str | None, int]] = []
    previous = ""
    for piece in before:
        if piece == "(":
            open_brackets.append((previous if previous in FUNCTIONS else None, 0))
        elif piece == ")" and open_brackets:
            open_brackets.pop()
        elif piece == "," and open_brackets:
            function, argument = open_brackets[-1]
            open_brackets[-1] = function, argument + 1
        previous = piece
    return open_brackets[-1] if open_brackets else (None, 0)


def _options(
    before: list[str], word: str, function: str | None, argument: int, *, everything: Iterable[Option]
) -> Iterator[Option]:
    last = before[-1] if before else ""
    if last and (last == ")" or last[0].isalnum()) and last not in _JOINING:
        yield from _operators(word, function)
        return
    if function in _WAYS and argument > 0:
        yield from (option for option in _WORDS if option.insert.startswith(word.lower()))
        if function in _SERIES_FIRST:
            return
    only_series = function in _SERIES_FIRST
    ranked = [
        (rank, option.insert, option)
        for option in everything
        if (not only_series or option.kind is OptionKind.SERIES) and (rank := _rank(word.lower(), option)) is not None
    ]
    yield from (option for _, _, option in sorted(ranked, key=lambda entry: entry[:2]))


def _operators(word: str, function: str | None) -> Iterator[Option]:
    for option in _OPERATORS:
        if option.insert.startswith(word.lower()) and (function or option.insert != ","):
            yield option


def _everything(catalog: Catalog, names: Mapping[str, str]) -> Iterator[Option]:
    for series in catalog.series.values():
        unit = series.unit or ""
        label = names.get(series.code, series.code)
        yield Option(OptionKind.SERIES, series.code, label, unit, unit)
    for indicator in catalog.indicators.values():
        label = names.get(indicator.name, indicator.name)
        yield Option(OptionKind.INDICATOR, indicator.name, label, indicator.formula, indicator.formula)
    for constant in catalog.constants.values():
        label = names.get(constant.name, constant.name)
        about = f"{float(constant.value):g} {constant.unit or ''}".strip()
        yield Option(OptionKind.CONSTANT, constant.name, label, about, about)
    for signature in FUNCTIONS.values():
        insert = f"{signature.name}()"
        yield Option(OptionKind.FUNCTION, insert, signature.usage, signature.english, signature.indonesian)


def _rank(word: str, option: Option) -> int | None:
    """Return how well the option fits what has been typed, 0 the best, or None when it does not."""
    insert = option.insert.lower()
    if insert.startswith(word):
        # With nothing typed, names come before the functions.
        return 0 if word or option.kind is not OptionKind.FUNCTION else 1
    if option.kind is OptionKind.FUNCTION:
        meant = {function for synonym, function in SYNONYMS.items() if synonym.startswith(word)}
        return 3 if option.insert[:-2] in meant or f"_{word}" in insert else None
    text = f"{insert} {option.label.lower()}"
    if any(part.startswith(word) for part in re.split(r"[._\s]", text)):
        return 2
    return 4 if word in text else None


def _word(insert: str, english: str, indonesian: str) -> Option:
    return Option(OptionKind.WORD, insert, insert, english, indonesian)


def _operator(insert: str, english: str, indonesian: str) -> Option:
    return Option(OptionKind.OPERATOR, insert, insert, english, indonesian)


_WORDS = (
    _word("time", "aggregates over time", "agregasi sepanjang waktu"),
    _word("area", "aggregates over areas", "agregasi antarwilayah"),
)
_OPERATORS = (
    _operator("+", "plus", "ditambah"),
    _operator("-", "minus", "dikurangi"),
    _operator("*", "times", "kali"),
    _operator("/", "divided by", "dibagi"),
    _operator("^", "to the power", "pangkat"),
    _operator("==", "is equal to", "sama dengan"),
    _operator("!=", "is not equal to", "tidak sama dengan"),
    _operator("<", "is less than", "kurang dari"),
    _operator("<=", "is at most", "paling besar"),
    _operator(">", "is more than", "lebih dari"),
    _operator(">=", "is at least", "paling kecil"),
    _operator("and", "and", "dan"),
    _operator("or", "or", "atau"),
    _operator(",", "next argument", "argumen berikutnya"),
    _operator(")", "closes the bracket", "menutup kurung"),
)
