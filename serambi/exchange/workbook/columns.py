"""What a column of the workbook is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Choices
from django.utils import translation

LANGUAGES = ("id", "en")


class Kind(StrEnum):
    """How a value is written into a cell and read from it; `cells` says how."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    PERIOD = "period"
    FLAG = "flag"
    CHOICE = "choice"
    NAME = "name"  # the code of a row of another sheet
    NAMES = "names"  # several of them


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages of the workbook."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.id


@dataclass(frozen=True)
class Column:
    """One column.

    name: what the hidden row calls it; it never changes. note: what a person should know when filling it in.
    is_needed: an empty cell is a problem. empty: the value of an empty cell.
    of: for NAME and NAMES, the sheet whose rows it names, or `missions`. choices: for CHOICE.
    is_fixed: written for reading only; another value in the file is a problem.
    is_quiet_when_empty: an empty cell says nothing and changes nothing.
    takes_percent: a cell that is shown as 98% says 98, where the unit of its row is a percentage.
    longest: the most characters of a text; 0 where there is no limit. decimals: the most of a number.
    """

    name: str
    heading: Words
    note: Words
    kind: Kind = Kind.TEXT
    is_needed: bool = False
    empty: Any = None
    of: str = ""
    choices: type[Choices] | None = None
    is_fixed: bool = False
    is_quiet_when_empty: bool = False
    takes_percent: bool = False
    longest: int = 0
    decimals: int = 6
    width: int = 16

    @property
    def empty_value(self) -> Any:
        """Return what an empty cell means."""
        if self.empty is not None:
            return self.empty
        if self.kind in {Kind.TEXT, Kind.NAME, Kind.CHOICE}:
            return ""
        return {Kind.NAMES: (), Kind.FLAG: False}.get(self.kind)


@dataclass(frozen=True)
class Sheet:
    """One sheet. key: the columns that tell its rows apart.

    has_numbers: its rows carry the number that the register gave them (`id`), because nothing else tells them apart
    for certain; key is then how a row without a number is found. parent: the part of the key that never changes.
    is_reference: written for looking things up and never loaded.
    """

    name: str
    title: Words
    note: Words
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    has_numbers: bool = False
    parent: tuple[str, ...] = ()
    is_reference: bool = False
    by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @cached_property
    def needed(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.is_needed)


@lru_cache(maxsize=64)
def choice_labels(choices: type[Choices], language: str) -> dict[Any, str]:
    """Return the words of a list by value, in one language."""
    with translation.override(language):
        return {value: str(label) for value, label in choices.choices}


@lru_cache(maxsize=64)
def choice_values(choices: type[Choices]) -> dict[str, Any]:
    """Return the values of a list by every way to write them: the words of both languages, and the value itself."""
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        found |= {label.casefold(): value for value, label in choice_labels(choices, language).items()}
    return found | {str(value).casefold(): value for value in choices.values}
