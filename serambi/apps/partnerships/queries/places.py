"""Commitments as the pages of programs and organizations show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.partnerships.models import Commitment, CommitmentQuerySet, CommitmentState
from serambi.apps.partnerships.permissions import can_read, can_record
from serambi.apps.partnerships.queries.amounts import Balance, balances
from serambi.apps.partnerships.queries.sums import Sums, sums_of
from serambi.apps.partnerships.workflow import OPEN
from serambi.apps.plans.models import BudgetLine, FundSource, Program

# Lines of a budget that partners are expected to pay.
FROM_PARTNERS = (FundSource.CSR, FundSource.PRIVATE)


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment with how it stands. days_late: 0 where nothing is missing."""

    commitment: Commitment
    balance: Balance
    days_late: int

    @property
    def promised(self) -> str:
        return self.commitment.say(self.balance.promised)

    @property
    def delivered(self) -> str:
        return self.commitment.say(self.balance.delivered)


@dataclass(frozen=True, slots=True)
class ProgramPartners:
    """What partners promised to a program, beside its budget.

    expected: what the lines of its budget expect of CSR and the private sector; None where it has none. ceiling: all
    lines. may_record: the person may record one for it.
    """

    lines: list[CommitmentLine]
    sums: Sums
    expected: Decimal | None
    ceiling: Decimal | None
    may_record: bool

    def __bool__(self) -> bool:
        return bool(self.lines or self.expected is not None or self.may_record)

    @property
    def unpromised(self) -> Decimal | None:
        """Return what the budget expects of partners and none has promised; None where it expects nothing."""
        if self.expected is None:
            return None
        promised = self.sums.money.promised if self.sums.money is not None else None
        return max(self.expected - (promised or Decimal(0)), Decimal(0))

    @property
    def percent_of_budget(self) -> Decimal | None:
        """Return what was promised in money in percent of the whole budget; None where one of them is not known."""
        money = self.sums.money
        if money is None or money.promised is None or not self.ceiling:
            return None
        return 100 * money.promised / self.ceiling


@dataclass(frozen=True, slots=True)
class OrganizationCommitments:
    """What a partner promised, or what an agency looks after. is_partner: which of the two."""

    sums: Sums
    lines: list[CommitmentLine]
    is_partner: bool


def overdue_on(today: dt.date) -> Q:
    return Q(state__in=OPEN, next_due_on__lt=today)


def lines_of(found: Iterable[Commitment], *, today: dt.date) -> list[CommitmentLine]:
    """Return commitments with how they stand, in their order; two queries more."""
    given = list(found)
    stand = balances(given)
    return [CommitmentLine(one, stand[one.pk], one.days_late_on(today)) for one in given]


def partners_of_program(user: Any, program: Program, *, today: dt.date) -> ProgramPartners | None:
    """Return what partners promised to a program; None for whoever has no role. Six queries.

    Depends on the person by their roles alone, so that the page may be kept.
    """
    if not can_read(user):
        return None
    found = Commitment.objects.filter(program=program)
    budget = BudgetLine.objects.filter(program=program).aggregate(
        every=Sum("ceiling"), expected=Sum("ceiling", filter=Q(fund_source__in=FROM_PARTNERS))
    )
    return ProgramPartners(
        lines=lines_of(_first_open(found), today=today),
        sums=sums_of(found, overdue=overdue_on(today)),
        expected=budget["expected"],
        ceiling=budget["every"],
        may_record=can_record(user),
    )


def commitments_of(user: Any, organization: Organization, *, today: dt.date) -> OrganizationCommitments | None:
    """Return what a partner promised, or what an agency looks after; None where nothing or the person has no role."""
    if not can_read(user):
        return None
    is_partner = organization.sector != Sector.GOVERNMENT
    side = "organization" if is_partner else "agency"
    found = Commitment.objects.filter(**{side: organization})
    lines = lines_of(_first_open(found), today=today)
    if not lines:
        return None
    return OrganizationCommitments(sums_of(found, overdue=overdue_on(today)), lines, is_partner)


def _first_open(found: CommitmentQuerySet) -> list[Commitment]:
    """Return all that was not cancelled: what is open first, the next due at the top."""
    given = found.exclude(state=CommitmentState.CANCELLED).select_related("organization", "agency", "program")
    return sorted(given, key=lambda one: (not one.is_open, one.next_due_on or dt.date.max, one.pk))
