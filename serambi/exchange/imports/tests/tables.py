"""Tables as they were understood, built by hand, and the choices of the coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from serambi.apps.plans.models import FundSource
from serambi.exchange.imports.choices import Choices, Placing, doubts_in
from serambi.exchange.imports.proposal import Proposal, propose
from serambi.exchange.imports.services import LoadedFile
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import (
    AgencyText,
    Match,
    Quantity,
    Understood,
    UnderstoodIndicator,
    UnderstoodProgram,
)

SHEET = "RPJMD"
FILE = LoadedFile("rpjmd.xlsx", "ab" * 32, 20_480)
CHOICES = Choices(
    placing=Placing("environment", "environment-1"),
    organizations={"Dinas Lingkungan Hidup": "DLH", "Dinas Kesehatan": "DINKES"},
    fund_source=FundSource.APBD_OTHER.value,
    layout="RPJMD 2025",
    source="RPJMD Serumpun 2025–2029",
)


def number(text: str | int, unit: str = "") -> Quantity:
    return Quantity(Decimal(str(text)), unit, f"{text} {unit}".strip())


def indicator(row: int, name: str, unit: str = "Persen", **fields: Any) -> UnderstoodIndicator:
    """Return an indicator with a baseline of 40 and targets for 2025 and 2026, unless others are given."""
    known: dict[str, Any] = {"baseline": number(40), "targets": {2025: number(50), 2026: number("62.5")}, **fields}
    return UnderstoodIndicator(Place(SHEET, row, 3), name, unit, **known)


def program(
    row: int, code: str, name: str, *, funds: Mapping[int, int | str] | None = None, **fields: Any
) -> UnderstoodProgram:
    """Return a program of the environment agency with 100 million in 2025, unless others are given."""
    amounts = {2025: 100_000_000} if funds is None else funds
    known: dict[str, Any] = {"agency": agency(row), **fields}
    return UnderstoodProgram(
        Place(SHEET, row, 1), code, name, funds={year: Decimal(amount) for year, amount in amounts.items()}, **known
    )


def agency(row: int, text: str = "Dinas Lingkungan Hidup") -> AgencyText:
    return AgencyText(text, Place(SHEET, row, 9), (Match("DLH", "Dinas Lingkungan Hidup", 1.0),))


def table(*programs: UnderstoodProgram, **fields: Any) -> Understood:
    totals: dict[int, Decimal] = {}
    for row in programs:
        if row.parent is None:
            for year, amount in row.funds.items():
                totals[year] = totals.get(year, Decimal(0)) + amount
    return Understood(programs, rows=len(programs), totals=totals, **fields)


def waste() -> Understood:
    """Return a table of two programs, the first with an activity and two indicators."""
    indicators = (indicator(5, "Sampah tertangani"), indicator(6, "Bank sampah aktif", "Unit"))
    funds = {2025: "1458477763740.00", 2026: "719587600788.61"}
    reduced = program(7, "2.11.03.2.01", "Pengurangan Sampah", funds={}, level="activity", parent=0)
    return table(
        program(5, "2.11.03", "Pengelolaan Persampahan", funds=funds, indicators=indicators),
        replace(reduced, indicators=(indicator(7, "Lokasi dilayani", "Titik"),)),
        program(8, "1.02.02", "Kesehatan Masyarakat", funds={2025: 0}, agency=agency(8, "Dinas Kesehatan")),
    )


def accepted(understood: Understood, plan: Any, choices: Choices = CHOICES) -> Proposal:
    """Return the proposal with every doubt accepted."""
    found = propose(understood, plan, choices)
    return propose(understood, plan, replace(choices, accepted=doubts_in(found.problems)))
