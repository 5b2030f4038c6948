"""Which meetings agencies and their people came to; the app that holds meetings stands above, and says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from serambi.apps.progress.queries.tallies import Span
from serambi.methods.scoring import Count


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held: organizations and people (ids of accounts) that were asked to come, and that came."""

    asked: frozenset[int]
    asked_people: frozenset[int]
    came: frozenset[int]
    came_people: frozenset[int]


@dataclass(frozen=True)
class Attended:
    """The meetings of a span, and who of those who were asked came. Shares are sums over meetings."""

    meetings: Sequence[Held]

    def by_organization(self, pk: int) -> Count:
        """Return to how many meetings an organization came of those it was asked to; a delegate counts for it."""
        asked = [one for one in self.meetings if pk in one.asked]
        return Count(sum(pk in one.came for one in asked), len(asked))

    def by_person(self, organization: int, user: int) -> Count:
        """Return to how many a person came of those to which they, or the agency they work for, were asked."""
        asked = [one for one in self.meetings if user in one.asked_people or organization in one.asked]
        return Count(sum(user in one.came_people for one in asked), len(asked))

    def together(self, organizations: Iterable[int]) -> Count:
        """Return the sums over organizations, never a mean of their shares."""
        counts = [self.by_organization(pk) for pk in organizations]
        return Count(sum(one.have for one in counts), sum(one.of for one in counts))


Source = Callable[[Span], Attended]
_sources: list[Source] = []


def attendance_from(source: Source) -> None:
    """Let the app of meetings say who was asked and came in a span; the last one named is asked."""
    _sources[:] = [source]


def attended_in(span: Span) -> Attended | None:
    """Return the meetings of a span; None where no app holds any."""
    return _sources[0](span) if _sources else None
