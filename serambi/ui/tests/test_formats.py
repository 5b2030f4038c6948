from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.periods import Period
from serambi.ui import formats

NBSP = "\u00a0"


def both(call: Any, *arguments: Any) -> tuple[str, str]:
    """Return what a format writes in Indonesian and in English."""
    said = []
    for language in ("id", "en"):
        with translation.override(language):
            said.append(call(*arguments))
    return said[0], said[1]


@pytest.mark.parametrize(
    ("value", "decimals", "indonesian", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234.5, None, "1.234,5", "1,234.5"),
        (1234, None, "1.234", "1,234"),
        (0, None, "0", "0"),
        (Decimal("0.125"), 2, "0,13", "0.13"),
        (-0.05, 1, "−0,1", "−0.1"),
        (-0.04, 1, "0,0", "0.0"),
        ("12.50", None, "12,5", "12.5"),
        (10**15, 0, "1.000.000.000.000.000", "1,000,000,000,000,000"),
        (None, 1, "–", "–"),
        ("", 1, "–", "–"),
        ("dua ratus", 1, "–", "–"),
        (float("nan"), 1, "–", "–"),
        (float("inf"), 1, "–", "–"),
    ],
)
def test_numbers(value: Any, decimals: int | None, indonesian: str, english: str) -> None:
    assert both(formats.number, value, decimals) == (indonesian, english)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_number_can_be_read_back(value: Decimal) -> None:
    with translation.override("id"):
        text = formats.number(value, 2)
    assert Decimal(text.replace(".", "").replace(",", ".").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("amount", "indonesian", "english"),
    [
        (1_390_250_000, f"Rp1,39{NBSP}miliar", f"Rp1.39{NBSP}billion"),
        (2_800_000, f"Rp2,8{NBSP}juta", f"Rp2.8{NBSP}million"),
        (412_500_000, f"Rp413{NBSP}juta", f"Rp413{NBSP}million"),
        (41_500_000_000, f"Rp41,5{NBSP}miliar", f"Rp41.5{NBSP}billion"),
        (1_000_000_000_000, f"Rp1{NBSP}triliun", f"Rp1{NBSP}trillion"),
        (999_999_600, f"Rp1{NBSP}miliar", f"Rp1{NBSP}billion"),
        (41_500, "Rp41.500", "Rp41,500"),
        (0, "Rp0", "Rp0"),
        (-2_500_000, f"−Rp2,5{NBSP}juta", f"−Rp2.5{NBSP}million"),
        (None, "–", "–"),
    ],
)
def test_money_in_words(amount: int | None, indonesian: str, english: str) -> None:
    assert both(formats.money, amount) == (indonesian, english)


def test_exact_rupiah() -> None:
    assert both(formats.rupiah, Decimal("1390250000.4")) == ("Rp1.390.250.000", "Rp1,390,250,000")
    assert formats.rupiah(-5) == "−Rp5"


def test_percent_and_sign() -> None:
    assert both(formats.percent, 78.4) == (f"78,4{NBSP}%", "78.4%")
    assert formats.percent(None) == "–"
    assert [formats.signed(value, 1) for value in (2.6, 0, -4.1, 0.01, None)] == ["+2,6", "0,0", "−4,1", "0,0", "–"]


def test_units() -> None:
    assert formats.with_unit(1234, 0, "ton") == f"1.234{NBSP}ton"
    assert formats.with_unit(5, 0, "%") == f"5{NBSP}%"
    assert formats.with_unit(5000, None, "IDR") == "Rp5.000"
    assert formats.with_unit(None, 0, "ton") == "–"
    assert formats.with_unit(3) == "3"


@pytest.mark.parametrize(
    ("text", "indonesian", "english", "short"),
    [
        ("2024", "2024", "2024", "2024"),
        ("2024-S2", "Semester II 2024", "Semester 2 2024", "Sem II 2024"),
        ("2026-Q3", "Triwulan III 2026", "Q3 2026", "TW III 2026"),
        ("2024-08", "Agustus 2024", "August 2024", "Agu 2024"),
        ("2024-11-28", "28 November 2024", "28 November 2024", "28 Nov 2024"),
    ],
)
def test_periods(text: str, indonesian: str, english: str, short: str) -> None:
    period = Period.parse(text)
    assert both(formats.period, period) == (indonesian, english)
    assert formats.period_short(period) == short


@pytest.mark.parametrize(
    ("first", "last", "indonesian", "english"),
    [
        ("2025-01", "2025-03", "Jan–Mar 2025", "Jan–Mar 2025"),
        ("2024-11", "2025-02", "Nov 2024 – Feb 2025", "Nov 2024 – Feb 2025"),
        ("2025-Q1", "2025-Q3", "TW I–III 2025", "Q1–Q3 2025"),
        ("2025-S1", "2025-S2", "Sem I–II 2025", "S1–S2 2025"),
        ("2022", "2026", "2022–2026", "2022–2026"),
        ("2025-05", "2025-05", "Mei 2025", "May 2025"),
        ("2025-05-03", "2025-05-09", "3–9 Mei 2025", "3–9 May 2025"),
    ],
)
def test_period_ranges(first: str, last: str, indonesian: str, english: str) -> None:
    assert both(formats.period_range, Period.parse(first), Period.parse(last)) == (indonesian, english)


def test_moments_are_told_where_the_regency_is() -> None:
    moment = dt.datetime(2024, 11, 28, 1, 0, tzinfo=dt.UTC)
    assert both(formats.moment, moment) == (
        "Kamis, 28 November 2024 pukul 09.00 WITA",
        "Thursday, 28 November 2024 at 09:00 WITA",
    )
    late = dt.datetime(2024, 11, 28, 20, 30, tzinfo=dt.UTC)
    assert formats.day(late) == "29 November 2024"
    assert formats.moment_short(late) == "29 Nov 2024 04.30 WITA"
    assert formats.clock(dt.time(7, 5)) == "07.05"


def test_date_ranges_say_once_what_is_shared() -> None:
    def written(*days: tuple[int, int, int]) -> str:
        return formats.date_range(dt.date(*days[0]), dt.date(*days[1]))

    assert written((2024, 11, 3), (2024, 11, 9)) == "3–9 November 2024"
    assert written((2024, 11, 3), (2024, 12, 9)) == "3 November – 9 Desember 2024"
    assert written((2024, 12, 30), (2025, 1, 2)) == "30 Desember 2024 – 2 Januari 2025"
    assert written((2024, 12, 30), (2024, 12, 30)) == "30 Desember 2024"


def test_what_is_missing_is_a_dash() -> None:
    for written in (formats.day, formats.day_short, formats.weekday, formats.moment, formats.clock, formats.period):
        assert written(None) == "–"


def test_file_sizes() -> None:
    assert [formats.file_size(count) for count in (0, 999, 1500, 2_340_000)] == [
        f"0{NBSP}B",
        f"999{NBSP}B",
        f"2{NBSP}kB",
        f"2,3{NBSP}MB",
    ]


def test_compact_numbers_of_an_axis() -> None:
    assert [formats.compact(value, 0) for value in (0, 1250, 1_500_000, 2e12)] == [
        "0",
        "1.250",
        f"1,5{NBSP}juta",
        f"2{NBSP}triliun",
    ]
