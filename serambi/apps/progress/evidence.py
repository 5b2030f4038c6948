"""Items of reports as things that can have evidence: who may see and send it, and what it is held against.

What was verified is seen where it went: the milestone that was reached, the figure that was recorded.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.agencies.permissions import can_see_preliminary
from serambi.apps.attachments.permissions import Belonging, Owner, Place, owner_of
from serambi.apps.attachments.queries import page_of
from serambi.apps.observations.models import Observation
from serambi.apps.plans.models import Program
from serambi.apps.progress.models import Check, Kind, ReportItem
from serambi.apps.progress.permissions import can_fill_in, can_verify, reads_all, works_at
from serambi.apps.progress.queries import item_name
from serambi.apps.progress.workflow import WITH_THE_AGENCY
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import places_of
from serambi.ui import formats

_WITH = (
    "report__reporting_period__cycle",
    "report__organization",
    "program",
    "milestone__activity__program",
    "budget_line__activity",
    "series",
    "area",
)
_MILESTONE, _FIGURE = "plans.milestone", "observations.observation"


def owner() -> Owner:
    """Return how items of reports answer for their evidence."""
    return Owner(
        table=ReportItem,
        find=_find,
        may_read=_may_read,
        may_attach=_may_attach,
        may_verify=_may_verify,
        describe=_describe,
        describe_many=_describe_many,
        name=_name,
    )


def items_of_milestones(ids: Collection[int]) -> Mapping[int, Collection[tuple[str, int]]]:
    """Return the verified items that told that these milestones were reached."""
    rows = ReportItem.objects.filter(milestone_id__in=ids, written_version__gt=0)
    return _by_target(rows.order_by().values_list("milestone_id", "pk"))


def items_of_figures(ids: Collection[int]) -> Mapping[int, Collection[tuple[str, int]]]:
    """Return the verified items from which these figures came."""
    figures = Observation.objects.filter(pk__in=ids).order_by()
    rows = figures.values_list("series_id", "area_id", "period", "pk")
    by_place = {(series, area, period): pk for series, area, period, pk in rows}
    items = ReportItem.objects.filter(
        series_id__in={series for series, _area, _period in by_place},
        area_id__in={area for _series, area, _period in by_place},
        written_version__gt=0,
    )
    found = items.order_by().values_list("series_id", "area_id", "period", "pk")
    return _by_target(
        (by_place.get((series or 0, area or 0, period)), pk) for series, area, period, pk in found if period
    )


def _by_target(pairs: Iterable[tuple[int | None, int]]) -> Mapping[int, Collection[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for target, item in pairs:
        if target is not None:
            found[target].append((ReportItem._meta.label_lower, item))
    return found


def _find(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    today = timezone.localdate()
    wanted = ReportItem.objects.filter(pk__in=ids)
    figure = Observation.objects.visible_to(user).filter(
        series_id=OuterRef("series_id"), area_id=OuterRef("area_id"), period=OuterRef("period")
    )
    became = Q(milestone__activity__program__in=Program.objects.visible_to(user)) | Q(Exists(figure))
    mine = Q(report__organization_id__in=works_at(user, today=today))
    # What was never sent in is the agency's own.
    readable = Q(report__first_submitted_at__isnull=False) if reads_all(user, today=today) else Q(pk__in=())
    wanted = wanted.filter(mine | readable | (Q(written_version__gt=0) & became))
    return {one.pk: one for one in wanted.select_related(*_WITH)}


def _may_read(user: Any, item: Any) -> bool:
    """Tell whether the person sees evidence that is not published: everybody with a role who sees the item does."""
    return can_see_preliminary(user)


def _may_attach(user: Any, item: ReportItem) -> bool:
    """Tell whether the report, and in it this item, is still with the agency."""
    today = timezone.localdate()
    report = item.report
    takes = report.first_submitted_at is not None or report.reporting_period.takes_reports_on(today)
    is_open = report.state in WITH_THE_AGENCY and item.check_state != Check.ACCEPTED
    return takes and is_open and can_fill_in(user, report.organization_id, today=today)


def _may_verify(user: Any, item: Any) -> bool:
    return can_verify(user, today=timezone.localdate())


def _name(item: ReportItem) -> str:
    """Return what an item is called beside items of other reports."""
    report = item.report
    facts = {
        "item": item_name(item),
        "agency": report.organization.abbreviation,
        "period": formats.period(report.reporting_period.period),
    }
    return _("%(item)s (report of %(agency)s, %(period)s)") % facts


def _describe(item: ReportItem) -> Belonging:
    """Return what an item is held against, at the place where people look for it now."""
    found = _describe_many([item])[item.pk]
    if not item.written_version:
        return found
    target: Model | None = item.milestone if item.kind == Kind.MILESTONE else None
    if item.series is not None and item.area is not None:
        figures = Observation.objects.filter(series=item.series, area=item.area, period=item.period)
        target = figures.select_related("series__producer", "area").first()
    if target is None:
        return found
    became = owner_of(target._meta.label_lower).describe(target)
    page = became.page or page_of(target._meta.label_lower, target.pk)
    return replace(found, name=became.name, page=page, crumbs=became.crumbs)


def _describe_many(items: Sequence[ReportItem]) -> Mapping[int, Belonging]:
    areas = _areas(items)
    known = list({area.pk: area for some in areas.values() for area in some}.values())
    places = dict(zip((area.pk for area in known), places_of(known), strict=True))
    return {
        item.pk: _belonging(item, tuple(Place(**places[area.pk]._asdict()) for area in areas[item.pk]))
        for item in items
    }


def _areas(items: Sequence[ReportItem]) -> dict[int, list[Area]]:
    """Return where each item happens: its area, else that of its activity, else of its program; two queries."""
    activities = {pk: one for item in items for pk, one in [(item.pk, _activity(item))] if one is not None}
    programs = [item.program for item in items if item.program is not None]
    prefetch_related_objects(list(activities.values()), "locations")
    prefetch_related_objects(programs, "locations")
    found: dict[int, list[Area]] = {}
    for item in items:
        if item.area is not None:
            found[item.pk] = [item.area]
            continue
        activity = activities.get(item.pk)
        here = list(activity.locations.all()) if activity is not None else []
        found[item.pk] = here or (list(item.program.locations.all()) if item.program is not None else [])
    return found


def _activity(item: ReportItem) -> Any:
    if item.milestone is not None:
        return item.milestone.activity
    return item.budget_line.activity if item.budget_line is not None else None


def _belonging(item: ReportItem, places: tuple[Place, ...]) -> Belonging:
    report = item.report
    period = report.reporting_period
    first, last = _days(item)
    place = {"cycle": period.cycle.code, "period": str(period.period), "agency": report.organization.abbreviation}
    page = reverse("progress:report", kwargs=place)
    name = _("Report of %(agency)s, %(period)s") % {
        "agency": report.organization.abbreviation,
        "period": formats.period(period.period),
    }
    return Belonging(
        name=item_name(item),
        crumbs=((str(_("Reporting")), reverse("progress:due")), (name, f"{page}#item-{item.key}")),
        organization=report.organization.abbreviation,
        first_day=first,
        last_day=last,
        places=places,
    )


def _days(item: ReportItem) -> tuple[dt.date | None, dt.date | None]:
    """Return the time that evidence is about: of a figure its period, of a milestone since its activity began."""
    period = item.report.reporting_period
    if item.kind == Kind.FIGURE and item.period is not None:
        return item.period.start, item.period.end
    if item.milestone is not None:
        activity = item.milestone.activity
        return activity.starts_on or activity.program.starts_on or period.period_start, None
    return period.period_start, None
