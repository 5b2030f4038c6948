"""The rows of a form beside the register: what each was taken for, what it may be, and what becomes of its amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from serambi.apps.plans.models import BudgetLine
from serambi.exchange.budgets.matching import Budget, name_of, target_of
from serambi.exchange.budgets.stated import Stated
from serambi.exchange.imports.choices import Doubt
from serambi.exchange.tables.book import Place
from serambi.exchange.uploads.alike import Alike

LEFT_OUT = "-"  # the answer that a row is about nothing in the register
# From how many of a hundred on a name alike may be taken over, and how far before the next one.
SURE, APART = 90.0, 2.0


class State(StrEnum):
    """What a row of the form was taken for."""

    FOUND = "found"  # by its code or its name
    CHOSEN = "chosen"  # a person said it
    OPEN = "open"  # it resembles something, or fits several: a person says which
    UNKNOWN = "unknown"  # nothing in the register is like it
    OUT = "out"  # a person left it out
    OTHERS = "others"  # of a program that the person does not report on


@dataclass(frozen=True, slots=True)
class Change:
    """The realization of a budget line as it is and as the file says. place: the cell that says so."""

    line: BudgetLine
    old: Decimal | None
    new: Decimal
    place: Place


@dataclass(slots=True)
class Row:
    """One budget of the form.

    budget: what it was taken for. fits: what a person may choose among, the likeliest first. alike: of these, how near
    each name is. changes, same: the lines that get its amount, and those that have it. reason: why nothing of it is
    loaded, "" where something is or it says no amount.
    """

    stated: Stated
    state: State = State.UNKNOWN
    budget: Budget | None = None
    fits: tuple[Budget, ...] = ()
    alike: tuple[Alike, ...] = ()
    changes: list[Change] = field(default_factory=list)
    same: list[BudgetLine] = field(default_factory=list)
    reason: str = ""

    @property
    def key(self) -> str:
        """Return by what answers name the row; it stays while the file is the same."""
        return key_of(self.stated.place)

    @property
    def proposal(self) -> str:
        """Return what may be taken over unless a person says otherwise; "" where two fit as well."""
        if self.state is not State.OPEN or not self.alike or self.alike[0].percent < SURE:
            return ""
        is_alone = len(self.alike) == 1 or self.alike[0].percent - self.alike[1].percent >= APART
        return self.alike[0].code if is_alone else ""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Return what a person may choose among, as the control sends it and as it is called."""
        return tuple((target_of(one), name_of(one)) for one in self.fits)


def key_of(place: Place) -> str:
    return f"{place.row}:{place.sheet}"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person decided about a form.

    year: of the budget; None takes the one that the file names. rows: by the key of a row, what it is (`target_of`) or
    LEFT_OUT. accepted: doubts that were looked at.
    """

    year: int | None = None
    rows: Mapping[str, str] = field(default_factory=dict)
    accepted: frozenset[Doubt] = frozenset()

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "rows": dict(self.rows),
            "accepted": sorted([one.code, one.sheet, one.row, one.column] for one in self.accepted),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Answers:
        """Return the answers that `as_json` wrote; none from an empty mapping."""
        return cls(
            kept.get("year"),
            kept.get("rows", {}),
            frozenset(Doubt(*one) for one in kept.get("accepted", ())),
        )
