"""Names that resemble each other, found among thousands without comparing each with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from serambi.exchange.tables.texts import as_key

# From here on, of a hundred, two names are shown as alike.
ALIKE = 85.0
_MOST = 3
# The rarest words of a name that another must share one of, and how many names are compared at most.
_TELLING_WORDS, _MOST_COMPARED = 3, 200


@dataclass(frozen=True, slots=True)
class Alike:
    """A name that resembles another. percent: how far they agree, 100 for the same words."""

    code: str
    name: str
    percent: float


class Names:
    """The names that others are compared with, as pairs of code and name."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._named = [(code, name, _sorted_words(name)) for code, name in named]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_code, _name, words) in enumerate(self._named):
            for word in set(words.split()):
                self._by_word[word].append(number)
        self.like = lru_cache(maxsize=4096)(self._like)

    def _like(self, name: str) -> tuple[Alike, ...]:
        """Return the names most like one, the nearest first, in their order where several are as near."""
        from rapidfuzz import fuzz  # noqa: PLC0415 - only whoever reads a table of others compares names

        words = _sorted_words(name)
        numbers = _numbers(words)
        found = []
        for number in self._candidates(words):
            if _numbers(self._named[number][2]) != numbers:
                continue  # stage 1 is not stage 2, however alike the rest is
            percent = fuzz.ratio(words, self._named[number][2], score_cutoff=ALIKE)
            if percent:
                found.append((-percent, number))
        return tuple(
            Alike(self._named[number][0], self._named[number][1], -percent) for percent, number in sorted(found)[:_MOST]
        )

    def _candidates(self, words: str) -> list[int]:
        """Return the names that share one of the rarest words, those that share most first."""
        known = sorted({word for word in words.split() if word in self._by_word}, key=lambda it: len(self._by_word[it]))
        shared: Counter[int] = Counter()
        for word in known[:_TELLING_WORDS]:
            shared.update(self._by_word[word][: 10 * _MOST_COMPARED])
        return [number for number, _count in shared.most_common(_MOST_COMPARED)]


def _sorted_words(name: str) -> str:
    """Return the words of a name in the order of the alphabet, so that their order does not count."""
    return " ".join(sorted(as_key(name).split()))


def _numbers(words: str) -> list[str]:
    return [word for word in words.split() if any(sign.isdigit() for sign in word)]
