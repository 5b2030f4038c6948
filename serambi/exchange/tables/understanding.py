"""What a table of programs was understood to say, before anything is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from serambi.exchange.tables.book import Place, Value


class Weight(StrEnum):
    """How much a problem matters: an error keeps the table from being loaded, a doubt wants a look, a note informs."""

    ERROR = "error"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about one place of a file. code: for machines; message: a sentence in the reader's language.

    value: what stands in the cell, as text; "" where the problem is not about one cell.
    """

    place: Place
    code: str
    message: str
    weight: Weight = Weight.ERROR
    value: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target or baseline as it was written. value: None where nothing or no number was written.

    unit: what stands beside the number in the cell ("Dokumen", "bulan", "%"), "" for none. text: the cell as it is.
    upper: the second number of a range ("3-5"), else None.
    """

    value: Decimal | None
    unit: str = ""
    text: str = ""
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An organization that a free text may mean. confidence: 0 to 1; 1 only when abbreviation or name are the same."""

    abbreviation: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class AgencyText:
    """Who answers for a program, as it was written, and who that may be: best match first, empty when nobody fits.

    many: the text means a group ("29 Perangkat Daerah") and no single organization. parts: where the text names
    several, each for itself; `matches` then has the best of each part. inherited: not written in the program's own row
    but in the one above it or in its heading, as tables do with merged cells.
    """

    text: str
    place: Place
    matches: tuple[Match, ...] = ()
    many: bool = False
    parts: tuple[AgencyText, ...] = ()
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class UnderstoodIndicator:
    """One indicator of a program. targets: by year; final: at the end of the plan, where the table has that column.

    funds, end_fund: rupiah that stand in the indicator's own row; they are part of the program's. agency: who answers
    for this indicator, where its row says so and it is not the program's first row.
    """

    place: Place
    name: str
    unit: str = ""
    baseline: Quantity | None = None
    targets: Mapping[int, Quantity] = field(default_factory=dict)
    final: Quantity | None = None
    funds: Mapping[int, Decimal] = field(default_factory=dict)
    end_fund: Decimal | None = None
    agency: AgencyText | None = None


@dataclass(frozen=True, slots=True)
class UnderstoodProgram:
    """One program with its indicators in the order of the table.

    code: "" where the table has none. heading: the last heading above it ("NON-URUSAN"). funds: rupiah by year, only
    where an amount was written. end_fund: rupiah in the column of the end of the plan; never part of a year's total.
    level: `program`, `activity` or `sub_activity`, where the table tells them apart; parent: the index of the row it
    belongs to among `Understood.programs`, None at the top. goal, objective: the last ones above it; location, note: of
    its own rows. further_agencies: those that support it, and
    those of rows below it that name nothing else.
    """

    place: Place
    code: str
    name: str
    heading: str = ""
    indicators: tuple[UnderstoodIndicator, ...] = ()
    funds: Mapping[int, Decimal] = field(default_factory=dict)
    end_fund: Decimal | None = None
    agency: AgencyText | None = None
    level: str = "program"
    parent: int | None = None
    goal: str = ""
    objective: str = ""
    location: str = ""
    note: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    further_agencies: tuple[AgencyText, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A sum that the table itself states, by year, beside what its rows add up to; neither is repaired.

    label: what stands in the row ("NON-URUSAN", "JUMLAH"). stated, computed: rupiah by year. end_stated, end_computed:
    the same of the column of the end of the plan.
    """

    place: Place
    label: str
    stated: Mapping[int, Decimal]
    computed: Mapping[int, Decimal]
    end_stated: Decimal | None = None
    end_computed: Decimal | None = None

    @property
    def differences(self) -> dict[int, Decimal]:
        """Return stated minus computed for the years in which they differ."""
        years = {year: self.stated[year] - self.computed.get(year, Decimal(0)) for year in self.stated}
        return {year: rest for year, rest in years.items() if rest}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A cell that is not empty and will not be loaded, with the reason in a sentence."""

    place: Place
    value: Value
    reason: str


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything that was read out of the sheets of one file.

    rows: rows below the header that are not empty. totals: rupiah by year, the sum of the programs that have no parent.
    used: how many cells went into all this, by sheet; every other cell that is not empty is in `left_out`.
    """

    programs: tuple[UnderstoodProgram, ...]
    rows: int
    totals: Mapping[int, Decimal]
    stated_totals: tuple[StatedTotal, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict)

    @property
    def indicators(self) -> int:
        return sum(len(program.indicators) for program in self.programs)
