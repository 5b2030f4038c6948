"""One period seen as a whole: every agency that owes a report, where it stands, and what that adds up to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Organization
from serambi.apps.progress.models import Answer, Check, Kind, ProgressReport, ReportingPeriod, State
from serambi.apps.progress.queries.asked import asked_items
from serambi.apps.progress.queries.proofs import NO_PROOF, Proof, proofs_of_period, total
from serambi.apps.progress.queries.reports import reports
from serambi.apps.progress.sentences import late_days, not_begun, waiting
from serambi.ui import formats

# The state of an agency for which nobody has written anything; not one of the workflow's.
NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class WantedAgencies:
    """What somebody looks for in a period. state: a state, `not_begun`, `silent` (not sent in) or ""."""

    text: str = ""
    state: str = ""
    only_late: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency in a period. returned, unavailable: how many of its items came back and how many it does not have."""

    organization: Organization
    report: ProgressReport | None
    asked: int
    answered: int
    returned: int
    unavailable: int
    late_days: int
    waits: str
    proof: Proof = NO_PROOF

    @property
    def state(self) -> str:
        return self.report.state if self.report is not None else NOT_BEGUN

    @property
    def state_label(self) -> str:
        return str(State(self.state).label) if self.report is not None else _("Not begun")

    @property
    def is_sent(self) -> bool:
        return self.report is not None and self.report.first_submitted_at is not None

    @property
    def is_complete(self) -> bool:
        return self.asked > 0 and self.answered == self.asked


@dataclass(frozen=True)
class PeriodOverview:
    """The rows that somebody looks for, and the counts of all agencies, narrowed or not."""

    rows: Sequence[AgencyRow]
    everybody: Sequence[AgencyRow]
    proof_by_kind: Mapping[str, Proof] = field(default_factory=dict)

    @property
    def by_state(self) -> list[tuple[str, str, int]]:
        """Return each state with its word and its number of agencies, those that are empty too."""
        counted = Counter(row.state for row in self.everybody)
        named = [(NOT_BEGUN, _("Not begun")), *((state.value, str(state.label)) for state in State)]
        return [(state, label, counted[state]) for state, label in named]

    @property
    def asked(self) -> int:
        return sum(row.asked for row in self.everybody)

    @property
    def proof(self) -> Proof:
        """Return the evidence of all reports, added up over what asks for it."""
        return total(self.proof_by_kind.values())

    @property
    def answered(self) -> int:
        return sum(row.answered for row in self.everybody)

    @property
    def sent(self) -> int:
        return sum(row.is_sent for row in self.everybody)

    @property
    def verified(self) -> int:
        return sum(row.state in {State.VERIFIED, State.ACCEPTED} for row in self.everybody)

    @property
    def overdue(self) -> int:
        """Return how many agencies are past the day and have not sent anything in."""
        return sum(row.late_days > 0 and not row.is_sent for row in self.everybody)


_STATES = [NOT_BEGUN, *State.values]
_SORTS: dict[str, Callable[[AgencyRow], Any]] = {
    "agency": lambda row: row.organization.abbreviation,
    "state": lambda row: _STATES.index(row.state),
    "complete": lambda row: row.answered / row.asked if row.asked else 0,
    "evidence": lambda row: row.proof.completeness.ratio or 0,
    "late": lambda row: row.late_days,
    "returned": lambda row: row.returned,
}


def overview(period: ReportingPeriod, wanted: WantedAgencies, *, today: dt.date) -> PeriodOverview:
    """Return who reported for the period and who did not; twelve queries at most, however many agencies there are."""
    begun = {
        one.organization_id: one
        for one in reports()
        .filter(reporting_period=period)
        .annotate(
            returned=Count("items", filter=Q(items__check_state=Check.RETURNED)),
            unavailable=Count("items", filter=Q(items__answer=Answer.UNAVAILABLE)),
        )
    }
    asked = {pk: len(items) for pk, items in asked_items(period, today=today).items()}
    proofs = proofs_of_period(period)
    organizations = Organization.objects.in_bulk({*asked, *begun})
    rows = sorted(
        (_row(organizations[pk], begun.get(pk), asked.get(pk, 0), period, today) for pk in organizations),
        key=lambda row: row.organization.abbreviation,
    )
    rows = [_with_proof(row, proofs) for row in rows]
    kinds = {kind: total(one for (_pk, other), one in proofs.items() if other == kind) for kind in _kinds(proofs)}
    return PeriodOverview(_sorted(_narrowed(rows, wanted), wanted.sort), rows, kinds)


def _kinds(proofs: Mapping[tuple[int, str], Proof]) -> list[str]:
    found = {kind for _pk, kind in proofs}
    return [kind for kind in Kind.values if kind in found]


def _with_proof(row: AgencyRow, proofs: Mapping[tuple[int, str], Proof]) -> AgencyRow:
    pk = row.report.pk if row.report is not None else 0
    return replace(row, proof=total(one for (report, _kind), one in proofs.items() if report == pk))


def _row(organization: Organization, report: Any, asked: int, period: ReportingPeriod, today: dt.date) -> AgencyRow:
    late = late_days(report, period, today=today)
    if report is None:
        return AgencyRow(organization, None, asked, 0, 0, 0, late, not_begun(organization))
    report.reporting_period = period
    count = report.asked if report.first_submitted_at is not None else asked
    return AgencyRow(
        organization=organization,
        report=report,
        asked=count,
        answered=min(report.answered, count),
        returned=report.returned,
        unavailable=report.unavailable,
        late_days=late,
        waits=waiting(report, today=today),
    )


def _narrowed(rows: Sequence[AgencyRow], wanted: WantedAgencies) -> list[AgencyRow]:
    text = wanted.text.casefold()
    return [
        row
        for row in rows
        if (not text or text in f"{row.organization.abbreviation} {row.organization.name}".casefold())
        and (not wanted.state or row.state == wanted.state or (wanted.state == "silent" and not row.is_sent))
        and (not wanted.only_late or row.late_days > 0)
    ]


def _sorted(rows: list[AgencyRow], sort: str) -> list[AgencyRow]:
    key = _SORTS.get(sort.removeprefix("-"))
    return sorted(rows, key=key, reverse=sort.startswith("-")) if key else rows


def headline(found: PeriodOverview) -> str:
    """Return how the period stands, in a sentence."""
    count = len(found.everybody)
    if not count:
        return _("No agency owes a report for this period")
    facts = {"sent": formats.number(found.sent, 0), "count": formats.number(count, 0)}
    if found.verified == count:
        return _("All %(count)s agencies have reported, and all reports are verified") % facts
    if found.sent == count:
        return _("All %(count)s agencies have reported") % facts
    if not found.sent:
        return _("None of %(count)s agencies has reported yet") % facts
    return _("%(sent)s of %(count)s agencies have reported") % facts
