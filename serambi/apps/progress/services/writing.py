"""What a report says enters the register: preliminary when it is sent in, final once it was checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.observations.models import Quality
from serambi.apps.observations.services import ReportedFigure, take_over_final, take_over_preliminary
from serambi.apps.plans.services import ReportedStage, take_over_progress
from serambi.apps.progress.models import Answer, Check, Kind, PhysicalProgress, ProgressReport, ReportItem
from serambi.apps.progress.queries import told_later
from serambi.ui import formats

_SAYING = (Answer.GIVEN, Answer.UNCHANGED)


def write_preliminary(report: ProgressReport, *, by: Any) -> int:
    """Record the figures that were sent in as preliminary, and return how many changed.

    Whoever has a role sees them so; what is published counts final figures only, and a figure that is final stays until
    its correction is verified.
    """
    items = _figures(report.items.exclude(check_state=Check.ACCEPTED))
    return take_over_preliminary(
        [_reported(item, report) for item in items],
        source=source_of(report),
        by=by,
        reason=_("Reported anew for %(period)s") % {"period": formats.period(report.reporting_period.period)},
    )


def write_final(report: ProgressReport, *, by: Any, today: dt.date) -> None:
    """Take over what was accepted and is not in the register yet: figures, money, stages and milestones."""
    items = list(
        report.items.filter(check_state=Check.ACCEPTED)
        .exclude(written_version=F("version"))
        .select_related("series", "area", "program", "budget_line", "milestone")
    )
    if not items:
        return
    reason = _reason(report, items)
    take_over_final(
        [_reported(item, report) for item in items if _is_figure(item)], source=source_of(report), by=by, reason=reason
    )
    day = min(today, report.reporting_period.period_end)
    said = [item for item in items if item.answer in _SAYING]
    # Stage and money are one value each, not one a period: a report that is verified late does not turn them back.
    newer = told_later((item for item in said if item.kind in {Kind.PROGRAM, Kind.MONEY}), report.reporting_period)
    current = [item for item in said if item.key not in newer]
    take_over_progress(
        stages={
            item.program_id: ReportedStage(item.stage, item.note, day)
            for item in current
            if item.kind == Kind.PROGRAM and item.program_id and item.stage
        },
        reached={
            item.milestone_id: item.reached_on
            for item in said
            if item.kind == Kind.MILESTONE and item.milestone_id and (item.reached_on or item.written_version)
        },
        realizations={
            item.budget_line_id: item.amount
            for item in current
            if item.kind == Kind.MONEY and item.budget_line_id and item.amount is not None
        },
        by=by,
        reason=reason,
    )
    _keep_physical(report, [item for item in items if item.kind == Kind.PROGRAM])
    report.items.filter(pk__in=[item.pk for item in items]).update(written_version=F("version"))


def _keep_physical(report: ProgressReport, items: Iterable[ReportItem]) -> None:
    """Keep how far the work of programs is beside what was verified before; what says the same is not kept again."""
    earlier = PhysicalProgress.objects.filter(report=report).order_by("pk")
    held = dict(earlier.values_list("program_id", "percent"))
    said = {item.program_id: item.number if item.answer in _SAYING else None for item in items if item.program_id}
    now = timezone.now()
    PhysicalProgress.objects.bulk_create(
        PhysicalProgress(report=report, program_id=program, percent=percent, verified_at=now)
        for program, percent in said.items()
        if held.get(program) != percent
    )


def source_of(report: ProgressReport) -> str:
    """Return what stands as the source of a figure that came with a report."""
    facts = {"agency": report.organization.abbreviation, "period": formats.period(report.reporting_period.period)}
    return _("Report of %(agency)s, %(period)s") % facts


def _reason(report: ProgressReport, items: Iterable[ReportItem]) -> str:
    """Return why the register changes: the reasons of the corrections, or that the report was verified."""
    corrected = dict.fromkeys(item.check_reason for item in items if item.written_version and item.check_reason)
    return "; ".join(corrected) or _("Verified: %(source)s") % {"source": source_of(report)}


def _figures(items: Any) -> list[ReportItem]:
    return [item for item in items.filter(kind=Kind.FIGURE).select_related("series", "area") if _is_figure(item)]


def _is_figure(item: ReportItem) -> bool:
    return item.kind == Kind.FIGURE and item.series is not None and item.area is not None and item.period is not None


def _reported(item: ReportItem, report: ProgressReport) -> ReportedFigure:
    if item.series is None or item.area is None or item.period is None:
        raise ValueError(item.key)
    return ReportedFigure(
        series=item.series,
        area=item.area,
        period=item.period,
        value=item.number if item.answer in _SAYING else None,
        quality=item.quality or Quality.UNKNOWN,
        author_id=item.answered_by_id,
        note=item.note,
        is_illustration=report.is_illustration,
    )
