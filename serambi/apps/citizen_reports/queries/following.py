"""What a resident sees: what can be reported, and how far their own report is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from serambi.apps.attachments.models import Attachment
from serambi.apps.citizen_reports import links
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory, ReportStep
from serambi.apps.regions.models import Area, AreaLevel
from serambi.apps.regions.queries import areas_inside, home_regions


def offered_categories() -> QuerySet[ReportCategory]:
    """Return what can be reported about now."""
    return ReportCategory.objects.filter(archived_at__isnull=True).select_related("agency")


def villages_by_district(*, today: dt.date) -> dict[str, list[Area]]:
    """Return the villages that exist today by the name of their district, both in the order of their names."""
    areas = areas_inside(home_regions(today=today), today=today).filter(level=AreaLevel.VILLAGE)
    found: dict[str, list[Area]] = {}
    for one in areas.select_related("parent").order_by("parent__name", "name"):
        found.setdefault(one.parent.name if one.parent is not None else "", []).append(one)
    return found


def followed(signed: str) -> CitizenReport | None:
    """Return the report of a private link; None for a link that was changed or not made here."""
    named = links.read(signed)
    if named is None:
        return None
    found = CitizenReport.objects.select_related("category", "village__parent", "agency", "duplicate_of")
    report = found.filter(pk=named[0]).first()
    return report if report is not None and constant_time_compare(report.secret, named[1]) else None


def state_of_code(code: str) -> CitizenReport | None:
    """Return the report of that code, for who has lost the link: only its state may be shown."""
    return CitizenReport.objects.select_related("agency").filter(code=links.read_code(code)).first()


@dataclass(frozen=True, slots=True)
class Told:
    """One step as its resident sees it. agency: who made it; "" for the resident. No note and no person is in it."""

    at: dt.datetime
    agency: str
    move: str
    state: str
    words: str


def told_to_resident(report: CitizenReport) -> list[Told]:
    """Return what happened to a report without what is for colleagues alone; one query."""
    return [_told(step) for step in report.steps.all() if step.words or step.before != step.after]


def _told(step: ReportStep) -> Told:
    return Told(step.at, step.agency, step.move, step.get_after_display(), step.words)


def photographs_of(report: CitizenReport) -> list[Attachment]:
    """Return the photographs of a report, the first at the beginning."""
    found = Attachment.objects.current().filter(owner_type=report._meta.label_lower, owner_id=report.pk)
    return list(found.select_related("stored").order_by("pk"))
