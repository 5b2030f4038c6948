"""What was due in a span of periods and what became of it, counted item by item."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from serambi.apps.attachments.models import Attachment
from serambi.apps.observations.models import Observation
from serambi.apps.plans.models import Pillar
from serambi.apps.progress.models import (
    Answer,
    Check,
    Criterion,
    Kind,
    ProgressReport,
    ReportingCycle,
    ReportingPeriod,
    ReportItem,
)
from serambi.apps.progress.queries.asked import asked_of
from serambi.methods.periods import Frequency, Period
from serambi.methods.scoring import Count

Counts = Mapping[Criterion, Count]


@dataclass(frozen=True, slots=True)
class Span:
    """Which periods count: those that end inside it and whose day on time has passed.

    first, last: days, both included. cycle: None for all. pillar: None for everything; with one, figures of series,
    which belong to no pillar, are left out.
    """

    first: dt.date
    last: dt.date
    cycle: ReportingCycle | None = None
    pillar: Pillar | None = None


@dataclass(frozen=True, slots=True)
class ReportTally:
    """One agency in one period. report: None where nobody began it; then what is due is what the register asks now."""

    organization_id: int
    period: ReportingPeriod
    report: ProgressReport | None
    counts: Counts

    @property
    def due(self) -> int:
        return self.counts[Criterion.DELIVERED].of


@dataclass(frozen=True)
class Tallies:
    """Everything of a span; by_person: what each person answered, by the report, without what was due."""

    reports: Sequence[ReportTally]
    by_person: Mapping[tuple[int, int], Mapping[int, Counts]] = field(default_factory=dict)

    @property
    def has_illustration(self) -> bool:
        return any(one.report is not None and one.report.is_illustration for one in self.reports)


def added(counts: Iterable[Counts]) -> Counts:
    """Return the sums by criterion."""
    sums: dict[Criterion, Count] = {}
    for one in counts:
        for criterion, count in one.items():
            sums[criterion] = sums[criterion] + count if criterion in sums else count
    return sums


def counted_periods(span: Span, *, today: dt.date) -> QuerySet[ReportingPeriod]:
    """Return the periods of the span whose day on time has passed, the latest first."""
    found = ReportingPeriod.objects.filter(due_on__lt=today, period_end__range=(span.first, span.last))
    if span.cycle is not None:
        found = found.filter(cycle=span.cycle)
    return found.select_related("cycle").order_by("-period_end", "cycle__code")


def quarters_counted(*, today: dt.date) -> list[Period]:
    """Return the quarters in which a period ends that counts, the latest first."""
    ends = ReportingPeriod.objects.filter(due_on__lt=today).order_by().values_list("period_end", flat=True).distinct()
    return sorted({Period.of(day, Frequency.QUARTER) for day in ends}, reverse=True)


def tallies(span: Span, *, today: dt.date, agencies: Collection[int] | None = None) -> Tallies:
    """Return what agencies were asked in the span and what became of it; twelve queries, however many there are.

    agencies: those asked about; None for all.
    """
    periods = list(counted_periods(span, today=today))
    if not periods:
        return Tallies(())
    reports = ProgressReport.objects.filter(reporting_period__in=periods).select_related("organization")
    if agencies is not None:
        reports = reports.filter(organization_id__in=agencies)
    begun = {(one.reporting_period_id, one.organization_id): one for one in reports}
    by_report, by_person = _counted(span, begun, {one.pk: one for one in periods})
    asked = asked_of(periods, today=today, agencies=agencies)
    found = []
    for period in periods:
        owing = {agency: _of_pillar(items, span.pillar) for agency, items in asked[period.pk].items()}
        here = {agency: report for (at, agency), report in begun.items() if at == period.pk}
        found += [
            ReportTally(agency, period, here.get(agency), counts)
            for agency, counts in _of_period(owing, here, by_report)
        ]
    return Tallies(found, by_person)


def _of_period(
    owing: Mapping[int, int], begun: Mapping[int, ProgressReport], by_report: Mapping[int, Counts]
) -> Iterator[tuple[int, Counts]]:
    """Yield what was sent in as it was counted, and what was not as nothing of what the register asks."""
    sent = {agency for agency, report in begun.items() if report.first_submitted_at is not None}
    for agency in sorted(sent):
        counts = by_report.get(begun[agency].pk)
        if counts is not None:
            yield agency, counts
    for agency, count in owing.items():
        if agency not in sent and count:
            yield agency, {Criterion.DELIVERED: Count(0, count), Criterion.ON_TIME: Count(0, count)}


def _of_pillar(items: Sequence[ReportItem], pillar: Pillar | None) -> int:
    if pillar is None:
        return len(items)
    return sum(item.program is not None and item.program.pillar_id == pillar.pk for item in items)


# Items that were sent in --------------------------------------------------------------------------------------------

_SAID = Q(answer__in=[Answer.GIVEN, Answer.UNCHANGED])
# What somebody else could want to see: that a milestone was reached, that a figure is right.
_SHOULD_SHOW = _SAID & (Q(kind=Kind.MILESTONE, reached_on__isnull=False) | Q(kind=Kind.FIGURE, number__isnull=False))


def sent_items(span: Span, reports: Collection[int]) -> QuerySet[ReportItem]:
    """Return the items of these reports that count in the span."""
    found = ReportItem.objects.filter(report_id__in=reports, report__first_submitted_at__isnull=False)
    return found.filter(program__pillar=span.pillar) if span.pillar is not None else found


def _counted(
    span: Span, begun: Mapping[tuple[int, int], ProgressReport], periods: Mapping[int, ReportingPeriod]
) -> tuple[dict[int, Counts], dict[tuple[int, int], dict[int, Counts]]]:
    """Return the counts by report, and by agency and person and then report; one query."""
    reports = {one.pk: one for one in begun.values() if one.first_submitted_at is not None}
    rows: Iterable[Mapping[str, Any]] = (
        sent_items(span, reports)
        .order_by()
        .annotate(shown=_shown())
        .values("report_id", "answered_by_id")
        .annotate(
            due=Number("pk"),
            delivered=Number("pk", filter=~Q(answer=Answer.NONE)),
            checked=Number("pk", filter=~Q(first_check=Check.NONE)),
            passed=Number("pk", filter=Q(first_check=Check.ACCEPTED)),
            to_show=Number("pk", filter=_SHOULD_SHOW),
            shows=Number("pk", filter=_SHOULD_SHOW & Q(shown=True)),
        )
    )
    parts: dict[int, list[Counts]] = defaultdict(list)
    by_person: dict[tuple[int, int], dict[int, Counts]] = defaultdict(dict)
    for row in rows:
        report = reports[row["report_id"]]
        in_time = is_on_time(report, periods[report.reporting_period_id])
        counts = _counts(row, in_time)
        parts[report.pk].append(counts)
        if row["answered_by_id"] is not None and row["delivered"]:
            own = {**counts, Criterion.ON_TIME: Count(row["delivered"] if in_time else 0, row["delivered"])}
            by_person[(report.organization_id, row["answered_by_id"])][report.pk] = own
    return {pk: added(several) for pk, several in parts.items()}, dict(by_person)


def _counts(row: Mapping[str, Any], in_time: bool) -> Counts:
    return {
        Criterion.DELIVERED: Count(row["delivered"], row["due"]),
        Criterion.ON_TIME: Count(row["delivered"] if in_time else 0, row["due"]),
        Criterion.FIRST_TRY: Count(row["passed"], row["checked"]),
        Criterion.EVIDENCE: Count(row["shows"], row["to_show"]),
    }


def is_on_time(report: ProgressReport, period: ReportingPeriod) -> bool:
    sent = report.first_submitted_at
    return sent is not None and timezone.localtime(sent).date() <= period.due_on


def _shown() -> Any:
    """Return whether a file stands for the milestone or the figure of an item."""
    standing = Attachment.objects.current()
    of_milestone = standing.filter(owner_type="plans.milestone", owner_id=OuterRef("milestone_id"))
    with_file = standing.filter(owner_type="observations.observation").values("owner_id")
    of_figure = Observation.objects.filter(
        series_id=OuterRef("series_id"), area_id=OuterRef("area_id"), period=OuterRef("period"), pk__in=with_file
    )
    return Exists(of_milestone) | Exists(of_figure)
