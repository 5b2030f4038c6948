"""Programs while their table is being read: they grow row by row and become values at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .book import Place
from .rows import Amounts
from .understanding import AgencyText, UnderstoodIndicator, UnderstoodProgram

LEVELS = ("program", "activity", "sub_activity")


@dataclass(slots=True)
class Draft:
    """A program of which more rows may follow. own_row: False when its name only stands beside that of its activity."""

    place: Place
    code: str
    name: str
    level: str = ""
    heading: str = ""
    block: int = 0  # the number of the heading above it, so that headings of one name are told apart
    parent_code: str = ""
    own_row: bool = True
    positional_parent: int | None = None
    parent: int | None = None
    goal: str = ""
    objective: str = ""
    location: str = ""
    note: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    agency: AgencyText | None = None
    further_agencies: list[AgencyText] = field(default_factory=list)
    indicators: list[UnderstoodIndicator] = field(default_factory=list)
    funds: dict[int, Decimal] = field(default_factory=dict)
    end_fund: Decimal | None = None
    rows_with_amounts: list[int] = field(default_factory=list)

    def add(self, amounts: Amounts, row: int) -> None:
        """Add the money of one of its rows."""
        if not amounts:
            return
        self.rows_with_amounts.append(row)
        for year, amount in amounts.funds.items():
            self.funds[year] = self.funds.get(year, Decimal(0)) + amount
        if amounts.end is not None:
            self.end_fund = (self.end_fund or Decimal(0)) + amounts.end

    def finished(self, *, offset: int) -> UnderstoodProgram:
        """Return the program as a value. offset: how many programs of other sheets stand before this sheet's."""
        return UnderstoodProgram(
            place=self.place,
            code=self.code,
            name=self.name,
            heading=self.heading,
            indicators=tuple(self.indicators),
            funds=dict(sorted(self.funds.items())),
            end_fund=self.end_fund,
            agency=self.agency,
            level=self.level or "program",
            parent=None if self.parent is None else self.parent + offset,
            goal=self.goal,
            objective=self.objective,
            location=self.location,
            note=self.note,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            further_agencies=tuple(self.further_agencies),
        )


def sum_of(drafts: Iterable[Draft]) -> Amounts:
    """Return the exact sums of the money of these programs; a year that none of them has is missing."""
    funds: dict[int, Decimal] = {}
    end: Decimal | None = None
    for draft in drafts:
        for year, amount in draft.funds.items():
            funds[year] = funds.get(year, Decimal(0)) + amount
        if draft.end_fund is not None:
            end = (end or Decimal(0)) + draft.end_fund
    return Amounts(dict(sorted(funds.items())), end)
