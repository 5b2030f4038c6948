"""Numbers, money, dates and periods as the reader's language writes them.

Every function returns plain text; `templatetags/formats.py` offers them to templates. What is missing is written as
an en dash, never as zero: the place that shows it says why.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Protocol

from django.utils import timezone

from serambi.ui import locales

Number = Decimal | float | int | str | None

MISSING = "–"
MINUS = "−"


class CalendarPeriod(Protocol):
    """What this module needs of a period; `serambi.methods.periods.Period` has it."""

    @property
    def frequency(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def start(self) -> dt.date: ...
    @property
    def end(self) -> dt.date: ...


def exact(value: Number) -> Decimal | None:
    """Return the number as a decimal, or None for what is missing, infinite or not a number."""
    if value is None or value == "":
        return None
    try:
        decimal = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return decimal if decimal.is_finite() else None


def number(value: Number, decimals: int | None = None) -> str:
    """Return the number with the language's separators, half rounded away from zero.

    decimals: how many to write; None writes at most two and leaves trailing zeros out.

    >>> from django.utils import translation
    >>> with translation.override("id"):
    ...     number(1234.5, 1)
    '1.234,5'
    """
    amount = exact(value)
    if amount is None:
        return MISSING
    locale = locales.current()
    places = 2 if decimals is None else decimals
    rounded = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) if places < 28 else amount
    whole, _, fraction = f"{abs(rounded):,f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    text = whole.replace(",", locale.thousands) + (locale.decimal + fraction if fraction else "")
    return MINUS + text if rounded < 0 else text


def signed(value: Number, decimals: int | None = None) -> str:
    """Return the number with a plus before what is above zero."""
    amount = exact(value)
    text = number(amount, decimals)
    return f"+{text}" if amount is not None and amount > 0 and text.strip("0.,") else text


def percent(value: Number, decimals: int | None = 1) -> str:
    """Return a percentage that is already out of a hundred: 78.4 is written 78,4 %."""
    text = number(value, decimals)
    return text if text == MISSING else f"{text}{locales.current().before_percent}%"


def with_unit(value: Number, decimals: int | None = None, unit: str = "") -> str:
    """Return the number and its unit; a percent sign follows the rules of the language, rupiah come first."""
    if unit == "%":
        return percent(value, decimals)
    if unit in {"Rp", "IDR", "rupiah"}:
        return rupiah(value)
    text = number(value, decimals)
    return text if text == MISSING or not unit else f"{text}{locales.NO_BREAK_SPACE}{unit}"


def rupiah(value: Number) -> str:
    """Return the exact amount to the rupiah: Rp1.390.250.000."""
    text = number(value, 0)
    if text == MISSING:
        return text
    return f"{MINUS}Rp{text[1:]}" if text.startswith(MINUS) else f"Rp{text}"


def money(value: Number) -> str:
    """Return an amount in words short enough to compare: Rp1,39 miliar; below a million it is exact.

    Three digits that count are kept, so that two amounts of one size stay apart.
    """
    amount = exact(value)
    if amount is None:
        return MISSING
    for size, name in locales.current().large:
        scaled = abs(amount) / size
        # 999.999.600 rounds to 1.000 juta: it is written in the next larger unit instead.
        if scaled >= Decimal("0.9995"):
            places = 2 if scaled < 10 else 1 if scaled < 100 else 0
            text = _trimmed(scaled, places)
            sign = MINUS if amount < 0 else ""
            return f"{sign}Rp{text}{locales.NO_BREAK_SPACE}{name}"
    return rupiah(amount)


def compact(value: Number, decimals: int | None = None) -> str:
    """Return a number for an axis: 1.250, then 1,5 juta and up in words."""
    amount = exact(value)
    if amount is None:
        return MISSING
    for size, name in locales.current().large:
        if abs(amount) >= size:
            return f"{number(amount / size)}{locales.NO_BREAK_SPACE}{name}"
    return number(amount, decimals)


def _trimmed(amount: Decimal, places: int) -> str:
    text = number(amount, places)
    separator = locales.current().decimal
    return text.rstrip("0").rstrip(separator) if separator in text else text


def file_size(count: int) -> str:
    """Return a number of bytes in kB or MB of a thousand."""
    if count < 1000:
        return f"{count}{locales.NO_BREAK_SPACE}B"
    if count < 1_000_000:
        return f"{number(count / 1000, 0)}{locales.NO_BREAK_SPACE}kB"
    return f"{_trimmed(Decimal(count) / 1_000_000, 1)}{locales.NO_BREAK_SPACE}MB"


# Dates ------------------------------------------------------------------------------------------------------------


def day(value: dt.date | None) -> str:
    """Return 28 November 2024; an aware time gives its day where the regency is."""
    if value is None:
        return MISSING
    date = _local_date(value)
    return f"{date.day} {locales.current().months[date.month - 1]} {date.year}"


def day_short(value: dt.date | None) -> str:
    """Return 28 Nov 2024."""
    if value is None:
        return MISSING
    date = _local_date(value)
    return f"{date.day} {locales.current().months_short[date.month - 1]} {date.year}"


def weekday(value: dt.date | None) -> str:
    """Return Kamis, 28 November 2024."""
    if value is None:
        return MISSING
    return f"{locales.current().weekdays[_local_date(value).weekday()]}, {day(value)}"


def clock(value: dt.datetime | dt.time | None) -> str:
    """Return 09.00, with the zone (WITA) when the time is aware."""
    if value is None:
        return MISSING
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        local = timezone.localtime(value)
        return f"{local.strftime(locales.current().clock)} {local.tzname()}"
    return value.strftime(locales.current().clock)


def moment(value: dt.datetime | None) -> str:
    """Return Kamis, 28 November 2024 pukul 09.00 WITA."""
    return MISSING if value is None else f"{weekday(value)} {locales.current().at} {clock(value)}"


def moment_short(value: dt.datetime | None) -> str:
    """Return 28 Nov 2024 09.00 WITA."""
    return MISSING if value is None else f"{day_short(value)} {clock(value)}"


def _local_date(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def date_range(first: dt.date, last: dt.date) -> str:
    """Return two dates as one span, what they have in common written once: 3–9 November 2024."""
    months = locales.current().months
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    if first.month != last.month:
        return f"{first.day} {months[first.month - 1]} – {day(last)}"
    return f"{first.day}–{day(last)}"


# Periods ----------------------------------------------------------------------------------------------------------


def period(value: CalendarPeriod | None) -> str:
    """Return the name of a period in full: Triwulan III 2026, Q3 2026, November 2024, 2024."""
    locale = locales.current()
    return _period(value, months=locale.months, quarter=locale.quarter, semester=locale.semester, day_text=day)


def period_short(value: CalendarPeriod | None) -> str:
    """Return the name of a period for a table head or an axis: TW III 2026, Nov 2024, 2024."""
    locale = locales.current()
    return _period(
        value,
        months=locale.months_short,
        quarter=locale.quarter_short,
        semester=locale.semester_short,
        day_text=day_short,
    )


def _period(
    value: CalendarPeriod | None, *, months: tuple[str, ...], quarter: str, semester: str, day_text: DayText
) -> str:
    if value is None:
        return MISSING
    match str(value.frequency):
        case "day":
            return day_text(value.start)
        case "month":
            return f"{months[value.start.month - 1]} {value.year}"
        case "quarter":
            return quarter.format(number=value.number, roman=locales.ROMAN[value.number], year=value.year)
        case "semester":
            return semester.format(number=value.number, roman=locales.ROMAN[value.number], year=value.year)
        case _:
            return str(value.year)


class DayText(Protocol):
    def __call__(self, value: dt.date | None) -> str: ...


def period_range(first: CalendarPeriod, last: CalendarPeriod) -> str:
    """Return a span of periods, written once where they agree: Jan–Mar 2025, 2022–2026, TW I–III 2025."""
    if first.start == last.start and str(first.frequency) == str(last.frequency):
        return period(first)
    if str(first.frequency) == str(last.frequency) == "year":
        return f"{first.year}–{last.year}"
    if str(first.frequency) == str(last.frequency) == "day":
        return date_range(first.start, last.end)
    if first.year == last.year:
        return f"{period_short(first).removesuffix(f' {first.year}')}–{_second(first, last)}"
    return f"{period_short(first)} – {period_short(last)}"


def _second(first: CalendarPeriod, last: CalendarPeriod) -> str:
    """Return the later name without the word that the first has said already (TW I–III 2025)."""
    name = period_short(last)
    word = period_short(first).partition(" ")[0]
    return name.removeprefix(f"{word} ") if str(first.frequency) in {"quarter", "semester"} else name
