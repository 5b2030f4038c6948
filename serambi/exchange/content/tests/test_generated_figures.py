from decimal import Decimal

from serambi.exchange.content.generated_figures import Pattern, figures, last_complete
from serambi.methods.periods import Period, span

GENERATED = Pattern("waste.generated", 58, 0.02, 0.06, "", 0, 0, 0, whole=False)
HANDLED = Pattern("waste.handled", 0, 0, 0, "waste.generated", 0.5, 0.8, 0.2, whole=False)
PATTERNS = {pattern.code: pattern for pattern in (GENERATED, HANDLED)}
YEAR = span(Period.parse("2024-01"), Period.parse("2024-12"))


def test_a_month_is_the_same_whatever_window_it_is_made_in() -> None:
    year = dict(figures(PATTERNS, "waste.generated", "90.01.01.1001", YEAR))
    march = dict(figures(PATTERNS, "waste.generated", "90.01.01.1001", YEAR[2:3]))
    assert march[YEAR[2]] == year[YEAR[2]]


def test_the_figures_are_the_same_on_every_machine() -> None:
    assert list(figures(PATTERNS, "waste.generated", "90.01.01.1001", YEAR[:3])) == [
        (YEAR[0], Decimal("83.7")),
        (YEAR[1], Decimal("90.6")),
        (YEAR[2], Decimal("89.2")),
    ]


def test_a_share_never_exceeds_its_whole() -> None:
    for village in ("90.01.01.1001", "90.01.01.2002", "90.01.02.1001"):
        whole = dict(figures(PATTERNS, "waste.generated", village, YEAR))
        for month, value in figures(PATTERNS, "waste.handled", village, YEAR):
            assert 0 <= value <= whole[month]


def test_months_that_nobody_reported_are_left_out_and_not_zero() -> None:
    months = span(Period.parse("2020-01"), Period.parse("2029-12"))
    found = list(figures(PATTERNS, "waste.handled", "90.01.01.1001", months))
    assert 0.7 < len(found) / len(months) < 0.9
    assert all(value > 0 for _, value in found)


def test_the_window_ends_with_the_last_whole_month() -> None:
    months = last_complete(Period.parse("2026-11"), 36)
    assert (str(months[0]), str(months[-1]), len(months)) == ("2023-11", "2026-10", 36)
