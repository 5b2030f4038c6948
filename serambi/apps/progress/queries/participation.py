"""The league of agencies and of people: who delivered, in time, right at first, with evidence."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization, Role
from serambi.apps.progress.models import Criterion, GroupMember, ParticipationRule
from serambi.apps.progress.queries.tallies import Counts, ReportTally, Span, Tallies, added, tallies
from serambi.methods.scoring import Count, League, Overall, league

# The rule that holds until the coordinator makes one.
FIRST_WEIGHTS: Mapping[str, int] = {
    Criterion.DELIVERED: 30,
    Criterion.ON_TIME: 30,
    Criterion.FIRST_TRY: 20,
    Criterion.EVIDENCE: 20,
}
# An agency shares out among its people who fills in what, so that what was due from it is due from none of them alone.
OF_PEOPLE = (Criterion.ON_TIME, Criterion.FIRST_TRY, Criterion.EVIDENCE)
_NONE = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One agency, or one person of an agency.

    due: what was due from the agency. position, value: None for whoever is apart; they and raw are from 0 to 1.
    groups: the working groups of the person, in words of the plan.
    """

    organization: Organization
    person: User | None
    name: str
    due: int
    counts: Counts
    position: int | None
    raw: Fraction | None
    value: Fraction | None
    groups: tuple[GroupMember, ...] = ()

    def count(self, criterion: Criterion) -> Count:
        return self.counts.get(criterion, _NONE)


@dataclass(frozen=True)
class Participation:
    """The placed and those apart, and everybody together. has_illustration: some of the reports are made up."""

    placed: Sequence[Row]
    apart: Sequence[Row]
    overall: Mapping[Criterion, Overall]
    due: int
    periods: int
    has_illustration: bool

    @property
    def criteria(self) -> list[Criterion]:
        return list(self.overall)

    @property
    def rows(self) -> list[Row]:
        return [*self.placed, *self.apart]


def rule() -> ParticipationRule:
    """Return the rule that holds; one that is not saved, of version 0, while nobody made one."""
    return ParticipationRule.objects.select_related("made_by").first() or ParticipationRule(
        version=0, weights=dict(FIRST_WEIGHTS)
    )


def rules() -> QuerySet[ParticipationRule]:
    return ParticipationRule.objects.select_related("made_by")


def _weights(held: ParticipationRule, criteria: Iterable[Criterion]) -> dict[Criterion, int]:
    return {one: int(held.weights.get(one, 0)) for one in criteria}


def _league(members: Mapping[Any, Counts], held: ParticipationRule, criteria: Sequence[Criterion]) -> League[Any, Any]:
    strength = None if held.strength is None else Fraction(held.strength)
    return league(members, _weights(held, criteria), strength=strength)


def agencies_participation(span: Span, *, today: dt.date, held: ParticipationRule) -> Participation:
    """Return the league of all agencies; fourteen queries at most.

    An agency of which nothing was due in the span stands apart when it leads or produced anything before, or its people
    are in a working group; others are not listed.
    """
    found = tallies(span, today=today)
    by_agency: dict[int, list[ReportTally]] = defaultdict(list)
    for one in found.reports:
        by_agency[one.organization_id].append(one)
    idle = set(GroupMember.objects.valid_on(today).values_list("organization_id", flat=True)) - set(by_agency)
    organizations = Organization.objects.in_bulk({*by_agency, *idle})
    order = sorted(organizations, key=lambda pk: organizations[pk].abbreviation)
    members = {pk: added(one.counts for one in by_agency.get(pk, ())) for pk in order}
    ranked = _league(members, held, list(Criterion))

    def row(pk: int, position: int | None, raw: Fraction | None, value: Fraction | None) -> Row:
        due = members[pk].get(Criterion.DELIVERED, _NONE).of
        return Row(organizations[pk], None, organizations[pk].name, due, members[pk], position, raw, value)

    return Participation(
        placed=[row(one.key, one.position, one.raw, one.value) for one in ranked.placed],
        apart=[row(pk, None, None, None) for pk in ranked.apart],
        overall=ranked.overall,
        due=sum(one.due for one in found.reports),
        periods=len({one.period.pk for one in found.reports}),
        has_illustration=found.has_illustration,
    )


