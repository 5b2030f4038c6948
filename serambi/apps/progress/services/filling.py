"""What the agency's people write: any part of a form, as often as they like, without undoing one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.progress import permissions
from serambi.apps.progress.errors import ItemClosed, MoveNotOpen, NotYours, PeriodClosed, PeriodNotOpen
from serambi.apps.progress.models import Answer, ProgressReport, ReportingPeriod, ReportItem, ReportReceipt, State
from serambi.apps.progress.queries.lines import items_of, open_items
from serambi.apps.progress.workflow import WITH_THE_AGENCY
from serambi.ui import formats

_KEPT = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Content:
    """What an item says; empty throughout while nothing was answered."""

    answer: str = Answer.NONE
    stage: str = ""
    number: Decimal | None = None
    amount: Decimal | None = None
    reached_on: dt.date | None = None
    quality: str = ""
    note: str = ""
    obstacles: str = ""
    support: str = ""
    next_steps: str = ""
    because: str = ""
    no_evidence: str = ""

    @classmethod
    def of(cls, item: ReportItem) -> Content:
        return cls(**{name: getattr(item, name) for name in cls.__slots__})


COLUMNS = Content.__slots__


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What somebody wrote for an item. base_version: of the item that they saw, 0 where nobody had saved it."""

    key: str
    base_version: int
    content: Content


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of a form: what was saved with its new version, what somebody else changed meanwhile, the counts.

    is_repeated: the same form came before and was not saved again.
    """

    saved: Mapping[str, int]
    conflicts: tuple[str, ...]
    asked: int
    answered: int
    version: int
    is_repeated: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def save_answers(
    period: ReportingPeriod,
    organization: Organization,
    given: Sequence[GivenAnswer],
    *,
    by: Any,
    key: UUID,
    digest: str,
    today: dt.date,
    asked: Sequence[ReportItem] | None = None,
) -> SaveResult:
    """Keep what somebody wrote for an agency's report, which is begun with that where it was not.

    What says the same as what is kept is no change, whatever version it was written over; what says something else over
    a version that has passed is a conflict and is not kept, while the rest is. The same form sent again is answered as
    the first time (key: of the page; digest: of what was in it). The number of queries does not grow with the items.
    asked: the items as the caller has just read them, so that others wait less for this one to be kept.
    Raises NotYours, MoveNotOpen (where it is not with the agency), PeriodNotOpen, PeriodClosed, ItemClosed.
    """
    if not permissions.can_fill_in(by, organization.pk, today=today):
        raise NotYours(who=organization.abbreviation)
    try:
        return _save_once(period, organization, given, by=by, key=key, digest=digest, today=today, asked=asked)
    except IntegrityError:
        # The same page came twice at once, or two people began the report at once: now the other one is there.
        return _save_once(period, organization, given, by=by, key=key, digest=digest, today=today, asked=asked)


@transaction.atomic
def _save_once(
    period: ReportingPeriod,
    organization: Organization,
    given: Sequence[GivenAnswer],
    *,
    by: Any,
    key: UUID,
    digest: str,
    today: dt.date,
    asked: Sequence[ReportItem] | None,
) -> SaveResult:
    known = ReportReceipt.objects.filter(user=by, key=key, digest=digest).values_list("result", flat=True).first()
    if known is not None:
        return SaveResult(**{**known, "conflicts": tuple(known["conflicts"]), "is_repeated": True})
    report = _report(period, organization, today)
    result = _save(report, period, organization, given, by=by, today=today, asked=asked)
    _keep_receipt(report, result, by=by, key=key, digest=digest)
    return result


@transaction.atomic
def item_for_evidence(
    period: ReportingPeriod, organization: Organization, key: str, *, by: Any, today: dt.date
) -> ReportItem:
    """Return an item that files can be attached to, kept with version 0 where nobody has written in it yet.

    Raises what `save_answers` raises.
    """
    if not permissions.can_fill_in(by, organization.pk, today=today):
        raise NotYours(who=organization.abbreviation)
    report = _report(period, organization, today)
    items = {item.key: item for item in items_of(period, organization, report, today=today)}
    item = items.get(key)
    if item is None or key not in open_items(items.values()):
        raise ItemClosed(item=key)
    if item.is_new:
        item = ReportItem.objects.create(
            report=report, kind=item.kind, key=key, position=item.position, version=0, program=item.program,
            milestone=item.milestone, budget_line=item.budget_line, series=item.series, area=item.area,
            period=item.period,
        )  # fmt: skip
    if not report.asked:
        report.asked = len(items)
        report.save(update_fields=["asked"])
    item.report = report
    return item


def _report(period: ReportingPeriod, organization: Organization, today: dt.date) -> ProgressReport:
    """Return the report, held until the transaction ends, begun where it was not."""
    found = ProgressReport.objects.filter(reporting_period=period, organization=organization)
    report = found.select_for_update().first()
    if report is None:
        _check_time(period, today)
        report = ProgressReport(reporting_period=period, organization=organization, state_since=timezone.now())
        report.save(force_insert=True)
        return report
    report.reporting_period, report.organization = period, organization
    if report.state not in WITH_THE_AGENCY:
        raise MoveNotOpen(state=State(report.state).label)
    if report.first_submitted_at is None:
        _check_time(period, today)
    return report


def _check_time(period: ReportingPeriod, today: dt.date) -> None:
    if period.takes_reports_on(today):
        return
    name = formats.period(period.period)
    if today < period.opens_on:
        raise PeriodNotOpen(period=name, day=formats.day(period.opens_on))
    raise PeriodClosed(period=name, day=formats.day(period.last_day))


def _save(
    report: ProgressReport,
    period: ReportingPeriod,
    organization: Organization,
    given: Sequence[GivenAnswer],
    *,
    by: Any,
    today: dt.date,
    asked: Sequence[ReportItem] | None,
) -> SaveResult:
    items = {item.key: item for item in items_of(period, organization, report, today=today, asked=asked)}
    open_keys = open_items(items.values())
    changed: list[ReportItem] = []
    conflicts: list[str] = []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    now = timezone.now()
    for one in given:
        item = items.get(one.key)
        if item is None or one.key not in open_keys:
            raise ItemClosed(item=one.key)
        earlier = Content.of(item)
        if earlier == one.content:
            continue
        if (0 if item.is_new else item.version) != one.base_version:
            conflicts.append(one.key)
            continue
        before[one.key], after[one.key] = told(earlier), told(one.content)
        _put(item, one.content, by=by, now=now)
        item.report = report
        changed.append(item)
    keep_items(changed)
    report.asked = len(items)
    report.answered = sum(item.is_answered for item in items.values())
    report.version += bool(changed)
    report.save(update_fields=["asked", "answered", "version"])
    if changed:
        record(Verb.CHANGED, report, by=by, before=before, after=after)
    saved = {item.key: item.version for item in changed}
    return SaveResult(saved, tuple(conflicts), report.asked, report.answered, report.version)


def _put(item: ReportItem, content: Content, *, by: Any, now: dt.datetime) -> None:
    for name in COLUMNS:
        setattr(item, name, getattr(content, name))
    item.version = 1 if item.is_new else item.version + 1
    item.answered_by, item.answered_at = by, now


def keep_items(items: Sequence[ReportItem]) -> None:
    """Write items with what was said in them, new and known ones alike, some hundred in one statement.

    A statement that inserts or updates costs a quarter of one that updates each row by its number.
    """
    rows = []
    for item in items:
        row = copy(item)
        row.pk = None
        rows.append(row)
    columns = [*COLUMNS, "version", "position", "answered_by", "answered_at"]
    ReportItem.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["report", "key"], update_fields=columns
    )


def told(content: Content) -> dict[str, str]:
    """Return what an item says for the record, what is empty left out."""
    return {name: str(value) for name in COLUMNS if (value := getattr(content, name)) not in ("", None)}


def _keep_receipt(report: ProgressReport, result: SaveResult, *, by: Any, key: UUID, digest: str) -> None:
    now = timezone.now()
    ReportReceipt.objects.create(user=by, report=report, key=key, digest=digest, result=result.as_json(), saved_at=now)
    if key.int % 50 == 0:  # sweeping once in a while is enough, and no save waits for it
        ReportReceipt.objects.filter(saved_at__lt=now - _KEPT).delete()
