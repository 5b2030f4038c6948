"""How the two languages of the interface write numbers, money, dates and periods.

These are rules of writing, like those of the Unicode CLDR, and not sentences: sentences are translated with gettext.
Indonesian follows the Pedoman Umum Ejaan Bahasa Indonesia (decimal comma, point between thousands, point in clock
times), with the abbreviations of months that Indonesian government statistics print.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Locale:
    """The rules of one language.

    large: names of a thousand millions and up, from the largest, each with its size.
    quarter, quarter_short, semester, semester_short: patterns with {number} (1, 2 …), {roman} and {year}.
    """

    code: str
    decimal: str
    thousands: str
    before_percent: str
    large: tuple[tuple[int, str], ...]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    at: str
    clock: str
    quarter: str
    quarter_short: str
    semester: str
    semester_short: str


INDONESIAN = Locale(
    code="id",
    decimal=",",
    thousands=".",
    before_percent=NO_BREAK_SPACE,
    large=((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")),
    months=(
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    months_short=("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    weekdays=("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    at="pukul",
    clock="%H.%M",
    quarter="Triwulan {roman} {year}",
    quarter_short="TW {roman} {year}",
    semester="Semester {roman} {year}",
    semester_short="Sem {roman} {year}",
)  # fmt: skip

ENGLISH = Locale(
    code="en",
    decimal=".",
    thousands=",",
    before_percent="",
    large=((10**12, "trillion"), (10**9, "billion"), (10**6, "million")),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    months_short=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    at="at",
    clock="%H:%M",
    quarter="Q{number} {year}",
    quarter_short="Q{number} {year}",
    semester="Semester {number} {year}",
    semester_short="S{number} {year}",
)  # fmt: skip

ROMAN = ("", "I", "II", "III", "IV")


def current() -> Locale:
    """Return the rules of the language in use, Indonesian when none is."""
    return ENGLISH if (translation.get_language() or "id").startswith("en") else INDONESIAN