def people_participation(
    span: Span, *, today: dt.date, held: ParticipationRule, agencies: Collection[int] | None = None
) -> Participation:
    """Return the league of the people who answered something, and apart those in whose name nothing stands.

    agencies: whose people are listed; everybody is ranked among all. Sixteen queries at most.
    """
    found = tallies(span, today=today)
    due: dict[int, int] = defaultdict(int)
    for one in found.reports:
        due[one.organization_id] += one.due
    groups = _groups(span, today)
    everybody: dict[tuple[int, int], Counts] = {
        key: {} for key in [*_internal(due, span), *(key for key in groups if key[1])]
    }
    everybody |= {key: added(several.values()) for key, several in found.by_person.items()}
    organizations = Organization.objects.in_bulk({pk for pk, _user in (*everybody, *groups)})
    people = User.objects.in_bulk({user for _pk, user in everybody})
    keys = sorted(everybody, key=lambda key: (organizations[key[0]].abbreviation, people[key[1]].name, key[1]))
    ranked = _league({key: everybody[key] for key in keys}, held, OF_PEOPLE)

    def row(key: tuple[int, int], position: int | None, raw: Fraction | None, value: Fraction | None) -> Row:
        pk, user = key
        belongs = tuple(groups.get(key, ()))
        name = people[user].name
        return Row(organizations[pk], people[user], name, due[pk], everybody[key], position, raw, value, belongs)

    without = [
        Row(member.organization, None, member.name, due[member.organization_id], {}, None, None, None, (member,))
        for (_pk, user), members in groups.items()
        if not user
        for member in members
    ]
    shown = [row(one.key, one.position, one.raw, one.value) for one in ranked.placed]
    apart = [*(row(key, None, None, None) for key in ranked.apart), *without]
    return Participation(
        placed=[one for one in shown if agencies is None or one.organization.pk in agencies],
        apart=[one for one in apart if agencies is None or one.organization.pk in agencies],
        overall=ranked.overall,
        due=sum(due.values()),
        periods=len({one.period.pk for one in found.reports}),
        has_illustration=found.has_illustration,
    )


def _internal(due: Mapping[int, int], span: Span) -> list[tuple[int, int]]:
    """Return the officers and heads, in the span, of the agencies from which something was due."""
    roles = Membership.objects.filter(
        organization_id__in=due, role__in=[Role.OFFICER, Role.HEAD], user__is_active=True
    ).values_list("organization_id", "user_id", "valid_from", "valid_until")
    return [
        (pk, user)
        for pk, user, since, until in roles
        if (since is None or since <= span.last) and (until is None or until >= span.first)
    ]


def _groups(span: Span, today: dt.date) -> dict[tuple[int, int], list[GroupMember]]:
    """Return who is in a working group today, by organization and account; 0 for those without an account."""
    found = members_of_groups(today=today)
    if span.pillar is not None:
        found = found.filter(pillar=span.pillar)
    by_key: dict[tuple[int, int], list[GroupMember]] = defaultdict(list)
    for one in found:
        by_key[(one.organization_id, one.user_id or 0)].append(one)
    return by_key


def members_of_groups(*, today: dt.date) -> QuerySet[GroupMember]:
    """Return the members of the working groups of the current plan on that day."""
    found = GroupMember.objects.valid_on(today).filter(pillar__plan__is_current=True)
    return found.select_related("pillar", "organization", "user")


@dataclass(frozen=True)
class Contribution:
    """One agency, or one person of it, report by report. overall: everybody together, to hold it against."""

    row: Row
    reports: Sequence[ReportTally]
    everybody: Participation


def contribution_of(
    organization: Organization, span: Span, *, today: dt.date, held: ParticipationRule, person: int | None = None
) -> Contribution | None:
    """Return what an agency, or one person for it, has in the league, and the reports behind each number.

    None for a person of whom the league knows nothing there.
    """
    whole = agencies_participation(span, today=today, held=held)
    if person is not None:
        whole = people_participation(span, today=today, held=held)
    found = tallies(span, today=today, agencies=[organization.pk])
    reports: Sequence[ReportTally] = found.reports
    if person is not None:
        reports = _of_person(found, organization.pk, person)
    for one in whole.rows:
        if one.organization.pk == organization.pk and (person is None or (one.person and one.person.pk == person)):
            return Contribution(one, reports, whole)
    if person is not None:
        return None
    return Contribution(Row(organization, None, organization.name, 0, {}, None, None, None), reports, whole)


def _of_person(found: Tallies, organization: int, person: int) -> list[ReportTally]:
    mine = found.by_person.get((organization, person), {})
    return [
        ReportTally(one.organization_id, one.period, one.report, mine[one.report.pk])
        for one in found.reports
        if one.report is not None and one.report.pk in mine
    ]


# Narrowing and order ------------------------------------------------------------------------------------------------

_Key = Callable[[Row], Any]


def _by_ratio(criterion: Criterion) -> _Key:
    # What does not count is behind everything that does, also behind nothing of something.
    return lambda row: -1 if row.count(criterion).ratio is None else row.count(criterion).ratio


SORTS: dict[str, _Key] = {
    "name": lambda row: (row.organization.abbreviation, row.name),
    "person": lambda row: row.name.casefold(),
    "due": lambda row: row.due,
    "raw": lambda row: -1 if row.raw is None else row.raw,
    "value": lambda row: -1 if row.value is None else row.value,
    **{criterion.value: _by_ratio(criterion) for criterion in Criterion},
}


def narrowed(rows: Sequence[Row], *, text: str, sort: str) -> list[Row]:
    """Return the rows in which the words stand, in the wanted order; the order of the league without one."""
    wanted = text.casefold()
    found = [
        row
        for row in rows
        if wanted in f"{row.organization.abbreviation} {row.organization.name} {row.name}".casefold()
    ]
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(found, key=key, reverse=sort.startswith("-")) if key else found
