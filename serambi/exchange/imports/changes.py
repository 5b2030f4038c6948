"""What a load would create and change, row by row, with the place in the table that each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from serambi.exchange.tables.book import Place


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that would say something else. old, new: as the database holds them; old_text, new_text: as shown."""

    field: str
    old: Any
    new: Any
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class ProposedProgram:
    """A program to create (`existing` is None), or one of the register with what would be changed in it.

    index: its number among the understood programs. sub_dimension, lead: ids, None for none.
    """

    place: Place
    index: int
    existing: int | None
    code: str
    name: str
    description: str
    pillar: int
    sub_dimension: int | None
    lead: int | None
    changes: tuple[FieldChange, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.existing is None


@dataclass(frozen=True, slots=True)
class ProposedActivity:
    """An activity to create, or one that is there with what would be changed. program: the index of its program."""

    place: Place
    index: int
    program: int
    existing: int | None
    code: str
    name: str
    organization: int | None
    changes: tuple[FieldChange, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.existing is None


@dataclass(frozen=True, slots=True)
class ProposedAim:
    """A target or baseline of a year. old, old_upper: what is there now, None for nothing."""

    is_baseline: bool
    year: int
    value: Decimal
    upper: Decimal | None = None
    old: Decimal | None = None
    old_upper: Decimal | None = None

    @property
    def is_same(self) -> bool:
        return (self.old, self.old_upper) == (self.value, self.upper)


@dataclass(frozen=True, slots=True)
class ProposedIndicator:
    """An indicator to create over a series of its own, or one of the register, with its aims.

    program: the index of its program. existing: the id of the indicator, None for a new one. is_linked: the program
    has it already. weight: within the program. decimals: as many as its aims are written with.
    """

    place: Place
    program: int
    existing: int | None
    is_linked: bool
    code: str
    series: str
    name: str
    description: str
    unit: str
    polarity: str
    level: str
    decimals: int
    owner: int | None
    weight: Decimal
    aims: tuple[ProposedAim, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.existing is None


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One year's ceiling of a program, or of one of its activities (both by index). old: the ceiling that is there."""

    place: Place
    program: int
    activity: int | None
    year: int
    fund_source: str
    ceiling: Decimal
    existing: int | None = None
    old: Decimal | None = None

    @property
    def is_new(self) -> bool:
        return self.existing is None

    @property
    def is_same(self) -> bool:
        return self.existing is not None and self.old == self.ceiling
