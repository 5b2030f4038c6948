"""What the figures propose for the next meeting of a body, ranked by a rule that everybody can read.

A suggestion's place comes from its urgency times the weight of its kind; open actions of the body stand before all
others. Of each kind so many are proposed as its rule says. What is on the agenda already, parked, or left out of this
meeting is not proposed. docs/reference/meetings.md states how each urgency is computed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from serambi.apps.meetings.models import AgendaItem, Dismissal, ItemKind, Meeting, MeetingBody, SuggestionRule
from serambi.apps.meetings.queries.suggested import MOST_URGENT, Candidate, Kind, Scope, Suggestion
from serambi.apps.meetings.queries.suggestions_actions import OF_BODY, OF_NONE
from serambi.apps.meetings.queries.suggestions_commitments import PROMISED
from serambi.apps.meetings.queries.suggestions_indicators import UNLIKELY
from serambi.apps.meetings.queries.suggestions_programs import BEHIND
from serambi.apps.meetings.queries.suggestions_reports import MISSING
from serambi.ui import formats

Source = Callable[[MeetingBody, dt.date], list[Suggestion]]

_OWN = (OF_BODY, BEHIND, UNLIKELY, MISSING, PROMISED, OF_NONE)
_others: dict[str, Kind] = {}


def suggestions_from(
    name: str, source: Source, *, heading: str | Promise, explains: str | Promise, at_most: int = 3
) -> None:
    """Let another app propose what to talk about; called while the program starts, see `serambi.config.wiring`.

    name: at most 20 characters; the keys of its suggestions begin with it and a colon. source: called with the body
    and the day; returns what it proposes with urgencies from 0 to 100. heading: the name of the kind. explains: how its
    urgency is computed, for the page of the rule.
    """

    def find(scope: Scope) -> list[Candidate]:
        found = source(scope.body, scope.today)
        return [Candidate(one.key, min(max(one.urgency, Decimal(0)), MOST_URGENT), (one.key,), one) for one in found]

    def describe(scope: Scope, chosen: Iterable[Candidate]) -> list[Suggestion]:
        return [one.facts for one in chosen]

    _others[name] = Kind(name, heading, explains, find, describe, at_most)


def forget_suggestions_from(name: str) -> None:
    """Take back what `suggestions_from` named."""
    _others.pop(name, None)


def kinds() -> list[Kind]:
    """Return every kind of suggestions that there is."""
    return [*_OWN, *_others.values()]


# The rule -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a kind counts. weight: 0 to 10. at_most: so many are proposed. is_own: the coordinator set it."""

    kind: Kind
    weight: Decimal
    at_most: int
    is_own: bool = False


def rules() -> list[Rule]:
    """Return the rule of every kind, the coordinator's or as shipped, in the order of the page; one query."""
    own = {one.code: one for one in SuggestionRule.objects.all()}
    found = []
    for kind in kinds():
        row = own.get(kind.code)
        if row is None:
            found.append(Rule(kind, kind.weight, kind.at_most))
        else:
            found.append(Rule(kind, row.weight, row.at_most, is_own=True))
    return found


# Ranking ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ranked:
    """A suggestion in its place, from 1. score: urgency times weight, exact."""

    place: int
    suggestion: Suggestion
    rule: Rule
    score: Decimal

    @property
    def why_here(self) -> str:
        """Return in a sentence why it stands where it stands."""
        facts = {
            "place": formats.number(self.place, 0),
            "why": self.suggestion.why,
            "weight": formats.number(self.rule.weight, 2),
            "score": formats.number(self.score, 1),
        }
        if self.rule.kind.stands_first:
            return _("Place %(place)s: open actions of the body stand first; among them: %(why)s.") % facts
        return _("Place %(place)s: %(why)s; times weight %(weight)s: %(score)s.") % facts


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is proposed, in order. beyond: by kind how many more there are than the rule lets through."""

    ranked: tuple[Ranked, ...]
    beyond: Mapping[str, int]

    def named(self, key: str) -> Ranked | None:
        return next((one for one in self.ranked if one.suggestion.key == key), None)

    @property
    def left_out(self) -> int:
        return sum(self.beyond.values())


def suggestions_for(meeting: Meeting, *, today: dt.date) -> Suggestions:
    """Return what is proposed for a meeting, best first; the number of queries does not grow with anything."""
    scope = Scope(meeting.body, today, before=meeting.starts_at)
    taken = _taken(meeting)
    chosen: list[tuple[tuple[object, ...], Rule, Candidate]] = []
    beyond: dict[str, int] = {}
    for rule in rules():
        found = [one for one in rule.kind.find(scope) if one.key not in taken]
        found.sort(key=lambda one: (-one.urgency, one.tie))
        for place, one in enumerate(found[: rule.at_most]):
            order = (not rule.kind.stands_first, -rule.weight * one.urgency, rule.kind.code, place)
            chosen.append((order, rule, one))
        if len(found) > rule.at_most:
            beyond[rule.kind.code] = len(found) - rule.at_most
    chosen.sort(key=lambda one: one[0])
    words = _described(scope, chosen)
    ranked = tuple(
        Ranked(place, words[candidate.key], rule, rule.weight * candidate.urgency)
        for place, (_order, rule, candidate) in enumerate(chosen, start=1)
    )
    return Suggestions(ranked, beyond)


def _described(scope: Scope, chosen: Iterable[tuple[object, Rule, Candidate]]) -> dict[str, Suggestion]:
    by_kind: dict[str, tuple[Kind, list[Candidate]]] = {}
    for _order, rule, candidate in chosen:
        by_kind.setdefault(rule.kind.code, (rule.kind, []))[1].append(candidate)
    found = [one for kind, candidates in by_kind.values() for one in kind.describe(scope, candidates)]
    return {one.key: one for one in found}


# What an item about something says of the suggestions about the same thing.
_SAME: dict[str, tuple[str, tuple[str, ...]]] = {
    ItemKind.PROGRAM: ("program_id", (BEHIND.code,)),
    ItemKind.INDICATOR: ("indicator_id", (UNLIKELY.code,)),
    ItemKind.REPORT: ("organization_id", (MISSING.code,)),
    ItemKind.ACTION: ("action_id", (OF_BODY.code, OF_NONE.code)),
    ItemKind.COMMITMENT: ("about", (PROMISED.code,)),
}


def _taken(meeting: Meeting) -> set[str]:
    """Return the keys of what is on the agenda, parked, or left out of this meeting; two queries."""
    found = set(Dismissal.objects.filter(meeting=meeting).values_list("suggestion", flat=True))
    here = Q(meeting=meeting) | Q(meeting__isnull=True, body=meeting.body_id)
    columns = ("kind", "suggestion", "program_id", "indicator_id", "organization_id", "action_id", "about")
    for row in AgendaItem.objects.filter(here).order_by().values(*columns):
        if row["suggestion"]:
            found.add(row["suggestion"])
        column, codes = _SAME.get(row["kind"], ("", ()))
        if column and row[column] is not None:
            found |= {f"{code}:{row[column]}" for code in codes}
    return found
