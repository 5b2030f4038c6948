"""Form E.81, the evaluation of an agency's yearly work plan (Evaluasi Hasil Renja), both ways.

A row names a function, program or activity by its code; one row can have many indicators, each on a line of its own
below it. Every target and realization is a pair: what was to be done (K) and the money (Rp).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from serambi.exchange.budgets.amounts import read_number, write_number
from serambi.exchange.budgets.grids import unguarded
from serambi.exchange.tables.book import Place, Value
from serambi.exchange.tables.understanding import LeftOut, Problem, Quantity
from serambi.methods.scoring import percent_spent

# The pairs of the form in their order.
PAIRS = (
    "plan_target",
    "until_last_year",
    "year_target",
    "quarter_1",
    "quarter_2",
    "quarter_3",
    "quarter_4",
    "year_realization",
    "attainment",
    "until_this_year",
    "plan_attainment",
)
ATTAINMENTS = {
    "attainment": ("year_realization", "year_target"),
    "plan_attainment": ("until_this_year", "plan_target"),
}
TEXTS = ("responsible", "note")
# What Malang's form adds.
MORE_TEXTS = ("hindering", "supporting", "problem", "solution")
CODE_PARTS = 4

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Pair:
    """What was to be done or was done, and the money; for attainments both are percentages."""

    work: Quantity | None = None
    rupiah: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One line of the form: an indicator with its pairs by their name (PAIRS), and the texts beside it.

    A line without an indicator holds the money of a row that names none.
    """

    indicator: str = ""
    pairs: dict[str, Pair] = field(default_factory=dict)
    responsible: str = ""
    note: str = ""
    hindering: str = ""
    supporting: str = ""
    problem: str = ""
    solution: str = ""
    place: Place = field(default_factory=lambda: Place(""), compare=False)

    def work(self, pair: str) -> Quantity | None:
        return self.pairs[pair].work if pair in self.pairs else None

    def rupiah(self, pair: str) -> Decimal | None:
        return self.pairs[pair].rupiah if pair in self.pairs else None


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One function, program, activity or sub-activity. code: four parts as the form has them, "" where not filled."""

    code: tuple[str, str, str, str]
    name: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stated value beside the computed one; neither is repaired.

    pair: a name of PAIRS. of: `work` or `rupiah`.
    """

    place: Place
    pair: str
    of: str
    stated: Decimal
    computed: Decimal


@dataclass(frozen=True, slots=True)
class EvaluationForm:
    """The whole form.

    heading: the lines above the table as name and value ("Perangkat Daerah", "Diskominfo"); a title has no value.
    with_more_texts: whether it has Malang's four columns. columns: where in the sheet each half of a pair was found, as
    `quarter_1 rp`; empty for a form that was not read.
    """

    heading: tuple[tuple[str, str], ...]
    rows: tuple[EvaluationRow, ...]
    with_more_texts: bool = False
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False)
    columns: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        return tuple(one for row in self.rows for line in row.lines for one in disagreements_of(line))


def computed_attainment(line: IndicatorLine, pair: str) -> Pair:
    """Return the attainment that the line's own values give, in percent, unrounded.

    K: realization over target, where both are numbers with the same unit; the form has no column that says that less
    is better, so more is better here. Rp: spent over set aside.
    """
    realized, target = ATTAINMENTS[pair]
    done, wanted = line.work(realized), line.work(target)
    percent = None
    if done is not None and wanted is not None and _same_unit(done, wanted):
        percent = percent_spent(done.value, ceiling=wanted.value)
    work = None if percent is None else Quantity(percent)
    return Pair(work, percent_spent(line.rupiah(realized), ceiling=line.rupiah(target)))


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.upper is None and other.upper is None and one.unit.lower() == other.unit.lower()


def disagreements_of(line: IndicatorLine) -> Iterator[Disagreement]:
    """Yield what the line states otherwise than its other values say.

    Attainments are compared at the digits that are stated. Money of the year is the sum of the quarters (where all
    four are filled), and money until this year is that until last year and that of this year.
    """
    for pair in ATTAINMENTS:
        computed = computed_attainment(line, pair)
        stated = line.work(pair)
        if stated is not None:
            yield from _compared(line.place, pair, "work", stated.value, computed.work.value if computed.work else None)
        yield from _compared(line.place, pair, "rupiah", line.rupiah(pair), computed.rupiah)
    quarters = [line.rupiah(f"quarter_{number}") for number in range(1, 5)]
    yield from _compared(line.place, "year_realization", "rupiah", line.rupiah("year_realization"), _sum(quarters))
    so_far = _sum([line.rupiah("until_last_year"), line.rupiah("year_realization")])
    yield from _compared(line.place, "until_this_year", "rupiah", line.rupiah("until_this_year"), so_far)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _compared(
    place: Place, pair: str, of: str, stated: Decimal | None, computed: Decimal | None
) -> Iterator[Disagreement]:
    if stated is None or computed is None:
        return
    step = Decimal(1).scaleb(min(int(stated.as_tuple().exponent), 0))
    if abs(stated - computed) > step * _HALF:
        yield Disagreement(place, pair, of, stated, computed)


def read_quantity(cell: Value) -> Quantity | None:
    """Return what was to be done as it is written: a number, perhaps with its unit behind; None for nothing.

    >>> read_quantity("24 Dokumen").value, read_quantity("24 Dokumen").unit, read_quantity("baik").text
    (Decimal('24'), 'Dokumen', 'baik')
    """
    if not isinstance(cell, str):
        number = read_number(cell).value
        return Quantity(number) if number is not None else None
    text = unguarded(cell).strip()
    if not text or text in ("-", "–"):
        return None
    found = re.fullmatch(r"([-−(]?\d[\d.,]*\)?)\s*(.*)", text, re.ASCII | re.DOTALL)
    if found:
        reading = read_number(found[1])
        if reading.value is not None:
            return Quantity(reading.value, found[2])
    return Quantity(None, text=text)


def write_quantity(quantity: Quantity | None) -> str | Decimal | None:
    """Return a quantity as a cell: a number where it has no unit."""
    if quantity is None:
        return None
    if quantity.value is None:
        return quantity.text or None
    return f"{write_number(quantity.value)} {quantity.unit}" if quantity.unit else quantity.value
