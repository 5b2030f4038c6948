"""What a suggestion for an agenda is, and what a kind of suggestions has to say of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.functional import Promise

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import Indicator
from serambi.apps.meetings.models import Action, BodyKind, ItemKind, MeetingBody
from serambi.apps.plans.models import MasterPlan, Program, ProgramQuerySet
from serambi.apps.plans.queries import current_plan

MOST_URGENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to talk about that the figures propose.

    key: the code of its kind and what it is about, for example `behind:12`; at most 60 characters. reason: in a
    sentence or two why; number: the number behind it, in a few words; why: how its urgency was computed. urgency: 0 to
    100, exact. address: the page of what it is about. minutes: the time it usually takes. about: the public identifier
    of what another app keeps. presenter: who answers for it.
    """

    key: str
    kind: ItemKind
    title: str
    reason: str
    number: str
    why: str
    urgency: Decimal
    address: str = ""
    minutes: int = 10
    program: Program | None = None
    indicator: Indicator | None = None
    action: Action | None = None
    organization: Organization | None = None
    presenter: Organization | None = None
    about: str = ""
    is_confidential: bool = False
    is_illustration: bool = False


class Candidate(NamedTuple):
    """A suggestion before it has words. tie: decides among equally urgent ones, the smallest first. facts: its own."""

    key: str
    urgency: Decimal
    tie: tuple[Any, ...]
    facts: Any


@dataclass(frozen=True)
class Scope:
    """For whom something is proposed. before: when the meeting begins, None for any. today: the day that counts."""

    body: MeetingBody
    today: dt.date
    before: dt.datetime | None = None

    @cached_property
    def plan(self) -> MasterPlan | None:
        return current_plan()

    @cached_property
    def region(self) -> int:
        return self.plan.region_id if self.plan is not None else 0

    @cached_property
    def members(self) -> frozenset[int]:
        """Return the organizations that belong to the body."""
        return frozenset(
            Organization.objects.filter(pk__in=self.body.members.values("organization")).values_list("pk", flat=True)
        )

    @property
    def programs(self) -> ProgramQuerySet:
        """Return the programs that the body answers for: of its pillar, of its members where two sides meet, or all."""
        if self.plan is None:
            return Program.objects.none()
        found = Program.objects.active().filter(plan=self.plan)
        if self.body.pillar_id is not None:
            return found.filter(pillar_id=self.body.pillar_id)
        return found.filter(lead_id__in=self.members) if self.is_between_two else found

    @property
    def is_everything(self) -> bool:
        """Tell whether the body answers for the whole plan."""
        return self.body.pillar_id is None and not self.is_between_two

    @property
    def is_between_two(self) -> bool:
        return self.body.kind == BodyKind.BILATERAL

    @cached_property
    def agencies(self) -> frozenset[int] | None:
        """Return the agencies that the body answers for; None for all."""
        if self.is_everything:
            return None
        if self.body.pillar_id is None:
            return self.members
        leads = Organization.objects.filter(pk__in=self.programs.order_by().values("lead"))
        return frozenset(leads.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of suggestions. code: at most 20 characters. explains: the rule of its urgency, for people.

    find: every candidate, cheap; describe: the words of those that were chosen, in their order. weight, at_most: until
    the coordinator sets others. stands_first: before all other kinds, whatever they weigh.
    """

    code: str
    heading: str | Promise
    explains: str | Promise
    find: Callable[[Scope], list[Candidate]]
    describe: Callable[[Scope, Sequence[Candidate]], list[Suggestion]]
    at_most: int
    weight: Decimal = Decimal(1)
    stands_first: bool = False
