"""Participation: the published example of the method, an independent computation, edges and properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.scoring.participation import Count, league, overall

# Huddersfield, 71 wards (Martuzzi and Elliott 1996): how many reported a symptom, of how many who were asked, the
# share in percent, and the published estimate of `EBest(..., family="binomial")` of the R package spdep 1.3, whose
# printed rates determine the whole numbers behind them.
HUDDERSFIELD = [
    (21, 49, 34.44), (22, 76, 29.56), (47, 166, 28.94), (3, 14, 28.93), (8, 24, 30.72), (25, 81, 30.43),
    (31, 92, 31.85), (26, 57, 35.93), (12, 45, 28.95), (5, 17, 29.95), (73, 263, 28.36), (27, 80, 31.75),
    (66, 202, 31.84), (41, 179, 25.36), (39, 114, 32.33), (26, 77, 31.72), (16, 55, 29.69), (10, 63, 24.36),
    (9, 22, 32.11), (4, 10, 31.01), (19, 66, 29.53), (7, 18, 31.47), (32, 113, 29.10), (23, 69, 31.44),
    (12, 86, 22.36), (26, 77, 31.72), (6, 19, 30.31), (4, 12, 30.42), (28, 105, 28.26), (7, 11, 33.57),
    (33, 96, 32.24), (6, 30, 27.62), (18, 94, 24.60), (12, 47, 28.54), (14, 58, 27.79), (11, 25, 32.98),
    (19, 75, 27.95), (6, 33, 26.96), (34, 107, 30.97), (19, 59, 30.88), (22, 84, 28.23), (8, 42, 26.65),
    (5, 30, 26.81), (3, 15, 28.66), (32, 97, 31.54), (5, 10, 31.97), (16, 43, 32.30), (20, 61, 31.13),
    (7, 18, 31.47), (29, 116, 27.26), (19, 73, 28.29), (14, 46, 30.18), (16, 81, 25.28), (4, 8, 31.61),
    (8, 37, 27.67), (8, 36, 27.88), (4, 11, 30.71), (5, 16, 30.22), (0, 1, 29.73), (5, 17, 29.95),
    (43, 138, 30.71), (6, 18, 30.58), (42, 124, 32.22), (3, 10, 30.04), (27, 89, 30.19), (33, 81, 35.00),
    (52, 112, 38.96), (26, 76, 31.91), (49, 202, 26.10), (25, 85, 29.75), (50, 106, 39.13),
]  # fmt: skip

COUNTS = st.integers(0, 40).flatmap(lambda of: st.builds(Count, have=st.integers(0, of), of=st.just(of)))
MEMBERS = st.lists(st.fixed_dictionaries({"on time": COUNTS, "first try": COUNTS}), min_size=1, max_size=12)


def test_the_published_example() -> None:
    counts = [Count(have, of) for have, of, _published in HUDDERSFIELD]
    found = overall(counts)

    assert found.strength is not None
    assert [round(100 * float(found.drawn(one) or 0), 2) for one in counts] == [row[2] for row in HUDDERSFIELD]


def test_an_independent_computation_by_the_shrinkage_of_the_paper() -> None:
    """The paper writes the share that is a member's own directly, without the strength of a prior."""
    counts = [Count(9, 10), Count(3, 40), Count(25, 50), Count(1, 1)]
    b = Fraction(38, 101)
    m = Fraction(101, 4)
    s2 = sum(one.of * (Fraction(one.have, one.of) - b) ** 2 for one in counts) / 101
    found = overall(counts)
    for one in counts:
        n = one.of
        own = (n * s2 - n / m * b * (1 - b)) / ((n - 1) * s2 + (m - n) / m * b * (1 - b))
        assert found.drawn(one) == own * Fraction(one.have, one.of) + (1 - own) * b


def test_one_of_one_does_not_beat_nearly_all_of_a_hundred() -> None:
    members = {"small": {"x": Count(1, 1)}, "large": {"x": Count(97, 100)}, "low": {"x": Count(10, 100)}}
    found = league(members, {"x": 1}, strength=Fraction(5))

    assert [one.key for one in found.placed] == ["large", "small", "low"]
    assert [one.raw for one in found.placed] == [Fraction(97, 100), 1, Fraction(1, 10)]


def test_nothing_due_is_apart_and_not_zero() -> None:
    found = league({"none": {"x": Count(0, 0)}, "late": {"x": Count(0, 9)}}, {"x": 1})

    assert found.apart == ("none",)
    assert [(one.key, one.raw) for one in found.placed] == [("late", 0)]


def test_nothing_under_one_criterion_neither_helps_nor_hurts() -> None:
    members = {
        "both": {"x": Count(5, 10), "y": Count(5, 10)},
        "one": {"x": Count(5, 10)},
        "high": {"x": Count(9, 10), "y": Count(5, 10)},
    }
    found = {one.key: one for one in league(members, {"x": 1, "y": 1, "unknown": 5}, strength=Fraction(4)).placed}

    assert found["one"].value == found["both"].value
    assert found["one"].raw == Fraction(1, 2)
    assert (found["high"].position, found["one"].position, found["both"].position) == (1, 2, 2)


def test_members_who_differ_by_chance_alone_are_equal() -> None:
    found = league({"a": {"x": Count(5, 10)}, "b": {"x": Count(6, 10)}}, {"x": 1})

    assert found.overall["x"].strength is None
    assert {one.position for one in found.placed} == {1}
    assert {one.value for one in found.placed} == {Fraction(11, 20)}


def test_strength_nought_ranks_by_the_raw_ratios() -> None:
    found = league({"a": {"x": Count(1, 1)}, "b": {"x": Count(97, 100)}}, {"x": 3}, strength=Fraction(0))

    assert [(one.key, one.value == one.raw) for one in found.placed] == [("a", True), ("b", True)]


@pytest.mark.parametrize(("have", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_count(have: int, of: int) -> None:
    with pytest.raises(ValueError, match="no count"):
        Count(have, of)


def test_a_weight_or_strength_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        league({}, {"x": -1})
    with pytest.raises(ValueError, match="strength"):
        overall([], strength=Fraction(-1))


@given(MEMBERS, st.integers(0, 9), st.integers(0, 9))
def test_everybody_is_placed_once_and_between_nought_and_one(
    members: list[dict[str, Count]], first: int, second: int
) -> None:
    named = dict(enumerate(members))
    found = league(named, {"on time": first, "first try": second})

    assert sorted([*(one.key for one in found.placed), *found.apart]) == list(named)
    assert all(0 <= one.value <= 1 and (one.raw is None or 0 <= one.raw <= 1) for one in found.placed)
    assert [one.value for one in found.placed] == sorted((one.value for one in found.placed), reverse=True)


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_a_drawn_ratio_lies_between_the_own_and_the_overall(counts: list[Count]) -> None:
    found = overall(counts)
    for one in counts:
        own, rate, drawn = one.ratio, found.count.ratio, found.drawn(one)
        if own is not None and rate is not None and drawn is not None:
            assert min(own, rate) <= drawn <= max(own, rate)
