"""Who took part how well: counted criteria, shrunk toward what all together reach, and joined by weights.

A ratio of few things says little: one of one is 100 percent, and so is a hundred of a hundred. Each ratio is therefore
drawn toward the ratio of all members together, the more the fewer things stand behind it, before members are ranked.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Criterion = TypeVar("Criterion", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the things that count were done: have of `of`, both whole, 0 <= have <= of. Sums are counts again."""

    have: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.have <= self.of:
            raise ValueError(f"{self.have} of {self.of} is no count")

    def __add__(self, other: Count) -> Count:
        return Count(self.have + other.have, self.of + other.of)

    @property
    def ratio(self) -> Fraction | None:
        """Return have / of; None where nothing counts, which is not zero."""
        return Fraction(self.have, self.of) if self.of else None


NOTHING = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Overall:
    """What all members reach together, and how strongly each is drawn to it.

    count: the sums; its ratio is the overall rate. strength: how many things of its own weigh as much as the overall
    rate; 0 draws nobody, None draws everybody all the way, because the members differ no more than by chance.
    """

    count: Count
    strength: Fraction | None

    def drawn(self, count: Count) -> Fraction | None:
        """Return the ratio of a member drawn toward the overall rate; None where nobody has anything that counts.

        A member with nothing that counts is taken to be like all, which is the limit of ever fewer things.

        >>> Overall(Count(50, 100), Fraction(10)).drawn(Count(10, 10))
        Fraction(3, 4)
        """
        rate, own = self.count.ratio, count.ratio
        if rate is None or own is None or self.strength is None:
            return rate
        return (count.have + self.strength * rate) / (count.of + self.strength)


def overall(counts: Sequence[Count], *, strength: Fraction | None = None) -> Overall:
    """Return the overall rate of the members and the strength with which they are drawn to it.

    counts: one of each member; those with nothing that counts change nothing. strength: at least 0; None estimates it
    by moments from how much the members differ beyond chance: with the rate g, the mean size m, and the weighted
    variance s2 of the members' ratios, the variance between members is (m s2 - g (1 - g)) / (m - 1), and the strength
    g (1 - g) divided by it, less one.

    Raises ValueError for a strength below zero.

    Source: Martuzzi and Elliott (1996), "Empirical Bayes estimation of small area prevalence of non-rare conditions",
    Statistics in Medicine 15(17), 1867-1873; moments of proportions after Kleinman (1973), Journal of the American
    Statistical Association 68(341), 46-54.

    >>> overall([Count(9, 10), Count(1, 10), Count(5, 10)]).strength
    Fraction(86, 49)
    """
    if strength is not None and strength < 0:
        raise ValueError(f"a strength is at least 0, not {strength}")
    known = [count for count in counts if count.of]
    total = sum(known, NOTHING)
    return Overall(total, _estimated(known, total) if strength is None else strength)


def _estimated(known: Sequence[Count], total: Count) -> Fraction | None:
    rate = total.ratio
    if rate is None or total.of <= len(known):
        return None
    within = rate * (1 - rate)
    size = Fraction(total.of, len(known))
    spread = sum((count.of * (Fraction(count.have, count.of) - rate) ** 2 for count in known), Fraction(0)) / total.of
    between = (size * spread - within) / (size - 1)
    if between <= 0:
        return None
    return max(within / between - 1, Fraction(0))


@dataclass(frozen=True, slots=True)
class Placed(Generic[Key]):
    """One member in the league.

    position: 1 is the highest; members with the same value share it and the next is left free. raw: the weighted mean
    of the member's own ratios, None where it has none under a weight. value: the same of the drawn ratios, by which
    members are ranked. Both from 0 to 1.
    """

    key: Key
    position: int
    raw: Fraction | None
    value: Fraction


@dataclass(frozen=True, slots=True)
class League(Generic[Key, Criterion]):
    """The members in order, those with nothing that counts apart, and what all reach by criterion."""

    placed: tuple[Placed[Key], ...]
    apart: tuple[Key, ...]
    overall: Mapping[Criterion, Overall]


def league(
    members: Mapping[Key, Mapping[Criterion, Count]],
    weights: Mapping[Criterion, int],
    *,
    strength: Fraction | None = None,
) -> League[Key, Criterion]:
    """Rank members by the weighted mean of their drawn ratios.

    members: what each has by criterion; a criterion that is absent counts nothing. weights: whole, at least 0; a
    criterion of which nobody has anything is left out with its weight. strength: as for `overall`. A member with
    nothing under any weight is apart, never last. The order of equals is that of members.

    Raises ValueError for a weight below zero or a strength below zero.

    >>> found = league({"a": {"x": Count(1, 1)}, "b": {"x": Count(95, 100)}, "c": {}}, {"x": 1}, strength=Fraction(20))
    >>> [(one.key, one.position) for one in found.placed], found.apart
    ([('a', 1), ('b', 2)], ('c',))
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is at least 0")
    together = {
        criterion: overall([counts.get(criterion, NOTHING) for counts in members.values()], strength=strength)
        for criterion in weights
    }
    counting = {one: weight for one, weight in weights.items() if weight and together[one].count.of}
    known = [key for key, counts in members.items() if any(counts.get(one, NOTHING).of for one in counting)]
    values = {key: _joined(members[key], counting, together) for key in known}
    ordered = sorted(known, key=lambda key: values[key], reverse=True)
    placed: list[Placed[Key]] = []
    for index, key in enumerate(ordered, start=1):
        equal = placed and placed[-1].value == values[key]
        position = placed[-1].position if equal else index
        placed.append(Placed(key, position, _own(members[key], counting), values[key]))
    apart = tuple(key for key in members if key not in values)
    return League(tuple(placed), apart, together)


def _joined(
    counts: Mapping[Criterion, Count], weights: Mapping[Criterion, int], together: Mapping[Criterion, Overall]
) -> Fraction:
    drawn = ((weight, together[one].drawn(counts.get(one, NOTHING))) for one, weight in weights.items())
    return sum(((value or Fraction(0)) * weight for weight, value in drawn), Fraction(0)) / sum(weights.values())


def _own(counts: Mapping[Criterion, Count], weights: Mapping[Criterion, int]) -> Fraction | None:
    """Return the weighted mean of the own ratios that there are, the weights of the others left out."""
    known = [
        (weight, ratio) for one, weight in weights.items() if (ratio := counts.get(one, NOTHING).ratio) is not None
    ]
    total = sum(weight for weight, _ratio in known)
    return sum((ratio * weight for weight, ratio in known), Fraction(0)) / total if total else None
